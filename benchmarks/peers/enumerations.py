"""The enumerations of the start task family, for the peers that bring no models of their own."""

from enum import Enum


class AutoUserScope(str, Enum):
    """How long an auto-user lives."""

    TASK = "task"
    POOL = "pool"


class ElevationLevel(str, Enum):
    """What a user may do."""

    NON_ADMIN = "nonadmin"
    ADMIN = "admin"


class ContainerWorkingDirectory(str, Enum):
    """Where a container's command starts."""

    TASK_WORKING_DIRECTORY = "taskWorkingDirectory"
    CONTAINER_IMAGE_DEFAULT = "containerImageDefault"


class ContainerHostDataPath(str, Enum):
    """A directory of the node."""

    SHARED = "Shared"
    STARTUP = "Startup"
    VFS_MOUNTS = "VfsMounts"
    TASK = "Task"
    JOB_PREP = "JobPrep"
    APPLICATIONS = "Applications"


class StartTaskState(str, Enum):
    """Whether a start task is at work."""

    RUNNING = "running"
    COMPLETED = "completed"


class TaskExecutionResult(str, Enum):
    """How an execution ended."""

    SUCCESS = "success"
    FAILURE = "failure"


class ErrorCategory(str, Enum):
    """Whose fault a failure is."""

    USER_ERROR = "usererror"
    SERVER_ERROR = "servererror"


ALL = (
    AutoUserScope,
    ElevationLevel,
    ContainerWorkingDirectory,
    ContainerHostDataPath,
    StartTaskState,
    TaskExecutionResult,
    ErrorCategory,
)
