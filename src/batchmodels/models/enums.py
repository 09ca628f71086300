"""Enumerations of start tasks. A member equals its text: ``AutoUserScope.pool == "pool"``."""

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
    """The scope of an auto-user."""

    task = "task", in_arm("Task")
    """A separate user for each task, deleted with the task."""

    pool = "pool", in_arm("Pool")
    """One user on each node, shared by all tasks of the pool that use this scope."""


class ElevationLevel(TextEnum):
    """The rights of a user on the node."""

    non_admin = "nonadmin", in_arm("NonAdmin")
    """A standard user: can't use the package manager, manage services, or write outside the node's Batch directories."""

    admin = "admin", in_arm("Admin")
    """An administrator: root through sudo on Linux, the Administrators group on Windows."""


class ContainerWorkingDirectory(TextEnum):
    """The directory that a container's command starts in."""

    task_working_directory = "taskWorkingDirectory", in_arm("TaskWorkingDirectory")
    """The task's working directory, which contains the resource files."""

    container_image_default = "containerImageDefault", in_arm("ContainerImageDefault")
    """The working directory of the image; it doesn't contain the resource files."""


class ContainerHostDataPath(TextEnum):
    """A directory of the node that can be mounted into a container."""

    shared = "Shared"
    """The directory shared by all tasks on the node: AZ_BATCH_NODE_SHARED_DIR."""

    startup = "Startup"
    """The directory of the start task: AZ_BATCH_NODE_STARTUP_DIR."""

    vfs_mounts = "VfsMounts"
    """The directory of the mounted file systems: AZ_BATCH_NODE_MOUNTS_DIR."""

    task = "Task"
    """The directory of the task: AZ_BATCH_TASK_DIR."""

    job_prep = "JobPrep"
    """The working directory of the job preparation task: AZ_BATCH_JOB_PREP_WORKING_DIR."""

    applications = "Applications"
    """The directory of the application packages: AZ_BATCH_APP_PACKAGE_…"""


class StartTaskState(TextEnum):
    """The state of a start task on a node."""

    running = "running"
    """It is being prepared, is running, or waits for its next attempt."""

    completed = "completed"
    """It won't run again until the node restarts: it succeeded, has no retries left, or couldn't be started."""


class TaskExecutionResult(TextEnum):
    """The result of a task."""

    success = "success"
    """The last attempt ended with exit code 0."""

    failure = "failure"
    """It failed; ``failure_info`` contains the reason."""


class ErrorCategory(TextEnum):
    """The category of an error."""

    user_error = "usererror"
    """An error in the definition, for example a failing command or a missing file. Retrying it unchanged doesn't help."""

    server_error = "servererror"
    """An error of the service; the same definition may work later."""
