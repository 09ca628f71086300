"""Evaluate expressions, and the values that hold them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from ...secrets.masking import cut, mask_text
from . import choice_functions, lambda_functions, resource_functions
from .arguments import find_key, find_member, not_evaluated, number, read_written, shown, some
from .choice_functions import call_choice
from .date_functions import DATE_FUNCTIONS
from .embedded import CALLED, MARKED, is_one
from .function_names import meant_function
from .lambda_functions import call_own, call_with_lambda, lambda_variable
from .list_functions import LIST_FUNCTIONS
from .resource_functions import call_about_resources
from .scope import MAX_LEVELS, Scope, loops_of, running
from .secure import SECURE_ONLY, placed
from .syntax import Call, Literal, Member, Syntax, is_expression, parse
from .text_functions import TEXT_FUNCTIONS, Run
from .values import TOO_DEEP, ExpressionError, MistakeError, Unknown, UnknownValueError, Value, known, measure

Loops = Mapping[str, Value]
"""The indexes of the copy loops around a value, by the loops' names; that of a resource has the name "" too."""

NO_LOOPS: Loops = {}

_FUNCTIONS: dict[str, tuple[int, int, Run]] = {**TEXT_FUNCTIONS, **LIST_FUNCTIONS, **DATE_FUNCTIONS}

_MOST = 800  # iterations of a copy loop: Resource Manager refuses more


def resolve(value: Value, scope: Scope, loops: Loops = NO_LOOPS) -> Value:
    """Evaluate all expressions within a value.

    Returns:
        The value; what isn't known is an `Unknown` in it. A part without expressions is the same object.
    """
    if isinstance(value, str):
        return _resolve_text(value, scope, loops)
    if not isinstance(value, (list, dict)):
        return value
    if scope.level >= MAX_LEVELS:
        return TOO_DEEP
    scope.level += 1
    try:
        if isinstance(value, list):
            elements = [resolve(each, scope, loops) for each in value]
            return elements if any(new is not old for new, old in zip(elements, value, strict=True)) else value
        return _resolve_object(value, scope, loops)
    finally:
        scope.level -= 1


def _resolve_object(value: dict[str, Any], scope: Scope, loops: Loops) -> Value:
    made = {} if scope.embedded else _copied(value, scope, loops)
    members = {
        key if scope.embedded else key_of(key, scope, loops): placed(key, value, resolve(member, scope, loops), scope)
        for key, member in value.items()
        if not (key == "copy" and isinstance(member, list) and not scope.embedded)
    }
    changed = made or any(members.get(key) is not member for key, member in value.items())
    return {**members, **made} if changed else value


def key_of(key: str, scope: Scope, loops: Loops = NO_LOOPS) -> str:
    """Return the key that an expression makes; the expression itself if it isn't known."""
    if not key.startswith("["):
        return key
    value = _resolve_text(key, scope, loops)
    if isinstance(value, str):
        return value
    scope.unknown_keys[key] = value if isinstance(value, Unknown) else Unknown("the value of this key isn't a text")
    return key


def _copied(value: Mapping[str, Any], scope: Scope, loops: Loops) -> dict[str, Value]:
    """Make the members that the copy loops of an object make."""
    made: dict[str, Value] = {}
    for loop in loops_of(value):
        if not isinstance(loop, dict) or not isinstance(loop.get("name"), str):
            continue
        made[loop["name"]] = _repeated(loop, scope, loops)
    return made


def _repeated(loop: dict[str, Any], scope: Scope, loops: Loops) -> Value:
    count = resolve(loop.get("count"), scope, loops)
    if isinstance(count, Unknown):
        return count
    if not isinstance(count, int) or isinstance(count, bool) or not 0 <= count <= _MOST:
        return Unknown(f"its copy loop expects a count of at most {_MOST}")
    elements: list[Value] = []
    try:
        for index in range(count):
            scope.budget.spend(20)
            elements.append(resolve(loop.get("input"), scope, {**loops, loop["name"].lower(): index}))
    except UnknownValueError as unknown:
        return unknown.unknown
    return elements


def _resolve_text(text: str, scope: Scope, loops: Loops) -> Value:
    if not scope.embedded:
        if is_expression(text):
            return value_of(text, scope, loops)
        return text[1:] if text.startswith("[[") and text.endswith("]") else text
    if "[" not in text:
        return text
    if is_expression(text) and is_one(text):
        return value_of(text, scope, loops)
    return _resolve_embedded(text, scope, loops)


