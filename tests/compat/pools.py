"""Pools and nodes, for the tests of the clients: to be sent, and as services answer them."""

from __future__ import annotations

import datetime
from typing import Any

from conftest import OWN_DOCUMENTS, ROOT, WIRE_EXAMPLES, in_one_spelling, load

import batchmodels
from batchmodels import (
    ApplicationPackageReference,
    AutoUserSpecification,
    AzureBlobFileSystemConfiguration,
    AzureFileShareConfiguration,
    ComputeNodeIdentityReference,
    ContainerConfiguration,
    ContainerRegistry,
    ElevationLevel,
    EnvironmentSetting,
    ImageReference,
    InboundNATPool,
    LinuxUserConfiguration,
    MetadataItem,
    Model,
    MountConfiguration,
    NetworkConfiguration,
    NetworkSecurityGroupRule,
    NFSMountConfiguration,
    PoolAddParameter,
    PoolEndpointConfiguration,
    PublicIPAddressConfiguration,
    ResourceFile,
    StartTask,
    TaskContainerSettings,
    TaskSchedulingPolicy,
    UserAccount,
    UserIdentity,
    VirtualMachineConfiguration,
)

DOCUMENTS = ROOT / "tests" / "documents" / "pools"
OWN_POOL = load(DOCUMENTS / "cloud_pool.json")
OWN_NODES = in_one_spelling(load(DOCUMENTS / "node_list.json"))
START_TASKS = [load(path) for path in OWN_DOCUMENTS if path.name.startswith("start_task")]

_EXAMPLES = [load(path) for path in WIRE_EXAMPLES]


def published(name: str) -> list[dict[str, Any]]:
    """The published documents of a type."""
    return [example["body"] for example in _EXAMPLES if example["type"] == name]


# Times with six digits of a second: azure-batch 14 drops the seventh, and we round.
POOLS = in_one_spelling([OWN_POOL, *published("CloudPool")])
NODES = in_one_spelling([*OWN_NODES["value"], *published("ComputeNode")])
BODIES = [
    getattr(batchmodels, name).deserialize(document)
    for name in ("PoolAddParameter", "PoolPatchParameter", "PoolUpdatePropertiesParameter")
    for document in published(name)
]


def bodies(model: type[Model]) -> list[Any]:
    """The published bodies of a kind of request, read."""
    return [body for body in BODIES if type(body) is model]


def pool_to_add() -> PoolAddParameter:
    """A pool with something of everything, which the API versions of azure-batch 14 and of azure-batch 15 both know."""
    identity = ComputeNodeIdentityReference(resource_id="/subscriptions/0/resourceGroups/g/providers/i/batch")
    return PoolAddParameter(
        id="render",
        vm_size="standard_d4s_v3",
        display_name="Süd",
        virtual_machine_configuration=VirtualMachineConfiguration(
            image_reference=ImageReference(publisher="microsoft-dsvm", offer="ubuntu-hpc", sku="2204", version="latest"),
            node_agent_sku_id="batch.node.ubuntu 22.04",
            container_configuration=ContainerConfiguration(
                type="dockerCompatible",
                container_image_names=["contoso.azurecr.io/render:7.3"],
                container_registries=[ContainerRegistry(registry_server="contoso.azurecr.io", identity_reference=identity)],
            ),
        ),
        resize_timeout=datetime.timedelta(minutes=20),
        target_dedicated_nodes=4,
        target_low_priority_nodes=0,
        enable_auto_scale=False,
        network_configuration=NetworkConfiguration(
            subnet_id="/subscriptions/0/resourceGroups/g/providers/v/subnets/batch",
            endpoint_configuration=PoolEndpointConfiguration(
                inbound_nat_pools=[
                    InboundNATPool(
                        name="ssh", protocol="tcp", backend_port=22, frontend_port_range_start=1,
                        frontend_port_range_end=49999,
                        network_security_group_rules=[
                            NetworkSecurityGroupRule(priority=150, access="DENY", source_address_prefix="*"),
                        ],
                    ),
                ],
            ),
            public_ip_address_configuration=PublicIPAddressConfiguration(provision="usermanaged", ip_address_ids=["/a", "/b"]),
        ),
        start_task=StartTask(
            command_line="/bin/bash -c 'set -e; ./setup.sh'",
            container_settings=TaskContainerSettings(
                image_name="contoso.azurecr.io/setup:2.1",
                registry=ContainerRegistry(user_name="puller", password="hunter2", registry_server="contoso.azurecr.io"),
                working_directory="containerImageDefault",
            ),
            resource_files=[ResourceFile(http_url="https://contoso.example/setup.sh?sig=c2lnbmF0dXJl", file_path="setup.sh")],
            environment_settings=[EnvironmentSetting(name="LICENSE_KEY", value="KLMN-0042")],
            user_identity=UserIdentity(auto_user=AutoUserSpecification(scope="pool", elevation_level=ElevationLevel.admin)),
            max_task_retry_count=3,
            wait_for_success=True,
        ),
        application_package_references=[ApplicationPackageReference(application_id="renderer", version="7.3")],
        task_slots_per_node=4,
        task_scheduling_policy=TaskSchedulingPolicy(node_fill_type="pack"),
        user_accounts=[
            UserAccount(
                name="setup", password="s3cret", elevation_level="admin",
                linux_user_configuration=LinuxUserConfiguration(uid=1000, gid=1000, ssh_private_key="-----BEGIN"),
            ),
        ],
        metadata=[MetadataItem(name="team", value="Süd")],
        mount_configuration=[
            MountConfiguration(
                azure_blob_file_system_configuration=AzureBlobFileSystemConfiguration(
                    account_name="contoso", container_name="scenes", relative_mount_path="scenes", sas_key="sig=c2lnbmF0dXJl",
                ),
            ),
            MountConfiguration(
                azure_file_share_configuration=AzureFileShareConfiguration(
                    account_name="contoso", azure_file_url="https://contoso.file.core.windows.net/share",
                    account_key="a2V5", relative_mount_path="share",
                ),
            ),
            MountConfiguration(
                nfs_mount_configuration=NFSMountConfiguration(source="10.0.0.4:/out", relative_mount_path="out"),
            ),
        ],
    )  # fmt: skip
