"""Small changes of each entry of the corpus: a command line without one of its words, a document without one of its members.

An entry shows what a rule is for. Its variants show where that ends, and that the other rules aren't misled.
"""

from __future__ import annotations

import copy
import random
import re
from collections.abc import Iterator
from typing import Any

from corpus_entries import NOW, document_of

import batchmodels
from batchmodels import DeserializationError, JobAddParameter, Model, review

MOST = 5
"""The variants of an entry, chosen at random, but always the same."""

LONGEST = 2_000
"""The longest command line that is varied: longer ones are about their length."""


_FIRST = 2
"""The first word that is left out: without the shell or its option, all that follows is one mistake."""


def variants_of(entry: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield some variants of an entry's document, each with what was changed."""
    _, document = document_of(entry)
    words = [change for change in _changes(document, ()) if change[1] == "word"]
    members = [change for change in _changes(document, ()) if change[1] != "word"]
    chance = random.Random(entry["name"])
    chosen = chance.sample(words, min(len(words), MOST - 1))
    chosen += chance.sample(members, min(len(members), MOST - len(chosen)))
    for path, kind, index in chosen:
        changed = copy.deepcopy(document)
        holder = changed
        for step in path[:-1]:
            holder = holder[step]
        yield _change(holder, path[-1], kind, index), changed


def _changes(value: Any, path: tuple[Any, ...]) -> Iterator[tuple[tuple[Any, ...], str, int]]:
    """Yield the path, the kind and the number of every small change of a document."""
    if isinstance(value, dict):
        for key, member in value.items():
            if isinstance(member, str) and "ommandLine" in key and len(member) <= LONGEST:
                yield from (((*path, key), "word", index) for index in range(_FIRST, len(_words(member))))
            elif isinstance(member, (bool, int)):
                yield (*path, key), "value", 0
            elif path or key not in {"id", "commandLine"}:
                yield (*path, key), "member", 0
            yield from _changes(member, (*path, key))
    elif isinstance(value, list):
        for index, element in enumerate(value):
            yield from _changes(element, (*path, index))


def _words(text: str) -> list[re.Match[str]]:
    return list(re.finditer(r"[^\s'\"]+", text))


def _change(holder: Any, key: Any, kind: str, index: int) -> str:
    """Make one change, and return what it was."""
    value = holder[key]
    if kind == "word":
        word = _words(value)[index]
        holder[key] = value[: word.start()] + value[word.end() :].removeprefix(" ")
        return f"{key} without {word[0]} at {word.start()}"
    if kind == "value":
        holder[key] = (not value) if isinstance(value, bool) else value + 1
        return f"{key} {holder[key]}"
    del holder[key]
    return f"no {key}"


def rules_of_variant(entry: dict[str, Any], document: dict[str, Any]) -> str:
    """The rules that find something, with the severity and the place, or that the document can't be read."""
    kind: type[Model] = getattr(batchmodels, document_of(entry)[0])
    job = JobAddParameter.deserialize(entry["job"]) if "job" in entry else None
    try:
        findings = review(kind.deserialize(document), now=NOW, job=job, ignore={"BM901"})
    except DeserializationError:
        return "can't be read"
    return ", ".join(f"{each.rule} {each.severity.value}{_place(each.span)}" for each in findings)


def _place(span: tuple[int, int] | None) -> str:
    return f" {span[0]}-{span[1]}" if span else ""
