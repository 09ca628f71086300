"""explain(): explains a document of the service that shows a node, a task, a job or a pool."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import msgspec

from ..engine.model import Model
from ..models.cloud_job import CloudJob
from ..models.cloud_pool import CloudPool
from ..models.cloud_task import CloudTask, SubtaskInformation
from ..models.execution import StartTaskInformation, TaskInformation
from ..models.job_task_execution import (
    JobPreparationAndReleaseTaskExecutionInformation,
    JobPreparationTaskExecutionInformation,
    JobReleaseTaskExecutionInformation,
)
from ..models.job_tasks import JobPreparationTask, JobReleaseTask
from ..models.nodes import ComputeNode
from ..models.scaling import ResizeError
from ..models.start_task import StartTask
from ..rules.acyclic import acyclic
from ..secrets.masking import describe
from . import members
from .explanation import Explanation
from .jobs import explain_job
from .pools import explain_error, explain_pool
from .run_explanation import explanation_of
from .task_run import TaskKind, TaskRun


def explain(
    subject: ComputeNode
    | StartTaskInformation
    | CloudTask
    | SubtaskInformation
    | TaskInformation
    | CloudJob
    | CloudPool
    | ResizeError
    | JobPreparationTaskExecutionInformation
    | JobReleaseTaskExecutionInformation
    | JobPreparationAndReleaseTaskExecutionInformation,
    *,
    task: StartTask | JobPreparationTask | JobReleaseTask | None = None,
    now: datetime | None = None,
) -> Explanation:
    """Explain what happened to a node, a task, a job or a pool, why it probably failed, and what to do next.

    Every document is accepted as it is: what is missing in it is left out of the explanation.

    Args:
        subject: A node, a task, a subtask, a recent task of a node, a job or a pool as the service returns it; or the
            information about the run of a start task, a job preparation task or a job release task; or a resize error.
        task: The start task, job preparation task or job release task that ran, which contains its limits. None: a node's own
            start task; otherwise unknown. A ``CloudTask`` contains everything itself.
        now: The time at which a SAS in a start task is checked for expiry; UTC if it has no zone. None: the start of the run.

    Returns:
        The explanation: attributes for programs, and ``str()`` of it for people. It contains no secrets.

    Raises:
        TypeError: The subject or the task is of another type, or the task doesn't belong to the subject.
    """
    kind = (
        type(subject) if type(subject) in _EXPLAINED else next((each for each in _EXPLAINED if isinstance(subject, each)), None)
    )
    if kind is None:
        raise TypeError(
            f"expected {_listed([each.__name__ for each in _EXPLAINED])}, got {describe(subject, hidden=True)}: deserialize it"
            " first, for example with ComputeNode.deserialize"
        )
    _check_task(kind, task)
    explained: Explanation = _EXPLAINED[kind](acyclic(subject), None if task is None else acyclic(task), now)
    return explained


def _check_task(kind: type[Model], task: object) -> None:
    expected = _TASKS[kind]
    if task is None or isinstance(task, expected):
        return
    name = _listed([each.__name__ for each in expected]) or "None"
    example = f": deserialize it first, for example with {expected[0].__name__}.deserialize" if expected else ""
    raise TypeError(f"expected {name} as the task of {kind.__name__}, got {describe(task, hidden=True)}{example}")


def _listed(names: list[str]) -> str:
    return f"{', '.join(names[:-1])} or {names[-1]}" if len(names) > 1 else "".join(names)


def _node(node: ComputeNode, task: StartTask | None, now: datetime | None) -> Explanation:
    information = node.start_task_info
    own_task = node.start_task if isinstance(node.start_task, StartTask) else None
    run = TaskRun(
        kind=TaskKind.start,
        state=members.text(information, "state"),
        information=information if isinstance(information, StartTaskInformation) else None,
        definition=task or own_task,
        node=node,
        node_id=members.text(node, "id"),
        pool_id=_id_in_url(node, "pools"),
        directory="startup",
    )
    return explanation_of(run, now)


def _start_task(information: StartTaskInformation, task: StartTask | None, now: datetime | None) -> Explanation:
    return explanation_of(
        TaskRun(
            kind=TaskKind.start,
            state=members.text(information, "state"),
            information=information,
            definition=task,
            directory="startup",
        ),
        now,
    )


def _task(task: CloudTask, _: None, now: datetime | None) -> Explanation:
    node, information = task.node_info, task.execution_info
    run = TaskRun(
        kind=TaskKind.task,
        state=members.text(task, "state"),
        information=information if isinstance(information, Model) else None,
        definition=task,
        job_id=_id_in_url(task, "jobs"),
        task_id=members.text(task, "id"),
        node_id=members.text(node, "node_id"),
        pool_id=members.text(node, "pool_id"),
        directory=members.text(node, "task_root_directory"),
    )
    return explanation_of(run, now)


def _recent_task(task: TaskInformation, _: None, now: datetime | None) -> Explanation:
    subtask_id = members.number(task, "subtask_id")
    information = task.execution_info
    run = TaskRun(
        kind=TaskKind.task if subtask_id is None else TaskKind.subtask,
        state=members.text(task, "task_state"),
        information=information if isinstance(information, Model) else None,
        job_id=members.text(task, "job_id"),
        task_id=members.text(task, "task_id"),
        subtask_id=subtask_id,
    )
    return explanation_of(run, now)


def _subtask(subtask: SubtaskInformation, _: None, now: datetime | None) -> Explanation:
    node = subtask.node_info
    run = TaskRun(
        kind=TaskKind.subtask,
        state=members.text(subtask, "state"),
        information=subtask,
        subtask_id=members.number(subtask, "id"),
        node_id=members.text(node, "node_id"),
        pool_id=members.text(node, "pool_id"),
        directory=members.text(node, "task_root_directory"),
    )
    return explanation_of(run, now)


def _job(job: CloudJob, _: None, __: datetime | None) -> Explanation:
    return explain_job(job)


def _pool(pool: CloudPool, _: None, __: datetime | None) -> Explanation:
    return explain_pool(pool)


def _resize_error(error: ResizeError, _: None, __: datetime | None) -> Explanation:
    return explain_error(error)


def _job_task(information: Model, task: Model | None, now: datetime | None, node: Model | None = None) -> Explanation:
    is_release = isinstance(information, JobReleaseTaskExecutionInformation)
    run = TaskRun(
        kind=TaskKind.release if is_release else TaskKind.preparation,
        state=members.text(information, "state"),
        information=information,
        definition=task,
        node_id=members.text(node, "node_id"),
        pool_id=members.text(node, "pool_id"),
        directory=members.text(information, "task_root_directory"),
    )
    return explanation_of(run, now)


def _job_tasks(both: JobPreparationAndReleaseTaskExecutionInformation, task: Model | None, now: datetime | None) -> Explanation:
    """Explain both tasks. The attributes are those of the first one that failed, or else of the last one that ran."""
    found: list[Explanation] = []
    for information, of_task in (
        (both.job_preparation_task_execution_info, JobPreparationTask),
        (both.job_release_task_execution_info, JobReleaseTask),
    ):
        if isinstance(information, Model):
            found.append(_job_task(information, task if isinstance(task, of_task) else None, now, both))
    if not found:
        where = f" on node {node_id}" if (node_id := members.text(both, "node_id")) else ""
        return Explanation(sentences=(f"The document contains nothing about a job preparation or job release task{where}.",))
    shown = next((each for each in found if each.succeeded is False), found[-1])
    return msgspec.structs.replace(shown, sentences=tuple(sentence for each in found for sentence in each.sentences))


def _id_in_url(model: Model, collection: str) -> str | None:
    found = re.search(rf"/{collection}/([A-Za-z0-9_:-]{{1,128}})/", members.text(model, "url") or "")
    return found[1] if found else None


_EXPLAINED: dict[type[Model], Callable[[Any, Any, datetime | None], Explanation]] = {
    ComputeNode: _node,
    StartTaskInformation: _start_task,
    CloudTask: _task,
    SubtaskInformation: _subtask,
    TaskInformation: _recent_task,
    CloudJob: _job,
    CloudPool: _pool,
    ResizeError: _resize_error,
    JobReleaseTaskExecutionInformation: _job_task,
    JobPreparationTaskExecutionInformation: _job_task,
    JobPreparationAndReleaseTaskExecutionInformation: _job_tasks,
}

EXPLAINED: tuple[type[Any], ...] = tuple(_EXPLAINED)
"""The models that ``explain`` explains. Of two that a document fits equally well, the first one is meant."""

_TASKS: dict[type[Model], tuple[type[Model], ...]] = {
    ComputeNode: (StartTask,),
    StartTaskInformation: (StartTask,),
    CloudTask: (),
    SubtaskInformation: (),
    TaskInformation: (),
    CloudJob: (),
    CloudPool: (),
    ResizeError: (),
    JobPreparationTaskExecutionInformation: (JobPreparationTask,),
    JobReleaseTaskExecutionInformation: (JobReleaseTask,),
    JobPreparationAndReleaseTaskExecutionInformation: (JobPreparationTask, JobReleaseTask),
}
"""The classes that the argument ``task`` can have, by the subject's class."""
