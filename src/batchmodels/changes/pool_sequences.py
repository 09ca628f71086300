"""The requests of the Batch service's API that change a pool, in their order."""

from __future__ import annotations

from collections.abc import Iterator

from ..models.pool_actions import PoolEnableAutoScaleParameter, PoolEvaluateAutoScaleParameter, PoolResizeParameter
from ..models.pools import PoolAddParameter, PoolPatchParameter, PoolUpdatePropertiesParameter
from .arm_bodies import ACCOUNT, arm_properties
from .bodies import creation_of, patch_of, update_without_start_task
from .changes import EMPTY, Operation, PropertyChange
from .judging import Comparison
from .records import DELETED, NEWEST, WAITING
from .removed_nodes import TARGETS, note_on, removal
from .sides import IDENTITY, START_TASK, Side
from .sizes import SIZE, Size, size_after, size_of
from .states import has_no_nodes, is_deleting
from .verdicts import Verdict

WHOLE_VALUES = "Each property in the body replaces the whole old value."

REBOOT_NOTE = (
    "For each node. The documentation has it for nodes that are idle or running only; for a node whose start task failed, the "
    "sources contradict each other (Azure/BatchExplorer#102)."
)


STOP_RESIZE = "Stop the resize that is running, or wait until it ends."

RESIZING = "The service refuses another resize until allocationState is steady."

REQUEUED = f"{DELETED} To end them in another way, first resize the pool to no nodes with a nodeDeallocationOption."


def pool_operations(comparison: Comparison, changed: dict[str, PropertyChange]) -> Iterator[Operation]:
    """Yield the requests that change a pool."""
    path = f"/pools/{comparison.old.identifier or comparison.new.identifier or '{poolId}'}"
    verdicts = {each.verdict for each in changed.values()}
    if Verdict.new_pool in verdicts:
        yield from _again(comparison, path, changed)
        return
    before, after = size_of(comparison.old), size_after(comparison)
    if Verdict.empty in verdicts:
        yield from _emptied(path, before, comparison)
        yield from _changed(comparison, path, changed)
        yield from _filled(path, after)
        return
    yield from _changed(comparison, path, changed)
    if Verdict.reboot in verdicts or (Verdict.dangerous in verdicts and _needs_reboot(changed)):
        yield from _rebooted(comparison, path)
    if any(name in changed for name in SIZE):
        yield from _resized(path, before, after, comparison)


def _removal_note(comparison: Comparison) -> str:
    sides = comparison.old, comparison.new
    removes = any(removal(*sides, key, comparison.before.get(key), comparison.after.get(key)) for key in TARGETS)
    return note_on(comparison.new) if removes else ""


def _needs_reboot(changed: dict[str, PropertyChange]) -> bool:
    return any(name in changed for name in (START_TASK, "applicationPackageReferences", "certificateReferences"))


def _again(comparison: Comparison, path: str, changed: dict[str, PropertyChange]) -> Iterator[Operation]:
    """Yield the requests that delete a pool and create it again, or create one with another id."""
    if comparison.new.is_change:
        return
    create = Operation(
        title="Create the pool.", method="POST", path="/pools", body=creation_of(comparison.new, PoolAddParameter)
    )
    yield from recreation(create, path, other_id="id" in changed, deleting=is_deleting(comparison.old))


def recreation(create: Operation, path: str, *, other_id: bool, deleting: bool = False) -> Iterator[Operation]:
    """Yield the requests that replace a pool, on either plane.

    Args:
        create: The request that creates the new pool.
        path: The path of the old pool.
        other_id: Whether the new pool has another id, so that both can exist while the jobs move.
        deleting: Whether the old pool is being deleted already.
    """
    note = REQUEUED if other_id else f"{REQUEUED} {WAITING}"
    delete = Operation(title="Delete the pool.", method="DELETE", path=path, note=note)
    if other_id:
        yield create
        yield Operation(
            title="Move the jobs to the new pool: disable each, change its poolInfo, enable it.", method="", path=""
        )
        yield from () if deleting else (delete,)
        return
    yield from () if deleting else (delete,)
    yield Operation(title="Wait until the pool is gone (status 404), which takes minutes.", method="GET", path=path)
    yield create


def _emptied(path: str, before: Size, comparison: Comparison) -> Iterator[Operation]:
    new = comparison.new
    yield from _before_resize(path, before, comparison.old)
    body = PoolResizeParameter(target_dedicated_nodes=0, target_low_priority_nodes=0, node_deallocation_option=new.deallocation)
    yield Operation(title=EMPTY, method="POST", path=f"{path}/resize", body=body, note=note_on(new))
    yield _steady(path, " and the pool has no nodes")


