"""Writes the function that reads a dict which msgspec can't read as it is.

That is a dict with members that no attribute is declared for, keys of another dialect, or values of enumerations that are
unknown or in another letter case.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import msgspec

from . import shapes, wiretexts
from .attributes import Attribute
from .checksource import fall_back, is_not
from .source import Names, Source, compile_function

if TYPE_CHECKING:
    from .definition import Definition


_copy: Callable[[Any], Any] = getattr(msgspec.Struct, "__copy__")  # noqa: B009  # because msgspec's types don't show it


def generate_read(definition: Definition) -> Callable[[Any], Any]:
    """Generate the function of one class."""
    source, names = Source(), Names()
    spelled = any(attribute.spellings for attribute in definition.attributes)
    with source.block("def read(data_):"):
        with source.block(f"if {is_not('data_', dict, names)}:"):
            source.line(f"{names.bind('fall_back', fall_back)}()")
        source.line("known_ = 0")
        if spelled:
            source.line("dialect_ = None")
        for attribute in definition.attributes:
            _read_attribute(attribute, source, names)
        # To copy an empty model and to set what isn't None takes half of the time that the constructor takes.
        empty = names.bind("empty", definition.model.__new__(definition.model))
        source.line(f"self = {names.bind('copy', _copy)}({empty})")
        if spelled:
            undeclared = f"{names.bind('undeclared', definition.undeclared)}(data_)"
        else:
            keys = names.bind("wire_keys", frozenset(definition.by_wire_key))
            undeclared = f"{{key_: data_[key_] for key_ in data_ if key_ not in {keys}}}"
        keep = _setter("additional_properties", definition, names)
        source.line(f"{keep}(self, {undeclared} if known_ != len(data_) else {{}})")
        for attribute in definition.attributes:
            with source.block(f"if {attribute.name} is not None:"):
                source.line(f"{_setter(attribute.name, definition, names)}(self, {attribute.name})")
        if spelled:
            with source.block("if dialect_:"):
                source.line("self.__dialect__ = dialect_")
        source.line("return self")
    function: Callable[[Any], Any] = compile_function(definition.model, "read", str(source), names)
    return function


def _setter(name: str, definition: Definition, names: Names) -> str:
    return names.bind(f"set_{name}", getattr(definition.model, name).__set__)


def _read_attribute(attribute: Attribute, source: Source, names: Names) -> None:
    name = attribute.name
    source.line(f"{name} = data_.get({attribute.wire_key!r})")
    for dialect, key in attribute.spellings.items():
        with source.block(f"if {name} is None and ({name} := data_.get({key!r})) is not None:"):
            source.line(f"dialect_ = {dialect!r}")
    with source.block(f"if {name} is not None:"):
        source.line("known_ += 1")
        read = _read(attribute.shape, name, names)
        if read != name:
            source.line(f"{name} = {read}")


_JSON_TYPES: dict[type[shapes.Shape], type] = {shapes.Integer: int, shapes.Boolean: bool}


def _read(shape: Any, value: str, names: Names) -> str:
    """The expression that reads a value of any type."""
    if isinstance(shape, shapes.Json):
        return value
    if isinstance(shape, shapes.Nested):
        model: Any = shape.model
        return f"{names.bind(f'read_{model.__name__}', model.__fast__.read)}({value})"
    if isinstance(shape, shapes.ListOf):
        return f"[{_read(shape.element, 'each_', names)} for each_ in {names.bind('elements', elements)}({value})]"
    if isinstance(shape, shapes.MapOf):
        member = _read(shape.element, "each_", names)
        return f"{{key_: {member} for key_, each_ in {names.bind('members', members)}({value})}}"
    if type(shape) in _OTHERS:
        return f"{names.bind(_OTHERS[type(shape)].__name__, _OTHERS[type(shape)])}({value})"
    if isinstance(shape, shapes.TextOr):
        return f"{value} if not ({is_not(value, str, names)}) else {_read(shape.element, value, names)}"
    kind = _JSON_TYPES.get(type(shape), str)
    read = value
    if isinstance(shape, shapes.Enumeration):
        declared = names.bind(f"{shape.enum.__name__}_by_text", shape.by_text)
        read = f"({declared}.get({value}) or {names.bind(f'{shape.enum.__name__}_shape', shape)}.read({value}))"
    return f"{names.bind('fall_back', fall_back)}() if {is_not(value, kind, names)} else {read}"


def elements(value: Any) -> list[Any]:
    """The elements of a list."""
    return value if type(value) is list else fall_back()


def members(value: Any) -> Any:
    """The members of a dict whose keys are texts."""
    return value.items() if type(value) is dict and all(type(key) is str for key in value) else fall_back()


def read_number(value: Any) -> float:
    """A float, which JSON may write without a point."""
    return float(value) if type(value) is float or type(value) is int else fall_back()


def read_quoted_integer(value: Any) -> int:
    """An int that may come as a text."""
    value = wiretexts.read_integer(value)
    return value if type(value) is int else fall_back()


def read_quoted_number(value: Any) -> float:
    """A float that may come as a text."""
    return read_number(wiretexts.read_number(value))


def read_time(value: Any) -> Any:
    """A time."""
    return (wiretexts.read_time(value) if type(value) is str else None) or fall_back()


def read_duration(value: Any) -> Any:
    """A duration."""
    duration = wiretexts.read_duration(value) if type(value) is str else None
    return fall_back() if duration is None else duration


_OTHERS: dict[type[shapes.Shape], Callable[[Any], Any]] = {
    shapes.Number: read_number,
    shapes.QuotedInteger: read_quoted_integer,
    shapes.QuotedNumber: read_quoted_number,
    shapes.Time: read_time,
    shapes.Duration: read_duration,
}
