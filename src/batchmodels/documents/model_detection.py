"""Detect the model of a document by its members, some of which may be misspelled."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import msgspec

from ..engine.annotations import is_annotation
from ..engine.model import Model
from ..models.auto_pools import PoolInformation
from ..models.cloud_job import CloudJob
from ..models.cloud_job_schedule import CloudJobSchedule
from ..models.cloud_pool import CloudPool
from ..models.cloud_task import CloudTask, SubtaskInformation
from ..models.execution import StartTaskInformation, TaskInformation
from ..models.job_schedules import JobScheduleAddParameter, JobSchedulePatchParameter, JobScheduleUpdateParameter
from ..models.job_task_execution import (
    JobPreparationAndReleaseTaskExecutionInformation,
    JobPreparationTaskExecutionInformation,
    JobReleaseTaskExecutionInformation,
)
from ..models.jobs import JobAddParameter, JobPatchParameter, JobUpdateParameter
from ..models.nodes import ComputeNode
from ..models.pools import PoolAddParameter, PoolPatchParameter, PoolUpdatePropertiesParameter
from ..models.start_task import StartTask
from ..models.tasks import TaskAddParameter, TaskUpdateParameter
from ..spelling import nearest, plain


class _Resource(msgspec.Struct, frozen=True):
    """The models of one kind of resource: its answer has the most members, the bodies have fewer."""

    answer: type[Model]
    add: type[Model]
    patch: type[Model] | None
    update: type[Model]


_RESOURCES = {
    each.answer: each
    for each in (
        _Resource(CloudPool, PoolAddParameter, PoolPatchParameter, PoolUpdatePropertiesParameter),
        _Resource(CloudTask, TaskAddParameter, None, TaskUpdateParameter),
        _Resource(CloudJob, JobAddParameter, JobPatchParameter, JobUpdateParameter),
        _Resource(CloudJobSchedule, JobScheduleAddParameter, JobSchedulePatchParameter, JobScheduleUpdateParameter),
    )
}

_ONLY_ANSWERED: tuple[type[Model], ...] = (
    *(ComputeNode, StartTaskInformation, TaskInformation, SubtaskInformation, JobReleaseTaskExecutionInformation),
    *(JobPreparationTaskExecutionInformation, JobPreparationAndReleaseTaskExecutionInformation),
)

# Of two that a document fits equally well, the first one is meant.
_DETECTED: tuple[type[Model], ...] = (CloudPool, StartTask, *_RESOURCES, *_ONLY_ANSWERED, PoolInformation)

ANSWERS = frozenset(model.__name__ for model in (*_RESOURCES, *_ONLY_ANSWERED))
"""The names of the models that the service returns."""

# Members of many models: alone they don't identify one.
_SHARED = frozenset(
    (
        *("constraints", "displayName", "endTime", "errors", "exitCode", "id", "identity", "lastModified", "metadata", "name"),
        *("resourceTags", "result", "startTime", "state", "stats", "url"),
    )
)

_SHARE = 0.85  # of a misspelled name's letters that are right
_FEW = 3  # unknown members for each known one: with more the document is something else, such as a program's configuration
_MANY = 100  # members that are compared: no document of the service has more


def kind_of(content: dict[str, Any]) -> str | None:
    """Return the name of the model that has the most of a document's members; None if no model has a distinctive one."""
    keys = [key for key in list(content)[:_MANY] if not is_annotation(key)]
    scores = {model: _score(keys, model) for model in _DETECTED}
    best = max(scores, key=lambda model: scores[model])
    if scores[best] <= 0:
        return None
    resource = _RESOURCES.get(best)
    return (_form_of(keys, resource) if resource else best).__name__


def _score(keys: list[str], model: type[Model]) -> int:
    """Two for a member of the model, one for a similar name, minus one for any other; 0 without a distinctive member.

    It is 0, too, if most members are something else.
    """
    known = {**model.__definition__.by_wire_key, **model.__definition__.by_other_key}
    distinctive = [key for key in known if key not in _SHARED]
    found = False
    score = unknown = 0
    for key in keys:
        near = key not in known and _is_near(key, distinctive)
        found = found or near or (key in known and key not in _SHARED)
        score += 2 if key in known else 1 if near else -1
        unknown += key not in known and not near
    return max(score, 1) if found and unknown <= _FEW * (len(keys) - unknown) else 0


def _form_of(keys: list[str], resource: _Resource) -> type[Model]:
    """Choose between the answer and the bodies of a resource."""
    added = _members(resource.add)
    answered = [key for key in _members(resource.answer) if key not in added and key != "identity"]
    if any(key in answered for key in keys):
        return resource.answer
    updated = _members(resource.update)
    changed = updated if resource.patch is None else _members(resource.patch)
    only_added = ["id", "vmSize", *(key for key in added if key not in changed)]
    if any(key in only_added or (key not in changed and _is_near(key, only_added)) for key in keys):
        return resource.add
    required = {key for key, attribute in resource.update.__definition__.by_wire_key.items() if attribute.required}
    if resource.patch is None or required <= set(keys) <= set(updated):
        return resource.update
    return resource.patch


def _members(model: type[Model]) -> list[str]:
    return list(model.__definition__.by_wire_key)


def _is_near(key: str, known: Collection[str]) -> bool:
    """Return whether a name is a known one, misspelled."""
    spelled = plain(key)
    return any(plain(each) == spelled for each in known) or nearest(key, known, _SHARE) is not None


def label_of(content: Any) -> str:
    """Return the id of a document's model; empty without one."""
    label = content.get("id") if isinstance(content, dict) else None
    return label if isinstance(label, str) else ""
