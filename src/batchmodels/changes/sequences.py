"""The requests that make the changes, in their order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ..models.job_enums import DisableJobOption
from ..models.job_schedules import JobScheduleUpdateParameter
from ..models.jobs import JobDisableParameter, JobUpdateParameter
from .arm_sequences import arm_operations
from .bodies import creation_of, patch_of
from .changes import Operation, PropertyChange
from .creating import missing_in_creation
from .judging import Comparison
from .pool_sequences import pool_operations
from .sides import WHOLE
from .states import is_deleting, is_disabled, is_disabling
from .terraform import terraform_operations
from .verdicts import NEW, Kind


def operations_of(comparison: Comparison, properties: Sequence[PropertyChange]) -> tuple[Operation, ...]:
    """Return the requests that make the changes of some properties, in their order."""
    changed = {each.name: each for each in properties if each.is_change}
    if comparison.planned is not None and (changed or comparison.planned.replaces):
        return tuple(terraform_operations(comparison.planned, comparison.old, comparison.kind, changed))
    if not changed or missing_in_creation(comparison, changed.values()):
        return ()
    if comparison.kind == "pool":
        make = pool_operations if comparison.plane == "data" else arm_operations
        return tuple(make(comparison, changed))
    return tuple(_operations(comparison, changed))


COLLECTIONS: dict[Kind, str] = {"job": "/jobs", "job schedule": "/jobschedules", "task": "/jobs/{jobId}/tasks"}
"""The paths of the requests that add a resource."""

_LOST: dict[Kind, str] = {
    "job": "This deletes the job's tasks, too.",
    "job schedule": "This deletes all jobs of the schedule and their tasks, too.",
    "task": "",
}


def _operations(comparison: Comparison, changed: dict[str, PropertyChange]) -> Iterator[Operation]:
    kind, new = comparison.kind, comparison.new
    collection = COLLECTIONS[kind]
    path = f"{collection}/{comparison.old.identifier or new.identifier or _placeholder(kind)}"
    if any(each.verdict is NEW[kind] for each in changed.values()):
        yield from _again(comparison, collection, path, changed)
        return
    if isinstance(new.model, (JobUpdateParameter, JobScheduleUpdateParameter)):
        yield from _in_disabled_job(
            comparison, path, changed, Operation(title=_title(kind), method="PUT", path=path, body=new.model)
        )
        return
    body: Any = patch_of(new, list(changed), comparison.api_version)
    if body is not None:
        method = "PUT" if kind == "task" else "PATCH"
        yield from _in_disabled_job(
            comparison, path, changed, Operation(title=_title(kind), method=method, path=path, body=body)
        )


def _title(kind: Kind) -> str:
    return f"Change the {kind}."


def _placeholder(kind: Kind) -> str:
    return {"job": "{jobId}", "job schedule": "{jobScheduleId}"}.get(kind, "{taskId}")


def _again(comparison: Comparison, collection: str, path: str, changed: dict[str, PropertyChange]) -> Iterator[Operation]:
    """Yield the requests that delete a resource and add it again, or add one with another id."""
    kind = comparison.kind
    if comparison.new.is_change:
        return
    if "id" not in changed:
        if not is_deleting(comparison.old):
            yield Operation(title=f"Delete the {kind}.", method="DELETE", path=path, note=_LOST[kind])
        if kind != "task":
            yield Operation(title=f"Wait until the {kind} is gone (status 404).", method="GET", path=path)
    body = creation_of(comparison.new, WHOLE[kind])
    yield Operation(title=f"Add the {kind}.", method="POST", path=collection, body=body)


def _in_disabled_job(
    comparison: Comparison, path: str, changed: dict[str, PropertyChange], change: Operation
) -> Iterator[Operation]:
    """Yield a change of a job; around it the requests that disable and enable the job, if the change needs that."""
    needs = any(each.name == "poolInfo" for each in changed.values()) and comparison.kind == "job"
    if not needs or is_disabled(comparison.old):
        yield change
        return
    body = JobDisableParameter(disable_tasks=DisableJobOption.requeue)
    note = "requeue stops the running tasks and runs them again later; terminate and wait are the other options."
    if not is_disabling(comparison.old):
        yield Operation(title="Disable the job.", method="POST", path=f"{path}/disable", body=body, note=note)
    yield Operation(title="Wait until the job's state is disabled.", method="GET", path=path)
    yield change
    yield Operation(title="Enable the job.", method="POST", path=f"{path}/enable")
