"""A task, its subtasks and what they have used, as the service answers them."""

from datetime import datetime
from typing import Annotated

from ..engine.attributes import Since
from .base import Model
from .enums import TaskExecutionResult
from .execution import TaskContainerExecutionInformation, TaskExecutionInformation, TaskFailureInformation
from .job_task_settings import OrdinaryTaskSettings
from .pool_enums import TaskState
from .task_enums import SubtaskState
from .work_statistics import WorkStatistics

__all__ = ["CloudTask", "CloudTaskListSubtasksResult", "ComputeNodeInformation", "SubtaskInformation", "TaskStatistics"]


class ComputeNodeInformation(Model):
    """The node that a task runs on, or ran on."""

    affinity_id: str | None = None
    """The value for another task's ``affinity_info``, to run on the same node."""

    node_url: str | None = None
    """The address of the node in the service."""

    pool_id: str | None = None
    """The id of the pool."""

    node_id: str | None = None
    """The id of the node."""

    task_root_directory: str | None = None
    """The task's directory on the node, relative to Batch's root directory there."""

    task_root_directory_url: str | None = None
    """The address of that directory in the service."""


class TaskStatistics(WorkStatistics):
    """The resources that a task has used. The service fills it in; it isn't sent."""


class CloudTask(OrdinaryTaskSettings):
    """A task as the service returns it. To add one, use ``TaskAddParameter``.

    A task that failed: look at ``execution_info``, its ``exit_code`` and its ``failure_info``, and at ``stdout.txt`` and
    ``stderr.txt`` in the task's directory on the node.

    In API versions since 2024-07-01.20.0 it is also the body that replaces a task: only ``constraints`` can change.
    """

    id: str | None = None
    """The task's id, unique in the job."""

    command_line: str | None = None
    """The command that it runs."""

    url: str | None = None
    """The address of the task in the service."""

    e_tag: str | None = None
    """The version of the task, an opaque text. With If-Match, an update fails if somebody else has changed the task."""

    last_modified: datetime | None = None
    """The time of the task's last change."""

    creation_time: datetime | None = None
    """The time at which the task was added."""

    state: TaskState | None = None
    """Whether it waits, runs, or is completed."""

    state_transition_time: datetime | None = None
    """The time of the last change of ``state``."""

    previous_state: TaskState | None = None
    """The state before this one. None while the task is in its first state."""

    previous_state_transition_time: datetime | None = None
    """The time of the change to ``previous_state``."""

    execution_info: TaskExecutionInformation | None = None
    """The times and the result of its execution."""

    node_info: ComputeNodeInformation | None = None
    """The node that it runs on, or last ran on."""

    stats: TaskStatistics | None = None
    """The resources that it has used. None unless the request expanded ``stats``."""


class SubtaskInformation(Model):
    """A subtask of a multi-instance task. The service fills it in; it isn't sent."""

    id: int | None = None
    """The number of the subtask."""

    node_info: ComputeNodeInformation | None = None
    """The node that it runs on."""

    start_time: datetime | None = None
    """The start time, of the last retry if there was one."""

    end_time: datetime | None = None
    """The end time; None before ``completed``."""

    exit_code: int | None = None
    """The exit code of its command; None before ``completed``."""

    container_info: Annotated[TaskContainerExecutionInformation | None, Since("2017-09-01.6.0")] = None
    """The container that it runs in, if any."""

    failure_info: Annotated[TaskFailureInformation | None, Since("2017-05-01.5.0")] = None
    """The failure; None if there wasn't one."""

    state: SubtaskState | None = None
    """Whether it is being prepared, runs, or is completed."""

    state_transition_time: datetime | None = None
    """The time of the last change of ``state``."""

    previous_state: SubtaskState | None = None
    """The state before this one. None while the subtask is in its first state."""

    previous_state_transition_time: datetime | None = None
    """The time of the change to ``previous_state``."""

    result: Annotated[TaskExecutionResult | None, Since("2017-05-01.5.0")] = None
    """The result; with ``failure`` there is ``failure_info``."""


class CloudTaskListSubtasksResult(Model):
    """All subtasks of a multi-instance task. The service fills it in; it isn't sent."""

    value: list[SubtaskInformation] | None = None
    """The subtasks."""
