"""The operators of autoscale formulas and the types that they take."""

from __future__ import annotations

from .language import Kind

_ARITHMETIC = ("+", "-", "*", "/")
_COMPARING = ("<", "<=", "==", ">=", ">", "!=")
ORDERING = ("<", "<=", ">=", ">")
"""The comparisons of two values by their order."""
_LOGICAL = ("&&", "||")

_RESULTS: dict[tuple[str, Kind, Kind], Kind] = {
    **{(operator, Kind.number, Kind.number): Kind.number for operator in (*_ARITHMETIC, *_LOGICAL)},
    **{(operator, Kind.vector, Kind.number): Kind.vector for operator in _ARITHMETIC},
    **{(operator, Kind.number, Kind.vector): Kind.vector for operator in _ARITHMETIC},
    **{(operator, Kind.vector, Kind.vector): Kind.vector for operator in _ARITHMETIC},
    **{
        (operator, kind, kind): Kind.number
        for operator in _COMPARING
        for kind in (Kind.number, Kind.text, Kind.time, Kind.interval)
    },
    ("*", Kind.number, Kind.interval): Kind.interval,
    ("*", Kind.interval, Kind.number): Kind.interval,
    ("/", Kind.interval, Kind.number): Kind.interval,
    ("+", Kind.interval, Kind.interval): Kind.interval,
    ("-", Kind.interval, Kind.interval): Kind.interval,
    ("+", Kind.interval, Kind.time): Kind.time,
    ("+", Kind.time, Kind.interval): Kind.time,
    ("-", Kind.time, Kind.time): Kind.interval,
}

# What the documentation neither has nor excludes, and what may be read in more than one way.
_UNCLEAR = {("/", Kind.interval, Kind.interval), ("-", Kind.time, Kind.interval)}


def result_of(operator: str, left: Kind, right: Kind | None = None) -> Kind | None:
    """Return the type of an operation's result; None if the operator doesn't take these types.

    Args:
        operator: The operator.
        left: The type of the first operand.
        right: The type of the second operand; None for an operator with only one.
    """
    left = Kind.number if left is Kind.metric else left
    right = Kind.number if right is Kind.metric else right
    if Kind.unknown in (left, right):
        return Kind.unknown
    if right is None:
        taken = {Kind.number, Kind.vector} if operator != "-" else {Kind.number, Kind.vector, Kind.interval}
        return left if left in taken else None
    if (operator, left, right) in _UNCLEAR:
        return Kind.unknown
    if operator in (*_COMPARING, *_LOGICAL) and Kind.vector in (left, right) and {left, right} <= {Kind.vector, Kind.number}:
        return Kind.unknown
    return _RESULTS.get((operator, left, right))
