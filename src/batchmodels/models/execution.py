"""What the service tells about tasks that run, or have run, on a node; start tasks above all."""

from datetime import datetime
from typing import Annotated

from ..engine.attributes import Since
from .base import Model
from .enums import ErrorCategory, StartTaskState, TaskExecutionResult
from .pool_enums import TaskState

__all__ = [
    "NameValuePair",
    "StartTaskInformation",
    "TaskContainerExecutionInformation",
    "TaskExecutionInformation",
    "TaskFailureInformation",
    "TaskInformation",
]


class NameValuePair(Model):
    """A detail of an error."""

    name: str | None = None
    """What the detail is about."""

    value: str | None = None
    """What there is to say about it."""


class TaskFailureInformation(Model, since="2017-05-01.5.0"):
    """Why a task failed."""

    category: ErrorCategory
    """Whose fault it is."""

    code: str | None = None
    """The kind of failure, meant for programs: ``FailureExitCode``, ``BlobAccessDenied``, ``CommandProgramNotFound`` …"""

    message: str | None = None
    """The same for people."""

    details: list[NameValuePair] | None = None
    """More about it: the URL that could not be read, say."""


class TaskContainerExecutionInformation(Model, since="2017-09-01.6.0"):
    """What became of a task's container."""

    container_id: str | None = None
    """The container's id on the node."""

    state: str | None = None
    """The container's state in Docker's words: ``running``, ``exited`` …"""

    error: str | None = None
    """What Docker said when the container could not be created or started."""


class StartTaskInformation(Model):
    """How a start task fares on one node.

    Times are aware ``datetime`` objects. The service writes seven digits of a second; the seventh is dropped.
    """

    state: StartTaskState
    """Whether it is running or has come to an end."""

    start_time: datetime
    """When the present or last run began; a retry or a restart of the node sets it anew."""

    end_time: datetime | None = None
    """When the last run ended; None while it is running."""

    exit_code: int | None = None
    """What the program returned. None while it is running, and if it could not be started."""

    container_info: Annotated[TaskContainerExecutionInformation | None, Since("2017-09-01.6.0")] = None
    """The container that it ran in, if it did."""

    failure_info: Annotated[TaskFailureInformation | None, Since("2017-05-01.5.0")] = None
    """Why it failed; None if it did not."""

    retry_count: int
    """How often it was repeated because of its exit code; preparing it again and recovery don't count."""

    last_retry_time: datetime | None = None
    """When the last retry began; None if there was none."""

    result: Annotated[TaskExecutionResult | None, Since("2017-05-01.5.0")] = None
    """How it ended; ``failure`` comes with ``failure_info``."""


class TaskExecutionInformation(Model):
    """How a task fares: when it ran, how often, and how it ended."""

    start_time: datetime | None = None
    """When the present or last run began, downloads included; None while the task has not run yet."""

    end_time: datetime | None = None
    """When the task ended; None before ``completed``."""

    exit_code: int | None = None
    """What the program returned; None before ``completed``. If Batch ended the task, the operating system may have set it."""

    container_info: Annotated[TaskContainerExecutionInformation | None, Since("2017-09-01.6.0")] = None
    """The container that it ran in, if it did."""

    failure_info: Annotated[TaskFailureInformation | None, Since("2017-05-01.5.0")] = None
    """Why it failed; None if it did not, and before it is ``completed``."""

    retry_count: int
    """How often it was repeated because of its exit code; failures to prepare it or to upload its files aren't retried."""

    last_retry_time: datetime | None = None
    """When the last retry began; None while ``retry_count`` is 0. A reboot in a retry changes ``start_time``, but not this."""

    requeue_count: int
    """How often a user's request put it back into the queue: its node was removed, or its job disabled."""

    last_requeue_time: datetime | None = None
    """When the task was last put back into the queue; None while ``requeue_count`` is 0."""

    result: Annotated[TaskExecutionResult | None, Since("2017-05-01.5.0")] = None
    """How it ended; ``failure`` comes with ``failure_info``."""


class TaskInformation(Model):
    """A task that runs, or lately ran, on a node."""

    task_url: str | None = None
    """Where the service has the task."""

    job_id: str | None = None
    """The job that it belongs to."""

    task_id: str | None = None
    """The task's id within its job."""

    subtask_id: int | None = None
    """Which subtask it is, if it is part of a multi-instance task."""

    task_state: TaskState
    """How far it has come."""

    execution_info: TaskExecutionInformation | None = None
    """How it fares."""
