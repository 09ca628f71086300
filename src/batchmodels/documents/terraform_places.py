"""The places of resources in the form of ``terraform show -json``."""

from __future__ import annotations

from typing import Any

from ..paths import Steps
from .values import value_at


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
