"""Attribute: the one record made from an annotation, and what an annotation may say in ``Annotated[...]``."""

from __future__ import annotations

import typing
from collections.abc import Sequence
from typing import Any

import msgspec

from .checks import Check
from .shapes import Integer, Nested, Number, Shape, innermost, shape_of, without_none


class Key(msgspec.Struct, frozen=True):
    """The wire key, where it isn't the attribute's name in camel case."""

    wire_key: str


class Secret(msgspec.Struct, frozen=True):
    """The value is shown as ``***``, wherever it is shown."""


class ReadOnly(msgspec.Struct, frozen=True):
    """The service sets it: it is read, and left out of what is sent."""


class Quoted(msgspec.Struct, frozen=True):
    """The service may write the number as a text; it is read all the same, and written as a number."""


class Since(msgspec.Struct, frozen=True):
    """The API version that brings an attribute, or a value of an enumeration."""

    api_version: str


class Until(msgspec.Struct, frozen=True):
    """The first API version in which an attribute, or a value of an enumeration, is gone."""

    api_version: str


class Spelling(msgspec.Struct, frozen=True):
    """How another dialect of the wire spells a key, or the text of an enumeration's member."""

    dialect: str
    text: str


class Attribute(msgspec.Struct, frozen=True):
    """One attribute of a model: all that its annotation says.

    Attributes:
        name: The Python name.
        wire_key: The member's name in the REST document.
        annotation: The type, without what ``Annotated`` adds.
        shape: The type as the engine sees it.
        required: Whether a document without it is refused when it is sent.
        secret: Whether the value is masked.
        read_only: Whether only the service sets it.
        checks: The limits on its value.
        since: The API version that brings it; None if the first one has it.
        until: The first API version without it; None if the last one has it.
        spellings: Its wire keys in other dialects, where they differ, by the dialects' names.
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
        """Return the wire key in a dialect of the wire; None is the main one."""
        return self.spellings.get(dialect, self.wire_key) if dialect else self.wire_key

    def dialect_of(self, key: str) -> str | None:
        """Return the dialect of the wire that has this key; None if none has it."""
        return next((dialect for dialect, spelled in self.spellings.items() if spelled == key), None)


def camel_case(name: str) -> str:
    """``max_task_retry_count`` → ``maxTaskRetryCount``."""
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def attribute_from(name: str, annotation: Any, required: bool, since: str | None = None, until: str | None = None) -> Attribute:
    """Make the record of one attribute from its evaluated annotation.

    Args:
        name: The attribute's name.
        annotation: What it is annotated with.
        required: Whether it has no default.
        since: The API version that brings the class.
        until: The first API version without the class.

    Raises:
        TypeError: The annotation holds a type or a piece of metadata that a model can't have.
    """
    metadata: Sequence[Any] = ()
    bare = annotation
    if typing.get_origin(annotation) is typing.Annotated:
        bare, *metadata = typing.get_args(annotation)
    found: dict[type, Any] = {type(extra): extra for extra in metadata}
    for extra in metadata:
        if not isinstance(extra, (Key, Secret, ReadOnly, Quoted, Since, Until, Spelling, Check)):
            raise TypeError(f"{extra!r} beside {name!r} means nothing to a model")
    try:
        shape = shape_of(without_none(bare), bare)
    except TypeError as error:
        raise TypeError(f"attribute {name!r}: {error}") from None
    if Quoted in found:
        if not isinstance(shape, (Integer, Number)):
            raise TypeError(f"attribute {name!r}: Quoted() belongs beside an int or a float")
        shape = msgspec.structs.replace(shape, quoted=True)
    if Secret in found and isinstance(innermost(shape), Nested):
        raise TypeError(f"attribute {name!r}: Secret() belongs to the attributes within the model that hold the secret")
    checks = tuple(extra for extra in metadata if isinstance(extra, Check))
    for check in checks:
        if not isinstance(shape, check.fits):
            raise TypeError(f"attribute {name!r}: {check!r} limits nothing that is a {shape.expected}")
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
