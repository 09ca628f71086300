"""The rules that people name, in options, configuration files and comments: by an id, or by the beginning of ids."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from ..spelling import near
from .unknown_members import UNKNOWN

UNKNOWN_IGNORE = "ignore/unknown"
UNUSED_IGNORE = "ignore/unused"

IGNORES = {UNKNOWN_IGNORE: "an ignore comment that names no rule", UNUSED_IGNORE: "an ignore comment that ignores nothing"}
"""The rules about ignore comments, with their titles."""

_ALWAYS_REPORTED = ("refused", "document", "unreadable")


def ignorable_rules() -> list[str]:
    """The ids of all rules that can be selected and ignored."""
    from ..rules.discovery import RULES  # noqa: PLC0415  # because importing the rules takes time

    return [*RULES, *UNKNOWN, *IGNORES]


def matching(word: str, rules: Iterable[str]) -> set[str]:
    """Return the rules whose ids begin with a word, in any letter case.

    Raises:
        ValueError: No id does; the message names similar ones.
    """
    found = {rule for rule in rules if rule.lower().startswith(word.lower())} if word else set()
    if not found:
        raise ValueError(f"unknown rule {word!r}; {_hint(word, list(rules))}")
    return found


def near_rules(name: str, rules: Iterable[str]) -> str:
    """The rules that may have been meant, as a part of a sentence."""
    similar = near(name.upper(), rules, 3)
    return f"did you mean {', '.join(similar)}?" if similar else "`batchmodels explain` lists the rules."


def left_out(select: Collection[str], ignore: Collection[str]) -> frozenset[str]:
    """Return the rules that are not reported.

    Args:
        select: Ids and beginnings of ids; none selects all rules.
        ignore: Those that are removed from the selected ones.

    Raises:
        ValueError: A word matches no rule.
    """
    if not select and not ignore:
        return frozenset()
    from .coverage import TITLES  # noqa: PLC0415  # because it needs the models, and few calls get here

    rules = ignorable_rules()
    selected = {rule for word in select for rule in matching(word, rules)} if select else set(rules)
    ignored = {rule for word in ignore for rule in matching(word, [*rules, *TITLES])}
    return frozenset(set(rules) - selected | ignored)


def _hint(word: str, rules: list[str]) -> str:
    if word.startswith(_ALWAYS_REPORTED):
        return "what the service refuses and what can't be read is always reported."
    return near_rules(word, rules)
