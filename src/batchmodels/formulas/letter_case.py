"""Names in another letter case than the documented one. Nothing documents whether case matters in formulas."""

from __future__ import annotations

from collections.abc import Iterable

from .language import METRICS
from .remarks import Remark, Topic
from .tree import Name


def in_other_case(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that differs from a name only in its case; None if the name itself is known, or no such name is."""
    lower = name.lower()
    found = [each for each in known if each.lower() == lower]
    return None if name in found else next(iter(found), None)


def misspelled(name: str, spelled: str, start: int, end: int) -> Remark:
    """Return the remark about a name that is read in another case than the known one."""
    message = f"{name} differs in case from {spelled}, and whether case matters in formulas isn't documented"
    return Remark(Topic.letter_case, message, f"Write {spelled}.", start, end)


def assigned_metric(target: Name) -> Remark:
    """Return the remark about the assignment of a name that is a metric's in any case."""
    metric = in_other_case(target.name, METRICS)
    fix = "Use a variable with another name."
    if metric is None:
        message = f"the service sets {target.name}; an autoscale formula can only read it"
        return Remark(Topic.names, message, fix, target.start, target.end)
    message = (
        f"{target.name} differs only in case from {metric}, which the service sets and a formula can only read; whether case "
        "matters in formulas isn't documented"
    )
    return Remark(Topic.letter_case, message, fix, target.start, target.end)
