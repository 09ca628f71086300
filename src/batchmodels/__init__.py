"""Typed models of Azure Batch start tasks: built, checked, sent and read without losing or coercing anything."""

# First, because this brings msrest: imported from deeper down, that takes 30 ms longer.
from .errors import DeserializationError, Problem, UnknownAttributeWarning, ValidationError

# isort: split
from .engine.attributes import Key, Maximum, MaxLength, Minimum, MinLength, Pattern, ReadOnly, Secret
from .engine.constraints import exactly_one, requires
from .engine.model import Model
from .engine.shapes import UnknownValue
from .models.containers import ContainerHostBatchBindMountEntry, ContainerRegistry, TaskContainerSettings
from .models.enums import (
    AutoUserScope,
    ContainerHostDataPath,
    ContainerWorkingDirectory,
    ElevationLevel,
    ErrorCategory,
    StartTaskState,
    TaskExecutionResult,
)
from .models.environment import EnvironmentSetting
from .models.execution import (
    NameValuePair,
    StartTaskInformation,
    TaskContainerExecutionInformation,
    TaskFailureInformation,
)
from .models.files import ResourceFile
from .models.identity import AutoUserSpecification, ComputeNodeIdentityReference, UserIdentity
from .models.start_task import StartTask

__version__ = "0.1.0"

__all__ = [
    "AutoUserScope",
    "AutoUserSpecification",
    "ComputeNodeIdentityReference",
    "ContainerHostBatchBindMountEntry",
    "ContainerHostDataPath",
    "ContainerRegistry",
    "ContainerWorkingDirectory",
    "DeserializationError",
    "ElevationLevel",
    "EnvironmentSetting",
    "ErrorCategory",
    "Key",
    "MaxLength",
    "Maximum",
    "MinLength",
    "Minimum",
    "Model",
    "NameValuePair",
    "Pattern",
    "Problem",
    "ReadOnly",
    "ResourceFile",
    "Secret",
    "StartTask",
    "StartTaskInformation",
    "StartTaskState",
    "TaskContainerExecutionInformation",
    "TaskContainerSettings",
    "TaskExecutionResult",
    "TaskFailureInformation",
    "UnknownAttributeWarning",
    "UnknownValue",
    "UserIdentity",
    "ValidationError",
    "exactly_one",
    "requires",
]
