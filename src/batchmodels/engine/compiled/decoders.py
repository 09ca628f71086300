"""Writes the decoders of a class: one that copies a parsed Struct, one that reads a dict with members nobody declared.

msgspec parses and checks types; it makes Structs that mirror the models, one class a model. What is left to Python is
to copy their fields. Only a dict with undeclared members is read by Python alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import msgspec

from .. import shapes
from ..source import Names, Source, compile_function
from . import helpers

if TYPE_CHECKING:
    from ..definition import Definition

Read = Callable[[Any], Any]


# The JSON type of a shape, where it isn't a text.
_JSON_TYPES: dict[type[shapes.Shape], Any] = {
    shapes.Integer: int,
    shapes.Boolean: bool,
    shapes.Number: float,
    shapes.Json: Any,
    shapes.QuotedInteger: int | str,
    shapes.QuotedNumber: float | str,
}


def struct_for(definition: Definition) -> type[msgspec.Struct]:
    """The Struct that mirrors a model: the same fields, every one optional, and no others."""
    return msgspec.defstruct(
        definition.model.__name__,
        [(attribute.name, _mirrored(attribute.shape) | None, None) for attribute in definition.attributes],
        rename={attribute.name: attribute.wire_key for attribute in definition.attributes},
        forbid_unknown_fields=True,
        gc=False,
    )


def _mirrored(shape: shapes.Shape) -> Any:
    """The type that msgspec checks in a shape's place; what JSON has no type for is a text, read later."""
    if isinstance(shape, shapes.TextOr):
        return _mirrored(shape.element)  # the text is rare, and left to the reference
    if isinstance(shape, shapes.Nested):
        model: Any = shape.model
        return model.__codec__.struct
    if isinstance(shape, shapes.ListOf):
        return list[_mirrored(shape.element)]  # type: ignore[misc]  # because the type is made at run time
    if isinstance(shape, shapes.MapOf):
        return dict[str, _mirrored(shape.element)]  # type: ignore[misc]  # because the type is made at run time
    return _JSON_TYPES.get(type(shape), str)


def write_copier(definition: Definition) -> Read:
    """Generate the function that makes a model from the Struct that mirrors it."""
    source, names = Source(), Names()
    with source.block("def copy_struct(struct):"):
        _write_copy(source, definition, names)
        source.line("return self")
    function: Read = compile_function(definition.model, "copy_struct", str(source), names)
    return function


def write_decoder(definition: Definition, from_json: bool) -> Read:
    """Generate the function that makes a model from a document, as JSON or as a dict."""
    source, names = Source(), Names()
    struct = definition.model.__codec__.struct
    with source.block("def decode(data):"):
        if from_json:
            source.line(f"struct = {names.bind('parse', msgspec.json.Decoder(struct).decode)}(data)")
        else:
            msgspec.convert({}, struct)  # msgspec builds its record of a type at first use, without a lock: do it under ours
            source.line(f"struct = {names.bind('convert', msgspec.convert)}(data, {names.bind('Struct', struct)})")
        _write_copy(source, definition, names)
        source.line("return self")
    function: Read = compile_function(definition.model, "decode", str(source), names)
    return function


def write_list_copier(definition: Definition) -> Read:
    """Generate the same for a list of Structs: a loop costs less than a call for each."""
    source, names = Source(), Names()
    with source.block("def copy_all(structs):"):
        source.line("models = []")
        with source.block("for struct in structs:"):
            _write_copy(source, definition, names)
            source.line("models.append(self)")
        source.line("return models")
    function: Read = compile_function(definition.model, "copy_all", str(source), names)
    return function


def _write_copy(source: Source, definition: Definition, names: Names) -> None:
    """Write the lines that make ``self`` from ``struct``."""
    _begin(source, definition, names)
    for attribute in definition.attributes:
        field = f"struct.{attribute.name}"
        read = _copied(attribute.shape, "value", names)
        if read == "value":
            source.line(f"self.{attribute.name} = {field}")
        else:
            source.line(f"self.{attribute.name} = value if (value := {field}) is None else {read}")


