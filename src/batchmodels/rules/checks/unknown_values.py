"""BM083: values of an enumeration that the service doesn't have."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from enum import Enum
from typing import Any

from ...engine.attributes import Attribute
from ...engine.model import Model
from ...engine.shapes import Enumeration, UnknownValue, innermost
from ...models.cloud_task import CloudTask
from ...spelling import nearest, plain
from ..analysis.pool_values import is_answer, shown, value_of
from ..context import Context
from ..finding import Finding, Replace, Severity
from ..rule import rule

_MEANT = {
    "administrator": "admin",
    "always": "taskcompletion",
    "docker": "dockerCompatible",
    "http": "tcp",
    "https": "tcp",
    "kill": "terminate",
    "none": "noaction",
    "onfailure": "taskfailure",
    "onsuccess": "tasksuccess",
    "root": "admin",
    "sudo": "admin",
    "terminate": "terminatejob",
    "terminatejob": "terminate",
    "zone": "zonal",
}
"""What people mean by a value, if the enumeration has it. The closest spelling decides otherwise."""


@rule("BM083", Severity.warning, "value that the service doesn't know", Model)
def unknown_value(context: Context[Model]) -> Iterator[Finding]:
    """Find a text that is no value of its enumeration, in a document that is going to be sent."""
    if is_answer(context) or context.within(CloudTask) is not None:
        return
    for attribute, values in _enumerations(type(context.model)):
        held: Any = value_of(context.model, attribute.name)
        for steps, value in enumerate(held) if isinstance(held, list) else ((None, held),):
            if isinstance(value, UnknownValue):
                where = (attribute.wire_key,) if steps is None else (attribute.wire_key, steps)
                yield _finding(context, str.__str__(value), values, where)


@functools.cache
def _enumerations(model: type[Model]) -> tuple[tuple[Attribute, tuple[str, ...]], ...]:
    """Return the attributes of a model that are enumerations, each with the values that the newest API version has."""
    found = []
    for attribute in model.__definition__.attributes:
        shape = innermost(attribute.shape)
        if isinstance(shape, Enumeration) and not attribute.read_only:
            found.append((attribute, tuple(_text(each) for each in shape.enum if value_of(each, "until") is None)))
    return tuple(found)


def _text(member: Enum) -> str:
    return str.__str__(member.value)


def _finding(context: Context[Model], value: str, values: tuple[str, ...], where: tuple[str | int, ...]) -> Finding:
    same = _written_differently(value, values)
    meant = same or nearest(value.lower(), values, 0.75)
    *others, last = values
    listed = f"{', '.join(others)} or {last}" if others else last
    return context.finding(
        f"{where[0]} has no value {shown(value, 40)!r}, so the service refuses the request"
        f"{'.' if same else ' unless a newer API version has it.'}",
        f"Use {meant or listed}.",
        *where,
        severity=Severity.error if same else None,
        edit=Replace(where, meant) if meant and plain(meant) == plain(value) else None,
    )


def _written_differently(value: str, values: tuple[str, ...]) -> str | None:
    """Return the value that a text surely means, so that no API version has the text; None if it may be a new value."""
    same = next((each for each in values if plain(each) == plain(value)), None)
    other = _MEANT.get(plain(value))
    return same or (other if other in values else None)
