"""Corrections of the dicts that msgspec writes and reads, for features that msgspec lacks.

Both correctors are built from one small function for each attribute that can need it, found by its wire key. Most documents
need none.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import msgspec

from . import wiretexts
from .shapes import Duration, Enumeration, ListOf, MapOf, Nested, Shape

if TYPE_CHECKING:
    from .definition import Definition

UNDECLARED = "__class__"
"""The wire key of ``additional_properties``, which is an ordinary field to msgspec.

No service uses it. And every object has an attribute of this name that isn't an ``Undeclared``. So msgspec refuses any mapping
or object that isn't a ``dict``, which it would otherwise read without the undeclared members.
"""

Correct = Callable[[Iterable[Any]], None]
Take = Callable[[Any], Any]


class Undeclared:
    """The type of ``additional_properties`` for msgspec. No JSON value has it, so a document can't fill it."""


def corrector(definition: Definition) -> Correct:
    """Return a function that turns the output of msgspec for models of a class into their REST documents.

    msgspec writes durations in another form, writes attributes that only the service sets, and nests undeclared members in a
    member of their own.
    """
    found = ((each.wire_key, dict.pop if each.read_only else _fix(each.shape)) for each in definition.attributes)
    fixes = [(key, fix) for key, fix in found if fix is not None]

    def correct(documents: Iterable[Any]) -> None:
        for document in documents:
            for key, fix in fixes:
                if key in document:
                    fix(document, key)
            if UNDECLARED in document:
                document.update(document.pop(UNDECLARED))

    return correct


def _fix(shape: Shape) -> Callable[[dict[str, Any], str], Any] | None:
    """Return the function that corrects one member of a document; None if msgspec writes such a member correctly."""
    if isinstance(shape, Duration):
        return _fix_duration
    model: Any = shape.model if isinstance(shape, Nested) else getattr(getattr(shape, "element", None), "model", None)
    if model is None:
        return None
    correct = model.__fast__.correct
    if isinstance(shape, ListOf):
        return lambda document, key: correct(document[key])
    if isinstance(shape, MapOf):
        return lambda document, key: correct(document[key].values())
    return lambda document, key: correct((document[key],))


def _fix_duration(document: dict[str, Any], key: str) -> None:
    document[key] = wiretexts.write_duration(msgspec.convert(document[key], datetime.timedelta))


def taker(definition: Definition) -> Take:
    """Return a function that takes undeclared members, which msgspec can't read, out of a dict.

    It replaces each dict that has some with a model, which msgspec leaves unchanged, and writes values of enumerations in the
    letter case that msgspec expects. Everything else stays, and msgspec refuses what is invalid.
    """
    model: Any = definition.model
    keys = frozenset(definition.by_wire_key)
    declares_all = keys.issuperset
    other_keys = frozenset(definition.by_other_key)
    found = ((each.wire_key, _take(each.shape)) for each in definition.attributes)
    within = [(key, take_within) for key, take_within in found if take_within is not None]
    keep = model.additional_properties.__set__

    def take(data: Any) -> Any:
        if type(data) is not dict:
            return data
        changed = data
        for key, take_within in within:
            if key in data:
                if changed is data:
                    changed = data.copy()
                changed[key] = take_within(data[key])
        if declares_all(changed) or not other_keys.isdisjoint(changed):
            return changed
        declared, undeclared = {}, {}
        for key, value in changed.items():
            if key in keys:
                declared[key] = value
            else:
                undeclared[key] = value
        taken = msgspec.convert(declared, model)
        keep(taken, undeclared)
        return taken

    return take


def _take(shape: Shape) -> Take | None:
    """Return the function for the value of one attribute; None if it makes no difference to msgspec."""
    if isinstance(shape, Enumeration):
        members = shape.members
        return lambda value: members.get(value.lower(), value) if type(value) is str else value
    if isinstance(shape, Nested):
        model: Any = shape.model
        take: Take = model.__fast__.take
        return take
    each_of = _take(shape.element) if isinstance(shape, (ListOf, MapOf)) else None
    if each_of is None:
        return None
    each: Take = each_of  # which type checkers don't narrow for a nested function
    if isinstance(shape, ListOf):
        return lambda value: list(map(each, value)) if type(value) is list else value

    def take_members(value: Any) -> Any:
        return {key: each(member) for key, member in value.items()} if type(value) is dict else value

    return take_members
