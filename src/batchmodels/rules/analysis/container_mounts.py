"""The directories of a task's container that are also on the node."""

from __future__ import annotations

import re
from typing import Any

from ...shells.posix import split_words
from .docker_options import options_in
from .pool_values import value_of

_OF_BATCH = re.compile(r"/(?:mnt/batch|mnt/resource/batch|opt/batch/data|dev|proc|sys)(?:/|\Z)")
_TARGET = re.compile(r"(?:\A|,)(?:target|dst|destination)=([^,]+)")


def stays_inside(path: str, settings: Any) -> bool:
    """Return whether a path on Linux is one of the container alone: neither one of Batch nor below what is mounted."""
    targets = _targets(value_of(settings, "container_run_options"))
    if targets is None or not path.startswith("/") or _OF_BATCH.match(path):
        return False
    return not any(path == target or path.startswith(f"{target}/") for target in targets)


def _targets(options: Any) -> set[str] | None:
    """Return the directories of a container at which the options mount something; None if they aren't known."""
    if not isinstance(options, str):
        return set()
    found: set[str] = set()
    for option in options_in(split_words(options)):
        value = option.value or ""
        if option.name == "volumes-from" or not option.known or not option.name:
            return None
        if option.name in {"v", "volume"}:
            parts = value.split(":")
            found.add(parts[1] if len(parts) > 1 else parts[0])
        elif option.name == "mount":
            found.update(_TARGET.findall(value))
    if any("$" in target or not target.startswith("/") for target in found):
        return None
    return {target.rstrip("/") for target in found}
