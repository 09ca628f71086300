"""Answers as ``az batch`` prints them, which isn't the service's form.

Its durations are those of Python, ``0:15:00`` and ``7 days, 0:00:00``. Its keys are the names of azure-batch 14 in camel case:
``diskSizeGb`` for ``disk_size_gb``, where the service has ``diskSizeGB``. Some of them are also ARM's: ``nodeAgentSkuId``.
"""

from __future__ import annotations

import datetime
import functools
import re
from typing import Any, cast

from ..engine import wiretexts
from ..engine.attributes import Attribute
from ..engine.definition import Definition
from ..engine.model import Model
from ..engine.shapes import Duration, ListOf, Nested, Shape, TextOr
from ..paths import MAX_DEPTH, ROOT, Steps
from .partial_models import model_named
from .renames import Renamed

_PRINTED = r"(?:(-?[0-9]{1,9}) days?, )?([0-9]{1,2}):([0-5][0-9]):([0-5][0-9])(?:\.([0-9]{6}))?"
_DURATION = re.compile(_PRINTED)
_TEXT = re.compile(rf"[\"'](?:{_PRINTED})[\"']|:[ \t]+(?:{_PRINTED})[ \t\r]*$", re.MULTILINE)
_KEY = re.compile(
    r"[a-z](?:Id|Iops|Io|Cpu|Ip|Ips|Os|Gb|Vm|Fqdn|Sku|Nat|Vnet)[A-Z]|[a-z](?:Iops|Ips|Gb|Fqdn)[\"']?[ \t]*:|userName|IoGiB"
)


def may_be_from_az(text: str, start: int, end: int) -> bool:
    """Return whether a part of a text may have what ``az`` prints, so that it is worthwhile to look for it."""
    return any(pattern.search(text, start, end) is not None for pattern in (_TEXT, _KEY))


def in_service_form(content: Any, model_type: str) -> Renamed:
    """Return an answer in the service's form. A body keeps what ``az`` prints, because the service refuses that.

    Args:
        content: The answer.
        model_type: The name of its model.
    """
    model = model_named(model_type)
    origins: dict[Steps, Steps] = {}
    return Renamed(_converted(content, Nested(model.__name__, model.__name__, model), ROOT, ROOT, origins), origins)


def _converted(value: Any, shape: Shape | None, path: Steps, origin: Steps, origins: dict[Steps, Steps]) -> Any:
    """Return a value in the service's form; ``path`` leads to it in the result, ``origin`` in the source."""
    shape = shape.element if isinstance(shape, TextOr) else shape
    if len(path) > MAX_DEPTH:
        return value
    if isinstance(shape, Duration) and isinstance(value, str):
        return _duration(value)
    if isinstance(shape, ListOf) and isinstance(value, list):
        elements = [
            _converted(each, shape.element, (*path, index), (*origin, index), origins) for index, each in enumerate(value)
        ]
        return elements if any(one is not other for one, other in zip(elements, value, strict=True)) else value
    if isinstance(shape, Nested) and isinstance(value, dict):
        return _members(value, cast("type[Model]", shape.model).__definition__, path, origin, origins)
    return value


def _members(
    members: dict[str, Any], definition: Definition, path: Steps, origin: Steps, origins: dict[Steps, Steps]
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, member in members.items():
        attribute = definition.by_wire_key.get(key) or definition.by_other_key.get(key)
        here, name = (*origin, key), key
        if (meant := printed_keys(definition).get(key)) and meant.wire_key not in members:
            attribute, name = meant, meant.wire_key
            origins[(*path, name)] = here
        shape = None if attribute is None else attribute.shape
        found[name] = _converted(member, shape, (*path, name), here, origins)
    same = found.keys() == members.keys() and all(found[key] is member for key, member in members.items())
    return members if same else found


@functools.cache
def printed_keys(definition: Definition) -> dict[str, Attribute]:
    """Return the attributes by the keys that ``az`` prints, where the service hasn't these. ARM may have them too."""
    named = {re.sub(r"_([a-z0-9])", lambda found: found[1].upper(), each.name): each for each in definition.attributes}
    return {key: each for key, each in named.items() if key not in definition.by_wire_key}


def _duration(text: str) -> str:
    found = _DURATION.fullmatch(text)
    if found is None:
        return text
    days, hours, minutes, seconds, fraction = (int(each or 0) for each in found.groups())
    duration = datetime.timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds, microseconds=fraction)
    return wiretexts.write_duration(duration)
