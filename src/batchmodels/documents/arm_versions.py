"""Members of pools that newer API versions of ARM have under another name."""

from __future__ import annotations

import re
from typing import Any

from ..paths import Steps
from ..rules.finding import Finding, Rename, Severity
from .values import value_at

_RENAMED = {"maxTasksPerNode": ("taskSlotsPerNode", "2021-01-01")}
"""The members by their old names: the new ones, and the first API versions that have them (azure-mgmt-batch 15.0.0b1)."""


def renamed_members(resource: dict[str, Any], steps: Steps) -> list[Finding]:
    """Return the findings about members of a pool that its API version has under another name.

    Args:
        resource: The resource of the pool.
        steps: Its steps in the file.
    """
    version, members = str(resource.get("apiVersion", "")), value_at(resource, ("properties",))
    found: list[Finding] = []
    for old, (new, first) in _RENAMED.items():
        if value_at(members, (old,)) is None or not re.match(r"\d{4}-\d\d-\d\d", version) or version < first:
            continue
        place = (*steps, "properties", old)
        is_there = value_at(members, (new,)) is not None
        message = f"API version {version} has {new} instead of {old}, so the service refuses or ignores {old}."
        fix, edit = (f"Remove {old}.", None) if is_there else (f"Use {new}.", Rename(place, new))
        found.append(Finding("BM703", Severity.warning, place, message, fix, edit))
    return found
