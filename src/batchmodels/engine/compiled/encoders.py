"""Writes the encoder of a class: straight-line code, one local variable for each attribute."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from .. import shapes
from ..source import Names, Source, compile_function
from . import helpers

if TYPE_CHECKING:
    from ..attributes import Attribute
    from ..definition import Definition


def write_encoder(definition: Definition) -> Callable[[Any], dict[str, Any]]:
    """Generate the function that writes a model of one class as its REST document."""
    names = Names()
    source = encoder_source(definition, names)
    function: Callable[[Any], dict[str, Any]] = compile_function(definition.model, "encode", source, names)
    return function


def encoder_source(definition: Definition, names: Names) -> str:
    """Write the encoder's source, and note the names that it uses."""
    source = Source()
    with source.block("def encode(self):"):
        source.line("document_ = {}")
        for attribute in definition.attributes:
            if not attribute.read_only:
                _write_attribute(source, attribute, names)
        for constraint in definition.constraints:
            with source.block(f"if {constraint.breach_source()}:"):
                source.line(f"{_helper(helpers.give_up, names)}()")
        with source.block("if self.additional_properties:"):
            declared = names.bind("declared", frozenset(definition.by_wire_key))
            add_undeclared = _helper(helpers.add_undeclared, names)
            source.line(f"{add_undeclared}(document_, self.additional_properties, {declared})")
        source.line("return document_")
    return str(source)


def _write_attribute(source: Source, attribute: Attribute, names: Names) -> None:
    name = attribute.name
    source.line(f"{name} = self.{name}")
    if attribute.required:
        _write_member(source, attribute, names)
    else:
        with source.block(f"if {name} is not None:"):
            _write_member(source, attribute, names)


def _write_member(source: Source, attribute: Attribute, names: Names) -> None:
    written = expression(attribute.shape, attribute.name, names)
    if not attribute.checks:
        source.line(f"document_[{attribute.wire_key!r}] = {written}")
        return
    source.line(f"document_[{attribute.wire_key!r}] = {attribute.name} = {written}")
    for check in attribute.checks:
        with source.block(f"if not {names.bind(check.rule, check)}.allows({attribute.name}):"):
            source.line(f"{_helper(helpers.give_up, names)}()")


_HELPERS: dict[type[shapes.Shape], Callable[[Any], Any]] = {
    shapes.Integer: helpers.integer,
    shapes.Boolean: helpers.boolean,
    shapes.Number: helpers.number,
    shapes.Time: helpers.write_time,
    shapes.Duration: helpers.write_duration,
    shapes.Json: helpers.json_value,
}


def expression(shape: shapes.Shape, value: str, names: Names) -> str:
    """The expression that writes a value of a shape, given the value's variable."""
    if isinstance(shape, shapes.Text):
        return _text(value, names)
    if isinstance(shape, shapes.Enumeration):
        return _enumeration(shape, value, names)
    if isinstance(shape, shapes.Nested):
        return _nested(shape, value, names)
    if isinstance(shape, shapes.ListOf):
        return _list(shape, value, names)
    if isinstance(shape, shapes.MapOf):
        return _map(shape, value, names)
    return f"{_helper(_HELPERS[type(shape)], names)}({value})"


def _helper(function: Callable[..., Any], names: Names) -> str:
    return names.bind(function.__name__, function)


def _text(value: str, names: Names) -> str:
    return f"{value} if type({value}) is str and {value}.isascii() else {_helper(helpers.text, names)}({value})"


def _enumeration(shape: shapes.Enumeration, value: str, names: Names) -> str:
    texts = names.bind(f"{shape.enum.__name__}_texts", shape.texts)
    declared = names.bind(f"{shape.enum.__name__}_shape", shape)
    return f"{texts}.get({value}) or {_helper(helpers.member_text, names)}({value}, {declared})"


def _nested(shape: Any, value: str, names: Names) -> str:
    model = names.bind(shape.model.__name__, shape.model)
    encode = names.bind(f"encode_{shape.model.__name__}", shape.model.__definition__.codec.encode)
    return f"{encode}({value}) if type({value}) is {model} else {_helper(helpers.nested, names)}({value}, {model})"


def _list(shape: shapes.ListOf, value: str, names: Names) -> str:
    written = expression(shape.element, "each_", names)
    return f"[{written} for each_ in {_helper(helpers.elements, names)}({value})]"


def _map(shape: shapes.MapOf, value: str, names: Names) -> str:
    written = expression(shape.element, "each_", names)
    key = f"{_helper(helpers.undeclared_key, names)}(name_)"
    return f"{{{key}: {written} for name_, each_ in {_helper(helpers.members, names)}({value})}}"
