"""The service's published shapes, one file for each API version, and what of them no attribute is declared for."""

from __future__ import annotations

import typing
from functools import cache
from pathlib import Path
from typing import Any

import isodate
from conftest import WIRE, in_one_spelling, load

import batchmodels
from batchmodels.declare import Model, TextEnum
from batchmodels.engine import shapes

DEFINITIONS = {path.stem: path for path in sorted((WIRE / "definitions-all").glob("*.json"))}

FIRST_WHOLE = "2018-12-01.8.0"
"""From this API version on, every member has its attribute."""

CHANGED_MEANING = {"VirtualMachineConfiguration": {"osDisk"}, "OSDisk": {"caching", "imageUris"}}
"""Before 2017-09-01.6.0 an OS disk was something else: a custom image's."""

NO_LIMIT = "P10675199DT2H48M5.4775807S"
"""The service's longest duration, which stays as it is: rounded up, the service refuses it."""

LOOSE_MAPS = {"settings", "protectedSettings", "resourceTags"}
"""The newest definitions show maps of texts as texts, and any JSON as a map of texts."""


RENAMED = {"BatchNodeDeallocateContent": "BatchNodeDeallocateOptions"}
"""Types that have another name in a later API version."""

FROM_CLIENTS = "2024-07-01.20.0"
"""From this API version on, the definitions come from azure-batch 15."""

STILL_ACCEPTED = ("JobScheduleUpdateParameter", "JobUpdateParameter", "TaskUpdateParameter", "CloudTaskListSubtasksResult")
"""azure-batch 15 has no class for these documents: it sends a whole job in place of an update, and reads lists by itself."""

ONLY_OLDER = {
    *("PoolUpgradeOSParameter", "SchedulingErrorCategory", "TaskCountValidationStatus", "TaskSchedulingError"),
    "PoolListPoolUsageMetricsResult",
}
"""Types that no API version from ``FIRST_WHOLE`` on has."""


@cache
def definitions(api_version: str) -> dict[str, Any]:
    """The types of an API version."""
    types: dict[str, Any] = load(DEFINITIONS[api_version])
    if api_version >= FROM_CLIENTS:
        last = load(DEFINITIONS["2024-02-01.19.0"])
        types |= {name: last[name] for name in STILL_ACCEPTED}
    return {RENAMED.get(name, name): definition for name, definition in types.items()}


def bodies(api_version: str) -> list[str]:
    """The types of an API version that are models of ours."""
    types = definitions(api_version)
    return sorted(name for name, definition in types.items() if not is_enumeration(definition) and hasattr(batchmodels, name))


def lists(api_version: str) -> dict[str, str]:
    """The lists that the service answers page by page, each with the type of its elements."""
    types = definitions(api_version)
    others = [name for name, definition in types.items() if not is_enumeration(definition) and not hasattr(batchmodels, name)]
    return {name: innermost(types[name]["value"]["type"]) for name in others if "value" in types[name]}


def is_enumeration(definition: dict[str, Any]) -> bool:
    return isinstance(definition.get("enum"), list)


def innermost(wire_type: Any) -> str:
    """The type's name within arrays and maps."""
    while not isinstance(wire_type, str):
        wire_type = wire_type[0] if isinstance(wire_type, list) else wire_type["*"]
    return wire_type


def model_of(name: str) -> Any:
    """Our class for a type."""
    return getattr(batchmodels, name)


def models() -> list[type[Model]]:
    """Every public model of Azure Batch."""
    return [value for name, value in public() if issubclass(value, Model) and name != "Model"]


def enumerations() -> list[type[TextEnum]]:
    """Every public enumeration."""
    return [value for name, value in public() if issubclass(value, TextEnum)]


def public() -> list[tuple[str, type]]:
    found = [(name, getattr(batchmodels, name)) for name in batchmodels.__all__]
    return [(name, value) for name, value in found if isinstance(value, type)]


def examples() -> list[Path]:
    return sorted([*(WIRE / "examples").glob("*.json"), *(WIRE / "examples-all").glob("*.json")])


def unknown_members(value: Any) -> dict[str, Any]:
    """The members, at any depth, that no attribute was found for."""
    if isinstance(value, list):
        return {key: member for element in value for key, member in unknown_members(element).items()}
    if not isinstance(value, Model):
        return {}
    held = [getattr(value, attribute.name) for attribute in value.__definition__.attributes]
    return value.additional_properties | unknown_members(held)


def example_documents(path: Path) -> list[tuple[type[Model], dict[str, Any]]]:
    """The documents of a published example, each with its class: of a list, its elements."""
    example = load(path)
    name, body = example["type"], example["body"]
    if name in ONLY_OLDER:
        return []
    element = lists(example["api_versions"][-1]).get(name)
    return [(model_of(element), each) for each in body["value"]] if element else [(model_of(name), body)]


def as_held(model: type[Model], document: dict[str, Any]) -> dict[str, Any]:
    """A document as Python can hold it.

    Times to the microsecond, durations in their usual spelling, enumerations in the letter case that goes out; and null is
    as good as nothing where an attribute is declared.
    """
    known = model.__definition__.by_wire_key
    return {
        key: _held(known[key].shape, value) if key in known else value
        for key, value in document.items()
        if value is not None or key not in known
    }


def _held(shape: shapes.Shape, value: Any) -> Any:
    if isinstance(shape, shapes.Nested):
        return as_held(typing.cast("type[Model]", shape.model), value)
    if isinstance(shape, shapes.ListOf):
        return [_held(shape.element, element) for element in value]
    if isinstance(shape, shapes.Time):
        return in_one_spelling(value)
    if isinstance(shape, shapes.Duration):
        return value if value == NO_LIMIT else isodate.duration_isoformat(isodate.parse_duration(value))
    if isinstance(shape, shapes.Enumeration) and value.lower() in shape.members:
        return shape.members[value.lower()].value
    return value
