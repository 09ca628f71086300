"""A run in sentences."""

from __future__ import annotations

from datetime import datetime

from . import members
from .exit_codes import shown_exit_code
from .task_run import UNLIMITED, RunStatus, TaskRun


def sentences(run: TaskRun) -> list[str]:
    """What became of the start task."""
    told = {
        RunStatus.none: _none,
        RunStatus.not_begun: _not_begun,
        RunStatus.running: _running,
        RunStatus.between_attempts: _between_attempts,
        RunStatus.succeeded: _succeeded,
        RunStatus.failed: _failed,
        RunStatus.not_started: _not_started,
        RunStatus.unclear: _unclear,
    }[run.status](run)
    container = members.text(getattr(run.information, "container_info", None), "error")
    if container:
        told.append(f"Docker says about the container: {container.rstrip('.')}.")
    return told


def _none(run: TaskRun) -> list[str]:
    return [f"There is no start task{_where(run)}, as far as this document tells."]


def _not_begun(run: TaskRun) -> list[str]:
    return [f"Nothing is known about a run of the start task{_where(run)}: either it hasn't begun, or the answer was cut down."]


def _running(run: TaskRun) -> list[str]:
    attempt = _attempt(run)
    begun = _time(run, "start_time")
    told = [f"The start task is being prepared or runs{_where(run)}{f', as {attempt}' if attempt else ''}{_since(begun)}."]
    told.append("It has no time limit of its own; a command that waits for an answer waits for ever.")
    return told


def _between_attempts(run: TaskRun) -> list[str]:
    attempt = _attempt(run)
    ended = _time(run, "end_time")
    words = f"{attempt[0].upper()}{attempt[1:]}" if attempt else "An attempt"
    return [f"{words} of the start task has failed{_where(run)}{_at(ended)}; the next one follows.", *_service(run)]


def _succeeded(run: TaskRun) -> list[str]:
    attempt = _attempt(run)
    return [f"The start task has succeeded{_where(run)}{f', at {attempt}' if attempt else ''}{_took(run)}."]


def _failed(run: TaskRun) -> list[str]:
    code = run.exit_code
    made, allowed = run.attempts_made, run.attempts_allowed
    with_code = f" with exit code {shown_exit_code(code)}" if code is not None else ""
    after = f", after {_attempts(made, allowed)}" if made is not None else ""
    told = [f"The start task has failed{_where(run)}{with_code}{after}{_took(run)}."]
    known = run.known_exit_code
    if code is not None and known:
        told.append(f"Exit code {shown_exit_code(code)}: {known.meaning}.")
    elif code == 0:
        told.append("The command itself ended well; what failed is what belongs to it.")
    elif code is None:
        told.append("The document has no exit code.")
    return told + _service(run)


def _not_started(run: TaskRun) -> list[str]:
    made = run.attempts_made
    what = f"after {_attempts(made, None)} its command couldn't be started again" if made else "its command was never started"
    told = f"The start task has failed{_where(run)}{_at(_time(run, 'end_time'))}: {what}."
    return [told, *_service(run), "Retries don't help here: only another exit code than 0 leads to one."]


def _unclear(run: TaskRun) -> list[str]:
    state = members.text(run.information, "state")
    result = members.text(run.information, "result")
    if state not in (None, "completed"):
        return [f"The start task's state{_where(run)} is '{state}', which this version of batchmodels doesn't know."]
    if result is not None:
        return [
            f"The start task has ended{_where(run)} with the result '{result}', which this version of batchmodels doesn't know."
        ]
    return [f"The document doesn't tell how the start task ended{_where(run)}: it has neither a result nor an exit code."]


def _service(run: TaskRun) -> list[str]:
    """The service's code for a failure, and its own words unless they say no more than the code."""
    info, code, failure = run.failure_info, run.failure_code, run.failure
    if info is None:
        return []
    if failure and failure.started and run.exit_code:
        return []
    meaning = failure.meaning if failure else "a code that this version of batchmodels doesn't know"
    told = [f"{code}: {meaning}." if code else "The service gives no code for the failure."]
    said = members.said(info, "details")
    return [*told, f"The service says: {said}."] if said else told


def _where(run: TaskRun) -> str:
    node_id = members.text(run.node, "id")
    return f" on node {node_id}" if node_id else ""


def _attempt(run: TaskRun) -> str | None:
    made, allowed = run.attempts_made, run.attempts_allowed
    if made is None:
        return None
    return f"attempt {made} of {allowed}" if allowed and allowed >= made else f"attempt {made}{_no_limit(allowed)}"


def _attempts(made: int, allowed: int | None) -> str:
    if allowed and allowed >= made:
        return f"{made} of {allowed} attempts" if allowed > 1 else "its only attempt"
    return f"{made} attempt{'' if made == 1 else 's'}{_no_limit(allowed)}"


def _no_limit(allowed: int | None) -> str:
    return " (there is no limit)" if allowed == UNLIMITED else ""


def _took(run: TaskRun) -> str:
    start, end = _time(run, "start_time"), _time(run, "end_time")
    if start is None or end is None or end < start:
        return _at(end)
    seconds = (end - start).total_seconds()
    minutes = f"{seconds:.1f} s" if seconds < 60 else f"{seconds / 60:.1f} min"  # noqa: PLR2004  # because a minute has 60
    return f"; the last run took {minutes} and ended at {members.shown_time(end)}"


def _time(run: TaskRun, name: str) -> datetime | None:
    return members.time(run.information, name)


def _at(time: datetime | None) -> str:
    return f" at {members.shown_time(time)}" if time else ""


def _since(time: datetime | None) -> str:
    return f", since {members.shown_time(time)}" if time else ""
