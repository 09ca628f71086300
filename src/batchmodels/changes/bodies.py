"""The bodies of the requests that make changes."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from ..engine.model import Model
from ..models.job_constraints import JobConstraints
from ..models.job_enums import OnAllTasksComplete
from ..models.job_schedules import JobSchedulePatchParameter
from ..models.jobs import JobPatchParameter
from ..models.pool_enums import ComputeNodeFillType, NodeCommunicationMode
from ..models.pools import PoolPatchParameter, PoolUpdatePropertiesParameter
from ..models.scheduling import TaskSchedulingPolicy
from ..models.start_task import StartTask
from ..models.task_settings import TaskConstraints
from ..models.tasks import TaskUpdateParameter
from .sides import START_TASK, Role, Side
from .verdicts import Kind

PATCHES: dict[Kind, type[Model]] = {
    "pool": PoolPatchParameter,
    "job": JobPatchParameter,
    "job schedule": JobSchedulePatchParameter,
}


def _removals() -> dict[str, Any]:
    """Return the values with which a PATCH removes a property or resets it."""
    return {
        "allowTaskPreemption": False,
        "applicationPackageReferences": [],
        "certificateReferences": [],
        "constraints": JobConstraints(),
        "enableInterNodeCommunication": False,
        "maxParallelTasks": -1,
        "metadata": [],
        "mountConfiguration": [],
        "onAllTasksComplete": OnAllTasksComplete.no_action,
        "priority": 0,
        "resourceTags": {},
        "targetNodeCommunicationMode": NodeCommunicationMode.default,
        "taskSchedulingPolicy": TaskSchedulingPolicy(node_fill_type=ComputeNodeFillType.spread),
        "taskSlotsPerNode": 1,
        "userAccounts": [],
    }


def value_of(side: Side, key: str) -> Any:
    """Return the value of a property of a side; None if it is left out."""
    if side.role is Role.part:
        return side.model if key == START_TASK else None
    attribute = side.model.__definition__.by_wire_key.get(key)
    return None if attribute is None else getattr(side.model, attribute.name)


def patch_of(new: Side, keys: Collection[str], api_version: str) -> Model | None:
    """Return the body of a PATCH that gives properties their whole new values.

    Args:
        new: The new side.
        keys: The wire keys of the properties; those that a PATCH doesn't have, or can't remove, are left out.
        api_version: The version of the Batch service's API; its body lacks what later versions add.

    Returns:
        The body; None if it would be empty.
    """
    if new.kind == "task":
        return (
            TaskUpdateParameter(constraints=value_of(new, "constraints") or TaskConstraints())
            if "constraints" in keys
            else None
        )
    model = PATCHES[new.kind]
    removals = _removals()
    values: dict[str, Any] = {}
    for key, attribute in model.__definition__.by_wire_key.items():
        value = value_of(new, key)
        value = removals.get(key) if value is None else value
        fits = (attribute.since or "") <= api_version and (attribute.until is None or api_version < attribute.until)
        if key in keys and value is not None and fits:
            values[attribute.name] = value
    return model(**values) if values else None


def update_without_start_task(new: Side, api_version: str) -> PoolUpdatePropertiesParameter:
    """Return the body of updateproperties that removes the start task, and sets what else it replaces."""
    has_certificates = api_version < "2025-06-01"
    start_task = value_of(new, START_TASK)
    return PoolUpdatePropertiesParameter(
        start_task=start_task if isinstance(start_task, StartTask) else None,
        certificate_references=(value_of(new, "certificateReferences") or []) if has_certificates else None,
        application_package_references=value_of(new, "applicationPackageReferences") or [],
        metadata=value_of(new, "metadata") or [],
        target_node_communication_mode=value_of(new, "targetNodeCommunicationMode") if has_certificates else None,
    )


def creation_of(new: Side, model: type[Model]) -> Model:
    """Return the body that creates the resource of a side."""
    if isinstance(new.model, model):
        return new.model
    known = new.model.__definition__.by_wire_key
    values = {
        attribute.name: getattr(new.model, known[key].name)
        for key, attribute in model.__definition__.by_wire_key.items()
        if key in known and getattr(new.model, known[key].name) is not None
    }
    missing = {attribute.name: None for attribute in model.__definition__.attributes if attribute.required}
    return model(**{**missing, **values})
