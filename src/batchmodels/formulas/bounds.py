"""The values that a number of an autoscale formula can have: its least and its greatest, and what it depends on."""

from __future__ import annotations

import math
from collections.abc import Iterable

import msgspec

NODES = 1e9
"""The greatest value of a count that the size of the pool limits; what is greater has no limit."""


class Bound(msgspec.Struct, frozen=True):
    """The values that an expression can have.

    Attributes:
        low: The least.
        high: The greatest.
        metrics: The metrics in the value itself, in lower case; those in conditions that choose it don't count.
        varies: Whether it depends on metrics or on the time at all.
        percent: Whether it is the percentage of the samples that are there.
        sampled: Whether it is computed from the samples of some time.
        samples: Whether it is several samples themselves, of some time or the last few.
    """

    low: float = -math.inf
    high: float = math.inf
    metrics: frozenset[str] = frozenset()
    varies: bool = True
    percent: bool = False
    sampled: bool = False
    samples: bool = False

    @property
    def is_fixed(self) -> bool:
        """Whether there is only one value."""
        return self.low == self.high

    def within(self, low: float, high: float) -> Bound:
        """Return the same expression with other limits."""
        return msgspec.structs.replace(self, low=low, high=high)


ANY = Bound()
"""An unknown number."""


def fixed(value: float) -> Bound:
    """Return the bound of a constant."""
    return Bound(value, value, varies=False)


def joined(low: float, high: float, parts: Iterable[Bound]) -> Bound:
    """Return a bound of an expression that is made of others."""
    parts = tuple(parts)
    return Bound(
        -math.inf if math.isnan(low) else low,
        math.inf if math.isnan(high) else high,
        frozenset().union(*(part.metrics for part in parts)),
        any(part.varies for part in parts),
        sampled=any(part.sampled for part in parts),
    )


def hull(parts: Iterable[Bound]) -> Bound:
    """Return the bound of an expression that has the value of one of some others."""
    parts = tuple(parts)
    if not parts:
        return ANY
    return joined(min(part.low for part in parts), max(part.high for part in parts), parts)


def arithmetic(operator: str, left: Bound, right: Bound) -> Bound:
    """Return the bound of a sum, a difference, a product or a quotient."""
    if operator == "+":
        return joined(left.low + right.low, left.high + right.high, (left, right))
    if operator == "-":
        return joined(left.low - right.high, left.high - right.low, (left, right))
    if operator == "*":
        products = [_product(one, other) for one in (left.low, left.high) for other in (right.low, right.high)]
        return joined(min(products), max(products), (left, right))
    if right.low <= 0 <= right.high:
        low = 0.0 if left.low >= 0 and right.low >= 0 else -math.inf
        return joined(low, math.inf, (left, right))
    quotients = [one / other for one in (left.low, left.high) for other in (right.low, right.high) if not _endless(one, other)]
    return joined(min(quotients, default=-math.inf), max(quotients, default=math.inf), (left, right))


def _product(one: float, other: float) -> float:
    return 0.0 if 0.0 in (one, other) else one * other


def _endless(one: float, other: float) -> bool:
    return math.isinf(one) and math.isinf(other)


def compared(operator: str, left: Bound, right: Bound) -> Bound:
    """Return the bound of a comparison: 1 if it is always true, 0 if it never is, otherwise both."""
    outcomes = {
        "<": (left.high < right.low, left.low >= right.high),
        "<=": (left.high <= right.low, left.low > right.high),
        ">": (left.low > right.high, left.high <= right.low),
        ">=": (left.low >= right.high, left.high < right.low),
        "==": (left.is_fixed and right.is_fixed and left.low == right.low, left.high < right.low or right.high < left.low),
        "!=": (left.high < right.low or right.high < left.low, left.is_fixed and right.is_fixed and left.low == right.low),
    }
    always, never = outcomes[operator]
    low, high = (1.0, 1.0) if always else (0.0, 0.0) if never else (0.0, 1.0)
    return joined(low, high, (left, right))
