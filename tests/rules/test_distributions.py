"""The distribution of a pool's nodes, from the node agent and the image."""

from __future__ import annotations

from typing import Any

import pytest
from reviewing import bash, found, pool

from batchmodels import ImageReference, PoolAddParameter, StartTask, TaskContainerSettings, VirtualMachineConfiguration
from batchmodels.rules.analysis.distributions import Distribution, distribution_of
from batchmodels.rules.context import Context


def of(agent: str | None, *, container: str | None = None, **image: Any) -> Distribution | None:
    machine = VirtualMachineConfiguration(image_reference=ImageReference(**image), node_agent_sku_id=agent or "")
    settings = None if container is None else TaskContainerSettings(image_name=container)
    task = StartTask(command_line="x", container_settings=settings)
    pool = PoolAddParameter(id="p", vm_size="s", virtual_machine_configuration=machine, start_task=task)
    return distribution_of(Context(task, (), (pool,)))


@pytest.mark.parametrize(
    ("agent", "image", "family", "version"),
    [
        ("batch.node.ubuntu 24.04", {}, "ubuntu", (24, 4)),
        ("batch.node.debian 12", {}, "debian", (12, 0)),
        ("batch.node.el 9", {}, "el", None),
        ("batch.node.centos 7", {}, "el", None),
        ("batch.node.sles 15", {}, "suse", None),
        ("batch.node.opensuse 15", {}, "suse", None),
        ("batch.node.mariner 2.0", {}, "azurelinux", None),
        ("batch.node.azurelinux 3.0", {}, "azurelinux", None),
        ("", {"publisher": "Canonical", "offer": "0001-com-ubuntu-server-jammy", "sku": "22_04-lts"}, "ubuntu", (22, 4)),
        ("", {"publisher": "Canonical", "offer": "UbuntuServer", "sku": "18.04-LTS"}, "ubuntu", (18, 4)),
        ("", {"publisher": "canonical", "offer": "ubuntu-24_04-lts", "sku": "server"}, "ubuntu", (24, 4)),
        ("", {"publisher": "canonical", "offer": "x", "sku": "y"}, "ubuntu", None),
        ("", {"publisher": "microsoft-dsvm", "offer": "ubuntu-hpc", "sku": "2204"}, "ubuntu", (22, 4)),
        ("", {"publisher": "debian", "offer": "debian-11", "sku": "11-gen2"}, "debian", (11, 0)),
        ("", {"publisher": "almalinux", "offer": "almalinux-hpc", "sku": "8"}, "el", None),
        ("", {"publisher": "resf", "offer": "rockylinux-x86_64", "sku": "9"}, "el", None),
        ("", {"publisher": "MicrosoftCBLMariner", "offer": "cbl-mariner", "sku": "2"}, "azurelinux", None),
    ],
)
def test_a_distribution(agent: str, image: dict[str, str], family: str, version: tuple[int, int] | None) -> None:
    found = of(agent, **image)
    assert found is not None
    assert (found.family, found.version) == (family, version)
    assert found.has_dash == (family in {"ubuntu", "debian"})


def test_an_unknown_one() -> None:
    assert of("batch.node.windows amd64", publisher="MicrosoftWindowsServer", offer="WindowsServer") is None
    assert of("x", publisher="p", offer="o") is None
    assert distribution_of(Context(StartTask(command_line="x"), (), ())) is None


def test_a_plain_image() -> None:
    agent = "batch.node.ubuntu 24.04"
    for image, plain in (
        ({"publisher": "Canonical"}, True),
        ({"publisher": "microsoft-dsvm"}, False),
        ({}, False),
        ({"publisher": "canonical", "virtual_machine_image_id": "/x"}, False),
        ({"community_gallery_image_id": "/x"}, False),
    ):
        found = of(agent, **image)
        assert found is not None
        assert found.is_plain is plain


@pytest.mark.parametrize(
    ("name", "family", "version"),
    [
        ("ubuntu", "ubuntu", None),
        ("ubuntu:24.04", "ubuntu", (24, 4)),
        ("docker.io/library/debian:12-slim", "debian", (12, 0)),
        ("debian:bookworm-slim", "debian", (12, 0)),
        ("ubuntu:jammy@sha256:00", "ubuntu", (22, 4)),
    ],
)
def test_a_container(name: str, family: str, version: tuple[int, int] | None) -> None:
    found = of("batch.node.el 9", container=name)
    assert found is not None
    assert (found.family, found.version, found.is_plain) == (family, version, False)


@pytest.mark.parametrize("name", ["alpine:3", "media.azurecr.io/ubuntu-tools", "python:3.12", "ubuntu-x"])
def test_an_unknown_container(name: str) -> None:
    assert of("batch.node.ubuntu 24.04", container=name) is None


def test_names() -> None:
    assert Distribution("ubuntu", (24, 4)).name == "Ubuntu 24.04"
    assert Distribution("ubuntu", (25, 10)).name == "Ubuntu 25.10"
    assert Distribution("debian", (12, 0)).name == "Debian 12"
    assert Distribution("debian").name == "Debian"
    assert Distribution("el").name == "this image"


JAMMY = ("canonical", "0001-com-ubuntu-server-jammy", "22_04-lts")


def not_in_jammy(script: str) -> list[str]:
    return found(pool("batch.node.ubuntu 22.04", bash(script), image=JAMMY), "BM420")


@pytest.mark.parametrize(
    ("packages", "name", "fix"),
    [
        ("epel-release", "epel-release", "Remove it."),
        ("curl epel-release", "epel-release", "Remove it."),
        ("gcc-c++", "gcc-c++", "Use g++."),
        ("make gcc-c++", "gcc-c++", "Use g++."),
        ("python3-devel+", "python3-devel", "Use python3-dev."),
    ],
)
def test_a_package_of_red_hat_on_ubuntu(packages: str, name: str, fix: str) -> None:
    message = f"Ubuntu 22.04 has no package {name}, so apt-get install fails and installs nothing."
    assert not_in_jammy(f"apt-get install -y {packages}") == [f"$.startTask.commandLine: BM420 error: {message} {fix}"]


@pytest.mark.parametrize(
    "script",
    [
        "apt-get install -y g++ bonnie++ vim+ nano-",
        "if command -v dnf; then dnf install -y epel-release gcc-c++; else apt-get install -y g++; fi",
        "apt-get install -y epel-release-",
        "apt-get install -y -o Dir=/mnt/root gcc-c++",
    ],
)
def test_packages_that_ubuntu_has(script: str) -> None:
    assert not_in_jammy(script) == []
