"""The attributes and blocks of Terraform's pools and jobs, each with the member that it becomes."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from ..arm.values import last_segment
from .terraform_values import PORTS, THUMBPRINT, certificate, decoded, identity, is_enabled, ports, targets


class Part(msgspec.Struct, frozen=True):
    """One attribute or block of a resource.

    Attributes:
        key: The wire key that it becomes; with dots, a member of objects within; empty for a block whose members belong to
            the object around it.
        members: What a block has, by name; None for an attribute.
        many: Whether there may be several blocks.
        pairs: Whether it is a map that becomes a list of names and values.
        convert: Converts the value of an attribute.
        default: The value that Terraform sends for an attribute that isn't there, where the service has another default.
        split: Converts the value of an attribute to several members, and the names of these.
        whole: Whether all its blocks become one value, which ``convert`` makes.
        arm: The member of ARM's resource that it becomes, with dots, if the Batch service has none.
    """

    key: str
    members: dict[str, Part] | None = None
    many: bool = False
    pairs: bool = False
    convert: Callable[[Any], Any] | None = None
    default: Any = None
    split: tuple[Callable[[Any], dict[str, Any]], tuple[str, ...]] | None = None
    whole: bool = False
    arm: str = ""


def _keys(**keys: str) -> dict[str, Part]:
    return {name: Part(key) for name, key in keys.items()}


_IDENTITY = {"user_assigned_identity_id": Part("identityReference.resourceId")}
_PASSWORD = {"password": Part("password")}
_REGISTRY = {**_keys(registry_server="registryServer", user_name="username"), **_PASSWORD, **_IDENTITY}
_START_TASK = {
    **_keys(command_line="commandLine", task_retry_maximum="maxTaskRetryCount"),
    "wait_for_success": Part("waitForSuccess", default=False),
    "common_environment_properties": Part("environmentSettings", pairs=True),
    # As version 2 of the provider has them.
    "max_task_retry_count": Part("maxTaskRetryCount"),
    "environment": Part("environmentSettings", pairs=True),
    "user_identity": Part(
        "userIdentity",
        {
            "user_name": Part("username"),
            "auto_user": Part("autoUser", {**_keys(elevation_level="elevationLevel"), "scope": Part("scope", default="Task")}),
        },
    ),
    "resource_file": Part(
        "resourceFiles",
        {
            **_keys(
                auto_storage_container_name="autoStorageContainerName",
                blob_prefix="blobPrefix",
                file_mode="fileMode",
                file_path="filePath",
                http_url="httpUrl",
                storage_container_url="storageContainerUrl",
            ),
            **_IDENTITY,
        },
        many=True,
    ),
    "container": Part(
        "containerSettings",
        {
            **_keys(image_name="imageName", run_options="containerRunOptions", working_directory="workingDirectory"),
            "registry": Part("registry", _REGISTRY),
        },
    ),
}
_MOUNT = {
    "azure_blob_file_system": Part(
        "azureBlobFileSystemConfiguration",
        {
            **_keys(
                account_name="accountName",
                container_name="containerName",
                relative_mount_path="relativeMountPath",
                account_key="accountKey",
                sas_key="sasKey",
                blobfuse_options="blobfuseOptions",
            ),
            "identity_id": Part("identityReference.resourceId"),
        },
    ),
    "azure_file_share": Part(
        "azureFileShareConfiguration",
        _keys(
            account_name="accountName",
            account_key="accountKey",
            azure_file_url="azureFileUrl",
            relative_mount_path="relativeMountPath",
            mount_options="mountOptions",
        ),
    ),
    "cifs_mount": Part(
        "cifsMountConfiguration",
        {
            **_keys(
                user_name="username",
                source="source",
                relative_mount_path="relativeMountPath",
                mount_options="mountOptions",
            ),
            **_PASSWORD,
        },
    ),
    "nfs_mount": Part(
        "nfsMountConfiguration", _keys(source="source", relative_mount_path="relativeMountPath", mount_options="mountOptions")
    ),
}
_ENDPOINT = {
    **_keys(name="name", backend_port="backendPort", protocol="protocol"),
    "frontend_port_range": Part("", split=(ports, PORTS)),
    "network_security_group_rules": Part(
        "networkSecurityGroupRules",
        _keys(
            access="access",
            priority="priority",
            source_address_prefix="sourceAddressPrefix",
            source_port_ranges="sourcePortRanges",
        ),
        many=True,
    ),
}
_NETWORK = {
    **_keys(
        subnet_id="subnetId",
        dynamic_vnet_assignment_scope="dynamicVNetAssignmentScope",
        accelerated_networking_enabled="enableAcceleratedNetworking",
        public_ips="publicIPAddressConfiguration.ipAddressIds",
        public_address_provisioning_type="publicIPAddressConfiguration.provision",
    ),
    "endpoint_configuration": Part("endpointConfiguration.inboundNATPools", _ENDPOINT, many=True),
}

_MACHINE = "virtualMachineConfiguration"
POOL = {
    **_keys(
        name="id",
        display_name="displayName",
        vm_size="vmSize",
        max_tasks_per_node="taskSlotsPerNode",
        node_agent_sku_id=f"{_MACHINE}.nodeAgentSKUId",
        license_type=f"{_MACHINE}.licenseType",
        target_node_communication_mode="targetNodeCommunicationMode",
        os_disk_placement=f"{_MACHINE}.osDisk.ephemeralOSDiskSettings.placement",
    ),
    "data_disks": Part(
        f"{_MACHINE}.dataDisks",
        _keys(lun="lun", caching="caching", disk_size_gb="diskSizeGB", storage_account_type="storageAccountType"),
        many=True,
    ),
    "extensions": Part(
        f"{_MACHINE}.extensions",
        {
            **_keys(
                name="name",
                publisher="publisher",
                type="type",
                type_handler_version="typeHandlerVersion",
                auto_upgrade_minor_version="autoUpgradeMinorVersion",
                automatic_upgrade_enabled="enableAutomaticUpgrade",
                provision_after_extensions="provisionAfterExtensions",
            ),
            "settings_json": Part("settings", convert=decoded),
            "protected_settings": Part("protectedSettings", convert=decoded),
        },
        many=True,
    ),
    "disk_encryption": Part(
        f"{_MACHINE}.diskEncryptionConfiguration.targets",
        {"disk_encryption_target": Part("")},
        many=True,
        convert=targets,
        whole=True,
    ),
    "identity": Part("", {"type": Part(""), "identity_ids": Part("")}, convert=identity, whole=True, arm="identity"),
    "node_placement": Part(f"{_MACHINE}.nodePlacementConfiguration", _keys(policy="policy")),
    "security_profile": Part(
        f"{_MACHINE}.securityProfile",
        _keys(
            host_encryption_enabled="encryptionAtHost",
            security_type="securityType",
            secure_boot_enabled="uefiSettings.secureBootEnabled",
            vtpm_enabled="uefiSettings.vTpmEnabled",
        ),
    ),
    "windows": Part(f"{_MACHINE}.windowsConfiguration", _keys(enable_automatic_updates="enableAutomaticUpdates")),
    "task_scheduling_policy": Part("taskSchedulingPolicy", _keys(node_fill_type="nodeFillType")),
    "inter_node_communication": Part("enableInterNodeCommunication", convert=is_enabled, default=True),
    "storage_image_reference": Part(
        f"{_MACHINE}.imageReference",
        _keys(publisher="publisher", offer="offer", sku="sku", version="version", id="virtualMachineImageId"),
    ),
    "container_configuration": Part(
        f"{_MACHINE}.containerConfiguration",
        {
            **_keys(type="type", container_image_names="containerImageNames"),
            "container_registries": Part("containerRegistries", _REGISTRY, many=True),
        },
    ),
    "fixed_scale": Part(
        "",
        {
            "target_dedicated_nodes": Part("targetDedicatedNodes", default=1),
            **_keys(target_low_priority_nodes="targetLowPriorityNodes", resize_timeout="resizeTimeout"),
            "node_deallocation_method": Part("", arm="properties.scaleSettings.fixedScale.nodeDeallocationOption"),
        },
    ),
    "auto_scale": Part("", _keys(formula="autoScaleFormula", evaluation_interval="autoScaleEvaluationInterval")),
    "start_task": Part("startTask", _START_TASK),
    "mount": Part("mountConfiguration", _MOUNT, many=True),
    "network_configuration": Part("networkConfiguration", _NETWORK),
    "user_accounts": Part(
        "userAccounts",
        {
            **_keys(name="name", elevation_level="elevationLevel"),
            **_PASSWORD,
            "linux_user_configuration": Part(
                "linuxUserConfiguration", _keys(uid="uid", gid="gid", ssh_private_key="sshPrivateKey")
            ),
            "windows_user_configuration": Part("windowsUserConfiguration", _keys(login_mode="loginMode")),
        },
        many=True,
    ),
    "metadata": Part("metadata", pairs=True),
    "certificate": Part(  # up to version 4 of the provider
        "certificateReferences",
        {
            "id": Part("", split=(certificate, THUMBPRINT)),
            **_keys(store_location="storeLocation", store_name="storeName", visibility="visibility"),
        },
        many=True,
    ),
}
JOB = {
    **_keys(name="id", display_name="displayName", priority="priority", task_retry_maximum="constraints.maxTaskRetryCount"),
    "batch_pool_id": Part("poolInfo.poolId", convert=last_segment),
    "common_environment_properties": Part("commonEnvironmentSettings", pairs=True),
}

RESOURCES: dict[str, tuple[str, dict[str, Part]]] = {
    "azurerm_batch_pool": ("PoolAddParameter", POOL),
    "azurerm_batch_job": ("JobAddParameter", JOB),
}
"""The types of resources, each with the model that it becomes and its parts."""


OF_TERRAFORM = frozenset(
    (
        *("account_name", "batch_account_id", "resource_group_name", "stop_pending_resize_operation"),
        *("id", "depends_on", "lifecycle", "provider", "timeouts"),
    )
)
"""What a resource has and a pool or a job doesn't: its account, its own id, and instructions for Terraform."""


