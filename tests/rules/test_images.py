"""What is known about images of the Marketplace."""

from __future__ import annotations

from typing import Any

import pytest

from batchmodels import ImageReference
from batchmodels.rules.analysis.images import Image, image_of


def image(urn: str) -> Image | None:
    publisher, offer, sku = urn.split(":")
    return image_of(ImageReference(publisher=publisher, offer=offer, sku=sku))


@pytest.mark.parametrize(
    ("urn", "name", "agent", "generation", "containers"),
    [
        ("canonical:ubuntuserver:18.04-LTS", "Ubuntu 18.04", "ubuntu 18.04", 1, False),
        ("Canonical:UbuntuServer:16.04.0-LTS", "Ubuntu 16.04", "ubuntu 16.04", 1, False),
        ("canonical:UbuntuServer:18_04-lts-gen2", "Ubuntu 18.04", "ubuntu 18.04", 2, False),
        ("canonical:0001-com-ubuntu-server-jammy:22_04-lts", "Ubuntu 22.04", "ubuntu 22.04", 1, False),
        ("canonical:0001-com-ubuntu-server-jammy:22_04-lts-gen2", "Ubuntu 22.04", "ubuntu 22.04", 2, False),
        ("canonical:0001-com-ubuntu-server-focal:20_04-lts", "Ubuntu 20.04", "ubuntu 20.04", 1, False),
        ("canonical:0001-com-ubuntu-minimal-jammy:minimal-22_04-lts", "Ubuntu 22.04", "ubuntu 22.04", 1, False),
        ("canonical:0001-com-ubuntu-pro-focal:pro-20_04-lts", "Ubuntu 20.04", "ubuntu 20.04", 1, False),
        ("canonical:0001-com-ubuntu-confidential-vm-jammy:22_04-lts-cvm", "Ubuntu 22.04", "ubuntu 22.04", 2, False),
        ("canonical:0001-com-ubuntu-server-jammy-daily:22_04-daily-lts", "Ubuntu 22.04", "ubuntu 22.04", 1, False),
        ("canonical:ubuntu-24_04-lts:server", "Ubuntu 24.04", "ubuntu 24.04", 2, False),
        ("canonical:ubuntu-24_04-lts:server-gen1", "Ubuntu 24.04", "ubuntu 24.04", 1, False),
        ("microsoft-azure-batch:ubuntu-server-container:20-04-lts", "Ubuntu 20.04", "ubuntu 20.04", 1, True),
        ("microsoft-azure-batch:ubuntu-server-container-rdma:16-04-lts", "Ubuntu 16.04", "ubuntu 16.04", 1, True),
        ("microsoft-azure-batch:centos-container:7-8", "CentOS 7", "centos 7", 1, True),
        ("microsoft-azure-batch:rendering-centos73:rendering", "CentOS 7", "centos 7", 1, True),
        ("microsoft-azure-batch:rendering-windows2016:rendering", "Windows Server 2016", "windows amd64", 1, True),
        ("microsoft-dsvm:ubuntu-hpc:2204", "Ubuntu 22.04", "ubuntu 22.04", 2, True),
        ("microsoft-dsvm:ubuntu-hpc:2004", "Ubuntu 20.04", "ubuntu 20.04", None, True),
        ("microsoft-dsvm:ubuntu-2004:2004-gen2", "Ubuntu 20.04", "ubuntu 20.04", 2, True),
        ("microsoft-dsvm:dsvm-win-2022:winserver-2022", "Windows Server 2022", "windows amd64", None, True),
        ("OpenLogic:CentOS-HPC:7_9-gen2", "CentOS 7", "centos 7", 2, True),
        ("OpenLogic:CentOS:8_5", "CentOS 8", "el 8", None, True),
        ("almalinux:almalinux-x86_64:9-gen2", "AlmaLinux 9", "el 9", 2, False),
        ("almalinux:almalinux-x86_64:8-gen1", "AlmaLinux 8", "el 8", 1, False),
        ("resf:rockylinux-x86_64:9-base", "Rocky Linux 9", "el 9", None, False),
        ("RedHat:RHEL:810-gen2", "Red Hat Enterprise Linux 8", "el 8", 2, True),
        ("RedHat:RHEL:7.8", "Red Hat Enterprise Linux 7", "centos 7", None, True),
        ("RedHat:RHEL:10-lvm-gen2", "Red Hat Enterprise Linux 10", "el 10", 2, True),
        ("debian:debian-12:12", "Debian 12", "debian 12", 1, False),
        ("debian:debian-12:12-gen2", "Debian 12", "debian 12", 2, False),
        ("debian:debian-11:11-backports", "Debian 11", "debian 11", 1, False),
        ("credativ:Debian:9", "Debian 9", "debian 9", 1, False),
        ("MicrosoftWindowsServer:WindowsServer:2019-Datacenter", "Windows Server 2019", "windows amd64", 1, False),
        (
            "MicrosoftWindowsServer:WindowsServer:2016-datacenter-with-containers",
            "Windows Server 2016",
            "windows amd64",
            1,
            True,
        ),
        ("MicrosoftWindowsServer:WindowsServer:2012-R2-Datacenter", "Windows Server 2012 R2", "windows amd64", 1, True),
        ("MicrosoftWindowsServer:WindowsServer:2016-datacenter-gs", "Windows Server 2016", "windows amd64", 2, False),
        ("MicrosoftWindowsServer:WindowsServer:2022-datacenter-azure-edition", "Windows Server 2022", "windows amd64", 2, True),
        ("MicrosoftWindowsServer:WindowsServer:2019-datacenter-gensecond", "Windows Server 2019", "windows amd64", 2, False),
        ("MicrosoftWindowsDesktop:windows-11:win11-24h2-pro", "Windows", "windows amd64", None, True),
        ("microsoftcblmariner:cbl-mariner:cbl-mariner-2-gen2", "CBL-Mariner 2", "mariner 2.0", None, True),
    ],
)
def test_a_known_image(urn: str, name: str, agent: str, generation: int | None, containers: bool) -> None:
    found = image(urn)
    assert found is not None
    assert (found.system.name, found.system.agents[0]) == (name, f"batch.node.{agent}")
    assert (found.generation, found.containers, found.offered) == (generation, containers, None)


