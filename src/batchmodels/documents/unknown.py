"""What no model knows: members and values of enumerations that the models would send as they stand."""

from __future__ import annotations

import difflib
import functools
from collections.abc import Iterator
from typing import Any

import msgspec

from ..engine.definition import Definition
from ..engine.model import Model
from ..engine.paths import ROOT, Path
from ..engine.shapes import Enumeration, Nested, Shape, UnknownValue, innermost
from ..secrets.masking import MASK, cut, shown_text

UNKNOWN = {"unknown/member": "a member that no model knows", "unknown/value": "a value that no enumeration knows"}
"""The rules, with their titles."""

_LISTED = 12  # values of an enumeration that a message lists


class Stranger(msgspec.Struct, frozen=True):
    """A member or a value that no model knows.

    Attributes:
        path: Where, from the model.
        rule: ``unknown/member`` or ``unknown/value``.
        message: What it is.
        fix: What to do about it.
    """

    path: Path
    rule: str
    message: str
    fix: str

    @property
    def title(self) -> str:
        """The title of its rule."""
        return UNKNOWN[self.rule]


def strangers(root: Model) -> Iterator[Stranger]:
    """Find them, in the order of the document."""
    return _within(root, root, ROOT)


def _within(root: Model, value: Any, path: Path) -> Iterator[Stranger]:
    if isinstance(value, Model):
        for key in value.additional_properties:
            yield _member(root, value, (*path, key), key)
        for name, wire_key, shape in _worth_a_look(value.__definition__):
            member = getattr(value, name)
            if member is None:
                continue
            if isinstance(shape, Enumeration):
                yield from _values(shape, member, (*path, wire_key))
            else:
                yield from _within(root, member, (*path, wire_key))
    elif isinstance(value, list):
        for index, element in enumerate(value):
            yield from _within(root, element, (*path, index))


@functools.cache
def _worth_a_look(definition: Definition) -> list[tuple[str, str, Shape]]:
    """The attributes of a model that may hold a stranger: name, wire key, and what is in their lists."""
    found = [(each.name, each.wire_key, innermost(each.shape)) for each in definition.attributes]
    return [each for each in found if isinstance(each[2], (Enumeration, Nested))]


def _member(root: Model, model: Model, path: Path, key: str) -> Stranger:
    name = cut(model.__definition__.shown_key(key))
    path = (*path[:-1], MASK) if name == MASK else path
    known = (type(root), *type(root).__definition__.held)
    owners = [each.__name__ for each in known if key in each.__definition__.by_wire_key]
    where = f" It is a member of {', '.join(owners)}." if owners else ""
    message = (
        f"{type(model).__name__} has no member {name} that is known here: the service refuses it, or goes without it.{where}"
    )
    fix = "Write it there." if len(owners) == 1 else "Take it out, or write the member that you mean."
    return Stranger(path, "unknown/member", message, fix)


def _values(shape: Any, value: Any, path: Path) -> Iterator[Stranger]:
    if isinstance(value, list):
        for index, element in enumerate(value):
            yield from _values(shape, element, (*path, index))
    if isinstance(value, UnknownValue):
        values = [member.value for member in shape.members.values()]
        near = difflib.get_close_matches(value.lower(), [each.lower() for each in values], 1)
        fix = f"Write {shape.members[near[0]].value}." if near else f"Write one of {', '.join(values[:_LISTED])}."
        message = f"{shown_text(value)} is no value that is known here: the service refuses it, unless it is a newer one."
        yield Stranger(path, "unknown/value", message, fix)
