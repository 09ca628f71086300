"""Whole sentences about what one distribution has and another doesn't."""

from __future__ import annotations

import pytest
from posix_pools import sentences

from batchmodels import PoolAddParameter

IMAGES = {
    "ubuntu": ("canonical", "ubuntu-24_04-lts", "server", "batch.node.ubuntu 24.04"),
    "debian": ("debian", "debian-12", "12-gen2", "batch.node.debian 12"),
    "alma 8": ("almalinux", "almalinux-x86_64", "8-gen2", "batch.node.el 8"),
    "alma 9": ("almalinux", "almalinux-x86_64", "9-gen2", "batch.node.el 9"),
    "rocky 9": ("resf", "rockylinux-x86_64", "9-base", "batch.node.el 9"),
    "red hat 9": ("redhat", "rhel", "9-lvm-gen2", "batch.node.el 9"),
    "alma hpc": ("almalinux", "almalinux-hpc", "8_10-hpc-gen2", "batch.node.el 8"),
}


def pool_of(image: str, script: str, size: str = "standard_d2s_v3") -> PoolAddParameter:
    """A pool of an image whose start task runs a script with bash, as an administrator."""
    publisher, offer, sku, agent = IMAGES[image]
    return PoolAddParameter.deserialize(
        {
            "id": "p",
            "vmSize": size,
            "virtualMachineConfiguration": {
                "imageReference": {"publisher": publisher, "offer": offer, "sku": sku},
                "nodeAgentSKUId": agent,
            },
            "startTask": {
                "commandLine": f"/bin/bash -c '{script}'",
                "userIdentity": {"autoUser": {"scope": "pool", "elevationLevel": "admin"}},
            },
        }
    )


_DOCKER = (
    "error: the package docker of AlmaLinux 9 is podman-docker, which has no service, so systemctl doesn't find docker.service "
    "and fails. Add the repository of Docker and install docker-ce, or remove the command: podman needs no service."
)


@pytest.mark.parametrize(
    ("rule", "image", "script", "sentence"),
    [
        (
            "BM420",
            "alma 9",
            "dnf install -y jq htop",
            (
                "error: AlmaLinux 9 has no package htop, which is in the repository EPEL, so dnf install fails and installs "
                "nothing. Run dnf install -y epel-release first."
            ),
        ),
        (
            "BM420",
            "alma 8",
            "yum -y install R || true",
            (
                "warning: AlmaLinux 8 has no package R, which is in the repository EPEL, so yum install fails and installs "
                "nothing. Run yum install -y epel-release first. It needs packages of powertools, too."
            ),
        ),
        (
            "BM420",
            "red hat 9",
            "dnf install -y p7zip",
            (
                "error: Red Hat Enterprise Linux 9 has no package p7zip, which is in the repository EPEL, so dnf install fails "
                "and installs nothing. Run dnf install -y https://dl.fedoraproject.org/pub/epel/"
                "epel-release-latest-9.noarch.rpm first."
            ),
        ),
        (
            "BM420",
            "rocky 9",
            "dnf install -y ffmpeg",
            (
                "error: Rocky Linux 9 has no package ffmpeg, so dnf install fails and installs nothing. "
                "Add the repository RPM Fusion first, or download a static build."
            ),
        ),
        ("BM420", "alma 9", "dnf install -y docker && systemctl enable --now docker", _DOCKER),
        ("BM420", "alma 9", "set -e; dnf -y install podman-docker; systemctl start docker.service", _DOCKER),
        (
            "BM435",
            "rocky 9",
            "dnf install -y dnf-plugins-core && dnf config-manager --set-enabled powertools",
            "error: Rocky Linux 9 has no repository powertools, so dnf fails: it is named crb there. Use crb.",
        ),
        (
            "BM435",
            "alma 8",
            "dnf config-manager --set-enabled crb",
            "error: AlmaLinux 8 has no repository crb, so dnf fails: it is named powertools there. Use powertools.",
        ),
    ],
)
def test_sentence(rule: str, image: str, script: str, sentence: str) -> None:
    assert sentences(rule, pool_of(image, script)) == [sentence]


@pytest.mark.parametrize(
    ("rule", "image", "script"),
    [
        ("BM420", "alma 9", "dnf install -y epel-release && dnf install -y htop"),
        ("BM420", "alma 9", "dnf install -y --enablerepo=epel htop"),
        ("BM420", "alma hpc", "dnf install -y htop"),
        ("BM420", "alma 9", "dnf install -y docker && docker run --rm quay.io/podman/hello"),
        ("BM420", "alma 9", "dnf install -y podman && systemctl enable --now podman.socket"),
        ("BM435", "alma 9", "dnf config-manager --set-enabled crb"),
        ("BM435", "alma 8", "dnf config-manager --set-enabled powertools"),
        ("BM435", "red hat 9", "dnf config-manager --set-enabled powertools"),
    ],
)
def test_silence(rule: str, image: str, script: str) -> None:
    assert sentences(rule, pool_of(image, script)) == []
