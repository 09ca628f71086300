"""Consequences of a start task for its node."""

from __future__ import annotations

from . import node_states
from .task_run import FAILURES, RunStatus, TaskRun

_REPLACE = (
    "After changing the start task, replace this node: existing nodes run the changed start task only after they are"
    " rebooted or reimaged."
)
_WAIT = "Set waitForSuccess to true so that a node whose start task failed accepts no tasks."


def accepts_tasks(run: TaskRun) -> bool | None:
    """Return whether the node accepts tasks; None if unknown."""
    if run.node is not None:
        return node_states.accepts_tasks(run.node)
    return False if run.waits_for_success and run.status in (RunStatus.running, *FAILURES) else None


def consequences(run: TaskRun) -> list[str]:
    """Describe the node, or what is known about it from the start task alone."""
    waits, failed = run.waits_for_success, run.status in FAILURES
    if run.node is not None:
        described = node_states.sentences(run.node)
        if failed and node_states.accepts_tasks(run.node):
            because = ", because waitForSuccess is false" if waits is False else ""
            described.append(f"It accepts tasks even though the start task failed{because}.")
        return described
    if waits is None:
        return ["This document doesn't show whether the node accepts tasks and costs money; explain the node to find out."]
    if not waits:
        return ["The node accepts tasks even if the start task fails, because waitForSuccess is false."]
    if failed or run.status is RunStatus.running:
        return ["The node accepts no tasks until the start task succeeds, because waitForSuccess is true."]
    return []


def next_steps(run: TaskRun) -> list[str]:
    """List what to do about the node."""
    failed = run.status in FAILURES
    steps = [_REPLACE] if failed and run.status is not RunStatus.between_attempts else []
    if run.node is not None:
        steps += node_states.fixes(run.node)
        if failed and node_states.accepts_tasks(run.node) and not run.waits_for_success:
            steps.append(_WAIT)
    return steps
