"""The shapes that a value can have, read from annotations: text, number, enumeration, model, list and so on."""

from __future__ import annotations

import datetime
import functools
import logging
import operator
import typing
from enum import Enum
from types import NoneType, UnionType
from typing import Any, ClassVar

import msgspec
import msrest.serialization

from ..secrets.masking import shown_text
from ..secrets.secret_names import is_secret_label, is_secret_member

_LOGGER = logging.getLogger("batchmodels")


class Shape(msgspec.Struct, frozen=True):
    """The shape of an attribute's value.

    Attributes:
        expected: Its name in errors.
        msrest_type: The type's name in msrest's ``_attribute_map``.
        types: The Python types of its values; ``object`` for shapes that accept more.
    """

    expected: str
    msrest_type: str

    types: ClassVar[tuple[type, ...]] = (object,)

    @property
    def has_labels(self) -> bool:
        """Whether it is a map whose keys are names that people choose, for example tags."""
        return False

    def holds(self, value: Any) -> bool:
        """Return whether a value has one of the types. A ``bool`` isn't accepted as an ``int``."""
        return isinstance(value, self.types) and (not isinstance(value, bool) or self.types[0] in (bool, object))


class Text(Shape, frozen=True):
    """A ``str``."""

    types: ClassVar[tuple[type, ...]] = (str,)


class Integer(Shape, frozen=True):
    """An ``int`` of any size; ``quoted`` if the service may write it as a text, because some parsers can't read 64 bits."""

    types: ClassVar[tuple[type, ...]] = (int,)
    quoted: bool = False


class Boolean(Shape, frozen=True):
    """A ``bool``."""

    types: ClassVar[tuple[type, ...]] = (bool,)


class Number(Shape, frozen=True):
    """A ``float``, or an ``int`` in its place; ``quoted`` if the service may write it as a text."""

    types: ClassVar[tuple[type, ...]] = (float, int)
    quoted: bool = False


class Time(Shape, frozen=True):
    """A ``datetime`` with a time zone; ISO 8601 on the wire."""

    types: ClassVar[tuple[type, ...]] = (datetime.datetime,)


class Duration(Shape, frozen=True):
    """A ``timedelta``; ISO 8601 on the wire."""

    types: ClassVar[tuple[type, ...]] = (datetime.timedelta,)


class Json(Shape, frozen=True):
    """Any JSON value, unchanged."""


class UnknownValue(str):
    """An unknown value of an enumeration that came from the service.

    It is a ``str`` and can be sent back; the same text from any other source is refused.
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return f"UnknownValue({str.__repr__(self)})"

    def __str__(self) -> str:
        # msrest passes texts through str(), which must return the same object.
        return self


class Enumeration(Shape, frozen=True, dict=True):
    """One of the values of a ``str`` enumeration."""

    enum: type[Enum]

    @functools.cached_property
    def members(self) -> dict[str, Enum]:
        """The members by their texts in lower case, because letter case doesn't matter to the service."""
        return {member.value.lower(): member for member in self.enum}

    @functools.cached_property
    def by_text(self) -> dict[str, Enum]:
        """The members by their text."""
        return {member.value: member for member in self.enum}

    @functools.cached_property
    def texts(self) -> dict[str, str]:
        """The texts of the members, by the members, which equal them."""
        return {member.value: str.__str__(member.value) for member in self.enum}

    def read(self, text: str) -> Enum | UnknownValue:
        """Return the member for a text from the service, or the text itself if no member has it."""
        text = text.value if isinstance(text, Enum) else text
        member = self.members.get(text.lower())
        if member is None:
            _LOGGER.debug("%s is not a declared value of %s", shown_text(text), self.enum.__name__)
            return UnknownValue(text)
        return member


class Nested(Shape, frozen=True):
    """A model within a model."""

    types: ClassVar[tuple[type, ...]] = (msrest.serialization.Model,)
    model: type[msrest.serialization.Model]


class ListOf(Shape, frozen=True):
    """A list of one shape."""

    types: ClassVar[tuple[type, ...]] = (list,)
    element: Shape


class MapOf(Shape, frozen=True):
    """A dict from ``str`` to one shape."""

    types: ClassVar[tuple[type, ...]] = (dict,)
    element: Shape

    @property
    def has_labels(self) -> bool:
        return not isinstance(self.element, Json)

    def hides(self, key: object) -> bool:
        """Return whether the value of a key is secret, judging by the key."""
        return is_secret_label(key) if self.has_labels else is_secret_member(key)


class TextOr(Shape, frozen=True):
    """A text in some API versions, another shape in the others."""

    element: Shape

    @property
    def has_labels(self) -> bool:
        return self.element.has_labels


_PLAIN: dict[Any, Shape] = {
    str: Text("str", "str"),
    int: Integer("int", "int"),
    bool: Boolean("bool", "bool"),
    float: Number("float", "float"),
    datetime.datetime: Time("datetime with a time zone", "iso-8601"),
    datetime.timedelta: Duration("timedelta", "duration"),
    Any: Json("JSON value", "object"),
}


def without_none(annotation: Any) -> Any:
    """Return ``T`` for ``T | None``; any other annotation unchanged."""
    arguments = typing.get_args(annotation)
    if typing.get_origin(annotation) in (typing.Union, UnionType) and NoneType in arguments:
        return functools.reduce(operator.or_, (argument for argument in arguments if argument is not NoneType))
    return annotation


def shape_of(annotation: Any, whole: Any = None) -> Shape:
    """Read the shape from an annotation.

    Args:
        annotation: The annotation, without None.
        whole: The whole annotation, for the error.

    Raises:
        TypeError: The type has no JSON form.
    """
    if annotation in _PLAIN:
        return _PLAIN[annotation]
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is list and arguments:
        element = shape_of(arguments[0])
        return ListOf("list", f"[{element.msrest_type}]", element)
    if origin is dict and arguments and arguments[0] is str:
        element = shape_of(arguments[1])
        return MapOf("dict", f"{{{element.msrest_type}}}", element)
    if origin in (typing.Union, UnionType) and arguments[1:] == (str,):
        element = shape_of(arguments[0])
        if isinstance(element, (ListOf, MapOf)):
            return TextOr(f"{element.expected} or str", "object", element)
    if isinstance(annotation, type):
        if issubclass(annotation, Enum) and issubclass(annotation, str):
            texts = ", ".join(repr(member.value) for member in annotation)
            return Enumeration(f"one of {texts}", annotation.__name__, annotation)
        if issubclass(annotation, msrest.serialization.Model) and hasattr(annotation, "__definition__"):
            return Nested(annotation.__name__, annotation.__name__, annotation)
    if hasattr(origin, "__definition__"):
        raise TypeError(f"{annotation!r} can't be used in a model: declare a subclass and use that")
    raise TypeError(
        f"{whole or annotation!r} can't be used in a model: use str, int, bool, float, datetime, timedelta, Any, "
        "an enumeration that is a str, a batchmodels model, or list[...] or dict[str, ...] of these"
    )


def innermost(shape: Shape) -> Shape:
    """Return the innermost element shape of a list or a dict; any other shape itself."""
    while isinstance(shape, (ListOf, MapOf, TextOr)):
        shape = shape.element
    return shape
