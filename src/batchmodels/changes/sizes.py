"""The size of a pool before and after a change."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec

from ..models.node_enums import ComputeNodeDeallocationOption
from .bodies import value_of
from .judging import Comparison
from .sides import Side

SIZE = ("enableAutoScale", "autoScaleFormula", "autoScaleEvaluationInterval", "targetDedicatedNodes", "targetLowPriorityNodes")
"""The properties that set the size of a pool."""


class Size(msgspec.Struct, frozen=True):
    """What sets the size of a pool: a formula, or targets."""

    scales: bool
    formula: str | None
    interval: timedelta | None
    dedicated: int
    low_priority: int
    timeout: timedelta | None
    deallocation: ComputeNodeDeallocationOption | None = None

    @property
    def is_zero(self) -> bool:
        """Whether it is a fixed size of no nodes."""
        return not self.scales and not self.dedicated and not self.low_priority


def size_of(side: Side) -> Size:
    """Return what sets the size of a pool; without any of it, the targets are 0."""

    def value(key: str) -> Any:
        return value_of(side, key)

    scales = value("enableAutoScale") is True
    return Size(
        scales,
        value("autoScaleFormula") if scales else None,
        value("autoScaleEvaluationInterval") if scales else None,
        0 if scales else _number(value("targetDedicatedNodes")),
        0 if scales else _number(value("targetLowPriorityNodes")),
        value("resizeTimeout"),
        side.deallocation,
    )


def none_of(size: Size) -> Size:
    """Return the size of no nodes, which is reached in the same way."""
    return Size(False, None, None, 0, 0, None, size.deallocation)


def _number(value: Any) -> int:
    return value if isinstance(value, int) else 0


def size_after(comparison: Comparison) -> Size:
    """Return the size of the new side; that of the old one if the new one has none."""
    new = comparison.new
    return size_of(new if any(value_of(new, key) is not None for key in SIZE) else comparison.old)
