"""The length of time intervals in autoscale formulas."""

from __future__ import annotations

from collections.abc import Mapping

from .language import INTERVALS
from .tree import Binary, Name, Node, Number

SAMPLE_DELAY = 60.0
"""The seconds after which the service's documentation expects the samples of a metric to be there."""


def seconds_of(node: Node, variables: Mapping[str, float]) -> float | None:
    """Return the length of a time interval that is a product of constants, in seconds; None if it can't be known.

    Args:
        node: The expression.
        variables: The lengths of the variables that are known, by their names without the dollar sign.
    """
    factor = 1.0
    while isinstance(node, Binary) and node.operator == "*":
        if isinstance(node.right, Number):
            factor, node = factor * node.right.value, node.left
        elif isinstance(node.left, Number):
            factor, node = factor * node.left.value, node.right
        else:
            return None
    if not isinstance(node, Name):
        return None
    seconds = INTERVALS.get(node.name, variables.get(node.name.removeprefix("$")))
    return None if seconds is None else factor * seconds
