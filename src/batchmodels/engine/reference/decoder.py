"""The reference decoder: from a REST document to a model.

It accepts what the service may send: missing members, undeclared members, null, new values of an enumeration. It reports every
value that an attribute can't hold.
"""

from __future__ import annotations

import copy
import datetime
import typing
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from ...errors import DeserializationError
from ...paths import MAX_DEPTH, ROOT, Steps
from .. import shapes, wiretexts
from ..findings import Findings
from .constructing import constructed
from .foreign import Foreign, foreign_of, is_kind_of, may_be, plain

if TYPE_CHECKING:
    from ..attributes import Attribute
    from ..definition import Definition
    from ..model import Model

ModelT = TypeVar("ModelT", bound="Model")


class Decoding(Findings):
    """One walk over a document: its options, and the problems found."""

    def __init__(self, any_name: bool = False) -> None:
        super().__init__()
        self.any_name = any_name

    def refuse(self, path: Steps, expected: str, value: Any, hidden: bool) -> Any:
        """Report a value that the attribute can't hold, and return None in its place."""
        self.wrong_type(path, expected, value, hidden)
        return None


class Converting(Decoding):
    """A walk over another library's model that is about to be written or shown.

    A value that ours can't hold stays, so that the encoder reports it or the reader sees it. Our own models stay unchanged.
    """

    def refuse(self, path: Steps, expected: str, value: Any, hidden: bool) -> Any:  # noqa: ARG002  # because the base class needs them
        """Keep a value that the attribute can't hold."""
        return value


def decode(model: type[ModelT], data: Any, any_name: bool = False, path: Steps = ROOT) -> ModelT:
    """Read a model from a document.

    Args:
        model: The class to read.
        data: The parsed document, a dict, or a model of azure-batch.
        any_name: Whether to find members by wire key or Python name in any letter case, instead of the exact wire key.
        path: The path of the model, for the problems.

    Raises:
        DeserializationError: The document contains values that the model can't hold; the error lists all of them.
    """
    decoding = Decoding(any_name)
    if isinstance(data, model):
        result: ModelT | None = with_own_models(data, path, decoding)
    else:
        result = decode_model(model, data, path, True, decoding, may_be)
    if result is None or decoding.problems:
        raise DeserializationError(decoding.problems, model.__name__)
    return result


def decode_model(
    model: type[ModelT],
    data: Any,
    path: Steps,
    hidden: bool,
    decoding: Decoding,
    takes: Callable[[Foreign, type[Model]], bool] = is_kind_of,
) -> ModelT | None:
    """Read one model and its nested models; return None if the data can't be such a model at all."""
    if isinstance(data, model):  # in a document that is a dict: it stays unchanged, as in msgspec
        return data
    foreign = data if isinstance(data, Foreign) else foreign_of(data)
    given = data if foreign is None else foreign.model
    if foreign is not None:
        data = foreign.members if takes(foreign, model) else None
    if not isinstance(data, Mapping):
        return typing.cast("ModelT | None", decoding.refuse(path, model.__name__, given, hidden))
    if len(path) > MAX_DEPTH:
        decoding.add(path, "depth", f"document of at most {MAX_DEPTH} levels", "more")
        return None
    definition = model.__definition__
    any_name = decoding.any_name
    members, unknown = _sort_members(model, data, path, decoding, any_name and foreign is None)
    decoding.any_name = any_name or (foreign is not None and foreign.reads_any_name)
    values = {}
    for attribute in definition.attributes:
        value = members.get(attribute.wire_key)
        if value is not None:
            here = (*path, attribute.wire_key)
            secret = definition.is_secret(attribute, members.get)
            before = len(decoding.problems)
            value = decode_value(attribute.shape, value, here, secret or attribute.name in definition.hidden, decoding)
            if secret:
                decoding.conceal(before, here)
        values[attribute.name] = value
    decoding.any_name = any_name
    result = constructed(model, values)
    if unknown:
        definition.keep_undeclared(result, unknown if foreign is None else plain(unknown))
    dialect = _dialect_of(definition, data, unknown)
    if dialect:
        result.__dialect__ = dialect
    return result


