"""What msgspec can't read is set aside before it reads a document, and attached to the models that it makes.

That is members that no attribute is declared for, and values of enumerations that are unknown or in another letter case.
"""

from __future__ import annotations

from collections.abc import Iterable
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
        values: The attributes that hold an unknown value of an enumeration, or one in another letter case, and that value.
        dialect: The dialect that one of its keys is spelled in, if it isn't the main one.
        nested: The same of its nested objects, by the attributes that hold them: one, or a list.
    """

    members: dict[Any, Any] | None
    values: dict[str, Any]
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
    values = {}
    for name, key, shape in fast.enumerations:
        text = declared.get(key)
        if type(text) is str and text not in shape.by_text:
            values[name] = shape.read(text)
            declared = {kept: value for kept, value in declared.items() if kept != key}
    nested = {}
    for name, key, container, part in fast.parts:
        value = declared.get(key)
        if value is not None:
            split, below = set_aside(part, value) if container is None else _set_aside_all(part, container, value)
            if below is not None:
                nested[name] = below
                declared = {**declared, key: split}
    if members or values or dialect or nested:
        return declared, Aside(members, values, dialect, nested)
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


def _set_aside_all(fast: Fast[Any], container: type, given: Any) -> tuple[Any, Any]:
    if type(given) is not container:
        raise Fallback
    data: Any = given  # which no type checker can narrow
    values: Iterable[Any] = data if isinstance(data, list) else data.values()
    if not (fast.parts or fast.enumerations) and all(map(fast.wire_keys.issuperset, values)):
        return data, None
    split = [set_aside(fast, value) for value in values]
    asides = [aside for _, aside in split]
    if not any(asides):
        return data, None
    declared = [declared for declared, _ in split]
    return declared if container is list else dict(zip(data, declared, strict=True)), asides


def attach(model: Model, aside: Aside) -> None:
    """Give a model what was set aside of its document."""
    if aside.members:
        model.__definition__.keep_undeclared(model, aside.members)
    for name, value in aside.values.items():
        setattr(model, name, value)
    if aside.dialect:
        model.__dialect__ = aside.dialect
    for name, below in aside.nested.items():
        value = getattr(model, name)
        if isinstance(below, Aside):
            attach(value, below)
        else:
            for element, its in zip(value.values() if type(value) is dict else value, below, strict=True):
                if its:
                    attach(element, its)
