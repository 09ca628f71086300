"""The settings that the tasks of a job have in common."""

from datetime import timedelta
from typing import Annotated, ClassVar

from ..engine.checks import MaxSize, Minimum
from ..engine.constraints import Constraint
from .base import Model
from .files import ResourceFile
from .limits import MaxTotalLength, ascending
from .task_enums import AccessScope

__all__ = [
    "AffinityInformation",
    "AuthenticationTokenSettings",
    "MultiInstanceSettings",
    "TaskConstraints",
    "TaskDependencies",
    "TaskIdRange",
]


class AffinityInformation(Model):
    """A preferred node for a task. If that node is busy, the task runs on another one."""

    affinity_id: str
    """The ``affinity_id`` of a node or of another task, near which the task is to run."""


class AuthenticationTokenSettings(Model, since="2017-01-01.4.0", until="2025-06-01"):
    """The access of a task's authentication token, which it finds in AZ_BATCH_AUTHENTICATION_TOKEN.

    With it the task can call the Batch service without an account key: it can add tasks to its own job, for example.
    """

    access: list[AccessScope] | None = None
    """The operations that the token allows. Only ``job`` is possible."""


class TaskConstraints(Model):
    """Limits on the execution of a task."""

    max_wall_clock_time: timedelta | None = None
    """The time limit of the task, measured from its start. Batch stops it then. Default: as long as it takes."""

    retention_time: timedelta | None = None
    """The time that the task's directory stays on the node after the task has ended. Default 7 days.

    It goes earlier if the node is removed or the job is deleted.
    """

    max_task_retry_count: Annotated[int | None, Minimum(-1)] = None
    """The number of retries if the command ends with an exit code other than 0. Default 0: one attempt. -1: without limit.

    Failures to prepare the task and to upload its output are not retried.
    """


class MultiInstanceSettings(Model):
    """A task that runs on several nodes at once, for MPI programs.

    One node runs the primary task, the others run subtasks. All of them run the coordination command first; when it has
    succeeded everywhere, the primary task runs the task's own command. If a subtask fails, the whole task fails and is retried.
    """

    number_of_instances: int | None = None
    """The number of nodes. Default 1."""

    coordination_command_line: str
    """The command that prepares each node: it starts a service, or waits for the others. It must end or run in the background.

    No shell is involved unless it is named: ``/bin/sh -c '…'``.
    """

    common_resource_files: Annotated[list[ResourceFile] | None, MaxSize(32_768)] = None
    """Files to download to all nodes, into the directory above the working directory: AZ_BATCH_TASK_SHARED_DIR.

    The list is limited to 32,768 characters of JSON.
    """


class TaskIdRange(Model):
    """A range of task ids that are whole numbers: 9 to 12 are the tasks ``9``, ``10``, ``11`` and ``12``."""

    start: int
    """The first task id of the range."""

    end: int
    """The last task id of the range; it belongs to the range."""

    rules: ClassVar[tuple[Constraint, ...]] = (ascending("start", "end"),)


class TaskDependencies(Model):
    """The tasks that must succeed before a task can run. The job must have ``uses_task_dependencies``."""

    task_ids: Annotated[list[str] | None, MaxTotalLength(64_000)] = None
    """The ids of tasks; all of them must succeed. At most 64,000 characters in all: for more use ``task_id_ranges``."""

    task_id_ranges: list[TaskIdRange] | None = None
    """Ranges of ids; all tasks in them must succeed."""
