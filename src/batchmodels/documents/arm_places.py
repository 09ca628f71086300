"""Where ARM has the members of a pool that a document has elsewhere."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

import msgspec

from ..arm.differences import AROUND, BY_ARM, BY_OURS, own_place
from ..models.pools import PoolAddParameter
from ..paths import Steps
from ..rules.finding import Finding, Severity
from .diagnostics import document_finding

_OF_RESOURCE = frozenset(("apiVersion", "comments", "condition", "dependsOn", "identity", "location", "tags", "type", "zones"))
"""The members of a resource that people put into its properties; a name may be that of a secret beside it, which it marks."""

_OF_NO_POOL = ("location", "zones")
_IN_PROPERTIES = "properties"


def misplaced(path: Steps, around: str, key: str, beside: Collection[str]) -> Finding | None:
    """Return the finding about a member of a pool's resource that ARM has elsewhere; None for any other.

    Args:
        path: Its steps in the source.
        around: The place of the object around it.
        key: Its key.
        beside: The members of the resource.
    """
    record = BY_OURS.get(key)
    place = own_place(key) if record else _OTHER.get(key, "")
    if record and (record.read_only or not record.arm):
        fix = "Remove it: only the service sets it."
    elif around == _IN_PROPERTIES and key in _OF_RESOURCE:
        fix = "Remove it: the resource has it already, next to properties." if key in beside else ""
        fix = fix or ("Remove it." if key in _OF_NO_POOL else f"Move {key} out of properties, next to it.")
    elif key == "id" and record:
        fix = "Remove it: the name of the resource, next to properties, is the id of the pool."
    elif place:
        fix = f"Write {place}."
    else:
        return None
    found = document_finding(path, "arm", f"a pool in ARM has no member {key} here", fix)
    is_lost = key == "identity" or key not in _OF_RESOURCE
    return found if is_lost else msgspec.structs.replace(found, severity=Severity.warning)  # for nothing of the pool is lost


def beside_properties(resource: dict[str, Any], path: Steps, kind: str) -> Iterator[Finding]:
    """Yield a finding for each member of a pool's resource that belongs into its properties.

    Args:
        resource: The resource.
        path: Its steps in the source.
        kind: The kind of the findings.
    """
    for key in resource:
        if key in _PROPERTIES or key in _OTHER:
            place = _OTHER.get(key) or own_place(key)
            fix = f"Move {key} into properties." if place in (f"{_IN_PROPERTIES}.{key}", "") else f"Write {place}."
            yield document_finding((*path, key), kind, f"a pool in ARM has no member {key} here", fix)


_OTHER = {
    place.rpartition(".")[2]: place
    for place in (
        "properties.scaleSettings.autoScale",
        "properties.scaleSettings.autoScale.evaluationInterval",
        "properties.scaleSettings.autoScale.formula",
        "properties.scaleSettings.fixedScale",
        "properties.scaleSettings.fixedScale.nodeDeallocationOption",
    )
}
"""The places of what ARM alone has inside of objects in properties, by the names."""

_PROPERTIES = frozenset(
    name
    for name in (
        *(place.split(".")[1] for place in AROUND if place.startswith(f"{_IN_PROPERTIES}.")),
        *(place.split(".")[1] for place, (each, *_) in BY_ARM.items() if place.count(".") == 1 and not each.read_only),
        *PoolAddParameter.__definition__.by_wire_key,
    )
    if name not in ("id", "metadata", "resizeOperationStatus")  # resources may have the first two, the last is a status
)
