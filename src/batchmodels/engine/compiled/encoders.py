"""Writes the encoder of a class: straight-line code, one local variable for each attribute."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from .. import shapes
from ..checks import MaxSize
from ..source import Names, Source, compile_function
from . import helpers

if TYPE_CHECKING:
    from ..attributes import Attribute
    from ..definition import Definition


def write_encoder(definition: Definition, for_json: bool = False) -> Callable[[Any], dict[str, Any]]:
    """Generate the function that writes a model of one class as its REST document.

    Args:
        definition: The class's definition.
        for_json: Whether the document becomes JSON at once. What can't be UTF-8 is then refused there.
    """
    source, names = Source(), Names()
    with source.block("def encode(self):"):
        _write_document(source, definition, names, for_json)
        source.line("return document_")
    function: Callable[[Any], dict[str, Any]] = compile_function(definition.model, "encode", str(source), names)
    return function


def write_list_encoder(definition: Definition, for_json: bool = False) -> Callable[[Any], list[dict[str, Any]]]:
    """Generate the same for a list of models: a loop costs less than a call for each."""
    source, names = Source(), Names()
    with source.block("def encode_all(models_):"):
        source.line("documents_ = []")
        with source.block(f"for self in {_helper(helpers.elements, names)}(models_):"):
            model = names.bind(definition.model.__name__, definition.model)
            with source.block(f"if {names.bind('type', type)}(self) is not {model}:"):
                source.line(f"documents_.append({_helper(helpers.nested, names)}(self, {model}))")
                source.line("continue")
            _write_document(source, definition, names, for_json)
            source.line("documents_.append(document_)")
        source.line("return documents_")
    function: Callable[[Any], list[dict[str, Any]]] = compile_function(definition.model, "encode_all", str(source), names)
    return function


def _write_document(source: Source, definition: Definition, names: Names, for_json: bool) -> None:
    """Write the lines that make ``document_`` of ``self``."""
    source.line("document_ = {}")
    for attribute in definition.attributes:
        if not attribute.read_only:
            _write_attribute(source, attribute, names, for_json)
    for constraint in definition.constraints:
        with source.block(f"if {constraint.breach_source()}:"):
            source.line(f"{_helper(helpers.give_up, names)}()")
    with source.block("if self.additional_properties:"):
        declared = names.bind("declared", frozenset((*definition.by_wire_key, *definition.by_other_key)))
        source.line(f"{_helper(helpers.add_undeclared, names)}(document_, self.additional_properties, {declared})")


def _write_attribute(source: Source, attribute: Attribute, names: Names, for_json: bool) -> None:
    name = attribute.name
    source.line(f"{name} = self.{name}")
    if attribute.required:
        _write_member(source, attribute, names, for_json)
    else:
        with source.block(f"if {name} is not None:"):
            _write_member(source, attribute, names, for_json)


def _write_member(source: Source, attribute: Attribute, names: Names, for_json: bool) -> None:
    written = expression(attribute.shape, attribute.name, names, for_json)
    if not attribute.checks:
        source.line(f"document_[{attribute.wire_key!r}] = {written}")
        return
    # A duration is checked as it is, everything else as it is written.
    checked = "" if isinstance(attribute.shape, shapes.Duration) else f"{attribute.name} = "
    source.line(f"document_[{attribute.wire_key!r}] = {checked}{written}")
    for check in attribute.checks:
        if not (for_json and isinstance(check, MaxSize)):  # the whole text's size is looked at then
            with source.block(f"if {check.breach_source(attribute.name, names)}:"):
                source.line(f"{_helper(helpers.give_up, names)}()")


_HELPERS: dict[type[shapes.Shape], Callable[[Any], Any]] = {
    shapes.Integer: helpers.integer,
    shapes.QuotedInteger: helpers.integer,
    shapes.QuotedNumber: helpers.number,
    shapes.Boolean: helpers.boolean,
    shapes.Number: helpers.number,
    shapes.Time: helpers.write_time,
    shapes.Duration: helpers.write_duration,
    shapes.Json: helpers.json_value,
}


def expression(shape: shapes.Shape, value: str, names: Names, for_json: bool) -> str:
    """The expression that writes a value of a shape, given the value's variable."""
    if isinstance(shape, shapes.TextOr):
        shape = shape.element  # the text is rare, and left to the reference
    if isinstance(shape, shapes.Text):
        return _text(value, names, for_json)
    if isinstance(shape, shapes.Enumeration):
        return _enumeration(shape, value, names)
    if isinstance(shape, shapes.Nested):
        return _nested(shape, value, names, for_json)
    if isinstance(shape, shapes.ListOf):
        return _list(shape, value, names, for_json)
    if isinstance(shape, shapes.MapOf):
        return _map(shape, value, names, for_json)
    return f"{_helper(_HELPERS[type(shape)], names)}({value})"


def _helper(function: Callable[..., Any], names: Names) -> str:
    return names.bind(function.__name__, function)


def _text(value: str, names: Names, for_json: bool) -> str:
    # Even a builtin goes by a name of its own: there may be an attribute called type.
    is_str = f"{names.bind('type', type)}({value}) is {names.bind('str', str)}"
    plain = is_str if for_json else f"{is_str} and {value}.isascii()"
    return f"{value} if {plain} else {_helper(helpers.text, names)}({value})"


def _enumeration(shape: shapes.Enumeration, value: str, names: Names) -> str:
    texts = names.bind(f"{shape.enum.__name__}_texts", shape.texts)
    declared = names.bind(f"{shape.enum.__name__}_shape", shape)
    return f"{texts}.get({value}) or {_helper(helpers.member_text, names)}({value}, {declared})"


def _nested(shape: Any, value: str, names: Names, for_json: bool) -> str:
    model = names.bind(shape.model.__name__, shape.model)
    codec = shape.model.__codec__
    encode = names.bind(f"encode_{shape.model.__name__}", codec.encode_for_json if for_json else codec.encode)
    is_model = f"{names.bind('type', type)}({value}) is {model}"
    return f"{encode}({value}) if {is_model} else {_helper(helpers.nested, names)}({value}, {model})"


def _list(shape: shapes.ListOf, value: str, names: Names, for_json: bool) -> str:
    if isinstance(shape.element, shapes.Nested):
        model: Any = shape.element.model
        codec = model.__codec__
        encode_all = codec.encode_all_for_json if for_json else codec.encode_all
        return f"{names.bind(f'encode_all_{model.__name__}', encode_all)}({value})"
    written = expression(shape.element, "each_", names, for_json)
    return f"[{written} for each_ in {_helper(helpers.elements, names)}({value})]"


def _map(shape: shapes.MapOf, value: str, names: Names, for_json: bool) -> str:
    written = expression(shape.element, "each_", names, for_json)
    key = f"{_helper(helpers.undeclared_key, names)}(name_)"
    return f"{{{key}: {written} for name_, each_ in {_helper(helpers.members, names)}({value})}}"
