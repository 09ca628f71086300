"""The requests that change jobs, job schedules and tasks, as data. The names of the sources are those of ``pool_records``."""

from __future__ import annotations

from collections.abc import Iterator

from .records import Record, Request
from .verdicts import Kind, Verdict

_REST = "REST specification 2024-02-01.19.0"

LAST_UPDATE = "2024-07-01.20.0"
"""The first API version without the bodies of updates: a PUT sends the whole job, job schedule or task from then on."""

_RESETS = "A PUT that leaves it out resets it."

_JOB_MEMBERS: dict[str, tuple[str, str, str, str]] = {
    "priority": ("", "", "Running tasks aren't preempted by it.", "jobs-and-tasks.md"),
    "constraints": ("", "", "", ""),
    "metadata": ("", "", "", ""),
    "maxParallelTasks": ("2021-06-01.14.0", "2022-01-01.15.0", "", ""),
    "allowTaskPreemption": ("2022-01-01.15.0", "2022-01-01.15.0", "", ""),
    "onAllTasksComplete": ("2016-07-01.3.1", "2016-07-01.3.1", "terminatejob can't be changed back to noaction.", ""),
}
"""What can be changed at once: the first versions of PATCH and of PUT, what else is known, and another source."""

POOL_OF_A_JOB = (
    "The job must be disabled, otherwise the service refuses the request. Of an auto pool, only keepAlive can be changed, and "
    "only if its lifetime is that of the job."
)


def _job() -> Iterator[Record]:
    for member, (patch, update, more, another) in _JOB_MEMBERS.items():
        for request, since, operation, until in (
            (Request.patch, patch, "Job_Patch", ""),
            (Request.update, update, "Job_Update", LAST_UPDATE),
        ):
            parts = [more, _RESETS] if request is Request.update else [more]
            source = "; ".join(part for part in (f"{_REST}, {operation}", another) if part)
            reason = " ".join(part for part in parts if part) or "It takes effect at once."
            yield _record("job", member, request, Verdict.at_once, reason, source, since, until)
    for request, operation, until in ((Request.patch, "Job_Patch", ""), (Request.update, "Job_Update", LAST_UPDATE)):
        yield _record("job", "poolInfo", request, Verdict.disable, POOL_OF_A_JOB, f"{_REST}, {operation}", "", until)
    arranged = "Azure supports it by arrangement only: contact support first."
    yield _record(
        "job", "networkConfiguration", Request.patch, Verdict.at_once, arranged, "azure-batch 15.1.0", "2024-07-01.20.0"
    )


def _job_schedule() -> Iterator[Record]:
    reasons = {
        "schedule": "It replaces the whole schedule.",
        "jobSpecification": "It replaces the whole specification. The active job keeps the old one; the next job gets the new.",
        "metadata": "It replaces all metadata.",
    }
    for member, reason in reasons.items():
        for request, operation, until in (
            (Request.patch, "JobSchedule_Patch", ""),
            (Request.update, "JobSchedule_Update", LAST_UPDATE),
        ):
            source = f"{_REST}, {operation}"
            yield _record("job schedule", member, request, Verdict.at_once, reason, source, "", until)


def _task() -> Iterator[Record]:
    reason = (
        "Possible until the task is completed. What the request leaves out gets its default. Of a multi-instance task, a new "
        "retention time is for the primary task only."
    )
    yield _record("task", "constraints", Request.update, Verdict.at_once, reason, f"{_REST}, Task_Update", "", "")


def _record(
    kind: Kind, member: str, request: Request, verdict: Verdict, reason: str, source: str, since: str = "", until: str = ""
) -> Record:
    return Record(
        kind=kind,
        member=member,
        plane="data",
        request=request,
        verdict=verdict,
        reason=reason,
        source=source,
        since=since,
        until=until,
    )


JOB_RECORDS: tuple[Record, ...] = (*_job(), *_job_schedule(), *_task())
"""What the requests about jobs, job schedules and tasks can change."""