def _dialect_of(definition: Definition, data: Mapping[Any, Any], unknown: dict[Any, Any]) -> str | None:
    """Return the dialect of a document, judging by its keys; None if it is the main one."""
    dialect = None
    for key, attribute in definition.by_other_key.items():
        if data.get(key) is not None and key not in unknown:
            dialect = attribute.dialect_of(key)
    return dialect


def with_own_models(model: ModelT, path: Steps, decoding: Decoding) -> ModelT:
    """Return a model with another library's models converted to ours; itself if it has none."""
    definition = type(model).__definition__
    result = model
    for attribute in definition.attributes:
        value = getattr(model, attribute.name)
        converted = _converted(
            attribute.shape, value, (*path, attribute.wire_key), attribute.name in definition.hidden, decoding
        )
        if converted is not value:
            result = copy.copy(model) if result is model else result
            setattr(result, attribute.name, converted)
    return result


def own_value(attribute: Attribute, value: Any) -> Any:
    """Return the value of an attribute with another library's models converted to ours; itself if it has none."""
    return _converted(attribute.shape, value, ROOT, True, Converting())


def _converted(shape: Any, value: Any, path: Steps, hidden: bool, decoding: Decoding) -> Any:
    if len(path) > MAX_DEPTH or not isinstance(shapes.innermost(shape), shapes.Nested):
        return value
    if isinstance(shape, shapes.Nested):
        if isinstance(value, shape.model):
            return value if isinstance(decoding, Converting) else with_own_models(typing.cast("Model", value), path, decoding)
        foreign = foreign_of(value)
        return value if foreign is None else decode_model(typing.cast("Any", shape.model), foreign, path, hidden, decoding)
    if isinstance(shape, shapes.ListOf) and isinstance(value, list):
        elements = [_converted(shape.element, each, (*path, index), hidden, decoding) for index, each in enumerate(value)]
        return elements if any(new is not old for new, old in zip(elements, value, strict=True)) else value
    if isinstance(shape, shapes.MapOf) and isinstance(value, dict):
        members = {key: _converted(shape.element, each, (*path, key), hidden, decoding) for key, each in value.items()}
        return members if any(members[key] is not value[key] for key in value) else value
    return value


def _sort_members(
    model: type[Model], data: Mapping[Any, Any], path: Steps, decoding: Decoding, any_name: bool
) -> tuple[dict[str, Any], dict[Any, Any]]:
    """Split the members of an object into declared ones, by wire key, and others."""
    definition = model.__definition__
    members: dict[Any, Any] = {}
    if not any_name:
        members = {key: value for key, value in data.items() if key in definition.by_wire_key}
        for key, declared in definition.by_other_key.items():
            if members.get(declared.wire_key) is None:
                members[declared.wire_key] = data.get(key)
        return members, definition.undeclared(data)
    spelled: dict[str, str] = {}
    for key, value in data.items():
        attribute = definition.by_any_name.get(key.lower()) if isinstance(key, str) else None
        wire_key = attribute.wire_key if attribute else key
        if wire_key in spelled:
            came = f"both {spelled[wire_key]!r} and {key!r}"
            decoding.add((*path, wire_key), "duplicate", f"one spelling of {wire_key}", came)
        elif attribute:
            spelled[wire_key] = key
        members.setdefault(wire_key, value)
    return {key: members[key] for key in spelled}, definition.undeclared(members)


def decode_value(shape: shapes.Shape, value: Any, path: Steps, hidden: bool, decoding: Decoding) -> Any:
    """Read a value of a shape."""
    return _DECODERS[type(shape)](shape, value, path, hidden, decoding)


