"""The effect of a formula: whether it sets the size of the pool."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..spelling import nearest
from .evaluation import children_of
from .language import METRICS, OPTION, TARGETS
from .remarks import Remark, Topic
from .tree import Assignment, Binary, Name, Node

LOWER_TARGETS = frozenset(name.lower() for name in TARGETS)
"""The variables that set the size of the pool, in lower case."""


def sets_target(statement: Assignment) -> bool:
    """Return whether a statement assigns a target, or compares one with == in place of =, which is a mistake of its own."""
    value = statement.value
    compared = value.left if isinstance(value, Binary) and value.operator == "==" else None
    named = compared if statement.target is None else statement.target
    return isinstance(named, Name) and named.name.lower() in LOWER_TARGETS


def meant_target(name: str) -> str | None:
    """Return the target that is spelled like a variable; None without one."""
    return nearest(name, TARGETS, 0.8)


def no_target(statements: Sequence[Assignment]) -> Remark:
    """Return the remark about a formula that sets no target."""
    names = [statement.target.name for statement in statements if statement.target is not None]
    close = next((hint for name in names if (hint := meant_target(name))), None)
    return Remark(
        Topic.effect,
        "the autoscale formula sets no target, so it never changes the number of nodes",
        f"Did you mean {close}?" if close else "Assign $TargetDedicatedNodes, $TargetLowPriorityNodes, or both.",
        0,
        statements[-1].end if statements else 0,
    )


def unknown_targets(statements: Sequence[Assignment]) -> Iterator[Remark]:
    """Yield remarks about variables that are meant for the service, which doesn't know them, and about old names of targets."""
    read = {name for statement in statements for name in _names_in(statement.value)}
    known = {name.lower() for name in (*TARGETS, *METRICS, OPTION)}
    for statement in statements:
        name = statement.target.name if statement.target is not None else ""
        lower = name.lower()
        if statement.target is None or not name.startswith("$"):
            continue
        place = (statement.target.start, statement.target.end)
        if lower in _OLD_TARGETS:
            new = _OLD_TARGETS[lower]
            yield Remark(Topic.old_name, f"{name} is the old name of {new}", f"Write {new}.", *place)
        elif lower not in known and lower.removeprefix("$") not in read:
            meant = _meant(name)
            if meant is not None:
                message = f"the service has no variable {name}, and nothing reads it, so setting it has no effect"
                yield Remark(Topic.effect, message, f"Did you mean {meant}?", *place)


_OLD_TARGETS = {"$targetdedicated": "$TargetDedicatedNodes", "$targetlowpriority": "$TargetLowPriorityNodes"}


def _meant(name: str) -> str | None:
    """Return the variable of the service that a name is meant for."""
    lower = name.lower()
    if lower.startswith("$target") and ("spot" in lower or "priority" in lower):
        return "$TargetLowPriorityNodes"
    return nearest(name, (*TARGETS[:2], OPTION), 0.8)


def _names_in(node: Node) -> Iterator[str]:
    if isinstance(node, Name):
        yield node.name.lower().removeprefix("$")
    for child in children_of(node):
        yield from _names_in(child)