def _before_resize(path: str, before: Size, old: Side) -> Iterator[Operation]:
    """Yield what a resize needs: no formula, and a pool that isn't resizing already."""
    if before.scales:
        yield Operation(title="Disable automatic scaling.", method="POST", path=f"{path}/disableautoscale")
    if old.nodes.allocation == "resizing":
        yield Operation(title=STOP_RESIZE, method="POST", path=f"{path}/stopresize", note=RESIZING)
    if before.scales or old.nodes.allocation != "steady":
        yield _steady(path)


def _steady(path: str, more: str = "") -> Operation:
    return Operation(title=f"Wait until allocationState is steady{more}.", method="GET", path=path)


def _changed(comparison: Comparison, path: str, changed: dict[str, PropertyChange]) -> Iterator[Operation]:
    """Yield the PATCH, and updateproperties where only that removes the start task."""
    new, version = comparison.new, comparison.api_version
    if isinstance(new.model, PoolUpdatePropertiesParameter):
        yield Operation(title="Replace the properties.", method="POST", path=f"{path}/updateproperties", body=new.model)
        return
    if isinstance(new.model, PoolPatchParameter):
        yield Operation(title="Change the pool.", method="PATCH", path=path, body=new.model, note=WHOLE_VALUES)
        return
    names = set(changed)
    removes = START_TASK in names and comparison.removes(START_TASK)
    replaced = set(PoolUpdatePropertiesParameter.__definition__.by_wire_key) if removes else set[str]()
    body = patch_of(new, names - replaced, version)
    if body is not None:
        yield Operation(title="Change the pool.", method="PATCH", path=path, body=body, note=WHOLE_VALUES)
    if IDENTITY in names:
        attached = arm_properties(new, [IDENTITY], NEWEST["arm"])[IDENTITY]
        in_arm = f"{ACCOUNT}{path}"
        yield Operation(title="Change the identities, through ARM.", method="PATCH", path=in_arm, body={IDENTITY: attached})
    if removes:
        note = "It replaces all of these properties, so the body has those that stay."
        yield Operation(
            title="Remove the start task.",
            method="POST",
            path=f"{path}/updateproperties",
            body=update_without_start_task(new, version),
            note=note,
        )


def _rebooted(comparison: Comparison, path: str) -> Iterator[Operation]:
    if not has_no_nodes(comparison.old):
        yield Operation(
            title="Reboot the existing nodes.", method="POST", path=f"{path}/nodes/{{nodeId}}/reboot", note=REBOOT_NOTE
        )


def _filled(path: str, after: Size) -> Iterator[Operation]:
    """Yield the request that gives an empty pool its size."""
    if after.scales:
        yield _scaling(
            path, PoolEnableAutoScaleParameter(auto_scale_formula=after.formula, auto_scale_evaluation_interval=after.interval)
        )
    elif not after.is_zero:
        body = PoolResizeParameter(
            target_dedicated_nodes=after.dedicated,
            target_low_priority_nodes=after.low_priority,
            resize_timeout=after.timeout,
        )
        yield Operation(title="Resize the pool to its size.", method="POST", path=f"{path}/resize", body=body)


def _scaling(path: str, body: PoolEnableAutoScaleParameter, note: str = "") -> Operation:
    return Operation(title="Scale by the formula.", method="POST", path=f"{path}/enableautoscale", body=body, note=note)


def _resized(path: str, before: Size, after: Size, comparison: Comparison) -> Iterator[Operation]:
    """Yield the requests that change the size of a pool that keeps its nodes."""
    old, removal_note = comparison.old, _removal_note(comparison)
    if after.scales:
        if old.nodes.allocation in {"resizing", "stopping"}:
            yield _steady(path)
        formula = after.formula if after.formula != before.formula else None
        interval = after.interval if after.interval != before.interval else None
        if before.scales and formula is not None:
            evaluated = PoolEvaluateAutoScaleParameter(auto_scale_formula=formula)
            yield Operation(
                title="Try the new formula, which changes nothing; read the result.",
                method="POST",
                path=f"{path}/evaluateautoscale",
                body=evaluated,
            )
        note = "" if before.scales else "A formula can be tried only in a pool that already scales by one."
        body = PoolEnableAutoScaleParameter(auto_scale_formula=formula, auto_scale_evaluation_interval=interval)
        yield _scaling(path, body, note)
        return
    yield from _before_resize(path, before, old)
    resize = PoolResizeParameter(
        target_dedicated_nodes=after.dedicated if before.scales or after.dedicated != before.dedicated else None,
        target_low_priority_nodes=after.low_priority if before.scales or after.low_priority != before.low_priority else None,
        resize_timeout=after.timeout,
        node_deallocation_option=after.deallocation if removal_note else None,
    )
    yield Operation(title="Resize the pool.", method="POST", path=f"{path}/resize", body=resize, note=removal_note)
