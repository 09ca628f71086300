"""BM442: programs of another processor architecture than that of the VM size."""

from __future__ import annotations

import pytest
from reviewing import bash, found

from batchmodels import PoolAddParameter, ResourceFile, StartTask
from batchmodels.rules.analysis.hardware import architecture_of
from batchmodels.rules.analysis.vm_sizes import size_named

X64, ARM = "Standard_D4s_v3", "Standard_D4ps_v5"


def told(script: str, size: str = X64, files: list[ResourceFile] | None = None) -> list[str]:
    task = StartTask(command_line=bash(script), resource_files=files)
    pool = PoolAddParameter(id="p", vm_size=size, start_task=task)
    return [text.removeprefix("$.startTask.") for text in found(pool, "BM442")]


def on_x64(name: str, effect: str = 'its programs fail with "Exec format error"') -> str:
    return (
        f"{name} is for Arm64 processors, but nodes of the size {X64} have x64 processors, so {effect}. "
        "Use the file for x64, which has amd64 or x86_64 in its name."
    )


@pytest.mark.parametrize(
    ("script", "name"),
    [
        ("curl -fsSL -o /usr/local/bin/yq https://example.com/v4/yq_linux_arm64 && yq --version", "yq_linux_arm64"),
        ("curl -fsSL https://example.com/x-1.8.1.linux-arm64.tar.gz | tar -xz -C /opt", "x-1.8.1.linux-arm64.tar.gz"),
        ("wget -q https://example.com/awscli-exe-linux-aarch64.zip", "awscli-exe-linux-aarch64.zip"),
        ("wget -q -O m.sh https://example.com/Miniforge3-Linux-aarch64.sh; bash m.sh -b", "Miniforge3-Linux-aarch64.sh"),
        ("./solver-aarch64 --version", "solver-aarch64"),
        ("tar -xzf $AZ_BATCH_TASK_WORKING_DIR/tools-arm64.tgz", "tools-arm64.tgz"),
        ("docker pull arm64v8/alpine", "arm64v8/alpine"),
    ],
)
def test_programs_for_arm64_on_x64(script: str, name: str) -> None:
    assert told(script) == [f"commandLine: BM442 warning: {on_x64(name)}"]


@pytest.mark.parametrize(
    ("script", "name"),
    [
        ("set -e; dpkg -i tool_1.0_arm64.deb", "tool_1.0_arm64.deb"),
        ("set -e; dnf install -y https://example.com/tool-1.0.aarch64.rpm", "tool-1.0.aarch64.rpm"),
    ],
)
def test_package_managers_refuse_packages(script: str, name: str) -> None:
    manager = script.split()[2]
    assert told(script) == [f"commandLine: BM442 error: {on_x64(name, f'{manager} refuses it')}"]


@pytest.mark.parametrize(
    "name", ["yq_linux_amd64", "Miniforge3-Linux-x86_64.sh", "node-v20.1.0-linux-x64.tar.xz", "a-linux64.zip"]
)
def test_programs_for_x64_on_arm64(name: str) -> None:
    assert told(f"curl -fsSL -o x https://example.com/{name}", ARM) == [
        (
            f"commandLine: BM442 warning: {name} is for x64 processors, but nodes of the size {ARM} have Arm64 processors, so "
            'its programs fail with "Exec format error". Use the file for Arm64, which has arm64 or aarch64 in its name.'
        )
    ]
    assert told(f"curl -fsSL -o x https://example.com/{name}") == []


def test_resource_files() -> None:
    file = ResourceFile(http_url="https://example.com/yq_linux_arm64?sv=1", file_path="yq")
    assert told("./yq --version", files=[file]) == [f"resourceFiles[0].httpUrl: BM442 warning: {on_x64('yq_linux_arm64')}"]
    assert told("./other --version", files=[file]) == []


@pytest.mark.parametrize(
    "script",
    [
        "curl -fsSL -o yq https://example.com/yq_linux_$(dpkg --print-architecture)",
        "case $(uname -m) in aarch64) wget https://example.com/x_arm64;; *) wget https://example.com/x_amd64;; esac",
        "curl -fsSLO https://example.com/x_arm64; curl -fsSLO https://example.com/x_amd64",
        "curl -fsSLO https://example.com/x_arm64 || true",
        "dpkg --add-architecture arm64; dpkg -i x_arm64.deb",
        "docker run --platform linux/arm64 alpine true",
        "apt-get install -y gcc-aarch64-linux-gnu linux-image-arm64; /usr/bin/aarch64-linux-gnu-gcc x.c",
        "curl -fsSLO https://example.com/farm64/x.zip",
        "git clone https://example.com/arm64-tools /opt/t",
        "echo arm64 > /etc/target",
        "bash ./setup-arm64.sh",
        "curl -fsSLO https://example.com/x_arm64.sha256",
        "dpkg -I x_arm64.deb",
    ],
)
def test_where_it_is_meant(script: str) -> None:
    assert told(script) == []


def test_unknown_sizes() -> None:
    assert told("./solver-aarch64", "Standard_Unknown") == []
    assert told("./solver-aarch64", "Standard_ND128isr_GB300_v6") == []
    assert found(StartTask(command_line="./solver-aarch64"), "BM442") == []


@pytest.mark.parametrize(
    ("name", "architecture"),
    [
        ("Standard_D2pls_v6", "Arm64"),
        ("standard_e4pds_v5", "Arm64"),
        ("Standard_NP10s", "x64"),
        ("Standard_HB120rs_v3", "x64"),
    ],
)
def test_architectures_of_sizes(name: str, architecture: str) -> None:
    size = size_named(name)
    assert size is not None
    assert architecture_of(size) == architecture
