"""Sentences about the run of a task."""

from __future__ import annotations

from datetime import datetime

from . import members
from .exit_codes import shown_exit_code
from .failure_codes import FAILURE_CODES
from .task_run import UNLIMITED, RunStatus, TaskKind, TaskRun


def sentences(run: TaskRun) -> list[str]:
    """Describe what happened to the task."""
    described = {
        RunStatus.absent: _absent,
        RunStatus.unreported: _unreported,
        RunStatus.queued: _queued,
        RunStatus.preparing: _preparing,
        RunStatus.running: _running,
        RunStatus.between_attempts: _between_attempts,
        RunStatus.succeeded: _succeeded,
        RunStatus.failed: _failed,
        RunStatus.not_started: _not_started,
        RunStatus.unclear: _unclear,
    }[run.status](run)
    error = members.text(getattr(run.information, "container_info", None), "error")
    if error:
        described.append(f"Docker reports an error of the container: {error.rstrip('.')}.")
    return described


def _absent(run: TaskRun) -> list[str]:
    return [f"This document contains no {run.kind.value}{_where(run)}."]


def _unreported(run: TaskRun) -> list[str]:
    return [
        (
            f"The document contains nothing about a run of the {run.kind.value}{_where(run)}: either it hasn't started, or the"
            " answer is incomplete."
        )
    ]


def _queued(run: TaskRun) -> list[str]:
    return [f"{_subject(run)} is waiting for a node.", *_earlier_runs(run)]


def _preparing(run: TaskRun) -> list[str]:
    return [
        f"{_subject(run)} is waiting for the job preparation task{_where(run)}.",
        "If the job preparation task fails there, Batch looks for another node.",
        *_earlier_runs(run),
    ]


def _running(run: TaskRun) -> list[str]:
    attempt, start = _attempt(run), _time(run, "start_time")
    verb = "is running" if start is None else "has been running"
    described = [
        f"{_subject(run)} {verb}{_where(run)}{_since(start)}{f' ({attempt})' if attempt else ''}.",
        "Downloading its files counts as running.",
    ]
    limit = run.time_limit
    if limit is not None:
        described.append(f"Batch ends it after {members.shown_duration(limit)} (maxWallClockTime).")
    elif run.kind is TaskKind.start or run.limits is not None:
        described.append("It has no time limit; a command that waits for input waits forever.")
    return [*described, *_earlier_runs(run)]


def _between_attempts(run: TaskRun) -> list[str]:
    attempt = _attempt(run)
    in_attempt = f" in {attempt}" if attempt else ""
    return [
        f"{_subject(run)} failed{_where(run)}{in_attempt}{_at(_time(run, 'end_time'))}; the next attempt follows.",
        *_failure(run),
    ]


def _succeeded(run: TaskRun) -> list[str]:
    attempt = _attempt(run)
    return [f"{_subject(run)} succeeded{_where(run)}{f' in {attempt}' if attempt else ''}{_took(run)}.", *_earlier_runs(run)]


def _failed(run: TaskRun) -> list[str]:
    code = run.exit_code
    made, allowed = run.attempts_made, run.attempts_allowed
    with_code = f" with exit code {shown_exit_code(code)}" if code is not None else ""
    after = f" after {_attempts(made, allowed)}" if made is not None else ""
    described = [f"{_subject(run)} failed{_where(run)}{with_code}{after}{_took(run)}."]
    known = run.known_exit_code
    if code is not None and known:
        described.append(f"Exit code {shown_exit_code(code)}: {known.meaning}.")
    elif code == 0:
        described.append("The command itself exited with 0; another part of the task failed.")
    elif code is None:
        described.append("The document contains no exit code.")
    if run.reached_time_limit and run.time_limit is not None:
        limit = members.shown_duration(run.time_limit)
        described.append(f"It ran for its whole time limit of {limit} (maxWallClockTime), so Batch probably ended it.")
    return [*described, *_failure(run), *_earlier_runs(run)]


