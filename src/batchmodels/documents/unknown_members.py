"""Unknown members and enumeration values, which the models would send unchanged."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any, cast

from ..arm.differences import arm_key, own_place
from ..arm.reading import kind_of
from ..engine.annotations import is_annotation
from ..engine.definition import Definition
from ..engine.model import Model
from ..engine.shapes import Enumeration, ListOf, Nested, Shape, UnknownValue, innermost
from ..paths import ROOT, Steps
from ..rules.finding import Finding, Replace, Severity
from ..secrets.masking import MASK, cut, shown_text
from ..spelling import near, nearest, plain

UNKNOWN_MEMBER = "unknown/member"
UNKNOWN_VALUE = "unknown/value"

UNKNOWN = {UNKNOWN_MEMBER: "unknown member", UNKNOWN_VALUE: "unknown enumeration value"}
"""The rules, with their titles."""

_NEAR = 0.85
_VAGUELY = 0.5
_SIMILAR = 3  # names that a fix suggests
_PLACES = 3  # places that a fix suggests

_LISTED = 12  # values of an enumeration that a message lists


def unknown_members(root: Model, *, arm: bool = False) -> Iterator[Finding]:
    """Find the unknown members and enumeration values of a model, in the order of the document.

    Args:
        root: The model.
        arm: Whether the document is in ARM's form.
    """
    return _within(root, root, ROOT, arm)


def _within(root: Model, value: Any, path: Steps, arm: bool) -> Iterator[Finding]:  # because all calls are here
    if isinstance(value, Model):
        for key in value.additional_properties:
            if not is_annotation(key):
                yield _member(root, value, (*path, key), key, arm)
        for name, wire_key, shape in _searched_attributes(value.__definition__):
            member = getattr(value, name)
            if member is None:
                continue
            if isinstance(shape, Enumeration):
                yield from _values(shape, member, (*path, wire_key))
            else:
                yield from _within(root, member, (*path, wire_key), arm)
    elif isinstance(value, list):
        for index, element in enumerate(value):
            yield from _within(root, element, (*path, index), arm)


@functools.cache
def _searched_attributes(definition: Definition) -> list[tuple[str, str, Shape]]:
    """Return the attributes that can hold unknown items: the name, the wire key, and the shape of the value or its elements."""
    found = [(each.name, each.wire_key, innermost(each.shape)) for each in definition.attributes]
    return [each for each in found if isinstance(each[2], (Enumeration, Nested))]


def _member(root: Model, model: Model, path: Steps, key: str, arm: bool) -> Finding:  # because of the same
    name = cut(model.__definition__.shown_key(key))
    path = (*path[:-1], MASK) if name == MASK else path
    message = f"{type(model).__name__} has no known member {name}: the service refuses or ignores it."
    if model.additional_properties[key] is None:
        return Finding(UNKNOWN_MEMBER, Severity.note, path, message, f"Remove {name}, which is null.")
    known = (type(root), *type(root).__definition__.held)
    owners = [each for each in known if key in each.__definition__.by_wire_key]
    where = f" It is a member of {', '.join(each.__name__ for each in owners)}." if owners else ""
    places = _places_of(owners, model, root)
    fix = (
        f"Move {name} to {' or '.join(places[:_PLACES])}." if places else _members_instead(name, _keys_of(type(model), arm=arm))
    )
    return Finding(UNKNOWN_MEMBER, Severity.warning, path, message + where, fix)


def _places_of(owners: list[type[Model]], model: Model, root: Model) -> list[str]:
    """Return where models of some classes are: below the model that has the unknown member, otherwise in the document."""
    below, name = places_in(type(model)), type(root).__name__
    if found := [below[owner] for owner in owners if below.get(owner)]:
        return found
    paths = [path for owner in owners if (path := places_in(type(root)).get(owner)) is not None]
    return [f"{path} of {name}" if path else name for path in paths]


@functools.cache
def places_in(kind: type[Model]) -> dict[type[Model], str]:
    """Return the shortest path to each class of models within one: ``userIdentity.autoUser``."""
    places: dict[type[Model], str] = {kind: ""}
    waiting = [kind]
    for each in waiting:  # it grows
        for attribute in each.__definition__.attributes:
            shape = innermost(attribute.shape)
            within = cast("type[Model]", shape.model) if isinstance(shape, Nested) else kind
            if within not in places:
                listed = "[]" if isinstance(attribute.shape, ListOf) else ""
                places[within] = f"{places[each]}.{attribute.wire_key}{listed}".lstrip(".")
                waiting.append(within)
    return places


def _keys_of(model: type[Model], *, arm: bool) -> list[str]:
    """Return the members that a model has in a document; those of a pool in ARM are the ones of its properties."""
    keys = [attribute.wire_key for attribute in model.__definition__.attributes]
    if arm and kind_of(model) is None:
        return [key for each in keys if (key := arm_key(model, each))]
    places = [own_place(key).split(".") for key in keys] if arm else []
    return list(dict.fromkeys(place[1] for place in places if len(place) > 1)) if arm else keys


def _members_instead(name: str, keys: list[str]) -> str:
    """Return the fix for a member that no model has: the names that may be meant."""
    similar = near(name, keys, _SIMILAR, _VAGUELY)
    shown = similar or keys[:_LISTED]
    others = " or another member" if not similar and len(keys) > _LISTED else ""
    which = shown[0] if len(shown) == 1 else f"one of {', '.join(shown)}{others}"
    return f"Remove {name}, or use {which}."


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
