"""BM077: job schedules."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from ...models.job_schedules import JobScheduleAddParameter, JobScheduleUpdateParameter
from ..analysis.pool_values import time_of, value_of
from ..context import Context
from ..finding import Finding, Severity
from ..rule import rule
from .jobs import ends

_SCHEDULES = (JobScheduleAddParameter, JobScheduleUpdateParameter)


@rule(
    "BM077",
    Severity.warning,
    "job schedule that creates no more jobs",
    _SCHEDULES,
    reads=(
        *("doNotRunUntil", "doNotRunAfter", "startWindow", "recurrenceInterval", "onAllTasksComplete", "jobManagerTask"),
        *("killJobOnCompletion", "constraints"),
    ),
)
def creates_no_jobs(context: Context[Any]) -> Iterator[Finding]:
    """Find a schedule whose time is over, and one whose first job never ends."""
    schedule, job = context.model.schedule, context.model.job_specification
    until, after = time_of(schedule, "do_not_run_until"), time_of(schedule, "do_not_run_after")
    if after is not None and until is not None and after <= until:
        yield context.finding(
            "doNotRunAfter isn't later than doNotRunUntil, so the schedule never creates a job.",
            "Set doNotRunAfter to a time after doNotRunUntil.",
            "schedule",
            "doNotRunAfter",
            severity=Severity.error,
        )
    elif after is not None and after <= context.now:
        yield context.finding(
            f"doNotRunAfter is in the past ({after:%Y-%m-%d %H:%M} UTC), so the schedule creates no job.",
            "Set doNotRunAfter to a time in the future, or remove it.",
            "schedule",
            "doNotRunAfter",
            severity=Severity.error,
        )
    recurrence = value_of(schedule, "recurrence_interval")
    if not isinstance(recurrence, timedelta):
        return
    if job is not None and not ends(job):
        yield context.finding(
            "a job schedule has one active job at a time, and nothing ends the first job, so no other job follows.",
            "Add a jobManagerTask that ends the job, or set onAllTasksComplete to terminatejob."
            if value_of(job, "job_manager_task") is None
            else "Set killJobOnCompletion to true, or onAllTasksComplete to terminatejob.",
            "jobSpecification",
        )
    window = value_of(schedule, "start_window")
    if isinstance(window, timedelta) and window > recurrence:
        yield context.finding(
            "startWindow is longer than recurrenceInterval, which has the same effect as no startWindow.",
            "Set a shorter startWindow, or remove it.",
            "schedule",
            "startWindow",
            severity=Severity.note,
        )
