"""The places of resources in the form of ``terraform show -json``."""

from __future__ import annotations

from typing import Any

from ..arm.names import POOL_TYPE
from ..paths import Steps
from .values import value_at

AZAPI = "azapi_resource"
"""The type of the resources of the azapi provider, which takes the bodies of ARM."""


def is_azapi_pool(kind: Any, values: Any) -> bool:
    """Return whether a resource is a pool of the azapi provider, whose body is that of ARM."""
    named = value_at(values, ("type",))
    return kind == AZAPI and isinstance(named, str) and named.partition("@")[0].lower() == POOL_TYPE.lower()


def prefix_length(steps: Steps) -> int:
    """Return how many steps lead to the values of a resource; 0 if the steps lead to something else."""
    if steps[:1] not in (("planned_values",), ("values",)):
        return 0
    for index in range(1, len(steps) - 2):
        if steps[index] == "resources":
            return index + 3 if steps[index + 2] == "values" else 0
    return 0


def is_sensitive(content: Any, steps: Steps, length: int) -> bool:
    """Return whether Terraform hides the value at some steps, of which the first ones lead to the values of a resource."""
    sensitive = value_at(content, (*steps[: length - 1], "sensitive_values")) if length else None
    for step in steps[length:]:
        if sensitive is True:
            return True
        sensitive = value_at(sensitive, (step,))
    return sensitive is True


def hidden_texts(sensitive: Any, values: Any) -> list[str]:
    """Return the texts that Terraform hides, the longest first."""
    found: list[str] = []
    waiting = [(sensitive, values)]
    while waiting:
        hidden, value = waiting.pop()
        if hidden is True:
            found += _texts(value)
        elif isinstance(hidden, dict):
            waiting += [(each, value_at(value, (key,))) for key, each in hidden.items()]
        elif isinstance(hidden, list):
            waiting += [(each, value_at(value, (index,))) for index, each in enumerate(hidden)]
    return sorted((each for each in found if len(each) >= _SHORTEST), key=len, reverse=True)


def _texts(value: Any) -> list[str]:
    if isinstance(value, (dict, list)):
        return [text for each in (value.values() if isinstance(value, dict) else value) for text in _texts(each)]
    return [str(value)]


_SHORTEST = 3  # characters of a value that is hidden in a message: a shorter one is in every second word