def _resolve_embedded(text: str, scope: Scope, loops: Loops) -> Value:
    parts: list[str] = []
    end = 0
    for found in MARKED.finditer(text):
        parts.append(text[end : found.start()])
        end = found.end()
        if found[0] == "[[":
            parts.append("[")
        elif not CALLED.match(found[0], 1):
            parts.append(found[0][1:-1])  # as the extension does: it takes the brackets away
        else:
            value = value_of(found[0], scope, loops)
            if isinstance(value, Unknown):
                return value
            if isinstance(value, (list, dict)):
                return Unknown("an object is within a text")
            parts.append(value if isinstance(value, str) else str(value))
    return "".join([*parts, text[end:]])


def value_of(text: str, scope: Scope, loops: Loops = NO_LOOPS) -> Value:
    """Evaluate one expression, with its brackets; `Unknown` if its value isn't known, or it can't be evaluated."""
    try:
        outermost = not scope.running  # else it is a part of a parameter's or variable's value
        if outermost:
            scope.budget.begin()
        scope.budget.spend(len(text))
        value = evaluate(parse(text, 1, len(text) - 1), scope, loops)
        if outermost:
            measure(value, scope.budget)
    except UnknownValueError as error:
        return msgspec.structs.replace(error.unknown, resource_name="")  # which was only a part of the value
    except ExpressionError as error:
        return Unknown(error.message, mistake=scope.strict and isinstance(error, MistakeError))
    except RecursionError:
        return TOO_DEEP
    return value


def evaluate(syntax: Syntax, scope: Scope, loops: Loops) -> Value:
    """Evaluate a parsed expression.

    Raises:
        UnknownValueError: Its value isn't known.
        ExpressionError: It can't be evaluated.
    """
    if isinstance(syntax, Literal):
        return syntax.value
    if scope.level >= MAX_LEVELS:
        raise UnknownValueError(TOO_DEEP)
    scope.level += 1
    try:
        scope.budget.spend(1)
        return _member(syntax, scope, loops) if isinstance(syntax, Member) else _call(syntax, scope, loops)
    finally:
        scope.level -= 1


def _member(syntax: Member, scope: Scope, loops: Loops) -> Value:
    whole = evaluate(syntax.of, scope, loops)
    key = known(evaluate(syntax.key, scope, loops), scope.budget)
    if isinstance(whole, Unknown):
        raise UnknownValueError(whole)
    if isinstance(whole, dict) and isinstance(key, str):
        spelled = find_member(whole, key, scope.budget)
        if spelled is not None:
            return whole[spelled]
        if syntax.optional:
            return None
        raise ExpressionError(f"the object has no member {key}", syntax.offset)
    if isinstance(whole, list) and isinstance(key, int) and not isinstance(key, bool):
        if 0 <= key < len(whole):
            return whole[key]
        raise ExpressionError(f"the array has no element {key}", syntax.offset)
    if whole is None and syntax.optional:
        return None
    raise ExpressionError("only objects have members, and arrays elements", syntax.offset)


def _call(syntax: Call, scope: Scope, loops: Loops) -> Value:
    special = _SPECIAL.get(syntax.name)
    if special:
        return special(syntax, scope, loops)
    if syntax.name in choice_functions.NAMES:
        return call_choice(syntax, scope, loops, evaluate)
    if syntax.name in resource_functions.NAMES:
        return call_about_resources(syntax, scope, loops, evaluate)
    if syntax.name in lambda_functions.NAMES:
        return call_with_lambda(syntax, scope, loops, evaluate)
    if syntax.name in scope.functions:
        return call_own(syntax, scope, loops, evaluate, resolve)
    function = _FUNCTIONS.get(syntax.name)
    if function is None:
        raise _no_function(syntax, scope)
    fewest, most, run = function
    if not fewest <= len(syntax.arguments) <= most:
        raise ExpressionError(f"{syntax.spelled} doesn't take {len(syntax.arguments)} arguments", syntax.offset)
    arguments = [evaluate(each, scope, loops) for each in syntax.arguments]
    if syntax.name in TEXT_FUNCTIONS or syntax.name in DATE_FUNCTIONS:
        arguments = [known(each, scope.budget) for each in arguments]
    elif syntax.name not in ("createarray", "createobject"):
        arguments = [some(each) for each in arguments]
    scope.budget.spend(len(arguments) + sum(len(each) for each in arguments if isinstance(each, str)))
    return run(arguments, scope.budget)


