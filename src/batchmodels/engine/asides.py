"""Members that no attribute is declared for: set aside before msgspec reads a document, and attached to the models it makes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from .checksource import Fallback

if TYPE_CHECKING:
    from .definition import Definition
    from .fast import Fast
    from .model import Model

UNDECLARED = "<additional_properties>"
"""The wire key of ``additional_properties``, which msgspec knows as a field like any other. No service uses it."""


class Undeclared:
    """The type of ``additional_properties`` to msgspec: no JSON value is one, so a document can't fill it."""


class Aside(msgspec.Struct, frozen=True, gc=False):
    """What was set aside of one object of a document, and of the objects in it.

    Attributes:
        members: Its members that no attribute is declared for.
        dialect: The dialect that one of its keys is spelled in, if it isn't the main one.
        nested: The same of its nested objects, by the attributes that hold them: one, or a list.
    """

    members: dict[Any, Any] | None
    dialect: str | None
    nested: dict[str, Any]


def set_aside(fast: Fast[Any], data: Any) -> tuple[Any, Aside | None]:
    """Split a document into what a model declares and what it doesn't; the document itself stays as it is."""
    if type(data) is not dict:
        raise Fallback
    declared, members, dialect = data, None, None
    if not fast.wire_keys.issuperset(data):
        members = fast.definition.undeclared(data)
        declared = {key: value for key, value in data.items() if key not in members}
        if fast.definition.by_other_key:
            dialect = _respell(fast.definition, declared)
    nested = {}
    for name, key, is_list, part in fast.parts:
        value = declared.get(key)
        if value is not None:
            split, below = _set_aside_list(part, value) if is_list else set_aside(part, value)
            if below is not None:
                nested[name] = below
                if declared is data:
                    declared = dict(data)
                declared[key] = split
    if members or dialect or nested:
        return declared, Aside(members, dialect, nested)
    return declared, None


def _respell(definition: Definition, declared: dict[str, Any]) -> str | None:
    """Give the keys of another dialect their main spelling, and return that dialect."""
    dialect = None
    for key, attribute in definition.by_other_key.items():
        value = declared.pop(key, None)
        if value is not None:
            declared[attribute.wire_key] = value
            dialect = attribute.dialect_of(key)
    return dialect


def _set_aside_list(fast: Fast[Any], data: Any) -> tuple[Any, Any]:
    if type(data) is not list:
        raise Fallback
    if not fast.parts and all(map(fast.wire_keys.issuperset, data)):
        return data, None
    split = [set_aside(fast, element) for element in data]
    asides = [aside for _, aside in split]
    return [declared for declared, _ in split], asides if any(asides) else None


def attach(model: Model, aside: Aside) -> None:
    """Give a model what was set aside of its document."""
    if aside.members:
        model.__definition__.keep_undeclared(model, aside.members)
    if aside.dialect:
        model.__dialect__ = aside.dialect
    for name, below in aside.nested.items():
        value = getattr(model, name)
        if isinstance(below, Aside):
            attach(value, below)
        else:
            for element, its in zip(value, below, strict=True):
                if its:
                    attach(element, its)
