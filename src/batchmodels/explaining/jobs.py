"""Explanations of jobs: states, termination reasons and scheduling errors."""

from __future__ import annotations

from typing import Any

import msgspec

from ..models.cloud_job import CloudJob
from ..models.job_enums import JobState, OnAllTasksComplete
from . import members
from .explanation import Explanation
from .output_files import is_plain_id


class Known(msgspec.Struct, frozen=True):
    """The known facts about a state, a termination reason or a scheduling error.

    Attributes:
        meaning: What it means, as a clause.
        fixes: What to do about it, each a sentence. ``{job_id}`` is replaced by the job's id.
    """

    meaning: str
    fixes: tuple[str, ...] = ()


JOB_STATES: dict[JobState, Known] = {
    JobState.active: Known("its tasks can run"),
    JobState.disabling: Known("it is being disabled; running tasks may not have ended yet"),
    JobState.disabled: Known(
        "it runs no tasks until it is enabled", ("Enable the job with az batch job enable --job-id {job_id}.",)
    ),
    JobState.enabling: Known("it is being enabled"),
    JobState.terminating: Known("it is about to complete; its job release tasks may still be running"),
    JobState.completed: Known("all its tasks have ended, and it accepts no more tasks"),
    JobState.deleting: Known("it is being deleted with its tasks, which can take minutes"),
}
"""Every state that a job can have."""

TERMINATE_REASONS: dict[str, Known] = {
    "AllTasksComplete": Known("all its tasks were complete, and onAllTasksComplete is terminatejob"),
    "JMComplete": Known("its job manager task completed, and killJobOnCompletion is true"),
    "MaxWallClockTimeExpiry": Known(
        "it reached its time limit (maxWallClockTime), and Batch ended the tasks that were still running",
        ("Raise constraints.maxWallClockTime of the job, or split its work into shorter jobs.",),
    ),
    "TaskFailed": Known(
        "a task failed whose exit conditions terminate the job, and onTaskFailure is performexitoptionsjobaction",
        (
            (
                "Find the task with az batch task list --job-id {job_id} --query \"[?executionInfo.result=='failure'].id\", and"
                " explain it."
            ),
        ),
    ),
    "TerminateJobSchedule": Known("its job schedule was terminated"),
    "UserTerminate": Known("a request terminated it"),
}
"""The termination reasons that the service gives. Any other reason comes from the request that terminated the job."""

SCHEDULING_ERRORS: dict[str, Known] = {
    "AutoPoolCreationFailedWithQuotaReached": Known(
        "its auto pool couldn't be created, because the account has reached its quota",
        ("Delete pools that aren't needed, request a higher quota, or run the job on an existing pool.",),
    ),
    "InvalidApplicationPackageReferencesInAutoPool": Known(
        "an application package of its auto pool doesn't exist, isn't active, or has no default version",
        ("Compare applicationPackageReferences of the auto pool with the account's applications.",),
    ),
    "InvalidAutoScaleFormulaInAutoPool": Known(
        "the autoscale formula of its auto pool isn't valid", ("Correct autoScaleFormula of the auto pool.",)
    ),
    "InvalidCertificatesInAutoPool": Known(
        "a certificate of its auto pool isn't valid or doesn't exist",
        ("Remove certificateReferences from the auto pool: the service has retired certificates.",),
    ),
    "Unknown": Known("the service doesn't know the cause", ("Add the job again. If it happens again, contact Azure support.",)),
}
"""The codes of scheduling errors, in the service's spelling."""

_STATES = {state.value: known for state, known in JOB_STATES.items()}
_SERVER_ERROR = "The service reports an error on its side; the same job may succeed if you add it again."
_STAYS_ACTIVE = (
    "It stays active after its tasks are complete, because onAllTasksComplete is noaction. An active job counts toward the"
    " account's quota."
)
_TERMINATE = "After adding all tasks, set onAllTasksComplete to terminatejob, or terminate the job when it is done."
_PREPARATION = (
    "If its tasks stay active, check its job preparation tasks with az batch job prep-release-status list --job-id {job_id}."
)


