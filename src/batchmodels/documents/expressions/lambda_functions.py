"""The functions that take a lambda, and the functions that a template defines."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any

from .arguments import array, boolean, mapping, some, text
from .scope import Given, Scope
from .syntax import Call, Literal, Syntax
from .text_functions import equal
from .values import ExpressionError, Unknown, UnknownValueError, Value, known

Evaluate = Callable[[Syntax, Scope, Mapping[str, Value]], Value]
Loops = Mapping[str, Value]

_VARIABLE = "lambda:"  # before the name of a lambda's variable, among the indexes of copy loops


class _Lambda:
    """A lambda, which can be called."""

    def __init__(self, syntax: Syntax, most: int, scope: Scope, loops: Loops, evaluate: Evaluate) -> None:
        if not isinstance(syntax, Call) or syntax.name != "lambda" or not syntax.arguments:
            raise ExpressionError("expected a lambda", syntax.offset)
        *names, self.body = syntax.arguments
        self.names = [each.value.lower() for each in names if isinstance(each, Literal) and isinstance(each.value, str)]
        if len(self.names) < len(names) or not 0 < len(names) <= most:
            raise ExpressionError(f"expected a lambda with at most {most} variables", syntax.offset)
        self.scope = scope
        self.loops = loops
        self.evaluate = evaluate

    def __call__(self, *values: Value) -> Value:
        self.scope.budget.spend(5)
        variables = {f"{_VARIABLE}{name}": value for name, value in zip(self.names, values, strict=False)}
        return self.evaluate(self.body, self.scope, {**self.loops, **variables})


def lambda_variable(syntax: Call, scope: Scope, loops: Loops, evaluate: Evaluate) -> Value:
    """Return the value of a variable of the lambda around it."""
    name = text(evaluate(syntax.arguments[0], scope, loops)) if len(syntax.arguments) == 1 else ""
    key = f"{_VARIABLE}{name.lower()}"
    if key not in loops:
        raise ExpressionError("lambdaVariables expects the name of a variable of a lambda", syntax.offset)
    return some(loops[key])


def _kept(run: Callable[..., Value], *values: Value) -> Value:
    """Return the result for one element; `Unknown` if it isn't known, so that the others are."""
    try:
        return run(*values)
    except UnknownValueError as error:
        return error.unknown


def _map(elements: Value, run: _Lambda) -> Value:
    return [_kept(run, each, index) for index, each in enumerate(array(elements))]


def _filter(elements: Value, run: _Lambda) -> Value:
    return [each for index, each in enumerate(array(elements)) if boolean(some(run(each, index)))]


def _reduce(elements: Value, initial: Value, run: _Lambda) -> Value:
    result = initial
    for index, each in enumerate(array(elements)):
        result = run(result, each, index)
    return result


def _sort(elements: Value, run: _Lambda) -> Value:
    def compare(first: Value, second: Value) -> int:
        if boolean(some(run(first, second))):
            return -1
        if not boolean(some(run(second, first))) and not equal(first, second):
            raise UnknownValueError(Unknown("the order of equal elements isn't known"))
        return 1

    return sorted(known(array(elements), run.scope.budget), key=functools.cmp_to_key(compare))


def _to_object(elements: Value, key: _Lambda, value: _Lambda | None = None) -> Value:
    return {text(some(key(each))): _kept(value, each) if value else each for each in array(elements)}


def _group_by(elements: Value, run: _Lambda) -> Value:
    groups: dict[str, list[Any]] = {}
    for index, each in enumerate(array(elements)):
        groups.setdefault(text(some(run(each, index))), []).append(each)
    return groups


def _map_values(members: Value, run: _Lambda) -> Value:
    return {key: _kept(run, each) for key, each in mapping(members).items()}


# By their names in lower case: the values before the lambdas, the variables that each of these may have, and the function.
_FUNCTIONS: dict[str, tuple[int, tuple[int, ...], Callable[..., Value]]] = {
    "filter": (1, (2,), _filter),
    "groupby": (1, (2,), _group_by),
    "map": (1, (2,), _map),
    "mapvalues": (1, (1,), _map_values),
    "reduce": (2, (3,), _reduce),
    "sort": (1, (2,), _sort),
    "toobject": (1, (1, 1), _to_object),
}

NAMES = frozenset(_FUNCTIONS)
"""The names of the functions that take a lambda, in lower case."""


def call_with_lambda(syntax: Call, scope: Scope, loops: Loops, evaluate: Evaluate) -> Value:
    """Call a function that takes a lambda.

    Raises:
        UnknownValueError: Its value isn't known.
        ExpressionError: It can't be evaluated.
    """
    count, most, run = _FUNCTIONS[syntax.name]
    if not count < len(syntax.arguments) <= count + len(most):
        raise ExpressionError(f"{syntax.spelled} doesn't take {len(syntax.arguments)} arguments", syntax.offset)
    values = [some(evaluate(each, scope, loops)) for each in syntax.arguments[:count]]
    lambdas = [
        _Lambda(each, number, scope, loops, evaluate) for each, number in zip(syntax.arguments[count:], most, strict=False)
    ]
    return run(*values, *lambdas)


def call_own(syntax: Call, scope: Scope, loops: Loops, evaluate: Evaluate, resolve: Callable[[Value, Scope], Value]) -> Value:
    """Call a function that the template defines.

    Raises:
        UnknownValueError: Its value isn't known.
        ExpressionError: It can't be evaluated.
    """
    definition = scope.functions[syntax.name]
    declared = definition.get("parameters")
    parameters = [each for each in declared if isinstance(each, dict)] if isinstance(declared, list) else []
    if len(parameters) != len(syntax.arguments):
        raise ExpressionError(f"{syntax.spelled} takes {len(parameters)} arguments", syntax.offset)
    inner = Scope({}, scope.path, scope.budget, account=scope.account, strict=False)
    inner.functions = scope.functions
    for parameter, argument in zip(parameters, syntax.arguments, strict=True):
        name = str(parameter.get("name", ""))
        try:
            value = evaluate(argument, scope, loops)
        except UnknownValueError as error:
            value = error.unknown
        inner.parameters[name] = {"type": str(parameter.get("type", ""))}
        inner.given = {**inner.given, name.lower(): Given(value)}
    key = ("functions", syntax.name)
    if key in scope.running:
        raise ExpressionError(f"the function {syntax.spelled} refers to itself")
    output = definition.get("output")
    if not isinstance(output, dict) or "value" not in output:
        raise ExpressionError(f"{syntax.spelled} has no value", syntax.offset)
    inner.level = scope.level
    inner.running = {key, *scope.running}
    return some(resolve(output["value"], inner))
