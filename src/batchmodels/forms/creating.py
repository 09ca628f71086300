"""The bodies that create what the service has answered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..arm.writing import MISSING, READ_ONLY
from ..engine.model import Model
from ..engine.reference import Encoding, encode
from ..errors import Loss
from ..models.cloud_job import CloudJob
from ..models.cloud_job_schedule import CloudJobSchedule
from ..models.cloud_pool import CloudPool
from ..models.cloud_task import CloudTask
from ..models.job_schedules import JobScheduleAddParameter
from ..models.jobs import JobAddParameter
from ..models.pools import PoolAddParameter
from ..models.tasks import TaskAddParameter
from ..paths import ROOT, Steps
from .undeclared import without_annotations

_CREATE: dict[type[Model], type[Model]] = {
    CloudPool: PoolAddParameter,
    CloudJob: JobAddParameter,
    CloudJobSchedule: JobScheduleAddParameter,
    CloudTask: TaskAddParameter,
}

_IDENTITY = "the Batch service's own API creates pools without managed identities; only ARM attaches them"
_FORMULA = "the formula decides, and the service refuses a pool with both"
_OF_A_FORMULA = ("targetDedicatedNodes", "targetLowPriorityNodes", "resizeTimeout")


def is_answer(model: Model) -> bool:
    """Return whether a model is an answer about something that can be created: it may lack what a body must have."""
    return type(model) in _CREATE


def creation_of(model: Model) -> tuple[Model, tuple[Loss, ...]]:
    """Return the body that creates a resource as the service has answered it, and what it lacks.

    Args:
        model: The answer. Any other model is returned as it is.
    """
    body = _CREATE.get(type(model))
    if body is None:
        return model, ()
    whole, document = (
        without_annotations(type(model), encode(model, Encoding(keep_readonly=keep))[0]) for keep in (True, False)
    )
    losses = [*_left_out(whole, document)]
    for key in list(document):
        reason = _reason(type(model), body, key, scales=document.get("enableAutoScale") is True)
        if reason:
            del document[key]
            losses.append(Loss((key,), reason))
    created = body.deserialize(document)
    losses += [Loss(each.steps, MISSING) for each in created.validate() if each.rule == "required"]
    return created, tuple(losses)


def _reason(answer: type[Model], body: type[Model], key: str, *, scales: bool) -> str:
    """Return why the body lacks a member of an answer; empty if it has it."""
    if key in _OF_A_FORMULA and scales:
        return _FORMULA
    if key in body.__definition__.by_wire_key or key not in answer.__definition__.by_wire_key:
        return ""
    return _IDENTITY if key == "identity" else READ_ONLY


def _left_out(whole: Any, kept: Any, path: Steps = ROOT) -> Iterator[Loss]:
    """Yield a loss for each member that a document without read-only members lacks."""
    if isinstance(whole, dict) and isinstance(kept, dict):
        for key, value in whole.items():
            if key in kept:
                yield from _left_out(value, kept[key], (*path, key))
            else:
                yield Loss((*path, key), _IDENTITY if (*path, key) == ("identity",) else READ_ONLY)
    elif isinstance(whole, list) and isinstance(kept, list):
        for index, (one, other) in enumerate(zip(whole, kept, strict=True)):
            yield from _left_out(one, other, (*path, index))