def _decode_plain(shape: shapes.Shape, value: Any, path: Steps, hidden: bool, decoding: Decoding) -> Any:
    return value if shape.holds(value) else decoding.refuse(path, shape.expected, value, hidden)


def _decode_integer(shape: Any, value: Any, path: Steps, hidden: bool, decoding: Decoding) -> Any:
    number = wiretexts.read_integer(value) if shape.quoted else value
    return number if shape.holds(number) else decoding.refuse(path, shape.expected, value, hidden)


def _decode_number(shape: Any, value: Any, path: Steps, hidden: bool, decoding: Decoding) -> Any:
    number = wiretexts.read_number(value) if shape.quoted else value
    if shape.holds(number) or isinstance(number, Decimal):
        try:
            return float(number)
        except OverflowError:
            pass
    return decoding.refuse(path, shape.expected, value, hidden)


def _decode_time(shape: shapes.Shape, value: Any, path: Steps, hidden: bool, decoding: Decoding) -> Any:
    if isinstance(value, datetime.datetime):
        return value
    time = wiretexts.read_time(value) if isinstance(value, str) else None
    return time or decoding.refuse(path, wiretexts.EXPECTED_TIME, value, hidden)


def _decode_duration(shape: shapes.Shape, value: Any, path: Steps, hidden: bool, decoding: Decoding) -> Any:
    if isinstance(value, datetime.timedelta):
        return value
    duration = wiretexts.read_duration(value) if isinstance(value, str) else None
    if duration is None:
        return decoding.refuse(path, wiretexts.EXPECTED_DURATION, value, hidden)
    return duration


def _decode_enumeration(shape: Any, value: Any, path: Steps, hidden: bool, decoding: Decoding) -> Any:
    if not isinstance(value, str):
        return decoding.refuse(path, shape.expected, value, hidden)
    return shape.read(value)


def _decode_nested(shape: Any, value: Any, path: Steps, hidden: bool, decoding: Decoding) -> Any:
    return decode_model(shape.model, value, path, hidden, decoding)


def _decode_list(shape: Any, value: Any, path: Steps, hidden: bool, decoding: Decoding) -> Any:
    if not isinstance(value, (list, tuple, set, frozenset)):
        return decoding.refuse(path, shape.expected, value, hidden)
    return [decode_value(shape.element, element, (*path, index), hidden, decoding) for index, element in enumerate(value)]


def _decode_map(shape: Any, value: Any, path: Steps, hidden: bool, decoding: Decoding) -> Any:
    if not isinstance(value, Mapping):
        return decoding.refuse(path, shape.expected, value, hidden)
    result = {}
    for key, member in value.items():
        if isinstance(key, str):
            secret = hidden or shape.hides(key)
            result[key] = decode_value(shape.element, member, (*path, key), secret, decoding)
        else:
            decoding.wrong_type(path, "str as a key", key, hidden)
    return result


def _decode_text_or(shape: Any, value: Any, path: Steps, hidden: bool, decoding: Decoding) -> Any:
    if isinstance(value, str):
        return value
    return decode_value(msgspec.structs.replace(shape.element, expected=shape.expected), value, path, hidden, decoding)


def _decode_json(shape: shapes.Shape, value: Any, path: Steps, hidden: bool, decoding: Decoding) -> Any:
    return value


_DECODERS: dict[type[shapes.Shape], Any] = {
    shapes.Text: _decode_plain,
    shapes.Integer: _decode_integer,
    shapes.Boolean: _decode_plain,
    shapes.Number: _decode_number,
    shapes.Time: _decode_time,
    shapes.Duration: _decode_duration,
    shapes.Enumeration: _decode_enumeration,
    shapes.Nested: _decode_nested,
    shapes.ListOf: _decode_list,
    shapes.MapOf: _decode_map,
    shapes.TextOr: _decode_text_or,
    shapes.Json: _decode_json,
}