def write_dict_reader(definition: Definition) -> Read:
    """Generate the function that makes a model from a dict, undeclared members and all."""
    source, names = Source(), Names()
    with source.block("def read_dict(data):"):
        with source.block("if type(data) is not dict:"):
            source.line(f"{_give_up(names)}()")
        _begin(source, definition, names)
        source.line("known = 0")
        for attribute in definition.attributes:
            source.line(f"value = data.get({attribute.wire_key!r})")
            for dialect, key in attribute.spellings.items():
                with source.block(f"if value is None and (value := data.get({key!r})) is not None:"):
                    source.line(f"self.__dialect__ = {dialect!r}")
            with source.block("if value is not None:"):
                source.line("known += 1")
                read = _read(attribute.shape, "value", names)
                if read != "value":
                    source.line(f"value = {read}")
            source.line(f"self.{attribute.name} = value")
        with source.block("if known != len(data):"):
            source.line(f"self.additional_properties = {names.bind('undeclared', definition.undeclared)}(data)")
        source.line("return self")
    function: Read = compile_function(definition.model, "read_dict", str(source), names)
    return function


def _begin(source: Source, definition: Definition, names: Names) -> None:
    """Make the model as its constructor does: every attribute stored, always in the same order."""
    model = names.bind(definition.model.__name__, definition.model)
    source.line(f"self = {names.bind('new', object.__new__)}({model})")
    source.line("self.additional_properties = {}")


def _copied(shape: Any, value: str, names: Names) -> str:
    """The expression that reads a value whose JSON type msgspec has checked."""
    if isinstance(shape, shapes.TextOr):
        return _copied(shape.element, value, names)
    if isinstance(shape, shapes.Nested):
        return f"{_function('copy_struct', shape, names)}({value})"
    if isinstance(shape, shapes.ListOf):
        if isinstance(shape.element, shapes.Nested):
            return f"{_function('copy_all', shape.element, names)}({value})"
        element = _copied(shape.element, "element", names)
        return value if element == "element" else f"[{element} for element in {value}]"
    if isinstance(shape, shapes.MapOf):
        member = _copied(shape.element, "member", names)
        return value if member == "member" else f"{{key: {member} for key, member in {value}.items()}}"
    return _python_value(shape, value, names)


def _read(shape: Any, value: str, names: Names) -> str:
    """The expression that reads a value of any type."""
    if isinstance(shape, shapes.TextOr):
        return _read(shape.element, value, names)
    if isinstance(shape, shapes.Nested):
        return f"{_function('read_dict', shape, names)}({value})"
    if isinstance(shape, shapes.ListOf):
        elements = names.bind("elements", helpers.elements)
        return f"[{_read(shape.element, 'element', names)} for element in {elements}({value})]"
    if isinstance(shape, shapes.MapOf):
        members, key = names.bind("members", helpers.members), names.bind("undeclared_key", helpers.undeclared_key)
        return f"{{{key}(name): {_read(shape.element, 'member', names)} for name, member in {members}({value})}}"
    if isinstance(shape, shapes.Json):
        return value
    if isinstance(shape, (shapes.QuotedInteger, shapes.QuotedNumber)):
        return _python_value(shape, value, names)
    if isinstance(shape, shapes.Number):
        return f"{names.bind('read_number', helpers.read_number)}({value})"
    kind = _JSON_TYPES.get(type(shape), str)
    return f"{_python_value(shape, value, names)} if type({value}) is {kind.__name__} else {_give_up(names)}()"


def _python_value(shape: Any, value: str, names: Names) -> str:
    """The expression that makes Python's value from JSON's."""
    if isinstance(shape, shapes.Enumeration):
        declared = names.bind(f"{shape.enum.__name__}_by_text", shape.by_text)
        return f"{declared}.get({value}) or {names.bind(f'{shape.enum.__name__}_shape', shape)}.read({value})"
    if isinstance(shape, shapes.QuotedInteger):
        return f"{names.bind('read_quoted_integer', helpers.read_quoted_integer)}({value})"
    if isinstance(shape, shapes.QuotedNumber):
        return f"{names.bind('read_quoted_number', helpers.read_quoted_number)}({value})"
    if isinstance(shape, shapes.Time):
        return f"{names.bind('read_time', helpers.read_time)}({value})"
    if isinstance(shape, shapes.Duration):
        return f"{names.bind('read_duration', helpers.read_duration)}({value})"
    return value


def _give_up(names: Names) -> str:
    return names.bind("give_up", helpers.give_up)


def _function(kind: str, shape: Any, names: Names) -> str:
    return names.bind(f"{kind}_{shape.model.__name__}", getattr(shape.model.__codec__, kind))
