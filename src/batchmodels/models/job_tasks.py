"""The tasks that Batch itself starts for a job: the job manager task, job preparation and job release tasks."""

from datetime import timedelta
from typing import Annotated

from ..engine.attributes import Since
from ..engine.checks import Maximum, MaxSize, Pattern
from .base import Model
from .containers import TaskContainerSettings
from .environment import EnvironmentSetting
from .files import ResourceFile
from .identity import UserIdentity
from .job_task_settings import JobTaskSettings
from .limits import ID
from .task_settings import TaskConstraints

__all__ = ["JobManagerTask", "JobPreparationTask", "JobReleaseTask"]


class JobManagerTask(JobTaskSettings):
    """A task that Batch starts when the job is created, before all others. Usually it adds the other tasks and monitors them.

    When a pool shrinks, its node is kept for as long as possible, and when it has to be restarted, it is scheduled first. The
    job ends with it unless ``kill_job_on_completion`` is false.

    Rerunning. Batch runs it again when its node has to be repaired or disappears; such runs don't count as retries. So it must
    be safe to rerun (idempotent): a second run finds the tasks that the first one added.
    """

    id: Annotated[str, Pattern(ID)]
    """The task's id: 1 to 64 letters, digits, hyphens and underscores. Unique in the job, whatever the letters' case."""

    command_line: str
    """The command to run. No shell is involved unless it is named: ``/bin/sh -c '…'``."""

    kill_job_on_completion: bool | None = None
    """Whether the job ends with this task; tasks that are still running are stopped then. Default true.

    False lets the job continue; end it with ``on_all_tasks_complete``, or with a request.
    """

    run_exclusive: bool | None = None
    """Whether it has its node to itself. Default true. It matters only in pools whose nodes run several tasks at a time."""

    allow_low_priority_node: Annotated[bool | None, Since("2017-05-01.5.0")] = None
    """Whether it may run on a Spot or low-priority node, which Azure may take back. Default true."""


class JobPreparationTask(Model):
    """A task that runs on each node before the job's first task there: it downloads and sets up what all tasks of the job need.

    It runs only on nodes that get tasks of the job. If it fails after its last retry and ``wait_for_success`` is true, the node
    runs no task of the job until it is reimaged; other jobs and other nodes are not affected. It can run again when its node is
    rebooted or reimaged, so it must be safe to rerun (idempotent).
    """

    id: Annotated[str | None, Pattern(ID)] = None
    """The id: 1 to 64 letters, digits, hyphens and underscores. Default ``jobpreparation``. No other task can have it."""

    command_line: str
    """The command to run. No shell is involved unless it is named: ``/bin/sh -c '…'``."""

    container_settings: Annotated[TaskContainerSettings | None, Since("2017-09-01.6.0")] = None
    """The container that the command runs in. Only what it writes to Batch's directories is there for the other tasks."""

    resource_files: Annotated[list[ResourceFile] | None, MaxSize(32_768)] = None
    """The files to download before the command runs. The list is limited to 32,768 characters as it is sent.

    They go to this task's own directory. Other tasks find that with AZ_BATCH_JOB_PREP_WORKING_DIR.
    """

    environment_settings: list[EnvironmentSetting] | None = None
    """Environment variables for the command, in addition to those of the job and of Batch."""

    constraints: TaskConstraints | None = None
    """Limits on its time and its retries."""

    wait_for_success: bool | None = None
    """Whether the job's tasks wait for exit code 0 of this one. Default true.

    False: they start when it has ended, with success or without.
    """

    user_identity: Annotated[UserIdentity | None, Since("2017-01-01.4.0")] = None
    """The user that it runs as. Default: an auto-user without administrator's rights."""

    rerun_on_node_reboot_after_success: bool | None = None
    """Whether it runs again when its node reboots after it has succeeded. Default true.

    It always runs again when the node is reimaged, and when the reboot interrupted it.
    """


class JobReleaseTask(Model):
    """A task that runs when the job ends, on each node where its job preparation task has run: it cleans up.

    A job with a job release task needs a job preparation task. The job is completed only when it has ended on all nodes, which
    takes 15 minutes at most. While it runs, it takes no slot of the node.
    """

    id: Annotated[str | None, Pattern(ID)] = None
    """The task's id: 1 to 64 letters, digits, hyphens and underscores. Default ``jobrelease``. No other task can have it."""

    command_line: str
    """The command to run. No shell is involved unless it is named: ``/bin/sh -c '…'``."""

    container_settings: Annotated[TaskContainerSettings | None, Since("2017-09-01.6.0")] = None
    """The container that the command runs in."""

    resource_files: Annotated[list[ResourceFile] | None, MaxSize(32_768)] = None
    """The files to download before the command runs. The list is limited to 32,768 characters as it is sent."""

    environment_settings: list[EnvironmentSetting] | None = None
    """Environment variables for the command, in addition to those of the job and of Batch."""

    max_wall_clock_time: Annotated[timedelta | None, Maximum(timedelta(minutes=15))] = None
    """The time limit on a node. Batch stops it then. Default, and at most, 15 minutes."""

    retention_time: timedelta | None = None
    """The time that its directory stays on the node after it has ended. Default 7 days."""

    user_identity: Annotated[UserIdentity | None, Since("2017-01-01.4.0")] = None
    """The user that it runs as. Default: an auto-user without administrator's rights."""
