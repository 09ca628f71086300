"""Unknown members and enumeration values, which the models would send unchanged."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

from ..engine.definition import Definition
from ..engine.model import Model
from ..engine.shapes import Enumeration, Nested, Shape, UnknownValue, innermost
from ..paths import ROOT, Steps
from ..rules.finding import Finding, Severity
from ..secrets.masking import MASK, cut, shown_text
from ..spelling import nearest

UNKNOWN_MEMBER = "unknown/member"
UNKNOWN_VALUE = "unknown/value"

UNKNOWN = {UNKNOWN_MEMBER: "a member that no model knows", UNKNOWN_VALUE: "a value that no enumeration knows"}
"""The rules, with their titles."""

_LISTED = 12  # values of an enumeration that a message lists


def is_annotation(key: str) -> bool:
    """Return whether a member is one of OData's, which the service adds to its answers: ``odata.metadata``, ``@odata.etag``."""
    return isinstance(key, str) and (key.startswith("odata.") or "@odata." in key)  # pyright: ignore[reportUnnecessaryIsInstance]  # because a model can hold anything


def unknown_members(root: Model) -> Iterator[Finding]:
    """Find the members and enumeration values that no model knows, in the order of the document."""
    return _within(root, root, ROOT)


def _within(root: Model, value: Any, path: Steps) -> Iterator[Finding]:
    if isinstance(value, Model):
        for key in value.additional_properties:
            if not is_annotation(key):
                yield _member(root, value, (*path, key), key)
        for name, wire_key, shape in _searched_attributes(value.__definition__):
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
def _searched_attributes(definition: Definition) -> list[tuple[str, str, Shape]]:
    """The attributes of a model that may hold an unknown item: name, wire key, and what is in their lists."""
    found = [(each.name, each.wire_key, innermost(each.shape)) for each in definition.attributes]
    return [each for each in found if isinstance(each[2], (Enumeration, Nested))]


def _member(root: Model, model: Model, path: Steps, key: str) -> Finding:
    name = cut(model.__definition__.shown_key(key))
    path = (*path[:-1], MASK) if name == MASK else path
    known = (type(root), *type(root).__definition__.held)
    owners = [each.__name__ for each in known if key in each.__definition__.by_wire_key]
    where = f" It is a member of {', '.join(owners)}." if owners else ""
    message = (
        f"{type(model).__name__} has no member {name} that is known here: the service refuses it, or goes without it.{where}"
    )
    fix = "Write it there." if len(owners) == 1 else "Take it out, or write the member that you mean."
    return Finding(UNKNOWN_MEMBER, Severity.warning, path, message, fix)


def _values(shape: Any, value: Any, path: Steps) -> Iterator[Finding]:
    if isinstance(value, list):
        for index, element in enumerate(value):
            yield from _values(shape, element, (*path, index))
    if isinstance(value, UnknownValue):
        values = [member.value for member in shape.members.values()]
        near = nearest(value.lower(), [each.lower() for each in values])
        fix = f"Write {shape.members[near].value}." if near else f"Write one of {', '.join(values[:_LISTED])}."
        message = f"{shown_text(value)} is no value that is known here: the service refuses it, unless it is a newer one."
        yield Finding(UNKNOWN_VALUE, Severity.warning, path, message, fix)
