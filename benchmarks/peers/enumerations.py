"""The enumerations of start tasks and nodes, for libraries without models of Azure Batch."""

from enum import Enum


class AutoUserScope(str, Enum):
    """The scope of an auto-user."""

    TASK = "task"
    POOL = "pool"


class ElevationLevel(str, Enum):
    """The rights of a user."""

    NON_ADMIN = "nonadmin"
    ADMIN = "admin"


class ContainerWorkingDirectory(str, Enum):
    """The directory that a container's command starts in."""

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
    """The state of a start task."""

    RUNNING = "running"
    COMPLETED = "completed"


class TaskExecutionResult(str, Enum):
    """The result of a task."""

    SUCCESS = "success"
    FAILURE = "failure"


class ErrorCategory(str, Enum):
    """The category of a failure."""

    USER_ERROR = "usererror"
    SERVER_ERROR = "servererror"


class TaskState(str, Enum):
    """The state of a task."""

    ACTIVE = "active"
    PREPARING = "preparing"
    RUNNING = "running"
    COMPLETED = "completed"


class CertificateStoreLocation(str, Enum):
    """The location of a Windows certificate store."""

    CURRENT_USER = "currentuser"
    LOCAL_MACHINE = "localmachine"


class CertificateVisibility(str, Enum):
    """The accounts that can use a certificate."""

    START_TASK = "starttask"
    TASK = "task"
    REMOTE_USER = "remoteuser"


class InboundEndpointProtocol(str, Enum):
    """TCP or UDP."""

    TCP = "tcp"
    UDP = "udp"


class ComputeNodeState(str, Enum):
    """The state of a node."""

    IDLE = "idle"
    REBOOTING = "rebooting"
    REIMAGING = "reimaging"
    RUNNING = "running"
    UNUSABLE = "unusable"
    CREATING = "creating"
    STARTING = "starting"
    WAITING_FOR_START_TASK = "waitingforstarttask"
    START_TASK_FAILED = "starttaskfailed"
    UNKNOWN = "unknown"
    LEAVING_POOL = "leavingpool"
    OFFLINE = "offline"
    PREEMPTED = "preempted"
    UPGRADING_OS = "upgradingos"
    DEALLOCATED = "deallocated"
    DEALLOCATING = "deallocating"


class SchedulingState(str, Enum):
    """Whether a node accepts new tasks."""

    ENABLED = "enabled"
    DISABLED = "disabled"


ALL = (
    AutoUserScope,
    ElevationLevel,
    ContainerWorkingDirectory,
    ContainerHostDataPath,
    StartTaskState,
    TaskExecutionResult,
    ErrorCategory,
    TaskState,
    CertificateStoreLocation,
    CertificateVisibility,
    InboundEndpointProtocol,
    ComputeNodeState,
    SchedulingState,
)
