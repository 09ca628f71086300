"""What makes no difference to the service, as data: defaults, letter case, order, old names; and secrets of no answer.

Keys are the names of models and the wire keys of their attributes. The REST specification documents the defaults, and
the changelog of Azure.ResourceManager.Batch 1.2.0 that of enableAcceleratedNetworking.
"""

from __future__ import annotations

from typing import Any

import msgspec

_SINCE = "2019-08-01.10.0"


class Default(msgspec.Struct, frozen=True):
    """The documented value of a member that is left out, as JSON has it.

    Attributes:
        value: The value.
        since: The first API version with this default; empty if all have it.
        before: The value before that version.
    """

    value: Any
    since: str = ""
    before: Any = None

    def at(self, api_version: str) -> Any:
        """Return the default in an API version."""
        return self.before if api_version < self.since else self.value


_UNLIMITED = -1

DEFAULTS: dict[tuple[str, str], Default] = {
    ("Pool", "enableAutoScale"): Default(False),
    ("Pool", "enableInterNodeCommunication"): Default(False),
    ("Pool", "resizeTimeout"): Default("PT15M"),
    ("Pool", "targetDedicatedNodes"): Default(0),
    ("Pool", "targetLowPriorityNodes"): Default(0),
    ("Pool", "targetNodeCommunicationMode"): Default("default"),
    ("Pool", "taskSlotsPerNode"): Default(1),
    ("Job", "allowTaskPreemption"): Default(False),
    ("Job", "maxParallelTasks"): Default(_UNLIMITED),
    ("Job", "onAllTasksComplete"): Default("noaction"),
    ("Job", "onTaskFailure"): Default("noaction"),
    ("Job", "priority"): Default(0),
    ("Job", "usesTaskDependencies"): Default(False),
    ("Task", "requiredSlots"): Default(1),
    ("AutoPoolSpecification", "keepAlive"): Default(False),
    ("AutoUserSpecification", "elevationLevel"): Default("nonadmin"),
    ("AutoUserSpecification", "scope"): Default("pool", _SINCE, "task"),
    ("CertificateReference", "storeLocation"): Default("currentuser"),
    ("CertificateReference", "storeName"): Default("My"),
    ("ContainerHostBatchBindMountEntry", "isReadOnly"): Default(False),
    ("ContainerRegistry", "registryServer"): Default("docker.io"),
    ("DataDisk", "storageAccountType"): Default("standard_lrs"),
    ("ImageReference", "version"): Default("latest"),
    ("JobConstraints", "maxTaskRetryCount"): Default(0),
    ("JobManagerTask", "allowLowPriorityNode"): Default(True),
    ("JobManagerTask", "killJobOnCompletion"): Default(True),
    ("JobManagerTask", "requiredSlots"): Default(1),
    ("JobManagerTask", "runExclusive"): Default(True),
    ("JobNetworkConfiguration", "skipWithdrawFromVNet"): Default(False),
    ("JobPreparationTask", "id"): Default("jobpreparation"),
    ("JobPreparationTask", "rerunOnNodeRebootAfterSuccess"): Default(True),
    ("JobPreparationTask", "waitForSuccess"): Default(True),
    ("JobReleaseTask", "id"): Default("jobrelease"),
    ("JobReleaseTask", "maxWallClockTime"): Default("PT15M"),
    ("JobReleaseTask", "retentionTime"): Default("P7D"),
    ("MultiInstanceSettings", "numberOfInstances"): Default(1),
    ("NetworkConfiguration", "dynamicVNetAssignmentScope"): Default("none"),
    ("NetworkConfiguration", "enableAcceleratedNetworking"): Default(False),
    ("NodePlacementConfiguration", "policy"): Default("regional"),
    ("PublicIPAddressConfiguration", "provision"): Default("batchmanaged"),
    ("ResourceFile", "fileMode"): Default("0770"),
    ("StartTask", "maxTaskRetryCount"): Default(0),
    ("StartTask", "waitForSuccess"): Default(True, _SINCE, before=False),
    ("TaskConstraints", "retentionTime"): Default("P7D"),
    ("TaskContainerSettings", "workingDirectory"): Default("taskWorkingDirectory"),
    ("TaskSchedulingPolicy", "jobDefaultOrder"): Default("none"),
    ("TaskSchedulingPolicy", "nodeFillType"): Default("spread"),
    ("UserAccount", "elevationLevel"): Default("nonadmin"),
    ("WindowsConfiguration", "enableAutomaticUpdates"): Default(True),
}
"""The defaults. ``Pool``, ``Job`` and ``Task`` are all the models of these resources."""

