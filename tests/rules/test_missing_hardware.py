"""BM441: programs for GPUs and InfiniBand on nodes that have none."""

from __future__ import annotations

import pytest
from reviewing import bash, found

from batchmodels import (
    AutoPoolSpecification,
    JobAddParameter,
    JobManagerTask,
    NetworkConfiguration,
    PoolAddParameter,
    PoolInformation,
    PoolSpecification,
    StartTask,
    VirtualMachineConfiguration,
    VMExtension,
)
from batchmodels.rules.analysis.hardware import gpu_of, has_rdma
from batchmodels.rules.analysis.vm_sizes import size_named

D16 = "Standard_D16ads_v5"
HPC = "Standard_HB120rs_v3"
T4 = "Standard_NC4as_T4_v3"
V710 = "Standard_NV4ads_V710_v5"
FIX = "Remove the command, or use a size that has it, such as"


def told(command_line: str, size: str = D16, **members: object) -> list[str]:
    pool = PoolAddParameter(id="p", vm_size=size, start_task=StartTask(command_line=command_line), **members)  # type: ignore[arg-type]  # any member
    start = "$.startTask.commandLine: BM441 "
    findings = found(pool, "BM441")
    assert all(text.startswith(start) for text in findings)
    return [text.removeprefix(start) for text in findings]


def test_a_program_for_infiniband_that_the_image_lacks() -> None:
    image = {"publisher": "canonical", "offer": "ubuntu-24_04-lts", "sku": "server"}
    document = {"vmSize": HPC, "virtualMachineConfiguration": {"imageReference": image}, "startTask": {"commandLine": "ibstat"}}
    assert found(PoolAddParameter.deserialize(document), "BM408", "BM441") == [
        (
            "$.startTask.commandLine: BM408 error: Ubuntu 24.04 has no ibstat, so the command isn't found. Use an image for "
            "HPC, which has the drivers and the tools, such as microsoft-dsvm:ubuntu-hpc:2404."
        )
    ]
    without = found(PoolAddParameter.deserialize({**document, "vmSize": D16}), "BM408", "BM441")
    assert [text.split()[1] for text in without] == ["BM441"]


def test_the_sentences() -> None:
    fails = f"error: nvidia-smi needs an NVIDIA GPU, but nodes of the size {D16} have none, so it fails. {FIX} {T4}."
    assert told(bash("set -e; nvidia-smi -L; nvidia-smi -pm 1")) == [fails]
    assert told("nvidia-smi") == [fails]
    assert told('cmd /c "nvidia-smi.exe -L && dir"') == [fails]
    assert told(bash("set -euo pipefail; nvidia-smi -L | tee gpus.txt")) == [fails]
    assert told(bash("nvidia-smi; true")) == [fails.replace("error: ", "warning: ")]
    assert told(bash("set -e; nvidia-smi"), V710) == [
        f"error: nvidia-smi needs an NVIDIA GPU, but nodes of the size {V710} have one from AMD, so it fails. {FIX} {T4}."
    ]
    assert told(bash("set -e; rocm-smi"), T4) == [
        f"warning: rocm-smi needs an AMD GPU, but nodes of the size {T4} have one from NVIDIA, so it finds none. {FIX} {V710}."
    ]
    no_start = "so the container doesn't start."
    assert told(bash("set -e; docker run --rm --gpus all image")) == [
        f"error: docker run --gpus needs an NVIDIA GPU, but nodes of the size {D16} have none, {no_start} {FIX} {T4}."
    ]
    for given, shown in (("--runtime nvidia", "--runtime nvidia"), ("--device nvidia.com/gpu=all", "--device nvidia.com/gpu")):
        assert told(bash(f"set -e; podman run --rm {given} image")) == [
            f"error: podman run {shown} needs an NVIDIA GPU, but nodes of the size {D16} have none, {no_start} {FIX} {T4}."
        ]
    assert told(bash("set -e; ibstat")) == [
        f"warning: ibstat needs InfiniBand, but nodes of the size {D16} have none, so it finds no device. {FIX} {HPC}."
    ]


