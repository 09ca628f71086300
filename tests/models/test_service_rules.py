"""What the service refuses, validate() refuses: with the path, in one sentence."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from batchmodels import (
    ApplicationPackageReference,
    AzureBlobFileSystemConfiguration,
    CloudPool,
    CloudServiceConfiguration,
    ComputeNodeIdentityReference,
    ContainerRegistry,
    DataDisk,
    EnvironmentSetting,
    ImageReference,
    InboundNATPool,
    LinuxUserConfiguration,
    Model,
    MountConfiguration,
    NetworkSecurityGroupRule,
    NFSMountConfiguration,
    PoolAddParameter,
    PoolEndpointConfiguration,
    PoolPatchParameter,
    PoolSpecification,
    ResourceFile,
    StartTask,
    UserAccount,
    UserIdentity,
    VirtualMachineConfiguration,
)

IDENTITY = ComputeNodeIdentityReference(resource_id="r")
MACHINE = VirtualMachineConfiguration(image_reference=ImageReference(), node_agent_sku_id="n")
NFS = MountConfiguration(nfs_mount_configuration=NFSMountConfiguration(source="s", relative_mount_path="p"))


def minutes(number: float) -> datetime.timedelta:
    return datetime.timedelta(minutes=number)


def pool(**members: Any) -> PoolAddParameter:
    return PoolAddParameter(**{"id": "p", "vm_size": "s", **members})


def nat(**members: Any) -> InboundNATPool:
    given = {"name": "n", "protocol": "tcp", "backend_port": 1, "frontend_port_range_start": 1, "frontend_port_range_end": 50}
    return InboundNATPool(**{**given, **members})


def files(*paths: str) -> list[ResourceFile]:
    return [ResourceFile(http_url="https://x/y", file_path=path) for path in paths]


def mode(text: str) -> ResourceFile:
    return ResourceFile(http_url="u", file_path="f", file_mode=text)


INSIDE = "expected path that stays inside the working directory"

REFUSED: list[tuple[Model, str]] = [
    (files("../f")[0], f"{INSIDE}, got str '../f' at $.filePath"),
    (files("a/../../f")[0], f"{INSIDE}, got str 'a/../../f' at $.filePath"),
    (files("a\\..\\..\\f")[0], f"{INSIDE}, got str 'a\\\\..\\\\..\\\\f' at $.filePath"),
    (mode("rwx"), "expected str that matches [0-7]+, got str 'rwx' at $.fileMode"),
    (mode("0888"), "expected str that matches [0-7]+, got str '0888' at $.fileMode"),
    (ContainerRegistry(password="s3cret"), "expected username with password, got None at $.username"),
    (
        ContainerRegistry(identity_reference=IDENTITY, user_name="u", password="s3cret"),
        "expected no username or password with identityReference, got username and password at $.username",
    ),
    (
        StartTask(command_line="x", environment_settings=[EnvironmentSetting(name=n, value="s3cret") for n in "ABA"]),
        "expected list with a unique name in each element, got str 'A' more than once at $.environmentSettings",
    ),
    (StartTask(command_line="x", max_task_retry_count=-2), "expected int of at least -1, got int -2 at $.maxTaskRetryCount"),
    (
        StartTask(command_line="x", resource_files=files(*(f"f{number:06}" for number in range(720)))),
        "expected list of at most 32,768 characters as JSON, got 33,841 at $.resourceFiles",
    ),
    (LinuxUserConfiguration(uid=3), "expected gid with uid, got None at $.gid"),
    (LinuxUserConfiguration(gid=3), "expected uid with gid, got None at $.uid"),
    (
        UserAccount(name="u" * 21, password="s3cret"),
        "expected str of at most 20 characters, got str 'uuuuuuuuuuuuuuuuuuuuu' at $.name",
    ),
    (
        MountConfiguration(),
        (
            "expected exactly one of azureBlobFileSystemConfiguration, nfsMountConfiguration, cifsMountConfiguration, "
            "azureFileShareConfiguration, got none of them at $"
        ),
    ),
    (
        AzureBlobFileSystemConfiguration(
            account_name="a", container_name="c", relative_mount_path="p", account_key="s3cret", sas_key="s3cret"
        ),
        "expected at most one of accountKey, sasKey, identityReference, got accountKey and sasKey at $",
    ),
    (
        ImageReference(virtual_machine_image_id="i", offer="o"),
        "expected no publisher or offer or sku with virtualMachineImageId, got offer at $.offer",
    ),
    (
        ImageReference(virtual_machine_image_id="i", shared_gallery_image_id="s"),
        (
            "expected at most one of virtualMachineImageId, communityGalleryImageId, sharedGalleryImageId, got "
            "virtualMachineImageId and sharedGalleryImageId at $"
        ),
    ),
    (DataDisk(lun=64, disk_size_gb=1), "expected int of at most 63, got int 64 at $.lun"),
    (
        VirtualMachineConfiguration(
            image_reference=ImageReference(), node_agent_sku_id="n", data_disks=[DataDisk(lun=0, disk_size_gb=1) for _ in "ab"]
        ),
        "expected list with a unique lun in each element, got int 0 more than once at $.dataDisks",
    ),
    (
        NetworkSecurityGroupRule(priority=149, access="allow", source_address_prefix="*"),
        "expected int of at least 150, got int 149 at $.priority",
    ),
    (nat(backend_port=65536), "expected int of at most 65535, got int 65536 at $.backendPort"),
    (nat(frontend_port_range_start=0), "expected int of at least 1, got int 0 at $.frontendPortRangeStart"),
    (nat(name="-n"), "expected str that matches [A-Za-z0-9]([A-Za-z0-9_.-]{0,75}[A-Za-z0-9_])?, got str '-n' at $.name"),
    (
        PoolEndpointConfiguration(inbound_nat_pools=[nat(name=n) for n in "abcdef"]),
        "expected list of at most 5 elements, got 6 at $.inboundNATPools",
    ),
    (
        PoolEndpointConfiguration(inbound_nat_pools=[nat(), nat()]),
        "expected list with a unique name in each element, got str 'n' more than once at $.inboundNATPools",
    ),
    (pool(id="a b"), "expected str that matches [A-Za-z0-9_-]{1,64}, got str 'a b' at $.id"),
    (pool(id="p" * 65), f"expected str that matches [A-Za-z0-9_-]{{1,64}}, got str '{'p' * 65}' at $.id"),
    (
        pool(virtual_machine_configuration=MACHINE, cloud_service_configuration=CloudServiceConfiguration(os_family="6")),
        (
            "expected at most one of cloudServiceConfiguration, virtualMachineConfiguration, got cloudServiceConfiguration and "
            "virtualMachineConfiguration at $"
        ),
    ),
    (
        pool(enable_auto_scale=True, auto_scale_formula="f", target_dedicated_nodes=0),
        (
            "expected no targetDedicatedNodes or targetLowPriorityNodes with enableAutoScale true, "
            "got targetDedicatedNodes at $.targetDedicatedNodes"
        ),
    ),
    (pool(enable_auto_scale=True), "expected autoScaleFormula with enableAutoScale true, got None at $.autoScaleFormula"),
    (
        pool(enable_auto_scale=False, auto_scale_formula="f"),
        "expected no autoScaleFormula with enableAutoScale false, got autoScaleFormula at $.autoScaleFormula",
    ),
    (pool(auto_scale_formula="f"), "expected enableAutoScale with autoScaleFormula, got None at $.enableAutoScale"),
    (pool(resize_timeout=minutes(4)), "expected timedelta of at least 0:05:00, got timedelta 0:04:00 at $.resizeTimeout"),
    (
        PoolSpecification(vm_size="s", auto_scale_evaluation_interval=minutes(60 * 169)),
        "expected timedelta of at most 7 days, 0:00:00, got timedelta 7 days, 1:00:00 at $.autoScaleEvaluationInterval",
    ),
    (pool(task_slots_per_node=257), "expected int of at most 256, got int 257 at $.taskSlotsPerNode"),
    (pool(mount_configuration=[NFS] * 11), "expected list of at most 10 elements, got 11 at $.mountConfiguration"),
    (
        PoolPatchParameter(application_package_references=[ApplicationPackageReference(application_id="a")] * 11),
        "expected list of at most 10 elements, got 11 at $.applicationPackageReferences",
    ),
    (
        pool(user_accounts=[UserAccount(name="a", password="s3cret") for _ in "ab"]),
        "expected list with a unique name in each element, got str 'a' more than once at $.userAccounts",
    ),
    (pool(display_name="d" * 1025), f"expected str of at most 1024 characters, got str '{'d' * 78}… at $.displayName"),
]


@pytest.mark.parametrize(("model", "message"), REFUSED, ids=[message.rsplit(" at ", 1)[1] for _, message in REFUSED])
def test_refused(model: Model, message: str) -> None:
    (problem,) = model.validate()
    if "…" in message:
        assert problem.message.startswith(message.split("…", maxsplit=1)[0][:-1])
    else:
        assert problem.message == message
    assert "s3cret" not in problem.message


TAKEN: list[Model] = [
    *files("f", "a/b", "a/../b", "./f", "..f", "a..", "...", "/abs", "a\\b", ""),
    *(ResourceFile(http_url="u", file_path="f", file_mode=mode) for mode in ("0770", "644", "0", "1777")),
    ContainerRegistry(identity_reference=IDENTITY, registry_server="r"),
    ContainerRegistry(user_name="u", password="p"),
    ContainerRegistry(user_name="u"),
    StartTask(command_line="x", environment_settings=[EnvironmentSetting(name=name) for name in ("A", "a", "B")]),
    StartTask(command_line="x", max_task_retry_count=-1),
    StartTask(command_line="x", resource_files=files(*(f"f{number:06}" for number in range(697)))),
    LinuxUserConfiguration(uid=3, gid=3),
    AzureBlobFileSystemConfiguration(account_name="a", container_name="c", relative_mount_path="p"),
    ImageReference(virtual_machine_image_id="i", version="latest"),
    pool(enable_auto_scale=True, auto_scale_formula="f", auto_scale_evaluation_interval=minutes(5)),
    pool(enable_auto_scale=False, target_dedicated_nodes=1, target_low_priority_nodes=1, resize_timeout=minutes(5)),
    pool(virtual_machine_configuration=MACHINE),
    pool(),
    CloudPool(enable_auto_scale=True, auto_scale_formula="f", target_dedicated_nodes=3),
    CloudPool(cloud_service_configuration=CloudServiceConfiguration(os_family="6"), target_dedicated_nodes=3),
    UserIdentity(user_name="u"),
]


@pytest.mark.parametrize("model", TAKEN, ids=lambda model: type(model).__name__)
def test_taken(model: Model) -> None:
    assert model.validate() == []
    assert model.serialize()


def test_every_problem_at_once() -> None:
    wrong = pool(
        id="a b",
        enable_auto_scale=True,
        target_dedicated_nodes=1,
        start_task=StartTask(command_line=None, resource_files=[ResourceFile(http_url="u", file_path="..")]),
    )
    assert [problem.path for problem in wrong.validate()] == [
        "$.startTask.commandLine",
        "$.startTask.resourceFiles[0].filePath",
        "$.id",
        "$.targetDedicatedNodes",
        "$.autoScaleFormula",
    ]
