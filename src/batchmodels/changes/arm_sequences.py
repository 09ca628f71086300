"""The requests of Azure Resource Manager that change a pool, in their order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .arm_bodies import ACCOUNT, arm_properties, arm_resource, scale_settings
from .changes import EMPTY, Operation, PropertyChange
from .judging import NOT_REMOVABLE, Comparison
from .pool_sequences import REBOOT_NOTE, RESIZING, STOP_RESIZE, recreation
from .removed_nodes import TARGETS, note_on, removal
from .sides import START_TASK, Side
from .sizes import SIZE, Size, none_of, size_after
from .states import has_no_nodes, is_deleting
from .verdicts import Verdict


def arm_operations(comparison: Comparison, changed: dict[str, PropertyChange]) -> Iterator[Operation]:
    """Yield the requests that change a pool through ARM."""
    name = comparison.old.identifier or comparison.new.identifier or "{pool}"
    path = f"{ACCOUNT}/pools/{name}"
    verdicts = {each.verdict for each in changed.values()}
    if Verdict.new_pool in verdicts:
        yield from _again(comparison, path, changed)
        return
    after = size_after(comparison)
    empties = Verdict.empty in verdicts
    if empties or _resizes(changed):
        yield from _before_resize(comparison, path)
    if empties:
        zero = {"properties": {"scaleSettings": scale_settings(none_of(after))}}
        yield Operation(title=EMPTY, method="PATCH", path=path, body=zero, note=note_on(comparison.new))
        yield Operation(
            title="Wait until properties.allocationState is Steady and the pool has no nodes.", method="GET", path=path
        )
    whole = any(comparison.removes(key) for key in NOT_REMOVABLE if key in changed) and not comparison.new.is_change
    if whole:
        note = "A PUT replaces all properties: what the body leaves out is removed or set to its default."
        yield deployment("Deploy the whole pool.", path, comparison.new, note)
    else:
        size = after if empties or _resizes(changed) else None
        body, masked = (_patch(comparison, changed, size, masked=each) for each in (False, True))
        note = note_on(comparison.new) if _removes_nodes(comparison) and not empties else ""
        yield Operation(title="Change the pool.", method="PATCH", path=path, body=body, note=note, masked_body=masked)
    if Verdict.reboot in verdicts and not empties and not has_no_nodes(comparison.old):
        node = f"/pools/{name}/nodes/{{nodeId}}/reboot"
        note = f"A request of the Batch service. {REBOOT_NOTE}"
        yield Operation(title="Reboot the existing nodes.", method="POST", path=node, note=note)


def _before_resize(comparison: Comparison, path: str) -> Iterator[Operation]:
    """Yield what a new size needs: a pool that isn't resizing already."""
    allocation = comparison.old.nodes.allocation
    if allocation == "resizing":
        yield Operation(title=STOP_RESIZE, method="POST", path=f"{path}/stopResize", note=RESIZING)
    if allocation != "steady":
        yield Operation(title="Wait until properties.allocationState is Steady.", method="GET", path=path)


def _removes_nodes(comparison: Comparison) -> bool:
    sides = comparison.old, comparison.new
    return any(removal(*sides, key, comparison.before.get(key), comparison.after.get(key)) for key in TARGETS)


def _resizes(changed: dict[str, PropertyChange]) -> bool:
    return any(name in changed for name in SIZE)


def deployment(title: str, path: str, new: Side, note: str = "") -> Operation:
    """Return the request that writes the whole pool."""
    body, masked = (arm_resource(new, masked=each) for each in (False, True))
    return Operation(title=title, method="PUT", path=path, body=body, note=note, masked_body=masked)


def _patch(comparison: Comparison, changed: dict[str, PropertyChange], size: Size | None, *, masked: bool) -> dict[str, Any]:
    body = arm_properties(comparison.new, [name for name in changed if name not in SIZE], comparison.api_version, masked=masked)
    properties = body.setdefault("properties", {})
    if START_TASK in changed and comparison.removes(START_TASK):
        properties["startTask"] = {}
    if size is not None:
        properties["scaleSettings"] = scale_settings(size)
    return {key: value for key, value in body.items() if value or key != "properties"}


def _again(comparison: Comparison, path: str, changed: dict[str, PropertyChange]) -> Iterator[Operation]:
    if comparison.new.is_change:
        return
    create_path = f"{ACCOUNT}/pools/{comparison.new.identifier or '{pool}'}"
    create = deployment("Create the pool.", create_path, comparison.new)
    yield from recreation(create, path, other_id="id" in changed, deleting=is_deleting(comparison.old))