INTERVAL = "PT15M"
"""The default of ``autoScaleEvaluationInterval``, where a formula sets the size."""

TARGETS = ("targetDedicatedNodes", "targetLowPriorityNodes")
"""The fixed size of a pool. With a formula, an answer shows the results of the formula here."""

NOT_RETURNED = frozenset(
    (
        ("AzureBlobFileSystemConfiguration", "accountKey"),
        ("AzureBlobFileSystemConfiguration", "sasKey"),
        ("AzureFileShareConfiguration", "accountKey"),
        ("CIFSMountConfiguration", "password"),
        ("ContainerRegistry", "password"),
        ("LinuxUserConfiguration", "sshPrivateKey"),
        ("UserAccount", "password"),
        ("VMExtension", "protectedSettings"),
    )
)
"""The secrets that the service leaves out of its answers."""

ANY_CASE = frozenset(
    (
        ("Pool", "id"),
        ("Pool", "vmSize"),
        ("Job", "id"),
        ("Job schedule", "id"),
        ("Task", "id"),
        ("CertificateReference", "thumbprint"),
        ("ComputeNodeIdentityReference", "resourceId"),
        ("DiskEncryptionSetParameters", "id"),
        ("HostEndpointSettings", "inVMAccessControlProfileReferenceId"),
        ("ImageReference", "communityGalleryImageId"),
        ("ImageReference", "offer"),
        ("ImageReference", "publisher"),
        ("ImageReference", "sharedGalleryImageId"),
        ("ImageReference", "sku"),
        ("ImageReference", "virtualMachineImageId"),
        ("JobNetworkConfiguration", "subnetId"),
        ("NetworkConfiguration", "subnetId"),
        ("PoolIdentityReference", "resourceId"),
        ("PoolInformation", "poolId"),
        ("PublicIPAddressConfiguration", "ipAddressIds"),
        ("ServiceArtifactReference", "id"),
        ("UserAssignedIdentity", "resourceId"),
    )
)
"""The texts that are the same in any letter case: ids of Batch, sizes and images of machines, resource ids of ARM."""

KEYS: dict[str, tuple[str, ...]] = {
    "ApplicationPackageReference": ("applicationId",),
    "CertificateReference": ("thumbprint",),
    "ContainerHostBatchBindMountEntry": ("source",),
    "ContainerRegistry": ("registryServer",),
    "DataDisk": ("lun",),
    "EnvironmentSetting": ("name",),
    "ExitCodeMapping": ("code",),
    "ExitCodeRangeMapping": ("start",),
    "IPTag": ("ipTagType",),
    "InboundNATPool": ("name",),
    "MetadataItem": ("name",),
    "MountConfiguration": (),
    "NetworkSecurityGroupRule": ("priority",),
    "OutputFile": ("filePattern",),
    "ResourceFile": ("filePath", "storageContainerUrl", "autoStorageContainerName", "blobPrefix"),
    "TaskIdRange": ("start",),
    "UserAccount": ("name",),
    "UserAssignedIdentity": ("resourceId",),
    "VMExtension": ("name",),
}
"""The members that identify an element of a list whose order means nothing; the first one that is set counts.

A mount has its ``relativeMountPath`` one level deeper. Lists of texts have no order either.
"""

MOUNT_PATH = "relativeMountPath"

KEEPS_EMPTY = frozenset((("TaskContainerSettings", "containerHostBatchBindMounts"),))
"""The lists of which an empty one isn't the same as none: no directory is mounted, or the node's root."""

RENAMED: dict[str, str] = {
    "blobSource": "httpUrl",
    "maxTasksPerNode": "taskSlotsPerNode",
    "targetDedicated": "targetDedicatedNodes",
    "targetOSVersion": "osVersion",
}
"""The old names of members, each with its present one, which takes the same value."""
