"""Durations as ``az batch`` prints them in answers, which isn't the service's form: ``0:15:00``, ``7 days, 0:00:00``."""

from __future__ import annotations

import datetime
import re
from typing import Any, cast

from ..engine import wiretexts
from ..engine.model import Model
from ..engine.shapes import Duration, ListOf, MapOf, Nested, Shape, TextOr
from ..paths import MAX_DEPTH
from .partial_models import model_named

_PRINTED = r"(?:(-?[0-9]{1,9}) days?, )?([0-9]{1,2}):([0-5][0-9]):([0-5][0-9])(?:\.([0-9]{6}))?"
_DURATION = re.compile(_PRINTED)
_IN_QUOTES = re.compile(rf"[\"'](?:{_PRINTED})[\"']|:[ \t]+(?:{_PRINTED})[ \t\r]*$", re.MULTILINE)


def may_have_durations(text: str, start: int, end: int) -> bool:
    """Return whether a part of a text may have such durations, so that it is worthwhile to look for them."""
    return _IN_QUOTES.search(text, start, end) is not None


def with_service_durations(content: Any, model_type: str) -> Any:
    """Return an answer with its durations in the service's form; the same object if it has none of az's.

    Only answers have them: the service refuses such a text in a body.

    Args:
        content: The document.
        model_type: The name of its model.
    """
    model = model_named(model_type)
    return _converted(content, Nested(model.__name__, model.__name__, model))


def _converted(value: Any, shape: Shape | None, depth: int = 0) -> Any:
    shape = shape.element if isinstance(shape, TextOr) else shape
    if depth > MAX_DEPTH:
        return value
    if isinstance(shape, Duration) and isinstance(value, str):
        return _in_service_form(value)
    if isinstance(shape, ListOf) and isinstance(value, list):
        elements = [_converted(each, shape.element, depth + 1) for each in value]
        return elements if any(one is not other for one, other in zip(elements, value, strict=True)) else value
    if isinstance(shape, (Nested, MapOf)) and isinstance(value, dict):
        members = {key: _converted(member, _shape_of(shape, key), depth + 1) for key, member in value.items()}
        return members if any(members[key] is not value[key] for key in value) else value
    return value


def _shape_of(shape: Nested | MapOf, key: str) -> Shape | None:
    if isinstance(shape, MapOf):
        return shape.element
    definition = cast("type[Model]", shape.model).__definition__
    attribute = definition.by_wire_key.get(key) or definition.by_other_key.get(key)
    return None if attribute is None else attribute.shape


def _in_service_form(text: str) -> str:
    found = _DURATION.fullmatch(text)
    if found is None:
        return text
    days, hours, minutes, seconds, fraction = (int(each or 0) for each in found.groups())
    duration = datetime.timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds, microseconds=fraction)
    return wiretexts.write_duration(duration)
