"""The evaluation of a formula with bounds in place of numbers."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

from .bounds import ANY, NODES, Bound, arithmetic, compared, fixed, hull, joined
from .language import INTERVALS, METRICS
from .tree import Assignment, Binary, Call, Choice, Member, Name, Node, Number, Unary, Vector

_METRICS = frozenset(name.lower() for name in METRICS)
_OF_NODES = frozenset(name.lower() for name in METRICS if "Node" in name or "Current" in name) | {"$runningtasks"}
_MEMBERS = {
    "year": (1.0, 9999.0),
    "month": (1.0, 12.0),
    "day": (1.0, 31.0),
    "weekday": (0.0, 7.0),  # 1 is Monday; whether Sunday is 0 or 7, sources disagree
    "hour": (0.0, 23.0),
    "minute": (0.0, 59.0),
    "second": (0.0, 60.0),
}
_COMPARING = frozenset(("<", "<=", "==", ">=", ">", "!="))
_OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
_SAME_BOUNDS = frozenset(("avg", "percentile", "val", "vec"))
_ROUNDED: dict[str, Callable[[float], float]] = {"ceil": math.ceil, "floor": math.floor, "trunc": math.trunc, "round": round}
_NOT_NEGATIVE = frozenset(("len", "norm", "range", "std"))
_MOST_STEPS = 20_000  # conditions within conditions are looked at several times

Known = dict[str, Bound]
"""What is known of expressions in a branch of a condition, by their `key_of`."""


def key_of(node: Node) -> str:
    """Return a text that is the same for the same expression in another place."""
    if isinstance(node, Name):
        return node.name
    if isinstance(node, Number):
        return repr(node.value)
    parts = [type(node).__name__, *(str(getattr(node, each)) for each in ("operator", "name", "value") if hasattr(node, each))]
    return f"({' '.join([*parts, *map(key_of, children_of(node))])})"


def children_of(node: Node) -> Iterator[Node]:
    """Yield the expressions that an expression is made of."""
    if isinstance(node, Vector):
        yield from node.elements
    elif isinstance(node, Call):
        yield from (() if node.of is None else (node.of,))
        yield from node.arguments
    elif isinstance(node, Member):
        yield node.of
    elif isinstance(node, Unary):
        yield node.operand
    elif isinstance(node, Binary):
        yield from (node.left, node.right)
    elif isinstance(node, Choice):
        yield from (node.condition, node.yes, node.no)


class Evaluation:
    """The bounds of a formula's expressions.

    Attributes:
        variables: The bounds of the variables, by their names without the dollar sign.
    """

    def __init__(self) -> None:
        self.variables: Known = {}
        self._steps = 0

    def assign(self, statement: Assignment) -> Bound:
        """Return the bound of a statement's value, and remember it."""
        bound = self.bound(statement.value, {})
        if statement.target is not None:
            self.variables[_plain(statement.target.name)] = bound
        return bound

    def bound(self, node: Node, known: Known) -> Bound:
        """Return the bound of an expression; ``known`` has what the conditions around it say."""
        self._steps += 1
        if self._steps > _MOST_STEPS:
            return ANY
        refined = known.get(key_of(node)) if known else None
        return refined or self._bound(node, known)

    def _bound(self, node: Node, known: Known) -> Bound:
        if isinstance(node, Number):
            return fixed(node.value)
        if isinstance(node, Name):
            return self._name(node.name)
        if isinstance(node, Vector):
            return hull(self.bound(each, known) for each in node.elements)
        if isinstance(node, Member):
            low, high = _MEMBERS.get(node.name, (-math.inf, math.inf))
            return Bound(low, high)
        if isinstance(node, Call):
            return self._function(node, known) if node.of is None else self._method(node)
        if isinstance(node, Unary):
            operand = self.bound(node.operand, known)
            return joined(-operand.high, -operand.low, (operand,)) if node.operator == "-" else joined(0, 1, (operand,))
        if isinstance(node, Binary):
            return self._operation(node, known)
        if isinstance(node, Choice):
            return self._choice(node, known)
        return ANY

    def _name(self, name: str) -> Bound:
        if name in INTERVALS:
            return ANY
        known = self.variables.get(_plain(name))
        if known is not None:
            return known
        lower = name.lower()
        if lower.startswith("$target"):
            return Bound(0, NODES, frozenset((lower,)))
        return _metric(lower) if lower in _METRICS else ANY

    def _method(self, node: Call) -> Bound:
        of = node.of.name.lower() if isinstance(node.of, Name) else ""
        if node.name == "GetSamplePercent":
            return Bound(0, 100, percent=True)
        if node.name == "GetSample" and of in _METRICS:
            metric = _metric(of)
            count = self.bound(node.arguments[0], {}) if node.arguments else fixed(1)
            timed = not count.is_fixed
            return Bound(metric.low, metric.high, metric.metrics, sampled=timed, samples=timed or count.low > 1)
        return Bound(0) if node.name == "Count" else ANY

    def _function(self, node: Call, known: Known) -> Bound:
        parts = [self.bound(argument, known) for argument in node.arguments]
        name = node.name
        if not parts:
            return Bound(0, 1) if name == "rand" else ANY
        if name == "min":
            return joined(min(part.low for part in parts), min(part.high for part in parts), parts)
        if name == "max":
            return joined(max(part.low for part in parts), max(part.high for part in parts), parts)
        if name in _SAME_BOUNDS:
            return hull(parts if name in {"avg", "vec"} else parts[:1])
        if name in _ROUNDED and len(parts) == 1:
            low, high = (value if math.isinf(value) else _ROUNDED[name](value) for value in (parts[0].low, parts[0].high))
            return joined(low, high, parts)
        if name in _NOT_NEGATIVE or (name == "sum" and all(part.low >= 0 for part in parts)):
            return joined(0, math.inf, parts)
        return joined(-math.inf, math.inf, parts)

    def _operation(self, node: Binary, known: Known) -> Bound:
        left = self.bound(node.left, known)
        if node.operator in {"&&", "||"}:
            right = self.bound(node.right, known)
            one, other = truth(left), truth(right)
            if node.operator == "&&":
                fate = False if False in (one, other) else True if one and other else None
            else:
                fate = True if True in (one, other) else False if one is False and other is False else None
            return joined(float(fate is True), float(fate is not False), (left, right))
        right = self.bound(node.right, known)
        return compared(node.operator, left, right) if node.operator in _COMPARING else arithmetic(node.operator, left, right)

    def _choice(self, node: Choice, known: Known) -> Bound:
        condition = self.bound(node.condition, known)
        fate = truth(condition)
        yes = self.bound(node.yes, {**known, **self.refined(node.condition, known, holds=True)})
        no = self.bound(node.no, {**known, **self.refined(node.condition, known, holds=False)})
        chosen = (yes,) if fate is True else (no,) if fate is False else (yes, no)
        result = hull(chosen)
        return joined(result.low, result.high, (*chosen, Bound(varies=condition.varies)))

    def refined(self, condition: Node, known: Known, *, holds: bool) -> Known:
        """Return what is known of expressions where a condition holds, or where it doesn't."""
        if isinstance(condition, Unary) and condition.operator == "!":
            return self.refined(condition.operand, known, holds=not holds)
        if not isinstance(condition, Binary):
            return {}
        if condition.operator == ("&&" if holds else "||"):
            first = self.refined(condition.left, known, holds=holds)
            return {**first, **self.refined(condition.right, {**known, **first}, holds=holds)}
        if condition.operator not in _COMPARING:
            return {}
        operator = condition.operator if holds else _OPPOSITE[condition.operator]
        left, right = self.bound(condition.left, known), self.bound(condition.right, known)
        return {
            key_of(condition.left): _limited(left, operator, right),
            key_of(condition.right): _limited(right, _MIRRORED[operator], left),
        }


def truth(bound: Bound) -> bool | None:
    """Return whether a condition holds; None if it can be either."""
    if bound.low > 0 or bound.high < 0:
        return True
    return False if bound.low == bound.high == 0 else None


def _limited(bound: Bound, operator: str, other: Bound) -> Bound:
    """Return the bound of an expression that is compared with another, where the comparison holds."""
    low, high = bound.low, bound.high
    if operator in {"<", "<=", "=="}:
        high = min(high, other.high)
    if operator in {">", ">=", "=="}:
        low = max(low, other.low)
    return bound.within(low, high) if low <= high else bound


def _metric(lower: str) -> Bound:
    high = (
        100.0
        if lower == "$cpupercent"
        else 256.0
        if lower == "$taskslotspernode"
        else NODES
        if lower in _OF_NODES
        else math.inf
    )
    return Bound(0, high, frozenset((lower,)))


def _plain(name: str) -> str:
    return name.removeprefix("$")
