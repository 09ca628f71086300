#!/usr/bin/env python3
"""Build a pool whose nodes encode films, and find its mistakes before there are nodes.

    python examples/first_pool.py

The first version looks right, and the Batch service would accept it. ``review()`` shows why each of its nodes would fail.
The script fixes it and prints the request body, with secrets masked. Nothing is sent. The key of the file share comes from
the variable ``SHARE_KEY``, if set.

Exit status: 0 if the second version can be sent, 1 if not.
"""

from __future__ import annotations

import datetime
import os
import sys
import textwrap

from batchmodels import (
    AzureFileShareConfiguration,
    ComputeNodeFillType,
    ComputeNodeIdentityReference,
    EnvironmentSetting,
    ImageReference,
    MetadataItem,
    MountConfiguration,
    PoolAddParameter,
    ResourceFile,
    StartTask,
    TaskSchedulingPolicy,
    VirtualMachineConfiguration,
    commands,
    identities,
    review,
)

IDENTITY = (
    "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/media"
    "/providers/Microsoft.ManagedIdentity/userAssignedIdentities/encoder"
)

FORMULA = """\
known = $PendingTasks.GetSamplePercent(TimeInterval_Minute * 5);
wanted = known < 70 ? 1 : avg($PendingTasks.GetSample(TimeInterval_Minute * 5)) / 2;
$TargetDedicatedNodes = min(20, wanted);
$NodeDeallocationOption = taskcompletion;
"""
"""One node for every two tasks that wait or run, at most 20; one node while the service has too few samples."""


def setup_script() -> ResourceFile:
    """Return a script in blob storage. The node reads it with the pool's identity, which isn't secret and doesn't expire."""
    return ResourceFile(
        http_url="https://examplemedia.blob.core.windows.net/setup/setup.sh",
        file_path="setup.sh",
        identity_reference=ComputeNodeIdentityReference(resource_id=IDENTITY),
    )


def first_start_task() -> StartTask:
    """Return a first attempt at the start task."""
    return StartTask(
        command_line="apt-get update && apt-get install ffmpeg && bash setup.sh",
        resource_files=[setup_script()],
        max_task_retry_count=3,
        wait_for_success=True,
    )


def fixed_start_task() -> StartTask:
    """Return the start task after the review: a shell runs it, as an administrator, and nothing prompts for an answer."""
    return StartTask(
        command_line=commands.bash(
            "apt-get update",
            "apt-get -o DPkg::Lock::Timeout=300 install -y ffmpeg",
            "bash setup.sh",
        ),
        resource_files=[setup_script()],
        environment_settings=[EnvironmentSetting(name="LICENSE_SERVER", value="license.example.com:27000")],
        user_identity=identities.pool_admin(),
        max_task_retry_count=3,
        wait_for_success=True,
    )


def build_pool(start_task: StartTask, share_key: str) -> PoolAddParameter:
    """Return the pool: Ubuntu nodes, as many as there is work for, two tasks on each, with a file share for the films.

    Args:
        start_task: The command that every node runs before it accepts tasks.
        share_key: A key of the storage account with the file share.
    """
    return PoolAddParameter(
        id="encoders",
        vm_size="standard_d2s_v3",
        virtual_machine_configuration=VirtualMachineConfiguration(
            image_reference=ImageReference(publisher="canonical", offer="ubuntu-24_04-lts", sku="server"),
            node_agent_sku_id="batch.node.ubuntu 24.04",
        ),
        enable_auto_scale=True,
        auto_scale_formula=FORMULA,
        auto_scale_evaluation_interval=datetime.timedelta(minutes=5),
        task_slots_per_node=2,
        task_scheduling_policy=TaskSchedulingPolicy(node_fill_type=ComputeNodeFillType.pack),
        mount_configuration=[
            MountConfiguration(
                azure_file_share_configuration=AzureFileShareConfiguration(
                    account_name="examplemedia",
                    azure_file_url="https://examplemedia.file.core.windows.net/films",
                    account_key=share_key,
                    relative_mount_path="films",
                )
            )
        ],
        start_task=start_task,
        metadata=[MetadataItem(name="owner", value="media")],
    )


def is_fit(pool: PoolAddParameter) -> bool:
    """Print what the service would refuse and what would fail on the nodes; return whether there is nothing."""
    problems, findings = pool.validate(), review(pool)
    print(f"  validate(): the service {'refuses' if problems else 'accepts'} the pool.")
    for problem in problems:
        print(f"\n    {problem.message}")
    print(f"  review():   {'this would fail on the nodes:' if findings else 'no problems found.'}")
    for finding in findings:
        print(f"\n    {finding.rule} {finding.severity.value} at {finding.path}")
        for text in (finding.message, finding.fix):
            print(textwrap.fill(text, 100, initial_indent="      ", subsequent_indent="      ", break_on_hyphens=False))
    print()
    return not problems and not findings


def main() -> int:
    """Review both versions of the pool and print the body of the second one."""
    share_key = os.environ.get("SHARE_KEY", "example-key")
    print("The first version:\n")
    is_fit(build_pool(first_start_task(), share_key))
    print("The fixed version:\n")
    pool = build_pool(fixed_start_task(), share_key)
    if not is_fit(pool):
        return 1
    print("The request body, with secrets masked:\n")
    print(pool.to_json(indent=2, masked=True).decode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
