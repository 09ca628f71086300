"""Attribute, the record of one annotation, and the metadata that ``Annotated[...]`` can contain."""

from __future__ import annotations

import typing
from collections.abc import Sequence
from typing import Any

import msgspec

from .checks import Check
from .shapes import Integer, Nested, Number, Shape, innermost, shape_of, without_none


class Key(msgspec.Struct, frozen=True):
    """The wire key of an attribute, if it isn't the attribute's name in camel case."""

    wire_key: str


class Secret(msgspec.Struct, frozen=True):
    """A mark for secrets, which are always shown as ``***``."""


class ReadOnly(msgspec.Struct, frozen=True):
    """A mark for attributes that only the service sets: they are read, but not sent."""


class Quoted(msgspec.Struct, frozen=True):
    """A mark for numbers that the service may write as texts: both are read, and a number is written."""


class Since(msgspec.Struct, frozen=True):
    """The API version that introduces an attribute or a value of an enumeration."""

    api_version: str


class Until(msgspec.Struct, frozen=True):
    """The first API version without an attribute or a value of an enumeration."""

    api_version: str


class Spelling(msgspec.Struct, frozen=True):
    """The spelling of a key or of an enumeration's value in another dialect of the wire."""

    dialect: str
    text: str


class Attribute(msgspec.Struct, frozen=True):
    """One attribute of a model, with everything that its annotation declares.

    Attributes:
        name: The Python name.
        wire_key: The member's name in the REST document.
        annotation: The type, without the metadata of ``Annotated``.
        shape: The type as the engine sees it.
        required: Whether a document without it is refused when it is sent.
        secret: Whether the value is masked.
        read_only: Whether only the service sets it.
        checks: The limits on its value.
        since: The API version that introduces it; None if the first one has it.
        until: The first API version without it; None if the last one has it.
        spellings: Its wire keys in other dialects, if they differ, by the dialects' names.
    """

    name: str
    wire_key: str
    annotation: Any
    shape: Shape
    required: bool
    secret: bool
    read_only: bool
    checks: tuple[Check, ...]
    since: str | None
    until: str | None
    spellings: dict[str, str]

    def key_in(self, dialect: str | None) -> str:
        """Return the wire key in a dialect of the wire; None is the main dialect."""
        return self.spellings.get(dialect, self.wire_key) if dialect else self.wire_key

    def dialect_of(self, key: str) -> str | None:
        """Return the dialect of the wire that has this key; None if none has it."""
        return next((dialect for dialect, spelled in self.spellings.items() if spelled == key), None)


def camel_case(name: str) -> str:
    """Return a name in camel case: ``maxTaskRetryCount`` for ``max_task_retry_count``."""
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def attribute_from(name: str, annotation: Any, required: bool, since: str | None = None, until: str | None = None) -> Attribute:
    """Make the record of one attribute from its evaluated annotation.

    Args:
        name: The attribute's name.
        annotation: What it is annotated with.
        required: Whether it has no default.
        since: The API version that introduces the class.
        until: The first API version without the class.

    Raises:
        TypeError: The annotation contains a type or metadata that a model can't have.
    """
    metadata: Sequence[Any] = ()
    bare = annotation
    if typing.get_origin(annotation) is typing.Annotated:
        bare, *metadata = typing.get_args(annotation)
    found: dict[type, Any] = {type(extra): extra for extra in metadata}
    for extra in metadata:
        if not isinstance(extra, (Key, Secret, ReadOnly, Quoted, Since, Until, Spelling, Check)):
            raise TypeError(f"attribute {name!r}: {extra!r} isn't metadata of a model")
    try:
        shape = shape_of(without_none(bare), bare)
    except TypeError as error:
        raise TypeError(f"attribute {name!r}: {error}") from None
    if Quoted in found:
        if not isinstance(shape, (Integer, Number)):
            raise TypeError(f"attribute {name!r}: Quoted() is only for an int or a float")
        shape = msgspec.structs.replace(shape, quoted=True)
    if Secret in found and isinstance(innermost(shape), Nested):
        raise TypeError(f"attribute {name!r}: Secret() belongs on the attributes of the nested model that hold the secret")
    checks = tuple(extra for extra in metadata if isinstance(extra, Check))
    for check in checks:
        if not isinstance(shape, check.fits):
            raise TypeError(f"attribute {name!r}: {check!r} doesn't apply to a {shape.expected}")
    return Attribute(
        name=name,
        wire_key=found[Key].wire_key if Key in found else camel_case(name),
        annotation=bare,
        shape=shape,
        required=required,
        secret=Secret in found,
        read_only=ReadOnly in found,
        checks=checks,
        since=found[Since].api_version if Since in found else since,
        until=found[Until].api_version if Until in found else until,
        spellings={extra.dialect: extra.text for extra in metadata if isinstance(extra, Spelling)},
    )
