"""What Azure Batch has, one family a file. A family is imported when one of its names is first used."""

from typing import TYPE_CHECKING

from ..engine.lazy import lazy_names as _lazy_names

FAMILIES = {
    "accounts": "LinuxUserConfiguration UserAccount WindowsUserConfiguration",
    "base": "Model",
    "certificates": "CertificateReference",
    "cloud_pool": "CloudPool",
    "cloud_services": "CloudServiceConfiguration",
    "containers": "ContainerConfiguration ContainerHostBatchBindMountEntry ContainerRegistry TaskContainerSettings",
    "disks": """
        DataDisk DiffDiskSettings DiskCustomerManagedKey DiskEncryptionConfiguration DiskEncryptionSetParameters ManagedDisk
        OSDisk VMDiskSecurityProfile
    """,
    "enums": """
        AutoUserScope ContainerHostDataPath ContainerWorkingDirectory ElevationLevel ErrorCategory StartTaskState
        TaskExecutionResult
    """,
    "environment": "EnvironmentSetting",
    "execution": """
        NameValuePair StartTaskInformation TaskContainerExecutionInformation TaskExecutionInformation TaskFailureInformation
        TaskInformation
    """,
    "files": "ResourceFile",
    "identity": """
        AutoUserSpecification BatchPoolIdentity ComputeNodeIdentityReference PoolIdentityReference UserAssignedIdentity
        UserIdentity
    """,
    "machine_enums": """
        CachingType ContainerType DiffDiskPlacement DiskEncryptionTarget HostEndpointSettingsModeTypes NodePlacementPolicyType
        SecurityEncryptionTypes SecurityTypes StorageAccountType UpgradeMode
    """,
    "metadata": "MetadataItem",
    "mounts": """
        AzureBlobFileSystemConfiguration AzureFileShareConfiguration CIFSMountConfiguration MountConfiguration
        NFSMountConfiguration
    """,
    "network": """
        IPTag InboundNATPool NetworkConfiguration NetworkSecurityGroupRule PoolEndpointConfiguration
        PublicIPAddressConfiguration
    """,
    "nodes": """
        ComputeNode ComputeNodeEndpointConfiguration ComputeNodeError InboundEndpoint NodeAgentInformation VirtualMachineInfo
    """,
    "packages": "ApplicationPackageReference",
    "pool_enums": """
        AllocationState CertificateStoreLocation CertificateVisibility ComputeNodeFillType ComputeNodeState
        DynamicVNetAssignmentScope IPAddressProvisioningType IPFamily InboundEndpointProtocol JobDefaultOrder LoginMode
        NetworkSecurityGroupRuleAccess NodeCommunicationMode PoolIdentityType PoolState SchedulingState TaskState
    """,
    "pools": "PoolAddParameter PoolPatchParameter PoolSpecification PoolUpdatePropertiesParameter",
    "scaling": "AutoScaleRun AutoScaleRunError ResizeError",
    "scheduling": "TaskSchedulingPolicy",
    "security": "HostEndpointSettings ProxyAgentSettings SecurityProfile UefiSettings",
    "start_task": "StartTask",
    "statistics": "PoolStatistics ResourceStatistics UsageStatistics",
    "upgrades": "AutomaticOSUpgradePolicy RollingUpgradePolicy UpgradePolicy",
    "versions": "API_VERSIONS",
    "virtual_machines": """
        ImageReference NodePlacementConfiguration ServiceArtifactReference VMExtension VirtualMachineConfiguration
        WindowsConfiguration
    """,
}
"""The public names of each family, which are those of its ``__all__``."""

if TYPE_CHECKING:
    from .accounts import *
    from .base import *
    from .certificates import *
    from .cloud_pool import *
    from .cloud_services import *
    from .containers import *
    from .disks import *
    from .enums import *
    from .environment import *
    from .execution import *
    from .files import *
    from .identity import *
    from .machine_enums import *
    from .metadata import *
    from .mounts import *
    from .network import *
    from .nodes import *
    from .packages import *
    from .pool_enums import *
    from .pools import *
    from .scaling import *
    from .scheduling import *
    from .security import *
    from .start_task import *
    from .statistics import *
    from .upgrades import *
    from .versions import *
    from .virtual_machines import *
else:
    _FAMILY_OF = {name: family for family, names in FAMILIES.items() for name in names.split()}
    __getattr__, __dir__, __all__ = _lazy_names(__name__, _FAMILY_OF)
