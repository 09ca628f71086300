"""The enumerations. A member equals its text, so ``AutoUserScope.pool == "pool"``."""

from ..engine.enumerations import TextEnum
from .dialects import in_arm

__all__ = [
    "AutoUserScope",
    "ContainerHostDataPath",
    "ContainerWorkingDirectory",
    "ElevationLevel",
    "ErrorCategory",
    "StartTaskState",
    "TaskExecutionResult",
]


class AutoUserScope(TextEnum):
    """How long an auto-user lives and who shares it."""

    task = "task", in_arm("Task")
    """A user of its own for every task, deleted with the task."""

    pool = "pool", in_arm("Pool")
    """One user on each node, shared by all tasks of the pool that ask for it."""


class ElevationLevel(TextEnum):
    """What a user may do on the node."""

    non_admin = "nonadmin", in_arm("NonAdmin")
    """An ordinary user: no package manager, no services, no writing outside the node's Batch directories."""

    admin = "admin", in_arm("Admin")
    """An administrator: root through sudo on Linux, the Administrators group on Windows."""


class ContainerWorkingDirectory(TextEnum):
    """The directory in which a container starts its command."""

    task_working_directory = "taskWorkingDirectory", in_arm("TaskWorkingDirectory")
    """The task's own working directory, where Batch has put the resource files."""

    container_image_default = "containerImageDefault", in_arm("ContainerImageDefault")
    """The one that the image names; the resource files are not there."""


class ContainerHostDataPath(TextEnum):
    """A directory of the node that can be mounted into a container."""

    shared = "Shared"
    """What all tasks of the node share: AZ_BATCH_NODE_SHARED_DIR."""

    startup = "Startup"
    """Where the start task works and leaves its files: AZ_BATCH_NODE_STARTUP_DIR."""

    vfs_mounts = "VfsMounts"
    """Where the pool's file systems are mounted: AZ_BATCH_NODE_MOUNTS_DIR."""

    task = "Task"
    """The directory of the task itself: AZ_BATCH_TASK_DIR."""

    job_prep = "JobPrep"
    """The working directory of the job preparation task: AZ_BATCH_JOB_PREP_WORKING_DIR."""

    applications = "Applications"
    """Where application packages are unpacked: AZ_BATCH_APP_PACKAGE_…"""


class StartTaskState(TextEnum):
    """Whether a start task is at work on a node."""

    running = "running"
    """It is being prepared, runs, or waits for its next attempt."""

    completed = "completed"
    """It will not run again before the node restarts: it succeeded, its retries are used up, or it never could run."""


class TaskExecutionResult(TextEnum):
    """How an execution ended."""

    success = "success"
    """The last attempt ended with exit code 0."""

    failure = "failure"
    """It did not; ``failure_info`` says why."""


class ErrorCategory(TextEnum):
    """Whose fault a failure is."""

    user_error = "usererror"
    """Something in the definition: a command that fails, a file that is gone. Trying again unchanged won't help."""

    server_error = "servererror"
    """Something in the service; the same definition may work later."""
