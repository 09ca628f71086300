"""The functions that need only some of their arguments: if, and, or, coalesce."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from .arguments import boolean, some
from .scope import Scope
from .syntax import Call, Syntax
from .values import ExpressionError, UnknownValueError, Value

Evaluate = Callable[[Syntax, Scope, Mapping[str, Value]], Value]
Loops = Mapping[str, Value]

NAMES = frozenset(("and", "coalesce", "if", "or"))
"""The names of the functions."""


def call_choice(syntax: Call, scope: Scope, loops: Loops, evaluate: Evaluate) -> Value:
    """Return the value of a call."""
    if syntax.name == "if":
        return _if(syntax, scope, loops, evaluate)
    if syntax.name == "coalesce":
        return _coalesce(syntax, scope, loops, evaluate)
    return _and_or(syntax, scope, loops, evaluate)


def _if(syntax: Call, scope: Scope, loops: Loops, evaluate: Evaluate) -> Value:
    if len(syntax.arguments) != 3:  # noqa: PLR2004  # because if has a condition and two values
        raise ExpressionError("if takes a condition and two values", syntax.offset)
    condition, yes, no = syntax.arguments
    return evaluate(yes if boolean(some(evaluate(condition, scope, loops))) else no, scope, loops)


def _and_or(syntax: Call, scope: Scope, loops: Loops, evaluate: Evaluate) -> Value:
    """One known value decides, whatever the others are: false for and, true for or."""
    decides = syntax.name == "or"
    unknown: UnknownValueError | None = None
    for each in syntax.arguments:
        try:
            if boolean(some(evaluate(each, scope, loops))) is decides:
                return decides
        except UnknownValueError as error:
            unknown = error
    if unknown:
        raise unknown
    return not decides


def _coalesce(syntax: Call, scope: Scope, loops: Loops, evaluate: Evaluate) -> Value:
    for each in syntax.arguments:
        value = some(evaluate(each, scope, loops))
        if value is not None:
            return value
    return None
