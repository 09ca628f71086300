"""The files that commands copy, move or put into an archive, which must be there before."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from ...shells.script import Word
from .reruns import positional

_TARGET = re.compile(r"-[A-Za-z]*t|--target-directory")
_INTO = re.compile(r"-t.+|--target.*")
_VALUE = re.compile(r"-[A-Za-z]*[Smog]|--(?:suffix|mode|owner|group|strip-program)")
_DIRECTORIES = re.compile(r"-(?!-)[A-Za-z]*d[A-Za-z]*|--directory")
_ARCHIVING = re.compile(r"-?[A-Za-z]*c[A-Za-z]*f")
_ELSEWHERE = re.compile(r"-[CTXI].*|--(?:directory|files-from|exclude|use-compress|transform|newer|append|concatenate).*")


def copied(words: tuple[Word, ...]) -> Iterator[Word]:
    """Yield the sources of ``cp`` and ``mv``."""
    yield from _sources(words, frozenset({"-S", "--suffix"}))


def installed(words: tuple[Word, ...]) -> Iterator[Word]:
    """Yield the sources of ``install``, unless it makes directories."""
    if not any(_DIRECTORIES.fullmatch(word.text) for word in words):
        yield from _sources(words, frozenset(word.text for word in words if _VALUE.fullmatch(word.text)))


def _sources(words: tuple[Word, ...], with_value: frozenset[str]) -> list[Word]:
    targets = {word.text for word in words if _TARGET.fullmatch(word.text)}
    files = positional(words, with_value | targets)
    return files if targets or any(_INTO.fullmatch(word.text) for word in words) else files[:-1]


def copied_by_cmd(words: tuple[Word, ...]) -> Iterator[Word]:
    """Yield the source of ``copy``, ``xcopy`` and ``move``."""
    source = next((word for word in words if not word.text.startswith("/")), None)
    if source is not None and "+" not in source.text:
        yield source


def copied_by_powershell(words: tuple[Word, ...]) -> Iterator[Word]:
    """Yield the source of ``Copy-Item`` and ``Move-Item``."""
    before = ("", *(word.text.lower() for word in words))
    named = next((word for option, word in zip(before, words, strict=False) if option in {"-path", "-literalpath"}), None)
    first = words[0] if words and not words[0].text.startswith("-") else None
    source = named or first
    if source is not None and "," not in source.raw:
        yield source


def archived(words: tuple[Word, ...]) -> Iterator[Word]:
    """Yield the files that ``tar -cf`` puts into an archive."""
    archives = any(_ARCHIVING.fullmatch(word.text) for word in words[:1])
    if archives and not any(_ELSEWHERE.fullmatch(word.text) for word in words):
        yield from itertools.islice(positional(words[1:]), 1, None)
