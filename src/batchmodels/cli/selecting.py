"""What people name on the command line: rules by ids and by what ids begin with, models by their names."""

from __future__ import annotations

from collections.abc import Iterable

import click

from ..documents.coverage import TITLES as NOT_JUDGED_RULES
from ..documents.partial_models import model_named
from ..documents.unknown_members import UNKNOWN
from ..spelling import near


def chosen(select: Iterable[str], ignore: Iterable[str]) -> frozenset[str]:
    """The rules that are not reported.

    Args:
        select: Ids and beginnings of ids, several with commas between them; none selects all.
        ignore: The same, of those that are taken away.

    Raises:
        click.BadParameter: No rule's id begins so; the error names near ones.
    """
    wanted, unwanted = _words(select), _words(ignore)
    if not wanted and not unwanted:
        return frozenset()
    from ..rules.discovery import RULES  # noqa: PLC0415  # because importing the rules takes time

    rules = [*RULES, *UNKNOWN]
    selected = _matching(wanted, rules, "--select") if wanted else set(rules)
    return frozenset(set(rules) - selected | _matching(unwanted, [*rules, *NOT_JUDGED_RULES], "--ignore"))


def near_types(name: str) -> str | None:
    """Return the message for an unknown model name; None for a known one."""
    if _is_model(name):
        return None
    from .. import models  # noqa: PLC0415  # because it is needed for an error only

    by_lower = {each.lower(): each for each in dir(models) if each[0].isupper() and _is_model(each)}
    similar = [by_lower[each] for each in near(name.lower(), by_lower, 3, 0.5)]
    meant = ", ".join(similar) or "StartTask, PoolAddParameter, CloudPool or ComputeNode"
    return f"unknown model {name!r}; did you mean {meant}?"


def _is_model(name: str) -> bool:
    try:
        model_named(name)
    except KeyError:
        return False
    return True


def near_rules(name: str, rules: Iterable[str]) -> str:
    """The rules that may have been meant, as a part of a sentence."""
    similar = near(name.upper(), rules, 3)
    return f"did you mean {', '.join(similar)}?" if similar else "`batchmodels explain` lists the rules."


def _words(texts: Iterable[str]) -> list[str]:
    return [word.strip() for text in texts for word in text.split(",") if word.strip()]


def _matching(words: list[str], rules: list[str], option: str) -> set[str]:
    found: set[str] = set()
    for word in words:
        matching = {rule for rule in rules if rule.lower().startswith(word.lower())}
        if not matching:
            raise click.BadParameter(f"unknown rule {word!r}; {_hint(word, rules)}", param_hint=option)
        found |= matching
    return found


def _hint(word: str, rules: list[str]) -> str:
    if word.startswith(("refused", "document", "unreadable")):
        return "what the service refuses and what can't be read is always reported."
    return near_rules(word, rules)
