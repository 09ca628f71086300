"""Execution information of tasks on a node."""

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
    """The name of the detail."""

    value: str | None = None
    """The value of the detail."""


class TaskFailureInformation(Model, since="2017-05-01.5.0"):
    """The reason that a task failed."""

    category: ErrorCategory
    """Whether the definition or the service is at fault."""

    code: str | None = None
    """The code of the failure, for programs: ``FailureExitCode``, ``BlobAccessDenied``, ``CommandProgramNotFound`` …"""

    message: str | None = None
    """The description of the error, for people."""

    details: list[NameValuePair] | None = None
    """Further details, for example the URL that couldn't be read."""


class TaskContainerExecutionInformation(Model, since="2017-09-01.6.0"):
    """The status of a task's container."""

    container_id: str | None = None
    """The container's id on the node."""

    state: str | None = None
    """The container's state as Docker names it: ``running``, ``exited`` …"""

    error: str | None = None
    """Docker's error, if the container couldn't be created or started."""


class StartTaskInformation(Model):
    """The status of a start task on one node.

    Times are aware ``datetime`` objects. The service writes seven digits of a second; the seventh is dropped.
    """

    state: StartTaskState
    """Whether it is running or completed."""

    start_time: datetime
    """When the current or last run started; updated by a retry or a restart of the node."""

    end_time: datetime | None = None
    """When the last run ended; None while it is running."""

    exit_code: int | None = None
    """The exit code of the command. None while it is running, and if it couldn't be started."""

    container_info: Annotated[TaskContainerExecutionInformation | None, Since("2017-09-01.6.0")] = None
    """The container that it ran in, if any."""

    failure_info: Annotated[TaskFailureInformation | None, Since("2017-05-01.5.0")] = None
    """The reason for the failure; None if it didn't fail."""

    retry_count: int
    """The number of retries because of the exit code; recovery and repeated preparation don't count."""

    last_retry_time: datetime | None = None
    """When the last retry started; None if there wasn't one."""

    result: Annotated[TaskExecutionResult | None, Since("2017-05-01.5.0")] = None
    """The result; with ``failure`` there is ``failure_info``."""


class TaskExecutionInformation(Model):
    """The status of a task: when it ran, how often, and how it ended."""

    start_time: datetime | None = None
    """When the current or last run started, including downloads; None until the task runs."""

    end_time: datetime | None = None
    """When the task ended; None before ``completed``."""

    exit_code: int | None = None
    """The exit code of the command; None before ``completed``. If Batch ended the task, the operating system may set it."""

    container_info: Annotated[TaskContainerExecutionInformation | None, Since("2017-09-01.6.0")] = None
    """The container that it ran in, if any."""

    failure_info: Annotated[TaskFailureInformation | None, Since("2017-05-01.5.0")] = None
    """The reason for the failure; None if it didn't fail, and before ``completed``."""

    retry_count: int
    """The number of retries because of the exit code; failed downloads and uploads aren't retried."""

    last_retry_time: datetime | None = None
    """When the last retry started; None while ``retry_count`` is 0. A reboot during a retry changes only ``start_time``."""

    requeue_count: int
    """The number of requeues by user requests: its node was removed, or its job was disabled."""

    last_requeue_time: datetime | None = None
    """When the task was last requeued; None while ``requeue_count`` is 0."""

    result: Annotated[TaskExecutionResult | None, Since("2017-05-01.5.0")] = None
    """The result; with ``failure`` there is ``failure_info``."""


class TaskInformation(Model):
    """A task that is running or recently ran on a node."""

    task_url: str | None = None
    """The URL of the task."""

    job_id: str | None = None
    """The id of its job."""

    task_id: str | None = None
    """The id of the task, unique in the job."""

    subtask_id: int | None = None
    """The number of the subtask, if it is part of a multi-instance task."""

    task_state: TaskState
    """The state of the task."""

    execution_info: TaskExecutionInformation | None = None
    """The status of the task."""
