"""The models of Azure Batch, one family per file. A family is imported when one of its names is first used."""

from typing import TYPE_CHECKING

from ..engine.lazy import lazy_names as _lazy_names

FAMILIES = {
    "account_certificates": "Certificate CertificateAddParameter DeleteCertificateError",
    "account_enums": "CertificateFormat CertificateState OSType VerificationType",
    "accounts": "LinuxUserConfiguration UserAccount WindowsUserConfiguration",
    "applications": "ApplicationSummary",
    "auto_pools": "AutoPoolSpecification PoolInformation",
    "base": "Model",
    "certificates": "CertificateReference",
    "cloud_job": "CloudJob JobExecutionInformation JobSchedulingError JobStatistics",
    "cloud_job_schedule": "CloudJobSchedule JobScheduleExecutionInformation JobScheduleStatistics RecentJob",
    "cloud_pool": "CloudPool",
    "cloud_services": "CloudServiceConfiguration",
    "cloud_task": "CloudTask CloudTaskListSubtasksResult ComputeNodeInformation SubtaskInformation TaskStatistics",
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
    "exit_conditions": "ExitCodeMapping ExitCodeRangeMapping ExitConditions ExitOptions",
    "files": "ResourceFile",
    "identity": """
        AutoUserSpecification BatchPoolIdentity ComputeNodeIdentityReference PoolIdentityReference UserAssignedIdentity
        UserIdentity
    """,
    "job_constraints": "JobConstraints JobNetworkConfiguration",
    "job_enums": """
        DependencyAction DisableJobOption JobAction JobPreparationTaskState JobReleaseTaskState JobScheduleState JobState
        OnAllTasksComplete OnTaskFailure PoolLifetimeOption
    """,
    "job_schedules": "JobScheduleAddParameter JobSchedulePatchParameter JobScheduleUpdateParameter JobSpecification Schedule",
    "job_task_execution": """
        JobPreparationAndReleaseTaskExecutionInformation JobPreparationTaskExecutionInformation
        JobReleaseTaskExecutionInformation
    """,
    "job_tasks": "JobManagerTask JobPreparationTask JobReleaseTask",
    "jobs": "JobAddParameter JobDisableParameter JobPatchParameter JobTerminateParameter JobUpdateParameter",
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
    "node_actions": """
        BatchNodeDeallocateOptions NodeDisableSchedulingParameter NodeRebootParameter NodeReimageParameter
        UploadBatchServiceLogsConfiguration UploadBatchServiceLogsResult
    """,
    "node_enums": """
        BatchNodeDeallocateOption ComputeNodeDeallocationOption ComputeNodeRebootOption ComputeNodeReimageOption
        DisableComputeNodeSchedulingOption StatusLevelTypes
    """,
    "node_extensions": "InstanceViewStatus NodeVMExtension VMExtensionInstanceView",
    "node_files": "FileProperties NodeFile",
    "node_users": "ComputeNodeGetRemoteLoginSettingsResult ComputeNodeUser NodeUpdateUserParameter",
    "nodes": """
        ComputeNode ComputeNodeEndpointConfiguration ComputeNodeError InboundEndpoint NodeAgentInformation VirtualMachineInfo
    """,
    "output_files": "HttpHeader OutputFile OutputFileBlobContainerDestination OutputFileDestination OutputFileUploadOptions",
    "packages": "ApplicationPackageReference",
    "pool_actions": "NodeRemoveParameter PoolEnableAutoScaleParameter PoolEvaluateAutoScaleParameter PoolResizeParameter",
    "pool_counts": "NodeCounts PoolNodeCounts PoolUsageMetrics",
    "pool_enums": """
        AllocationState CertificateStoreLocation CertificateVisibility ComputeNodeFillType ComputeNodeState
        DynamicVNetAssignmentScope IPAddressProvisioningType IPFamily InboundEndpointProtocol JobDefaultOrder LoginMode
        NetworkSecurityGroupRuleAccess NodeCommunicationMode PoolIdentityType PoolState SchedulingState TaskState
    """,
    "pools": "PoolAddParameter PoolPatchParameter PoolSpecification PoolUpdatePropertiesParameter",
    "scaling": "AutoScaleRun AutoScaleRunError ResizeError",
    "scheduling": "TaskSchedulingPolicy",
    "security": "HostEndpointSettings ProxyAgentSettings SecurityProfile UefiSettings",
    "service_errors": "BatchError BatchErrorDetail ErrorMessage",
    "start_task": "StartTask",
    "statistics": "PoolStatistics ResourceStatistics UsageStatistics",
    "supported_images": "ImageInformation NodeAgentSku",
    "task_counts": "TaskCounts TaskCountsResult TaskSlotCounts",
    "task_enums": "AccessScope OutputFileUploadCondition SubtaskState TaskAddStatus",
    "task_settings": """
        AffinityInformation AuthenticationTokenSettings MultiInstanceSettings TaskConstraints TaskDependencies TaskIdRange
    """,
    "tasks": "TaskAddCollectionParameter TaskAddCollectionResult TaskAddParameter TaskAddResult TaskUpdateParameter",
    "upgrades": "AutomaticOSUpgradePolicy RollingUpgradePolicy UpgradePolicy",
    "versions": "API_VERSIONS",
    "virtual_machines": """
        ImageReference NodePlacementConfiguration ServiceArtifactReference VMExtension VirtualMachineConfiguration
        WindowsConfiguration
    """,
}
"""The public names of each family, which are those of its ``__all__``."""

if TYPE_CHECKING:
    from .account_certificates import *
    from .account_enums import *
    from .accounts import *
    from .applications import *
    from .auto_pools import *
    from .base import *
    from .certificates import *
    from .cloud_job import *
    from .cloud_job_schedule import *
    from .cloud_pool import *
    from .cloud_services import *
    from .cloud_task import *
    from .containers import *
    from .disks import *
    from .enums import *
    from .environment import *
    from .execution import *
    from .exit_conditions import *
    from .files import *
    from .identity import *
    from .job_constraints import *
    from .job_enums import *
    from .job_schedules import *
    from .job_task_execution import *
    from .job_tasks import *
    from .jobs import *
    from .machine_enums import *
    from .metadata import *
    from .mounts import *
    from .network import *
    from .node_actions import *
    from .node_enums import *
    from .node_extensions import *
    from .node_files import *
    from .node_users import *
    from .nodes import *
    from .output_files import *
    from .packages import *
    from .pool_actions import *
    from .pool_counts import *
    from .pool_enums import *
    from .pools import *
    from .scaling import *
    from .scheduling import *
    from .security import *
    from .service_errors import *
    from .start_task import *
    from .statistics import *
    from .supported_images import *
    from .task_counts import *
    from .task_enums import *
    from .task_settings import *
    from .tasks import *
    from .upgrades import *
    from .versions import *
    from .virtual_machines import *
else:
    _FAMILY_OF = {name: family for family, names in FAMILIES.items() for name in names.split()}
    __getattr__, __dir__, __all__ = _lazy_names(__name__, _FAMILY_OF)