def _no_function(syntax: Call, scope: Scope) -> Exception:
    meant = meant_function(syntax.name) if scope.strict and not scope.embedded else None
    if meant is None:
        return UnknownValueError(not_evaluated(syntax.spelled))
    return MistakeError(f"there is no function {cut(mask_text(syntax.spelled))}; did you mean {meant}?", syntax.offset)


def _copy_index(syntax: Call, scope: Scope, loops: Loops) -> Value:
    arguments = [known(evaluate(each, scope, loops), scope.budget) for each in syntax.arguments]
    name = arguments.pop(0).lower() if arguments and isinstance(arguments[0], str) else ""
    if name not in loops:
        raise UnknownValueError(Unknown("copyIndex is outside of its loop"))
    return number(some(loops[name])) + (number(arguments[0]) if arguments else 0)


def _name(syntax: Call, scope: Scope, loops: Loops) -> str:
    if len(syntax.arguments) != 1:
        raise ExpressionError(f"{syntax.spelled} takes one name", syntax.offset)
    return shown(known(evaluate(syntax.arguments[0], scope, loops), scope.budget))


def _variable(syntax: Call, scope: Scope, loops: Loops) -> Value:
    name = _name(syntax, scope, loops)
    key = ("variables", name.lower())
    if key in scope.values:
        return scope.values[key]
    spelled = scope.spelled("variables", name)
    index = scope.loop_index(name)
    if spelled is None and index is None:
        raise _undeclared("variable", name, scope, syntax)
    with running(key, f"the variable {name}", scope):
        if spelled is not None:
            value = resolve(scope.variables[spelled], scope)
        else:
            value = _repeated(loops_of(scope.variables)[index or 0], scope, NO_LOOPS)
    scope.values[key] = value
    return value


def _parameter(syntax: Call, scope: Scope, loops: Loops) -> Value:
    name = _name(syntax, scope, loops)
    key = ("parameters", name.lower())
    if key not in scope.values:
        spelled = scope.spelled("parameters", name)
        if spelled is None:
            raise _undeclared("parameter", name, scope, syntax)
        with running(key, f"the parameter {spelled}", scope):
            value = _parameter_value(spelled, scope)
        scope.values[key] = value
    return scope.values[key]


def _parameter_value(name: str, scope: Scope) -> Value:
    declared = scope.parameters[name]
    declared = declared if isinstance(declared, dict) else {}
    kind = str(declared.get("type", "")).lower()
    given = scope.given.get(name.lower())
    if kind.startswith("secure") and (kind != "secureobject" or given is None or given.scope is None):  # not from this file
        rest = SECURE_ONLY if given is not None and given.placed else ""
        return Unknown(f"the parameter {name} is secure{rest}", secret=True)
    if given is not None:
        return read_written(given.value, kind) if given.written else given.value
    key = find_key(declared, "defaultValue")
    if key is None and declared.get("nullable") is True:
        return None
    if key is None or (scope.embedded and declared[key] is None):
        return Unknown(f"the parameter {name} has no default value", f"Give it a value: -p {name}=VALUE.")
    value = resolve(declared[key], scope)
    return read_written(value, kind) if scope.embedded and isinstance(value, str) else value


def _undeclared(kind: str, name: str, scope: Scope, syntax: Call) -> Exception:
    shown_name = cut(mask_text(name))
    if scope.strict and (scope.parameters if kind == "parameter" else scope.variables):
        return MistakeError(f"the template has no {kind} {shown_name}", syntax.offset)
    return UnknownValueError(Unknown(f"the {kind} {shown_name} isn't in this file"))


def _lambda_variable(syntax: Call, scope: Scope, loops: Loops) -> Value:
    return lambda_variable(syntax, scope, loops, evaluate)


_SPECIAL = {
    "copyindex": _copy_index,
    "lambdavariables": _lambda_variable,
    "parameters": _parameter,
    "variables": _variable,
}
