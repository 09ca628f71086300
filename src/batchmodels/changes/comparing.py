"""The differences of two trees: one for each value that is added, removed, changed or not known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator
from enum import Enum
from typing import Any

import msgspec

from ..paths import Steps
from ..secrets.masking import MASK, has_mask, mask_text
from .nodes import FURTHER_ELEMENTS, MASKED, QUIET, WITHHELD, Node


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
        if not _is_quiet(old, new) and not _is_same_expression(old, new):
            yield Difference(steps, ChangeKind.unknown, old, new, old.unknown or new.unknown)
    elif old.is_nothing and new.is_nothing:
        return
    elif _has_members(old) and _has_members(new):
        before, after = old.members or {}, new.members or {}
        for key in [*after, *(key for key in before if key not in after)]:
            yield from differences(before.get(key), after.get(key), (*steps, shown_key(key, before, after)))
    elif old.is_absent:
        yield Difference(steps, ChangeKind.unknown if new.if_alone else ChangeKind.added, None, new, new.if_alone)
    elif new.is_absent:
        yield Difference(steps, ChangeKind.unknown if old.if_alone else ChangeKind.removed, old, None, old.if_alone)
    elif old.elements is not None and new.elements is not None:
        yield from _of_lists(old, new, steps)
    else:
        yield from _of_values(old, new, steps)


def _of_values(old: Node, new: Node, steps: tuple[str, ...]) -> Iterator[Difference]:
    if _are_masked_alike(old.value, new.value):
        yield Difference(steps, ChangeKind.unknown, old, new, MASKED)
    elif old.fingerprint != new.fingerprint:
        yield Difference(steps, ChangeKind.changed, old, new)


def _are_masked_alike(old: Any, new: Any) -> bool:
    """Return whether two texts are the same apart from secrets, and one has masks instead of them."""
    if not isinstance(old, str) or not isinstance(new, str) or MASK not in f"{old}{new}":
        return False
    return mask_text(old) == mask_text(new) and (has_mask(old) or has_mask(new))


_NOTHING = Node()


def shown_key(key: str, before: dict[str, Node], after: dict[str, Node]) -> str:
    """Return how a path shows the key of a member."""
    return after.get(key, _NOTHING).shown_key or before.get(key, _NOTHING).shown_key or key


def _has_members(node: Node) -> bool:
    """Return whether a node is an object to compare member by member: an empty one only if it may have had secrets."""
    members = node.members or {}
    return bool(members) and (
        not node.is_nothing or node.is_default or any(each.unknown == WITHHELD for each in members.values())
    )


def _is_quiet(old: Node, new: Node) -> bool:
    """Return whether a value isn't known because it is left out, and the other side doesn't have it either."""
    return all(node.unknown in QUIET or (not node.unknown and node.is_nothing) for node in (old, new))


def _is_same_expression(old: Node, new: Node) -> bool:
    """Return whether both values are known only at deployment, from the same parameter."""
    return bool(old.unknown) and bool(new.unknown) and old.compared is not None and bool(old.compared == new.compared)


def _of_lists(old: Node, new: Node, steps: tuple[str, ...]) -> Iterator[Difference]:
    """Yield the differences of two lists, whose elements are paired by what identifies them."""
    olds, news = _grouped(old), _grouped(new)
    for key in [*news, *(key for key in olds if key not in news)]:
        pairs, before, after = _paired(olds.get(key, []), news.get(key, []))
        for (_, one), (name, other) in pairs:
            yield from differences(one, other, (*steps, name))
        for name, one in before:
            yield _of_element((*steps, name), one, None, new.incomplete)
        for name, other in after:
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


def _paired(old: list[Named], new: list[Named]) -> tuple[list[tuple[Named, Named]], list[Named], list[Named]]:
    """Pair nodes with the same key: equal ones, then those that are equal apart from secrets, then the others in their order.

    Returns:
        The pairs, and what is left on each side.
    """
    pairs: list[tuple[Named, Named]] = []
    for look in (_fingerprint, _outline):
        if len(old) <= 1 and len(new) <= 1:
            break
        waiting: dict[Hashable, list[Named]] = {}
        for each in reversed(old):
            waiting.setdefault(look(each[1]), []).append(each)
        rest: list[Named] = []
        for each in new:
            same = waiting.get(look(each[1]))
            if same:
                pairs.append((same.pop(), each))
            else:
                rest.append(each)
        left = {id(each) for same in waiting.values() for each in same}
        old, new = [each for each in old if id(each) in left], rest
    count = min(len(old), len(new))
    return [*pairs, *zip(old, new, strict=False)], old[count:], new[count:]


def _fingerprint(node: Node) -> Hashable:
    return node.fingerprint


def _outline(node: Node) -> Hashable:
    """Return a fingerprint without secrets and without what isn't known."""
    if node.secret or node.unknown:
        return None
    if node.members is not None:
        found = ((key, _outline(each)) for key, each in node.members.items() if not each.is_nothing)
        return frozenset(each for each in found if each[1] is not None)
    if node.elements is not None:
        return frozenset(Counter(_outline(each) for _, each in node.elements).items())
    return node.fingerprint


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