@pytest.mark.parametrize(
    "script",
    [
        "nvidia-smi || true",
        "nvidia-smi || { echo no GPU >&2; exit 1; }",
        "if nvidia-smi; then echo GPU; fi",
        "command -v nvidia-smi && nvidia-smi",
        "count=$(nvidia-smi -L | wc -l); echo $count",
        "nvidia-smi | grep -c GPU",
        "nvidia-smi() { :; }; nvidia-smi",
        "nvidia-smi --help",
        "command -v nvidia-smi",
        "docker run --rm image --gpus all",
        "docker run --rm --gpus 0 image",
        'docker run --rm --gpus "$GPUS" image',
        "docker inspect --gpus all",
        "docker pull image",
    ],
)
def test_what_may_be_right(script: str) -> None:
    assert told(bash(f"set -e; {script}")) == []


@pytest.mark.parametrize("option", ["--gpus all", "--gpus=all", "-d --name a --gpus 1", "-v /a:/b --gpus all"])
def test_options_of_docker(option: str) -> None:
    assert len(told(bash(f"docker run {option} image"))) == 1


@pytest.mark.parametrize(
    ("size", "gpu"),
    [
        (D16, ""),
        ("Standard_D16ads_v6", ""),
        ("Standard_NP10s", ""),
        (HPC, ""),
        (T4, "NVIDIA"),
        ("standard_nd96isr_h100_v5", "NVIDIA"),
        ("Standard_ND96isr_MI300X_v5", "AMD"),
        ("Standard_NG8ads_V620_v1", "AMD"),
        ("Standard_NV4as_v4", "AMD"),
        ("Standard_ND128ab_v7", None),
        ("Standard_ZZ4_v6", None),
    ],
)
def test_gpus_of_sizes(size: str, gpu: str | None) -> None:
    known = size_named(size)
    assert known is not None
    assert gpu_of(known) == gpu


@pytest.mark.parametrize(
    ("size", "without", "accelerated"),
    [
        (D16, False, None),
        ("Standard_D16ads_v6", None, None),
        ("Standard_A8", None, None),
        (HPC, True, True),
        ("Standard_HX176-24rs", True, True),
        ("Standard_ND96asr_v4", True, True),
        ("Standard_NC24rs_v3", True, True),
        ("Standard_NC24ads_A100_v4", False, None),
    ],
)
def test_infiniband_of_sizes(size: str, *, without: bool | None, accelerated: bool | None) -> None:
    known = size_named(size)
    assert known is not None
    assert has_rdma(known, accelerated=False) is without
    assert has_rdma(known, accelerated=True) is accelerated


def test_accelerated_networking_has_a_device() -> None:
    script = bash("set -e; ibv_devinfo")
    assert len(told(script, network_configuration=NetworkConfiguration(enable_accelerated_networking=False))) == 1
    assert told(script, network_configuration=NetworkConfiguration(enable_accelerated_networking=True)) == []


def test_unknown_pools() -> None:
    assert found(StartTask(command_line="nvidia-smi"), "BM441") == []
    assert told("nvidia-smi", "Standard_Unknown") == []
    manager = JobManagerTask(id="m", command_line="nvidia-smi")
    assert found(JobAddParameter(id="j", pool_info=PoolInformation(pool_id="p"), job_manager_task=manager), "BM441") == []


def test_a_task_in_an_auto_pool() -> None:
    auto = AutoPoolSpecification(pool_lifetime_option="job", pool=PoolSpecification(vm_size=D16))
    manager = JobManagerTask(id="m", command_line="nvidia-smi")
    job = JobAddParameter(id="j", pool_info=PoolInformation(auto_pool_specification=auto), job_manager_task=manager)
    assert found(job, "BM441") == [
        (
            "$.jobManagerTask.commandLine: BM441 error: nvidia-smi needs an NVIDIA GPU, but nodes of the size "
            f"{D16} have none, so it fails. {FIX} {T4}."
        )
    ]


def test_the_driver_of_a_gpu_on_a_size_with_fpgas() -> None:
    machine = VirtualMachineConfiguration.deserialize({"nodeAgentSKUId": "batch.node.ubuntu 22.04"})
    machine.extensions = [VMExtension(name="gpu", publisher="Microsoft.HpcCompute", type="NvidiaGpuDriverLinux")]
    (text,) = found(PoolAddParameter(id="p", vm_size="Standard_NP10s", virtual_machine_configuration=machine), "BM026")
    assert "nodes of the size Standard_NP10s have no GPU: the extension fails on them." in text