def _names(parts: dict[str, Part], found: dict[str, str]) -> dict[str, str]:
    for name, part in parts.items():
        for key in part.split[1] if part.split else (part.key.rpartition(".")[2],):
            found.setdefault(key, name)
        _names(part.members or {}, found)
    return found


NAMES = {key: name for key, name in _names({**JOB, **POOL}, {}).items() if key != name and len(key) > 2}  # noqa: PLR2004  # because of "id"
"""Terraform's names by the wire keys."""


AROUND = frozenset(("virtualMachineConfiguration", "poolInfo", "uefiSettings", "publicIPAddressConfiguration"))
"""The objects around members that Terraform has in the resource or the block itself."""


def _parts(parts: dict[str, Part]) -> Iterator[tuple[str, Part]]:
    for name, part in parts.items():
        yield name, part
        yield from _parts(part.members or {})


@functools.cache
def holds_secrets(name: str) -> bool:
    """Return whether an attribute has a secret, or a map of them: a key, a password, or environment settings."""
    part = TERRAFORM_NAMES.get(name)
    key = "" if part is None else part.key.rpartition(".")[2]
    return key in _SECRETS or key.lower().endswith("environmentsettings")


_SECRETS = frozenset(("accountKey", "password", "protectedSettings", "sasKey", "sshPrivateKey"))

TERRAFORM_NAMES = dict(_parts({**JOB, **POOL}))
"""The attributes and blocks by their names; of two with one name, one of them."""
