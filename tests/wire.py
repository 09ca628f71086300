"""The service's published shapes, one file for each API version, and what of them no attribute is declared for."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from conftest import WIRE, load

import batchmodels
from batchmodels import Model, TextEnum

DEFINITIONS = {path.stem: path for path in sorted((WIRE / "definitions").glob("*.json"))}

ROOTS = (
    "PoolAddParameter",
    "PoolPatchParameter",
    "PoolUpdatePropertiesParameter",
    "PoolSpecification",
    "CloudPool",
    "ComputeNode",
)

FIRST_WHOLE = "2018-12-01.8.0"
"""From this API version on, every member has its attribute."""

CHANGED_MEANING = {"VirtualMachineConfiguration": {"osDisk"}, "OSDisk": {"caching", "imageUris"}}
"""Before 2017-09-01.6.0 an OS disk was something else: a custom image's."""

LOOSE_MAPS = {"settings", "protectedSettings", "resourceTags"}
"""The newest definitions show maps of texts as texts, and any JSON as a map of texts."""


@cache
def definitions(api_version: str) -> dict[str, Any]:
    """The types of an API version that a pool or a node can hold."""
    types: dict[str, Any] = load(DEFINITIONS[api_version])
    reached: dict[str, Any] = {}
    waiting = [name for name in ROOTS if name in types]
    while waiting:
        name = waiting.pop()
        if name in reached or name not in types:
            continue
        reached[name] = types[name]
        if not is_enumeration(types[name]):
            waiting += [innermost(entry["type"]) for entry in types[name].values()]
    return reached


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
    return [value for name, value in public() if issubclass(value, TextEnum) and name != "TextEnum"]


def public() -> list[tuple[str, type]]:
    found = [(name, getattr(batchmodels, name)) for name in batchmodels.__all__]
    return [(name, value) for name, value in found if isinstance(value, type)]


def examples() -> list[Path]:
    return sorted((WIRE / "examples").glob("*.json"))
