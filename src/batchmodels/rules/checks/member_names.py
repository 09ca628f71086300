"""BM7: the document itself: its dialect, its spelling."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

from ...arm.names import ARM, ONLY_IN_ARM, only_in_arm
from ...engine.annotations import is_annotation
from ...engine.lazy import import_all
from ...models.base import Model
from ...models.cloud_job import CloudJob
from ...models.cloud_job_schedule import CloudJobSchedule
from ...models.cloud_pool import CloudPool
from ...models.cloud_task import CloudTask
from ...models.job_schedules import (
    JobScheduleAddParameter,
    JobSchedulePatchParameter,
    JobScheduleUpdateParameter,
    JobSpecification,
)
from ...models.jobs import JobAddParameter, JobPatchParameter, JobUpdateParameter
from ...models.pool_actions import PoolResizeParameter
from ...models.pools import PoolAddParameter, PoolPatchParameter, PoolSpecification, PoolUpdatePropertiesParameter
from ...models.tasks import TaskAddParameter, TaskUpdateParameter
from ...secrets.masking import cut, mask_text
from ...spelling import near, plain
from ..analysis.pool_values import is_answer, value_of
from ..context import Context
from ..finding import Finding, Rename, Severity
from ..rule import rule

# Members that older versions of the API have: they are spelled as they should be.
_OLDER = frozenset(
    (
        "blobSource",
        "currentDedicated",
        "currentOSVersion",
        "imageUris",
        "maxTasksPerNode",
        "osFamily",
        "publicIPs",
        "resizeError",
        "runElevated",
        "schedulingError",
        "targetDedicated",
        "targetOSVersion",
    )
)

_MOST = 10  # undeclared members of a model that are reported
_NEAR = 0.85
_SHORT = 5  # letters of a name of which one more or less makes another name


@rule("BM701", Severity.warning, "ARM spelling in a Batch service document", Model, data_plane_only=True)
def other_dialect(context: Context[Model]) -> Iterator[Finding]:
    """Find a document that is written in ARM's spelling."""
    model = context.model
    for attribute in model.__definition__.attributes:
        spelled = attribute.spellings.get(ARM)
        if model.__dialect__ == ARM and spelled is not None and getattr(model, attribute.name) is not None:
            yield context.finding(
                f"the document has {spelled}, as ARM spells it, but the Batch service expects {attribute.wire_key}.",
                f"Rename it to {attribute.wire_key}. In Python, serialize() writes {attribute.wire_key} and to_arm() writes "
                f"{spelled}.",
                attribute.wire_key,
                edit=Rename((spelled,), attribute.wire_key),
            )
    for key in _unknown(model):
        if key in ONLY_IN_ARM and model.__definition__.by_name.keys() >= {"start_task", "metadata"}:
            yield context.finding(
                only_in_arm(key),
                ONLY_IN_ARM[key],
                key,
            )


@rule("BM702", Severity.warning, "misspelled member", Model)
def misspelled_member(context: Context[Model]) -> Iterator[Finding]:
    """Find an undeclared member that is spelled almost like one that isn't set."""
    model = context.model
    unknown = _unknown(model)
    if not unknown:
        return
    unset = [each.wire_key for each in model.__definition__.attributes if value_of(model, each.name) is None]
    for key, value in unknown.items():
        meant = _meant(key, value, unset) if isinstance(key, str) else None
        if meant:
            yield context.finding(
                f"the service has no member {cut(mask_text(key))}, so it rejects or ignores it. Did you mean {meant}?",
                f"Rename it to {meant}.",
                key,
                edit=Rename((key,), meant) if _is_certain(key, unset) else None,
            )


