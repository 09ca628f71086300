"""Consequences of a task or subtask for its job and for the tasks that depend on it."""

from __future__ import annotations

from typing import Any

from ..engine.model import Model
from . import members
from .output_files import is_plain_id
from .task_run import FAILURES, RunStatus, TaskKind, TaskRun

_MOST_IDS = 5

_JOB_ACTIONS = {
    "none": "The job continues, because jobAction is 'none'.",
    "disable": "Batch disables the job, because jobAction is disable.",
    "terminate": "Batch terminates the job, because jobAction is terminate.",
}
_DEPENDENCY_ACTIONS = {
    "satisfy": "Tasks that depend on it can run, because dependencyAction is satisfy.",
    "block": "Tasks that depend on it don't run, because dependencyAction is block.",
}
_STUCK = (
    "If it stays there, check that its job is active, that the tasks it depends on have succeeded, and that the pool has a node"
    " with enough free task slots."
)


def consequences(run: TaskRun) -> list[str]:
    """Describe what follows for the job and for dependent tasks."""
    if run.kind is TaskKind.subtask:
        return ["If a subtask fails, its whole task fails."] if run.succeeded is False else []
    described = []
    instances = getattr(run.definition, "multi_instance_settings", None)
    if instances is not None:
        described.append("It is a multi-instance task; this document describes only its primary task.")
    if run.status is RunStatus.queued and (tasks := _dependencies(run)):
        described.append(f"It runs only after the tasks that it depends on: {', '.join(tasks)}.")
    options = _exit_options(run)
    job_action = (members.text(options, "job_action") or "").lower()
    dependency_action = (members.text(options, "dependency_action") or "").lower()
    if job_action in _JOB_ACTIONS:
        described.append(_JOB_ACTIONS[job_action])
    if dependency_action in _DEPENDENCY_ACTIONS:
        described.append(_DEPENDENCY_ACTIONS[dependency_action])
    elif run.succeeded is False:
        described.append("Tasks that depend on it don't run until it succeeds.")
    return described


def next_steps(run: TaskRun) -> list[str]:
    """List what to do about the task."""
    if run.status is RunStatus.queued:
        return [_STUCK]
    if run.status not in FAILURES or run.kind is TaskKind.subtask:
        return []
    command = ""
    if is_plain_id(run.job_id) and is_plain_id(run.task_id):
        command = f" with az batch task reactivate --job-id {run.job_id} --task-id {run.task_id}"
    return [f"To run the task again unchanged, reactivate it{command}. To change it, delete it and add it again."]


def _exit_options(run: TaskRun) -> Any:
    """Return the exit options that apply to the way the task ended; None if it defines no such options."""
    conditions = getattr(run.definition, "exit_conditions", None)
    if not isinstance(conditions, Model) or run.succeeded is None:
        return None
    for mapping in members.items(conditions, "exit_codes"):
        if run.exit_code is not None and members.number(mapping, "code") == run.exit_code:
            return mapping.exit_options
    for mapping in members.items(conditions, "exit_code_ranges"):
        start, end = members.number(mapping, "start"), members.number(mapping, "end")
        if run.exit_code is not None and start is not None and end is not None and start <= run.exit_code <= end:
            return mapping.exit_options
    if run.succeeded:
        return None
    special = None
    if run.status is RunStatus.not_started:
        special = getattr(conditions, "pre_processing_error", None)
    elif run.failed_to_upload:
        special = getattr(conditions, "file_upload_error", None)
    return special if special is not None else getattr(conditions, "default", None)


def _dependencies(run: TaskRun) -> list[str]:
    depends_on = getattr(run.definition, "depends_on", None)
    ids = [members.shown_text(each) for each in members.items(depends_on, "task_ids")]
    ranges = [
        f"{members.number(each, 'start')} to {members.number(each, 'end')}"
        for each in members.items(depends_on, "task_id_ranges")
    ]
    named = [each for each in [*ids, *ranges] if each]
    more = len(named) - _MOST_IDS
    return [*named[:_MOST_IDS], *([f"{more} more"] if more > 0 else [])]
