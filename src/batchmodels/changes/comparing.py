"""The differences of two trees: one for each value that is added, removed, changed or not known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator
from enum import Enum
from typing import Any

import msgspec

from ..paths import Steps
from .nodes import FURTHER_ELEMENTS, WITHHELD, Node


class ChangeKind(str, Enum):
    """What happens to a value."""

    added = "added"
    removed = "removed"
    changed = "changed"
    unknown = "unknown"
    """It can't be compared."""


class Difference(msgspec.Struct, frozen=True):
    """One difference of two trees.

    Attributes:
        steps: The keys that lead to the value; for an element of a list, how its path shows it.
        kind: What happens to it.
        old: The old node; None if there isn't one.
        new: The new node; None if there isn't one.
        why: Why it can't be compared; empty if it can.
    """

    steps: tuple[str, ...]
    kind: ChangeKind
    old: Node | None
    new: Node | None
    why: str = ""


def differences(old: Node | None, new: Node | None, steps: tuple[str, ...] = ()) -> Iterator[Difference]:
    """Yield the differences of two nodes, in the order of the new one, then what only the old one has."""
    old, new = old or _NOTHING, new or _NOTHING
    if old.unknown or new.unknown:
        if not _is_withheld_only(old, new):
            yield Difference(steps, ChangeKind.unknown, old, new, old.unknown or new.unknown)
    elif old.is_nothing and new.is_nothing:
        return
    elif old.is_absent:
        yield Difference(steps, ChangeKind.unknown if new.if_alone else ChangeKind.added, None, new, new.if_alone)
    elif new.is_absent:
        yield Difference(steps, ChangeKind.unknown if old.if_alone else ChangeKind.removed, old, None, old.if_alone)
    elif old.members is not None and new.members is not None:
        for key in [*new.members, *(key for key in old.members if key not in new.members)]:
            yield from differences(old.members.get(key), new.members.get(key), (*steps, key))
    elif old.elements is not None and new.elements is not None:
        yield from _of_lists(old, new, steps)
    elif old.fingerprint != new.fingerprint:
        yield Difference(steps, ChangeKind.changed, old, new)


_NOTHING = Node()


def _is_withheld_only(old: Node, new: Node) -> bool:
    """Return whether an answer lacks a secret that the other side doesn't have either."""
    return all(node.unknown == WITHHELD or (not node.unknown and node.is_absent) for node in (old, new))


def _of_lists(old: Node, new: Node, steps: tuple[str, ...]) -> Iterator[Difference]:
    """Pair the elements of two lists by what identifies them; of several with the same, equal ones first."""
    olds, news = _grouped(old), _grouped(new)
    for key in [*news, *(key for key in olds if key not in news)]:
        before, after = _without_equals(olds.get(key, []), news.get(key, []))
        paired = min(len(before), len(after))
        for (_, one), (name, other) in zip(before[:paired], after[:paired], strict=True):
            yield from differences(one, other, (*steps, name))
        for name, one in before[paired:]:
            yield _of_element((*steps, name), one, None, new.incomplete)
        for name, other in after[paired:]:
            yield _of_element((*steps, name), None, other, old.incomplete)
    if new.incomplete or old.incomplete:
        yield Difference((*steps, "[…]"), ChangeKind.unknown, None, None, FURTHER_ELEMENTS)


def _of_element(steps: tuple[str, ...], old: Node | None, new: Node | None, incomplete: bool) -> Difference:
    if incomplete:
        return Difference(steps, ChangeKind.unknown, old, new, FURTHER_ELEMENTS)
    return Difference(steps, ChangeKind.removed if new is None else ChangeKind.added, old, new)


Named = tuple[str, Node]


def _grouped(node: Node) -> dict[Hashable, list[Named]]:
    groups: dict[Hashable, list[Named]] = {}
    for (key, element), name in zip(node.elements or (), node.names, strict=True):
        groups.setdefault(key, []).append((name, element))
    return groups


def _without_equals(old: list[Named], new: list[Named]) -> tuple[list[Named], list[Named]]:
    """Leave out the pairs that are equal, where there are several with the same key."""
    if len(old) <= 1 and len(new) <= 1:
        return old, new
    surplus = Counter(node.fingerprint for _, node in new)
    surplus.subtract(Counter(node.fingerprint for _, node in old))
    return _surplus(old, {each: -count for each, count in surplus.items()}), _surplus(new, dict(surplus))


def _surplus(named: list[Named], counts: dict[Hashable, int]) -> list[Named]:
    """Return the nodes that the other side doesn't have as often."""
    left: list[Named] = []
    for name, node in named:
        if counts.get(node.fingerprint, 0) > 0:
            counts[node.fingerprint] -= 1
            left.append((name, node))
    return left


def path_of(steps: tuple[str, ...]) -> str:
    """Return a path with the names of elements: ``$.startTask.environmentSettings[name=A].value``."""
    return "$" + "".join(step if step.startswith("[") else f".{step}" for step in steps)


def steps_of(steps: tuple[str, ...]) -> Steps:
    """Return steps without the brackets of elements: a number for a place, else the element's name."""
    return tuple(_plain(step) for step in steps)


def _plain(step: str) -> Any:
    if not step.startswith("["):
        return step
    inner = step[1:-1]
    return int(inner) if inner.isdigit() else inner