@pytest.mark.parametrize(
    ("urn", "offered"),
    [
        ("canonical:0001-com-ubuntu-server-jammy:20_04-lts", "Ubuntu 22.04"),
        ("canonical:0001-com-ubuntu-server-focal:22_04-lts-gen2", "Ubuntu 20.04"),
        ("canonical:ubuntu-24_04-lts:22_04-lts", "Ubuntu 24.04"),
        ("debian:debian-11:12", "Debian 11"),
    ],
)
def test_a_sku_of_another_offer(urn: str, offered: str) -> None:
    found = image(urn)
    assert found is not None
    assert found.offered is not None
    assert found.offered.name == offered


@pytest.mark.parametrize(
    "urn",
    [
        "p:o:s",
        "::",
        "canonical:ubuntuserver:lts",
        "canonical:ubuntu-24_10:server",
        "canonical:ubuntu-23_04:server",
        "canonical:another:22_04-lts",
        "microsoft-azure-batch:another:7",
        "microsoft-azure-batch:ubuntu-server-container:latest",
        "microsoft-azure-batch:centos-container:latest",
        "microsoft-dsvm:ubuntu-hpc:latest",
        "microsoft-dsvm:linux:2204",
        "openlogic:other:7",
        "openlogic:centos:6",
        "almalinux:almalinux-arm:9-arm64",
        "almalinux:almalinux-arm64:9-gen2",
        "redhat:rhel:100",
        "redhat:rhel:6",
        "debian:other:12",
        "debian:debian-12:latest",
        "microsoftcblmariner:azure-linux-3:azure-linux-3",
        "suse:sles-15-sp6:gen2",
        f"canonical:ubuntu-24_04-lts:{'x' * 300}",
    ],
)
def test_an_unknown_image(urn: str) -> None:
    assert image(urn) is None


@pytest.mark.parametrize("reference", [None, 1, "x", ImageReference(), ImageReference(virtual_machine_image_id="/x")])
def test_no_image_of_the_marketplace(reference: Any) -> None:
    assert image_of(reference) is None


def test_the_first_agents_of_version_8_are_named_after_centos() -> None:
    found = image("RedHat:RHEL:8.2")
    assert found is not None
    assert found.system.agents == ("batch.node.el 8", "batch.node.centos 8")
