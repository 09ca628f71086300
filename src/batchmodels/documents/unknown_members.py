"""Unknown members and enumeration values, which the models would send unchanged."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

from ..engine.definition import Definition
from ..engine.model import Model
from ..engine.shapes import Enumeration, Nested, Shape, UnknownValue, innermost
from ..paths import ROOT, Steps
from ..rules.finding import Finding, Replace, Severity
from ..secrets.masking import MASK, cut, shown_text
from ..spelling import near, nearest, plain

UNKNOWN_MEMBER = "unknown/member"
UNKNOWN_VALUE = "unknown/value"

UNKNOWN = {UNKNOWN_MEMBER: "unknown member", UNKNOWN_VALUE: "unknown enumeration value"}
"""The rules, with their titles."""

_NEAR = 0.85

_LISTED = 12  # values of an enumeration that a message lists


def unknown_members(root: Model) -> Iterator[Finding]:
    """Find the unknown members and enumeration values of a model, in the order of the document."""
    return _within(root, root, ROOT)


def _within(root: Model, value: Any, path: Steps) -> Iterator[Finding]:
    if isinstance(value, Model):
        for key in value.additional_properties:
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
    """Return the attributes that can hold unknown items: the name, the wire key, and the shape of the value or its elements."""
    found = [(each.name, each.wire_key, innermost(each.shape)) for each in definition.attributes]
    return [each for each in found if isinstance(each[2], (Enumeration, Nested))]


def _member(root: Model, model: Model, path: Steps, key: str) -> Finding:
    name = cut(model.__definition__.shown_key(key))
    path = (*path[:-1], MASK) if name == MASK else path
    known = (type(root), *type(root).__definition__.held)
    owners = [each.__name__ for each in known if key in each.__definition__.by_wire_key]
    where = f" It is a member of {', '.join(owners)}." if owners else ""
    message = f"{type(model).__name__} has no known member {name}: the service refuses or ignores it.{where}"
    fix = "Move it there." if len(owners) == 1 else "Remove it, or correct its name."
    return Finding(UNKNOWN_MEMBER, Severity.warning, path, message, fix)


def _values(shape: Any, value: Any, path: Steps) -> Iterator[Finding]:
    if isinstance(value, list):
        for index, element in enumerate(value):
            yield from _values(shape, element, (*path, index))
    if isinstance(value, UnknownValue):
        values = [member.value for member in shape.members.values()]
        similar = nearest(value.lower(), [each.lower() for each in values])
        fix = f"Write {shape.members[similar].value}." if similar else f"Write one of {', '.join(values[:_LISTED])}."
        meant = _certain(value, values)
        message = f"{shown_text(value)} is not a known value: the service refuses it, unless its API version is newer."
        yield Finding(UNKNOWN_VALUE, Severity.warning, path, message, fix, Replace(path, meant) if meant else None)


def _certain(value: str, values: list[str]) -> str | None:
    """Return the value of an enumeration that must be meant: it differs in case and separators, or no other is similar."""
    same = [each for each in values if plain(each) == plain(value)]
    if not same:
        by_lower = {each.lower(): each for each in values}
        same = [by_lower[each] for each in near(value.lower(), by_lower, 2, _NEAR)]
    return same[0] if len(same) == 1 else None
