"""BM084: time limits and retention times that end or delete something at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from ...models.job_constraints import JobConstraints
from ...models.job_tasks import JobReleaseTask
from ...models.task_settings import TaskConstraints
from ..analysis.pool_values import is_answer, value_of
from ..context import Context
from ..finding import Finding, Severity
from ..rule import rule

_SHORTEST_JOB = timedelta(minutes=1)
_SHORTEST_TASK = timedelta(seconds=2)


@rule(
    "BM084",
    Severity.warning,
    "time limit that ends a task at once",
    (TaskConstraints, JobConstraints, JobReleaseTask),
)
def ends_at_once(context: Context[TaskConstraints | JobConstraints | JobReleaseTask]) -> Iterator[Finding]:
    """Find time limits and retention times that are zero, negative or too short to be meant."""
    if is_answer(context):
        return
    is_job = isinstance(context.model, JobConstraints)
    what = "the job" if is_job else "the task"
    limit: Any = context.model.max_wall_clock_time
    shortest = _SHORTEST_JOB if is_job else _SHORTEST_TASK
    if isinstance(limit, timedelta) and limit < shortest:
        negative = limit < timedelta(0)
        said = "negative" if negative else f"{limit.total_seconds():g} seconds"
        happens = "the service refuses it" if negative else f"Batch ends {what} before it can do anything"
        yield context.finding(
            f"maxWallClockTime is {said}, so {happens}.",
            "Use a longer time, such as PT1H, or remove it for no limit.",
            "maxWallClockTime",
            severity=Severity.error if negative else None,
        )
    retention: Any = value_of(context.model, "retention_time")
    if isinstance(retention, timedelta) and retention < _SHORTEST_JOB:
        negative = retention < timedelta(0)
        happens = (
            "the service refuses it" if negative else "its files, stdout.txt and stderr.txt included, are deleted when it ends"
        )
        yield context.finding(
            f"retentionTime of {what} is {'negative' if negative else 'less than a minute'}, so {happens}.",
            "Use a longer time, such as P1D, or remove it: the default is 7 days.",
            "retentionTime",
            severity=Severity.error if negative else None,
        )
