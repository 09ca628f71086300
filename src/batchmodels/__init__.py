"""Typed models of Azure Batch pools and start tasks: built, checked, sent and read without losing or coercing anything."""

# First, because this brings msrest: imported from deeper down, that takes 30 ms longer.
from .errors import DeserializationError, Problem, UnknownAttributeWarning, ValidationError

# isort: split
import typing as _typing

from .engine.attributes import Key, Quoted, ReadOnly, Secret, Since, Until
from .engine.checks import Maximum, MaxItems, MaxLength, MaxSize, Minimum, MinLength, Pattern, StaysInside, UniqueBy
from .engine.constraints import at_most_one, exactly_one, excludes, requires
from .engine.enumerations import TextEnum
from .engine.once import making as _making
from .engine.pages import Page, to_json
from .engine.shapes import UnknownValue
from .models.accounts import LinuxUserConfiguration, UserAccount, WindowsUserConfiguration
from .models.base import Model
from .models.certificates import CertificateReference
from .models.cloud_pool import CloudPool
from .models.cloud_services import CloudServiceConfiguration
from .models.containers import (
    ContainerConfiguration,
    ContainerHostBatchBindMountEntry,
    ContainerRegistry,
    TaskContainerSettings,
)
from .models.disks import (
    DataDisk,
    DiffDiskSettings,
    DiskCustomerManagedKey,
    DiskEncryptionConfiguration,
    DiskEncryptionSetParameters,
    ManagedDisk,
    OSDisk,
    VMDiskSecurityProfile,
)
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
    TaskExecutionInformation,
    TaskFailureInformation,
    TaskInformation,
)
from .models.files import ResourceFile
from .models.identity import (
    AutoUserSpecification,
    BatchPoolIdentity,
    ComputeNodeIdentityReference,
    PoolIdentityReference,
    UserAssignedIdentity,
    UserIdentity,
)
from .models.machine_enums import (
    CachingType,
    ContainerType,
    DiffDiskPlacement,
    DiskEncryptionTarget,
    HostEndpointSettingsModeTypes,
    NodePlacementPolicyType,
    SecurityEncryptionTypes,
    SecurityTypes,
    StorageAccountType,
    UpgradeMode,
)
from .models.metadata import MetadataItem
from .models.mounts import (
    AzureBlobFileSystemConfiguration,
    AzureFileShareConfiguration,
    CIFSMountConfiguration,
    MountConfiguration,
    NFSMountConfiguration,
)
from .models.network import (
    InboundNATPool,
    IPTag,
    NetworkConfiguration,
    NetworkSecurityGroupRule,
    PoolEndpointConfiguration,
    PublicIPAddressConfiguration,
)
from .models.nodes import (
    ComputeNode,
    ComputeNodeEndpointConfiguration,
    ComputeNodeError,
    InboundEndpoint,
    NodeAgentInformation,
    VirtualMachineInfo,
)
from .models.packages import ApplicationPackageReference
from .models.pool_enums import (
    AllocationState,
    CertificateStoreLocation,
    CertificateVisibility,
    ComputeNodeFillType,
    ComputeNodeState,
    DynamicVNetAssignmentScope,
    InboundEndpointProtocol,
    IPAddressProvisioningType,
    IPFamily,
    JobDefaultOrder,
    LoginMode,
    NetworkSecurityGroupRuleAccess,
    NodeCommunicationMode,
    PoolIdentityType,
    PoolState,
    SchedulingState,
    TaskState,
)
from .models.pools import PoolAddParameter, PoolPatchParameter, PoolSpecification, PoolUpdatePropertiesParameter
from .models.scaling import AutoScaleRun, AutoScaleRunError, ResizeError
from .models.scheduling import TaskSchedulingPolicy
from .models.security import HostEndpointSettings, ProxyAgentSettings, SecurityProfile, UefiSettings
from .models.start_task import StartTask
from .models.statistics import PoolStatistics, ResourceStatistics, UsageStatistics
from .models.upgrades import AutomaticOSUpgradePolicy, RollingUpgradePolicy, UpgradePolicy
from .models.versions import API_VERSIONS
from .models.virtual_machines import (
    ImageReference,
    NodePlacementConfiguration,
    ServiceArtifactReference,
    VirtualMachineConfiguration,
    VMExtension,
    WindowsConfiguration,
)

if _typing.TYPE_CHECKING:
    from . import commands, identities
    from .explaining.explain import explain
    from .explaining.explanation import Explanation
    from .rules.finding import Finding, Severity
    from .rules.review import review

__version__ = "0.1.0"