@rule("BM086", Severity.warning, "member in the wrong place", Model, data_plane_only=True)
def misplaced_member(context: Context[Model]) -> Iterator[Finding]:
    """Find undeclared members that other models have."""
    model = context.model
    unknown = _unknown(model)
    if not unknown or is_answer(context) or context.within(CloudTask) is not None or model.__dialect__ == ARM:
        return
    unset = [each.wire_key for each in model.__definition__.attributes if value_of(model, each.name) is None]
    for key, value in itertools.islice(unknown.items(), _MOST):
        if not isinstance(key, str) or value is None or key in _OLDER or key in ONLY_IN_ARM:
            continue
        if not is_annotation(key) and _is_known(key, Model) and not _meant(key, value, unset):
            name = cut(mask_text(key))
            yield context.finding(
                f"{type(model).__name__} has no member {name}, so the service rejects the request or ignores the member.",
                _instead(model, key, name),
                key,
            )


_ANSWERS: dict[type[Model], tuple[type[Model], ...]] = {
    CloudPool: (PoolAddParameter, PoolSpecification, PoolPatchParameter, PoolUpdatePropertiesParameter),
    CloudJob: (JobAddParameter, JobSpecification, JobPatchParameter, JobUpdateParameter),
    CloudJobSchedule: (JobScheduleAddParameter, JobSchedulePatchParameter, JobScheduleUpdateParameter),
    CloudTask: (TaskAddParameter, TaskUpdateParameter),
}
"""What the service returns, each with the bodies of requests about the same thing."""

_CHANGES = (PoolPatchParameter, PoolUpdatePropertiesParameter)


def _instead(model: Model, key: str, name: str) -> str:
    """Return what to do with a member in the wrong place."""
    if isinstance(model, _CHANGES) and key in PoolResizeParameter.__definition__.by_wire_key:
        return "Resize the pool with PoolResizeParameter instead."
    if isinstance(model, _CHANGES) and "AutoScale" in key.replace("auto", "Auto"):
        return "Scale the pool with PoolEnableAutoScaleParameter instead."
    answer, bodies = next(((answer, bodies) for answer, bodies in _ANSWERS.items() if isinstance(model, bodies)), (None, ()))
    if answer is None or key not in answer.__definition__.by_wire_key:
        return f"Move {name} to where it belongs."
    if answer is CloudPool and key == "identity":
        return "Remove identity, and create the pool through ARM, which alone attaches identities."
    if any(key in body.__definition__.by_wire_key for body in bodies):
        return f"Remove {name}."
    return f"Remove {name}: only the service sets it."


def _unknown(model: Model) -> dict[Any, Any]:
    unknown: Any = model.additional_properties
    return unknown if isinstance(unknown, dict) else {}


def _meant(key: str, value: Any, unset: list[str]) -> str | None:
    if key in _OLDER or key in ONLY_IN_ARM or len(key) > 100:  # noqa: PLR2004  # because no member has so long a name
        return None
    spelled = plain(key)
    for known in unset:
        if plain(known) == spelled:
            return known
    similar = [known for known in unset if sorted(known) == sorted(key)]  # two letters changed places
    if len(key) >= _SHORT:
        similar += near(key, unset, 1, _NEAR)
    # A member that others have is in the wrong place rather than misspelled; but not "values" for "value", with one text in it.
    is_plural = bool(similar) and key == f"{similar[0]}s" and not isinstance(value, (list, dict))
    return similar[0] if similar and (is_plural or not _is_known(key, Model)) else None


def _is_certain(key: str, unset: list[str]) -> bool:
    """Return whether only one member can be meant: its name differs in case and separators, or no other is similar."""
    return any(plain(known) == plain(key) for known in unset) or len(near(key, unset, 2, _NEAR)) < 2  # noqa: PLR2004  # because two are similar


def _is_known(key: str, model: type[Model]) -> bool:
    """Return whether some model has a member with this key."""
    import_all(Model.__module__)
    # Other models of the program don't count, and may be declared wrongly.
    models = [each for each in model.__subclasses__() if each.__module__.startswith("batchmodels.")]
    return any(key in each.__definition__.by_wire_key or _is_known(key, each) for each in models)
