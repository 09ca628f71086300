"""What is meant by a mistake of an autoscale formula: the metric that exists, and operands of types that an operator takes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .language import MEMBERS, Kind
from .tree import Member, Name, Node, Text

_METRICS = (
    (r"slot", "$TaskSlotsPerNode"),
    (r"node|vm|machine|instance", ""),
    (
        r"queue|wait|submit|schedul",
        "$PendingTasks, the tasks that wait and those that run, or $ActiveTasks, only those that wait",
    ),
    (r"runn|execut", "$RunningTasks"),
    (r"fail|error", "$FailedTasks"),
    (r"complet|finish|succe|done", "$SucceededTasks"),
    (r"task|job", "$PendingTasks, the tasks that wait and those that run"),
)
_OF_NODES = (
    (r"preempt|evict", "$PreemptedNodeCount"),
    (r"spot|priority", "$CurrentLowPriorityNodes"),
    (r"dedicated", "$CurrentDedicatedNodes"),
    (r"usable|ready|healthy", "$UsableNodeCount"),
    (r"current|total|count", "$CurrentDedicatedNodes, $CurrentLowPriorityNodes, or their sum"),
)
_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_OWN = re.compile(r"max|min|sample|percent|start|initial|cap|limit|need|desired|required|target")
"""Parts of the names that people give to variables of their own."""

_COMPARED = "two numbers, two texts, two times or two time intervals"
_TAKEN = {
    **dict.fromkeys(("<", "<=", "==", ">=", ">", "!="), _COMPARED),
    **dict.fromkeys(("&&", "||"), "two numbers or comparisons"),
    "+": "numbers or vectors, two time intervals, or a time and a time interval",
    "-": "numbers or vectors, two times or two time intervals",
    "*": "numbers or vectors, or a number and a time interval",
    "/": "numbers or vectors, or a time interval and a number",
}
"""The operands that a binary operator takes."""


def fix_for_a_name(name: str, *, has_samples: bool) -> str:
    """Return what to do about a variable that nothing sets.

    Args:
        name: The name of the variable.
        has_samples: Whether the formula asks it for samples, which only metrics have.
    """
    lower = name.lower()
    if lower in {"true", "false"}:
        return "Write 1 for true and 0 for false."
    is_own = not has_samples and (lower[0] != "$" or bool(_OWN.search(lower)))
    metric = "" if is_own else _meant_metric(lower)
    if metric:
        return f"Use {metric}."
    return "Use a metric of the service, such as $PendingTasks." if has_samples else "Set it first."


def _meant_metric(lower: str) -> str:
    found = next((metric for pattern, metric in _METRICS if re.search(pattern, lower)), None)
    if found == "":
        return next((metric for pattern, metric in _OF_NODES if re.search(pattern, lower)), "")
    return found or ""


def fix_for(operator: str, operands: Sequence[tuple[Node, Kind]]) -> str:
    """Return what to do about the operands of an operator that doesn't take their types."""
    kinds = {Kind.number if kind is Kind.metric else kind for _, kind in operands}
    can_have_unit = kinds == {Kind.number, Kind.interval} or (kinds == {Kind.number, Kind.time} and operator in {"+", "-"})
    if can_have_unit and operator not in {"&&", "||", "/"}:
        return "Multiply the number by a constant such as TimeInterval_Minute to get a time interval."
    text = next((node for node, _ in operands if isinstance(node, Text)), None)
    if text is not None and kinds == {Kind.text, Kind.number}:
        other = next((node for node, kind in operands if kind is not Kind.text), None)
        return _fix_for_a_text(text.value, _named(other), is_weekday=isinstance(other, Member) and other.name == "weekday")
    if text is not None and kinds == {Kind.text, Kind.time}:
        return "Pass the text to time(), which makes a time of it."
    named = [*dict.fromkeys(f"{_named(node)} is {kind.value}" for node, kind in operands if _named(node))]
    taken = _TAKEN[operator] if len(operands) > 1 else "a number or a time interval" if operator == "-" else "a number"
    return f"Use {taken}{'; ' if named else ''}{' and '.join(named)}."


def _fix_for_a_text(text: str, other: str, *, is_weekday: bool) -> str:
    """Return what to write for a text where the other operand is a number."""
    subject = f"{other} is a number: " if other else ""
    day = next((number for number, name in enumerate(_DAYS) if text.strip().lower().startswith(name)), None)
    number = re.fullmatch(r"\s*(\d{1,9}(?:\.\d{1,9})?)\s*", text)
    if is_weekday:
        return f"{subject}write {day} without quotes." if day else f"{subject}1 is Monday and 6 is Saturday."
    if number:
        return f"{subject}write {number[1]} without quotes." if subject else f"Write {number[1]} without quotes."
    return f"{subject}use a number in place of the text." if subject else "Use a number in place of the text."


def _named(node: Node | None) -> str:
    """Return a variable or the member of a time as it is written; empty for other expressions."""
    if isinstance(node, Name):
        return node.name
    if isinstance(node, Member) and node.name in MEMBERS:
        of = _named(node.of)
        return f"{of}.{node.name}" if of else node.name
    return ""
