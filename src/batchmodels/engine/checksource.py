"""The generator of the check of a class: straight-line tests of every value, without allocations."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NoReturn

from . import shapes
from .attributes import Attribute
from .checks import MaxSize
from .source import Names, Source, compile_function

if TYPE_CHECKING:
    from .definition import Definition

Check = Callable[[Any, bool], bool]
"""A generated check of one model or of several.

Its second argument is whether to run the tests that a dict needs and JSON text doesn't: for lone surrogates, which msgspec
refuses in JSON, and for the size of lists with a ``MaxSize``, which the length of the text bounds. It returns whether the
output of msgspec must be corrected, and falls back on anything that isn't plainly right."""

_BITS = 64
"""Bits of an int; larger ones are left to the reference, which knows the limit."""

_DEPTH = 20
"""Levels of an undeclared member that the check descends into; the reference counts the levels of the whole document."""


class Fallback(Exception):  # noqa: N818  # because it isn't an error: the reference takes over
    """The signal that the fast path leaves a value to the reference."""


def fall_back(*_: Any) -> NoReturn:
    """Leave the value to the reference."""
    raise Fallback


def generate_check(definition: Definition) -> Check:
    """Generate the check of one model of a class."""
    source, names = Source(), Names()
    with source.block("def __check__(self, for_dict_):"):
        source.line("to_correct_ = False")
        _test_model(definition, source, names)
        source.line("return to_correct_")
    check: Check = compile_function(definition.model, "__check__", source, names)
    return check


def generate_check_of_all(definition: Definition) -> Check:
    """Generate the check of several models of a class. A loop within it costs less than a call for each model."""
    source, names = Source(), Names()
    with source.block("def check_all(models_, for_dict_):"):
        source.line("to_correct_ = False")
        with source.block("for self in models_:"):
            _fall_back_if(is_not("self", definition.model, names), source, names)
            _test_model(definition, source, names)
        source.line("return to_correct_")
    check_all: Check = compile_function(definition.model, "check_all", source, names)
    return check_all


def _test_model(definition: Definition, source: Source, names: Names) -> None:
    for attribute in definition.attributes:
        _test_attribute(attribute, source, names)
    for constraint in definition.constraints:
        _fall_back_if(constraint.problem_source(), source, names)
    source.line("members_ = self.additional_properties")
    with source.block(f"if members_ or {is_not('members_', dict, names)}:"):
        declared = names.bind("declared", frozenset((*definition.by_wire_key, *definition.by_other_key)))
        source.line(f"{names.bind('check_undeclared', check_undeclared)}(members_, {declared})")
        source.line("to_correct_ = True")


def _fall_back_if(condition: str, source: Source, names: Names) -> None:
    with source.block(f"if {condition}:"):
        source.line(f"{names.bind('fall_back', fall_back)}()")


def is_not(variable: str, kind: type, names: Names) -> str:
    """Return an expression that is true if a variable isn't of exactly this type."""
    # Even a builtin gets a name of its own, because an attribute may be called type.
    return f"{names.bind('type', type)}({variable}) is not {names.bind(kind.__name__, kind)}"


def _test_attribute(attribute: Attribute, source: Source, names: Names) -> None:
    name = attribute.name
    source.line(f"{name} = self.{name}")
    if attribute.read_only:
        with source.block(f"if {name} is not None:"):
            source.line("to_correct_ = True")
        return
    checks = attribute.checks
    if attribute.required:
        _test(attribute.shape, name, source, names)
        _test_limits(attribute, source, names)
    elif not checks and (condition := _condition(attribute.shape, name, names)):
        _fall_back_if(f"{name} is not None and {condition}", source, names)
    else:
        with source.block(f"if {name} is not None:"):
            _test(attribute.shape, name, source, names)
            _test_limits(attribute, source, names)


def _test_limits(attribute: Attribute, source: Source, names: Names) -> None:
    for check in attribute.checks:
        broken = check.problem_source(attribute.name, names, attribute.shape)
        _fall_back_if(f"for_dict_ and {broken}" if isinstance(check, MaxSize) else broken, source, names)