__all__ = [
    "API_VERSIONS",
    "AllocationState",
    "ApplicationPackageReference",
    "AutoScaleRun",
    "AutoScaleRunError",
    "AutoUserScope",
    "AutoUserSpecification",
    "AutomaticOSUpgradePolicy",
    "AzureBlobFileSystemConfiguration",
    "AzureFileShareConfiguration",
    "BatchPoolIdentity",
    "CIFSMountConfiguration",
    "CachingType",
    "CertificateReference",
    "CertificateStoreLocation",
    "CertificateVisibility",
    "CloudPool",
    "CloudServiceConfiguration",
    "ComputeNode",
    "ComputeNodeEndpointConfiguration",
    "ComputeNodeError",
    "ComputeNodeFillType",
    "ComputeNodeIdentityReference",
    "ComputeNodeState",
    "ContainerConfiguration",
    "ContainerHostBatchBindMountEntry",
    "ContainerHostDataPath",
    "ContainerRegistry",
    "ContainerType",
    "ContainerWorkingDirectory",
    "DataDisk",
    "DeserializationError",
    "DiffDiskPlacement",
    "DiffDiskSettings",
    "DiskCustomerManagedKey",
    "DiskEncryptionConfiguration",
    "DiskEncryptionSetParameters",
    "DiskEncryptionTarget",
    "DynamicVNetAssignmentScope",
    "ElevationLevel",
    "EnvironmentSetting",
    "ErrorCategory",
    "Explanation",
    "Finding",
    "HostEndpointSettings",
    "HostEndpointSettingsModeTypes",
    "IPAddressProvisioningType",
    "IPFamily",
    "IPTag",
    "ImageReference",
    "InboundEndpoint",
    "InboundEndpointProtocol",
    "InboundNATPool",
    "JobDefaultOrder",
    "Key",
    "LinuxUserConfiguration",
    "LoginMode",
    "ManagedDisk",
    "MaxItems",
    "MaxLength",
    "MaxSize",
    "Maximum",
    "MetadataItem",
    "MinLength",
    "Minimum",
    "Model",
    "MountConfiguration",
    "NFSMountConfiguration",
    "NameValuePair",
    "NetworkConfiguration",
    "NetworkSecurityGroupRule",
    "NetworkSecurityGroupRuleAccess",
    "NodeAgentInformation",
    "NodeCommunicationMode",
    "NodePlacementConfiguration",
    "NodePlacementPolicyType",
    "OSDisk",
    "Page",
    "Pattern",
    "PoolAddParameter",
    "PoolEndpointConfiguration",
    "PoolIdentityReference",
    "PoolIdentityType",
    "PoolPatchParameter",
    "PoolSpecification",
    "PoolState",
    "PoolStatistics",
    "PoolUpdatePropertiesParameter",
    "Problem",
    "ProxyAgentSettings",
    "PublicIPAddressConfiguration",
    "Quoted",
    "ReadOnly",
    "ResizeError",
    "ResourceFile",
    "ResourceStatistics",
    "RollingUpgradePolicy",
    "SchedulingState",
    "Secret",
    "SecurityEncryptionTypes",
    "SecurityProfile",
    "SecurityTypes",
    "ServiceArtifactReference",
    "Severity",
    "Since",
    "StartTask",
    "StartTaskInformation",
    "StartTaskState",
    "StaysInside",
    "StorageAccountType",
    "TaskContainerExecutionInformation",
    "TaskContainerSettings",
    "TaskExecutionInformation",
    "TaskExecutionResult",
    "TaskFailureInformation",
    "TaskInformation",
    "TaskSchedulingPolicy",
    "TaskState",
    "TextEnum",
    "UefiSettings",
    "UniqueBy",
    "UnknownAttributeWarning",
    "UnknownValue",
    "Until",
    "UpgradeMode",
    "UpgradePolicy",
    "UsageStatistics",
    "UserAccount",
    "UserAssignedIdentity",
    "UserIdentity",
    "VMDiskSecurityProfile",
    "VMExtension",
    "ValidationError",
    "VirtualMachineConfiguration",
    "VirtualMachineInfo",
    "WindowsConfiguration",
    "WindowsUserConfiguration",
    "at_most_one",
    "commands",
    "exactly_one",
    "excludes",
    "explain",
    "identities",
    "requires",
    "review",
    "to_json",
]

# What isn't a model is imported when it is first asked for: half of all programs never do.
_LATER = {
    "commands": "commands",
    "identities": "identities",
    "Explanation": "explaining.explanation",
    "explain": "explaining.explain",
    "Finding": "rules.finding",
    "Severity": "rules.finding",
    "review": "rules.review",
}


def __getattr__(name: str) -> _typing.Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib  # noqa: PLC0415  # because it is needed here only

    with _making:
        module = importlib.import_module(f".{_LATER[name]}", __name__)
    found = module if _LATER[name] == name else getattr(module, name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
