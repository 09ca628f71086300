"""Consequences of job preparation and job release tasks for their node and job."""

from __future__ import annotations

from .task_run import FAILURES, RunStatus, TaskKind, TaskRun

_BLOCKED = "the node runs no tasks of the job until it is reimaged; it remains available to other jobs."
_REIMAGE = "Reimage the node to run the job preparation task again. To change the task, create a new job."


def consequences(run: TaskRun) -> list[str]:
    """Describe what follows for the node and the job."""
    failed = run.succeeded is False
    if run.kind is TaskKind.release:
        if failed:
            return ["The job completes even though its job release task failed."]
        if run.status is RunStatus.running:
            return ["The job isn't complete until its job release tasks have ended on all nodes."]
        return []
    waits = run.waits_for_success
    if waits is False and (failed or run.status is RunStatus.running):
        return ["The node runs tasks of the job anyway, because waitForSuccess is false."]
    if failed:
        return [f"Unless waitForSuccess is false, {_BLOCKED}" if waits is None else f"{_BLOCKED[0].upper()}{_BLOCKED[1:]}"]
    if run.status in (RunStatus.running, RunStatus.between_attempts):
        unless = ", unless waitForSuccess is false" if waits is None else ""
        return [f"The node runs no tasks of the job until the job preparation task succeeds{unless}."]
    return []


def next_steps(run: TaskRun) -> list[str]:
    """List what to do about the node and the job."""
    ended = run.status in FAILURES and run.status is not RunStatus.between_attempts
    return [_REIMAGE] if ended and run.kind is TaskKind.preparation and run.waits_for_success is not False else []