def _condition(shape: Any, variable: str, names: Names) -> str | None:
    """Return an expression that is true if a value isn't plainly right; None for shapes that need statements."""
    if isinstance(shape, shapes.Text):
        # A text that isn't ASCII may contain a lone surrogate.
        odd = names.bind("check_text", check_text)
        return f"({is_not(variable, str, names)} or for_dict_ and not {variable}.isascii() and {odd}({variable}))"
    if isinstance(shape, shapes.Boolean):
        return is_not(variable, bool, names)
    if isinstance(shape, shapes.Integer):
        return f"({is_not(variable, int, names)} or {variable}.bit_length() >= {_BITS})"
    if isinstance(shape, shapes.Enumeration):
        texts = names.bind(f"{shape.enum.__name__}_texts", frozenset(shape.by_text))
        is_no_text = f"{is_not(variable, str, names)} or {variable} not in {texts}"
        return f"{is_not(variable, shape.enum, names)} and ({is_no_text})"
    if isinstance(shape, shapes.Time):
        zone = names.bind("utc", datetime.timezone.utc)
        return f"({is_not(variable, datetime.datetime, names)} or {variable}.tzinfo is not {zone})"
    if isinstance(shape, shapes.Number):
        is_int = f"{is_not(variable, int, names)} or {variable}.bit_length() >= {_BITS}"
        return f"({is_not(variable, float, names)} or {variable} - {variable} != 0) and ({is_int})"
    return None


def _test(shape: Any, variable: str, source: Source, names: Names, within: bool = False) -> None:
    """Write the tests of a value that isn't None.

    Args:
        shape: Its shape.
        variable: The variable that holds it.
        source: The source to write to.
        names: The names that the function can use.
        within: Whether it is in a container, where nothing can be corrected.
    """
    condition = _condition(shape, variable, names)
    if condition:
        _fall_back_if(condition, source, names)
    elif isinstance(shape, shapes.Duration):
        _fall_back_if(is_not(variable, datetime.timedelta, names), source, names)
        source.line(f"{names.bind('fall_back', fall_back)}()" if within else "to_correct_ = True")
    elif isinstance(shape, shapes.Nested):
        _fall_back_if(is_not(variable, shape.model, names), source, names)
        _test_models(shape, "check", variable, source, names, within)
    elif isinstance(shape, shapes.ListOf):
        _fall_back_if(is_not(variable, list, names), source, names)
        if isinstance(shape.element, shapes.Nested):
            _test_models(shape.element, "check_all", variable, source, names, within)
        else:
            _test_elements(shape.element, variable, "each", variable, source, names)
    elif isinstance(shape, shapes.MapOf):
        _fall_back_if(is_not(variable, dict, names), source, names)
        _test_elements(shapes.shape_of(str), variable, "key", variable, source, names)
        if isinstance(shape.element, shapes.Nested):
            _test_models(shape.element, "check_all", f"{variable}.values()", source, names, within)
        else:
            _test_elements(shape.element, variable, "each", f"{variable}.values()", source, names)
    elif isinstance(shape, shapes.TextOr):
        with source.block(f"if {is_not(variable, str, names)}:"):
            _test(shape.element, variable, source, names, within=True)
    else:
        source.line(f"{names.bind('check_json', check_json)}({variable})")


def _test_models(shape: Any, kind: str, models: str, source: Source, names: Names, within: bool) -> None:
    check = names.bind(f"{kind}_{shape.model.__name__}", getattr(shape.model.__fast__, kind))
    with source.block(f"if {check}({models}, for_dict_):"):
        source.line(f"{names.bind('fall_back', fall_back)}()" if within else "to_correct_ = True")


def _test_elements(shape: Any, container: str, kind: str, elements: str, source: Source, names: Names) -> None:
    element = f"{kind}_of_{container}".rstrip("_") + "_"
    with source.block(f"for {element} in {elements}:"):
        _test(shape, element, source, names, within=True)


def check_text(text: str) -> None:
    """Fall back if a text contains a lone surrogate."""
    text.encode()


def check_json(value: Any, depth: int = 0) -> None:
    """Fall back unless a value is plain JSON that isn't nested deeply."""
    kind = type(value)
    if kind is str:
        check_text(value)
        return
    if value is None or kind is bool or (kind is int and value.bit_length() < _BITS):
        return
    if kind is float and value - value == 0:
        return
    if depth < _DEPTH:
        if kind is dict:
            for key, member in value.items():
                check_json(key) if type(key) is str else fall_back()
                check_json(member, depth + 1)
            return
        if kind is list:
            for element in value:
                check_json(element, depth + 1)
            return
    raise Fallback


def check_undeclared(members: Any, declared: frozenset[str]) -> None:
    """Fall back unless all members are plain JSON and undeclared."""
    if type(members) is not dict or not declared.isdisjoint(members):
        raise Fallback
    for key, value in members.items():
        if not (type(value) is str and type(key) is str and key.isascii() and value.isascii()):
            check_json({key: value})
