"""The enumerations of start tasks and nodes, for the peers that bring no models of their own."""

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


class TaskState(str, Enum):
    """How far a task has come."""

    ACTIVE = "active"
    PREPARING = "preparing"
    RUNNING = "running"
    COMPLETED = "completed"


class CertificateStoreLocation(str, Enum):
    """Where Windows keeps a certificate."""

    CURRENT_USER = "currentuser"
    LOCAL_MACHINE = "localmachine"


class CertificateVisibility(str, Enum):
    """Who may use a certificate."""

    START_TASK = "starttask"
    TASK = "task"
    REMOTE_USER = "remoteuser"


class InboundEndpointProtocol(str, Enum):
    """TCP or UDP."""

    TCP = "tcp"
    UDP = "udp"


class ComputeNodeState(str, Enum):
    """What a node is doing."""

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
    """Whether a node takes new tasks."""

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
