"""The effect of a formula: whether it sets the size of the pool."""

from __future__ import annotations

from collections.abc import Sequence

from ..spelling import nearest
from .language import TARGETS
from .remarks import Remark, Topic
from .tree import Assignment, Binary, Name

LOWER_TARGETS = frozenset(name.lower() for name in TARGETS)
"""The variables that set the size of the pool, in lower case."""


def sets_target(statement: Assignment) -> bool:
    """Return whether a statement assigns a target, or compares one with == in place of =, which is a mistake of its own."""
    value = statement.value
    compared = value.left if isinstance(value, Binary) and value.operator == "==" else None
    named = compared if statement.target is None else statement.target
    return isinstance(named, Name) and named.name.lower() in LOWER_TARGETS


def no_target(statements: Sequence[Assignment]) -> Remark:
    """Return the remark about a formula that sets no target."""
    names = [statement.target.name for statement in statements if statement.target is not None]
    close = next((hint for name in names if (hint := nearest(name, TARGETS, 0.8))), None)
    return Remark(
        Topic.effect,
        "the autoscale formula sets no target, so it never changes the number of nodes",
        f"Did you mean {close}?" if close else "Assign $TargetDedicatedNodes, $TargetLowPriorityNodes, or both.",
        0,
        statements[-1].end if statements else 0,
    )
