#!/usr/bin/env python3
"""Build a whole pool of Ubuntu nodes that run containers, and write the request body to standard output.

    python examples/build_pool.py > pool.json

Standard error lists what an older API version would refuse. ``pool.json`` in the same directory is the output if neither
``SHARE_KEY`` nor ``USER_PASSWORD`` is set.

``build_pool`` also works with azure-batch 14 and creates the same body. Only this line differs::

    import azure.batch.models as batchmodels  # azure-batch 14
    import batchmodels                        # this library
"""

import datetime
import os
import sys

import batchmodels

IDENTITY = (
    "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/media"
    "/providers/Microsoft.ManagedIdentity/userAssignedIdentities/encoder"
)

REGISTRY = "examplemedia.azurecr.io"

FORMULA = """\
known = $PendingTasks.GetSamplePercent(TimeInterval_Minute * 5);
wanted = known < 70 ? 1 : avg($PendingTasks.GetSample(TimeInterval_Minute * 5)) / 2;
$TargetDedicatedNodes = min(20, wanted);
$NodeDeallocationOption = taskcompletion;
"""
"""One node for every two tasks that wait or run, at most 20; one node while the service has too few samples."""

OLDER_API_VERSION = "2020-03-01.11.0"


def build_pool(share_key: str, user_password: str) -> batchmodels.PoolAddParameter:
    """Build the pool.

    Args:
        share_key: A key of the storage account with the file share.
        user_password: The password of the user that the start task runs as.
    """
    identity = batchmodels.ComputeNodeIdentityReference(resource_id=IDENTITY)
    return batchmodels.PoolAddParameter(
        id="encoders",
        display_name="Film encoders",
        vm_size="standard_d2s_v3",
        virtual_machine_configuration=batchmodels.VirtualMachineConfiguration(
            image_reference=batchmodels.ImageReference(
                publisher="microsoft-dsvm", offer="ubuntu-hpc", sku="2404", version="latest"
            ),
            node_agent_sku_id="batch.node.ubuntu 24.04",
            container_configuration=batchmodels.ContainerConfiguration(
                type=batchmodels.ContainerType.docker_compatible,
                container_image_names=[f"{REGISTRY}/encoder:2.1"],
                container_registries=[batchmodels.ContainerRegistry(registry_server=REGISTRY, identity_reference=identity)],
            ),
        ),
        enable_auto_scale=True,
        auto_scale_formula=FORMULA,
        auto_scale_evaluation_interval=datetime.timedelta(minutes=5),
        task_slots_per_node=2,
        task_scheduling_policy=batchmodels.TaskSchedulingPolicy(node_fill_type=batchmodels.ComputeNodeFillType.pack),
        user_accounts=[
            batchmodels.UserAccount(name="builder", password=user_password, elevation_level=batchmodels.ElevationLevel.admin)
        ],
        mount_configuration=[
            batchmodels.MountConfiguration(
                azure_file_share_configuration=batchmodels.AzureFileShareConfiguration(
                    account_name="examplemedia",
                    azure_file_url="https://examplemedia.file.core.windows.net/films",
                    account_key=share_key,
                    relative_mount_path="films",
                    mount_options="-o vers=3.0,dir_mode=0777,file_mode=0777",
                )
            )
        ],
        start_task=batchmodels.StartTask(
            command_line="/bin/bash -c 'set -e; bash setup.sh'",
            resource_files=[
                batchmodels.ResourceFile(
                    http_url="https://examplemedia.blob.core.windows.net/setup/setup.sh",
                    file_path="setup.sh",
                    identity_reference=identity,
                )
            ],
            user_identity=batchmodels.UserIdentity(user_name="builder"),
            max_task_retry_count=3,
            wait_for_success=True,
        ),
        network_configuration=batchmodels.NetworkConfiguration(
            endpoint_configuration=batchmodels.PoolEndpointConfiguration(
                inbound_nat_pools=[
                    batchmodels.InboundNATPool(
                        name="status",
                        protocol=batchmodels.InboundEndpointProtocol.tcp,
                        backend_port=8080,
                        frontend_port_range_start=15000,
                        frontend_port_range_end=15099,
                        network_security_group_rules=[
                            batchmodels.NetworkSecurityGroupRule(
                                priority=150,
                                access=batchmodels.NetworkSecurityGroupRuleAccess.allow,
                                source_address_prefix="192.0.2.0/24",
                            )
                        ],
                    )
                ]
            )
        ),
        metadata=[batchmodels.MetadataItem(name="owner", value="media")],
    )


if __name__ == "__main__":
    pool = build_pool(os.environ.get("SHARE_KEY", "example-key"), os.environ.get("USER_PASSWORD", "example-password"))
    print(pool.to_json(indent=2).decode())
    for problem in pool.validate(api_version=OLDER_API_VERSION):
        print(problem.message, file=sys.stderr)
