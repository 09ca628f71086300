"""BM08: requests that remove or reset what they leave out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...engine.model import Model
from ...models.job_schedules import JobScheduleUpdateParameter
from ...models.jobs import JobUpdateParameter
from ...models.pools import PoolPatchParameter, PoolUpdatePropertiesParameter
from ...models.start_task import StartTask
from ...models.tasks import TaskUpdateParameter
from ..context import Context
from ..finding import Finding, Severity
from ..rule import rule


@rule("BM080", Severity.warning, "update of a pool without its start task", PoolUpdatePropertiesParameter)
def update_without_start_task(context: Context[PoolUpdatePropertiesParameter]) -> Iterator[Finding]:
    """Find an update that removes the start task by leaving it out."""
    if context.model.start_task is None:
        yield context.finding(
            "as the body of updateproperties, this removes the pool's start task, because the request replaces what it leaves "
            "out, too: nodes that start later run no start task. A PATCH keeps it.",
            "Copy the pool's start task into the update, or send a PATCH with only what changes.",
        )


_PARTS = {
    "resourceFiles": "resource files",
    "environmentSettings": "environment settings",
    "userIdentity": "user",
    "containerSettings": "container",
}
"""The members of a start task that a whole one seldom lacks altogether, each with its name in a message."""


@rule("BM081", Severity.note, "PATCH with part of a start task", PoolPatchParameter)
def partial_start_task(context: Context[PoolPatchParameter]) -> Iterator[Finding]:
    """Find a PATCH whose start task has a command line, but no files, settings, user and container."""
    task: Any = context.model.start_task
    if not isinstance(task, StartTask) or task.command_line is None or task.additional_properties:  # pyright: ignore[reportUnnecessaryComparison]  # because a body may lack it
        return
    known = task.__definition__.by_wire_key
    if any(getattr(task, known[key].name) is not None for key in _PARTS):
        return
    lost = [*_PARTS.values(), *(["retries"] if task.max_task_retry_count is None else [])]
    yield context.finding(
        f"a PATCH replaces the whole start task, so this one removes its {', '.join(lost[:-1])} and {lost[-1]}, if the pool's "
        "start task has any.",
        "Copy the pool's start task, change its command line, and send the whole. batchmodels diff shows what is lost.",
        "startTask",
    )


_RESET: dict[type[Model], dict[str, str]] = {
    JobUpdateParameter: {
        "priority": "priority becomes 0",
        "constraints": "constraints are cleared",
        "metadata": "metadata is emptied",
        "onAllTasksComplete": "onAllTasksComplete becomes noaction, which the service refuses for a job that has terminatejob",
    },
    JobScheduleUpdateParameter: {"metadata": "metadata is emptied"},
    TaskUpdateParameter: {"constraints": "the constraints get their defaults"},
}
"""The bodies of a PUT, each with what becomes of the members that are left out."""


@rule("BM082", Severity.note, "PUT that resets what it leaves out", tuple(_RESET))
def incomplete_replacement(context: Context[Any]) -> Iterator[Finding]:
    """Find a PUT of a job, a job schedule or a task that leaves out what it resets."""
    model = context.model
    effects = next(effects for kind, effects in _RESET.items() if isinstance(model, kind))
    known = model.__definition__.by_wire_key
    left_out = [effect for key, effect in effects.items() if getattr(model, known[key].name) is None]
    if not left_out:
        return
    resets = f"as the body of a PUT, this resets what it leaves out: {', '.join(left_out)}."
    if isinstance(model, TaskUpdateParameter):
        yield context.finding(resets, "Add the constraints that should stay.")
    else:
        fix = "Send a PATCH with only what changes, or add what should stay."
        yield context.finding(f"{resets} A PATCH keeps it.", fix)