def explain_job(job: CloudJob) -> Explanation:
    """Explain how far a job has come, and why it ended or couldn't be scheduled."""
    info = job.execution_info
    error = getattr(info, "scheduling_error", None)
    job_id, state = members.text(job, "id"), members.text(job, "state")
    return Explanation(
        sentences=(*_state(job_id, state), *_times(job, info), *_reason(job, info), *_scheduling_error(error), *_active(job)),
        job_id=job_id,
        state=state,
        failure_code=members.text(error, "code"),
        terminate_reason=members.text(info, "terminate_reason"),
        next_steps=tuple(step.format(job_id=job_id if is_plain_id(job_id) else "JOB") for step in _next_steps(job, error)),
    )


def _state(job_id: str | None, state: str | None) -> list[str]:
    subject = f"Job {job_id}" if job_id else "The job"
    if state is None:
        return [f"The document doesn't contain the state of {f'job {job_id}' if job_id else 'the job'}."]
    known = _STATES.get(state.lower())
    if known is None:
        return [f"{subject} is in the state '{state}', which this version of batchmodels doesn't know."]
    return [f"{subject} is {state}: {known.meaning}."]


def _times(job: CloudJob, info: Any) -> list[str]:
    start, end = members.time(info, "start_time"), members.time(info, "end_time")
    pool_id = members.text(info, "pool_id") or members.text(job.pool_info, "pool_id")
    on_pool = f" on pool {pool_id}" if pool_id else ""
    if end is not None:
        took = f" ran for {members.shown_duration(end - start)}{on_pool} and" if start and end >= start else ""
        return [f"It{took} ended at {members.shown_time(end)}."]
    if start is not None:
        return [f"It was created at {members.shown_time(start)}{f'; its pool is {pool_id}' if pool_id else ''}."]
    return [f"Its pool is {pool_id}."] if pool_id else []


def _reason(job: CloudJob, info: Any) -> list[str]:
    reason = members.text(info, "terminate_reason")
    if reason is None:
        return []
    known = TERMINATE_REASONS.get(reason)
    if known is None:
        return [f"A request terminated it with the reason '{reason}'."]
    limit = members.duration(job.constraints, "max_wall_clock_time")
    shown = f" The limit is {members.shown_duration(limit)}." if limit and reason == "MaxWallClockTimeExpiry" else ""
    return [f"{reason}: {known.meaning}.{shown}"]


def _scheduling_error(error: Any) -> list[str]:
    if error is None:
        return []
    code, message = members.text(error, "code"), members.error_message(error, "details")
    known = SCHEDULING_ERRORS.get(code or "")
    meaning = known.meaning if known else "a code that this version of batchmodels doesn't know"
    described = [
        f"Batch couldn't schedule it. {code}: {meaning}." if code else "Batch couldn't schedule it, and gives no code."
    ]
    return [*described, f"Message from the service: {message}."] if message else described


def _active(job: CloudJob) -> list[str]:
    if members.text(job, "state") != JobState.active or getattr(job.execution_info, "scheduling_error", None) is not None:
        return []
    described = []
    limit, start = members.duration(job.constraints, "max_wall_clock_time"), members.time(job.execution_info, "start_time")
    if limit is not None:
        since = f", counted from {members.shown_time(start)}" if start else ""
        described.append(f"Batch terminates it after {members.shown_duration(limit)} (maxWallClockTime){since}.")
    if members.text(job, "on_all_tasks_complete") == OnAllTasksComplete.no_action:
        described.append(_STAYS_ACTIVE)
    return described


def _next_steps(job: CloudJob, error: Any) -> list[str]:
    state, reason = members.text(job, "state"), members.text(job.execution_info, "terminate_reason")
    known = [
        _STATES.get((state or "").lower()),
        TERMINATE_REASONS.get(reason or ""),
        SCHEDULING_ERRORS.get(members.text(error, "code") or ""),
    ]
    steps = [fix for each in known if each for fix in each.fixes]
    if (members.text(error, "category") or "").lower() == "servererror":
        steps.append(_SERVER_ERROR)
    if state == JobState.active and error is None:
        if job.job_preparation_task is not None:
            steps.append(_PREPARATION)
        if members.text(job, "on_all_tasks_complete") == OnAllTasksComplete.no_action:
            steps.append(_TERMINATE)
    return list(dict.fromkeys(steps))