def _not_started(run: TaskRun) -> list[str]:
    made = run.attempts_made
    what = f"after {_attempts(made, None)}, its command couldn't be started again" if made else "its command never started"
    described = [f"{_subject(run)} failed{_where(run)}{_at(_time(run, 'end_time'))}: {what}.", *_failure(run)]
    known = run.known_failure_code
    if run.kind is not TaskKind.release and not (known and known.started):
        described.append("Retries don't help: Batch retries a task only after an exit code other than 0.")
    return [*described, *_earlier_runs(run)]


def _unclear(run: TaskRun) -> list[str]:
    result = members.text(run.information, "result")
    unknown = "which this version of batchmodels doesn't know"
    if run.state not in (None, "completed"):
        return [f"{_subject(run)}{_where(run)} is in the state '{run.state}', {unknown}."]
    if result is not None:
        return [f"{_subject(run)} ended{_where(run)} with the result '{result}', {unknown}."]
    return [f"The document doesn't show how the {run.kind.value} ended{_where(run)}: it has neither a result nor an exit code."]


def _failure(run: TaskRun) -> list[str]:
    """Describe the service's failure code, and repeat its message unless that adds nothing to the code."""
    info, code, known = run.failure_info, run.failure_code, run.known_failure_code
    if info is None or (known is FAILURE_CODES["FailureExitCode"] and run.exit_code):
        return []
    meaning = known.meaning if known else "a code that this version of batchmodels doesn't know"
    described = [f"{code}: {meaning}." if code else "The service gives no code for the failure."]
    message = members.error_message(info, "details")
    return [*described, f"Message from the service: {message}."] if message else described


def _earlier_runs(run: TaskRun) -> list[str]:
    """Describe when the task was retried and requeued, as far as the other sentences don't."""
    described = []
    retries, requeues = members.number(run.information, "retry_count"), members.number(run.information, "requeue_count")
    retried, requeued = _time(run, "last_retry_time"), _time(run, "last_requeue_time")
    if retries and retries > 0 and run.status in (RunStatus.queued, RunStatus.preparing):
        described.append(f"It has been retried {_times(retries)}{_last(retried)}.")
    elif retries and retried is not None and retried != _time(run, "start_time"):
        described.append(f"The last retry started at {members.shown_time(retried)}.")
    if requeues and requeues > 0:
        described.append(
            f"It was requeued {_times(requeues)}{_last(requeued)}: a node was removed, or the job was disabled, while it ran."
        )
    return described


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _last(time: datetime | None) -> str:
    return f", last at {members.shown_time(time)}" if time else ""


def _subject(run: TaskRun) -> str:
    if run.kind is TaskKind.task and run.task_id:
        return f"Task {run.task_id}{f' of job {run.job_id}' if run.job_id else ''}"
    if run.kind is TaskKind.subtask and run.subtask_id is not None:
        return f"Subtask {run.subtask_id}{f' of task {run.task_id}' if run.task_id else ''}"
    return f"The {run.kind.value}"


def _where(run: TaskRun) -> str:
    return f" on node {run.node_id}" if run.node_id else ""


def _attempt(run: TaskRun) -> str | None:
    made, allowed = run.attempts_made, run.attempts_allowed
    if made is None:
        return None
    if allowed and allowed >= made:
        return f"attempt {made} of {allowed}"
    return f"attempt {made}{', without limit' if allowed == UNLIMITED else ''}"


def _attempts(made: int, allowed: int | None) -> str:
    if allowed and allowed >= made:
        return f"{made} of {allowed} attempts" if allowed > 1 else "its only attempt"
    return f"{made} attempt{'' if made == 1 else 's'}{' (there is no limit)' if allowed == UNLIMITED else ''}"


def _took(run: TaskRun) -> str:
    end = _time(run, "end_time")
    if run.ran_for is None or end is None:
        return _at(end)
    return f"; the last run took {members.shown_duration(run.ran_for)} and ended at {members.shown_time(end)}"


def _time(run: TaskRun, name: str) -> datetime | None:
    return members.time(run.information, name)


def _at(time: datetime | None) -> str:
    return f" at {members.shown_time(time)}" if time else ""


def _since(time: datetime | None) -> str:
    return f" since {members.shown_time(time)}" if time else ""
