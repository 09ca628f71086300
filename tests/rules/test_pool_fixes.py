"""The fixes of findings about pools: they name what exists, and those of one pool don't exclude each other."""

from __future__ import annotations

from typing import Any

import pytest
from reviewing import bash, found

from batchmodels import PoolAddParameter, PoolPatchParameter, review

JAMMY = ("canonical", "0001-com-ubuntu-server-jammy", "22_04-lts", "batch.node.ubuntu 22.04")
ALMA = ("almalinux", "almalinux-x86_64", "9-gen2", "batch.node.el 9")
PATH = "$.virtualMachineConfiguration."


def pool(image: tuple[str, str, str, str] = JAMMY, size: str = "standard_d2s_v3", machine: Any = None, **members: Any) -> Any:
    names = dict(zip(("publisher", "offer", "sku"), image, strict=False))
    body = {"imageReference": names, "nodeAgentSKUId": image[3], **(machine or {})}
    return PoolAddParameter.deserialize({"id": "p", "vmSize": size, "virtualMachineConfiguration": body, **members})


def images(publisher: str, offer: str, sku: str, agent: str) -> list[str]:
    return [text.removeprefix(PATH) for text in found(pool((publisher, offer, sku, agent)), "BM001", "BM002")]


NO_IMAGE = "imageReference: BM001 error: the Marketplace has no image {}, so the service refuses the pool. Use {}."
ENDED_20 = (
    "nodeAgentSKUId: BM002 warning: Batch ended its support for batch.node.ubuntu 20.04 on 23 April 2025, so requests to "
    "create or enlarge the pool may fail. Use an image with Ubuntu 24.04 and batch.node.ubuntu 24.04."
)


@pytest.mark.parametrize(
    ("sku", "agent", "fix", "others"),
    [
        ("22.04-LTS", "22.04", "the offer 0001-com-ubuntu-server-jammy with the SKU 22_04-lts", []),
        ("22_04-lts-gen2", "22.04", "the offer 0001-com-ubuntu-server-jammy with the SKU 22_04-lts-gen2", []),
        (
            "22.04-LTS",
            "20.04",
            "the offer 0001-com-ubuntu-server-jammy with the SKU 22_04-lts, and batch.node.ubuntu 22.04",
            [],
        ),
        ("24_04-lts", "24.04", "the offer ubuntu-24_04-lts with the SKU server-gen1", []),
        ("20.04-LTS", "20.04", "the offer ubuntu-24_04-lts with the SKU server, and batch.node.ubuntu 24.04", [ENDED_20]),
    ],
)
def test_releases_that_the_old_offer_of_ubuntu_lacks(sku: str, agent: str, fix: str, others: list[str]) -> None:
    given = images("Canonical", "UbuntuServer", sku, f"batch.node.ubuntu {agent}")
    assert given == [NO_IMAGE.format(f"Canonical:UbuntuServer:{sku}", fix), *others]


WRONG_SKU = "imageReference.sku: BM001 error: the SKU {!r} is {}, but the offer has only {}, so there is no such image. Use {}."


@pytest.mark.parametrize(
    ("offer", "sku", "agent", "names", "fix"),
    [
        ("0001-com-ubuntu-server-jammy", "20_04-lts", "22.04", ("20.04", "22.04"), "the SKU 22_04-lts of this offer"),
        (
            "0001-com-ubuntu-server-jammy",
            "20_04-lts",
            "20.04",
            ("20.04", "22.04"),
            "the SKU 22_04-lts of this offer, and batch.node.ubuntu 22.04",
        ),
        (
            "0001-com-ubuntu-server-focal",
            "22_04-lts-gen2",
            "22.04",
            ("22.04", "20.04"),
            "the offer 0001-com-ubuntu-server-jammy with the SKU 22_04-lts-gen2",
        ),
        (
            "ubuntu-24_04-lts",
            "22_04-lts",
            "18.04",
            ("22.04", "24.04"),
            "the offer 0001-com-ubuntu-server-jammy with the SKU 22_04-lts-gen2, and batch.node.ubuntu 22.04",
        ),
        ("0001-com-ubuntu-minimal-focal", "22_04-lts", "22.04", ("22.04", "20.04"), "the offer for Ubuntu 22.04"),
    ],
)
def test_a_sku_of_another_offer(offer: str, sku: str, agent: str, names: tuple[str, str], fix: str) -> None:
    text = WRONG_SKU.format(sku, *(f"Ubuntu {name}" for name in names), fix)
    assert images("canonical", offer, sku, f"batch.node.ubuntu {agent}") == [text]


def test_a_sku_of_another_offer_of_debian() -> None:
    text = WRONG_SKU.format("12", "Debian 12", "Debian 11", "{}")
    assert images("Debian", "debian-11", "12", "") == [text.format("the offer debian-12, or the SKU 11 of this offer")]
    assert images("Debian", "debian-11", "12", "batch.node.debian 12") == [text.format("the offer debian-12")]


def test_an_agent_that_is_replaced_needs_no_other_fix() -> None:
    assert images(*JAMMY[:3], "batch.node.ubuntu 20.04") == [
        (
            "nodeAgentSKUId: BM001 error: the node agent must match the image: batch.node.ubuntu 20.04 isn't for Ubuntu 22.04, "
            "which the image canonical:0001-com-ubuntu-server-jammy:22_04-lts has, so the service refuses the pool. Use "
            "batch.node.ubuntu 22.04."
        )
    ]
    both = images("canonical", "UbuntuServer", "18.04-LTS", "batch.node.ubuntu 16.04")
    assert len(both) == 2
    assert all(text.endswith(". Use an image with Ubuntu 24.04 and batch.node.ubuntu 24.04.") for text in both)


@pytest.mark.parametrize(
    ("publisher", "offer", "sku"), [("openlogic", "centos-hpc", "7_9"), ("OpenLogic", "CentOS-HPC", "7.7")]
)
def test_what_replaces_an_image_for_high_performance_computing(publisher: str, offer: str, sku: str) -> None:
    (text,) = images(publisher, offer, sku, "batch.node.centos 7")
    assert text.endswith(
        "Use an image for high-performance computing, such as microsoft-dsvm:ubuntu-hpc:2404, and batch.node.ubuntu 24.04."
    )


def test_an_image_that_is_replaced_has_one_successor() -> None:
    texts = images("openlogic", "centos-hpc", "7_9", "batch.node.debian 9")
    hpc = "Use an image for high-performance computing, such as microsoft-dsvm:ubuntu-hpc:2404, and batch.node.ubuntu 24.04."
    assert [f"Use {text.partition(' Use ')[2]}" for text in texts] == [hpc, hpc]
    texts = images("openlogic", "centos", "7_9", "batch.node.el 9")
    assert [f"Use {text.partition(' Use ')[2]}" for text in texts] == [
        "Use an image with Enterprise Linux 9. batch.node.centos 7 would fit this image, but is retired.",
        "Use an image with Enterprise Linux 9.",
    ]


BY_ARM = "an identityReference needs a pool that is created through ARM, which alone attaches identities"
CONTAINERS = {"type": "dockerCompatible", "containerImageNames": ["reg.azurecr.io/x:1"]}


def test_identities_of_a_pool_of_the_batch_service() -> None:
    other = {"registryServer": "other.azurecr.io"}
    settings = {"containerConfiguration": {**CONTAINERS, "containerRegistries": [other]}}
    blobs = {"accountName": "media", "containerName": "input", "relativeMountPath": "input"}
    model = pool(machine=settings, mountConfiguration=[{"azureBlobFileSystemConfiguration": blobs}])
    fixes = [finding.fix for finding in review(model) if finding.rule in {"BM018", "BM028", "BM030"}]
    assert sorted(fixes) == [
        f"Add one of the keys; {BY_ARM}.",
        f"Add reg.azurecr.io to containerRegistries, with a user name and a password; {BY_ARM}.",
        f"Add username and password; {BY_ARM}.",
    ]


def test_identities_of_a_pool_that_may_have_one() -> None:
    blobs = {"accountName": "media", "containerName": "input", "relativeMountPath": "input"}
    change = PoolPatchParameter.deserialize({"mountConfiguration": [{"azureBlobFileSystemConfiguration": blobs}]})
    assert [finding.fix for finding in review(change)] == ["Add one of the keys, or an identityReference that the pool has."]


def test_the_extension_in_place_of_certificates_needs_an_identity() -> None:
    references = [{"thumbprint": "0a" * 20, "thumbprintAlgorithm": "sha1"}]
    (finding,) = [each for each in review(pool(certificateReferences=references)) if each.rule == "BM027"]
    assert finding.fix == (
        "Use the Key Vault extension, in the extensions of virtualMachineConfiguration; it needs a pool that is created "
        "through ARM with a user-assigned identity."
    )


def test_the_type_of_a_disk_has_one_place() -> None:
    disk = {"lun": 0, "diskSizeGB": 8, "storageAccountType": "premium_lrs"}
    model = pool(size="Standard_D4_v3", machine={"dataDisks": [disk]})
    assert [finding.fix for finding in review(model) if finding.rule in {"BM022", "BM703"}] == [
        "Use a size with the letter s, or the storageAccountType standardssd_lrs of managedDisk, which replaces this one.",
        "Use managedDisk with its storageAccountType.",
    ]
    del disk["storageAccountType"]
    disk["managedDisk"] = {"storageAccountType": "premium_lrs"}
    model = pool(size="Standard_D4_v3", machine={"dataDisks": [disk]})
    assert [finding.fix for finding in review(model) if finding.rule in {"BM022", "BM703"}] == [
        "Use a size with the letter s, or the storageAccountType standardssd_lrs.",
    ]


def test_the_mode_of_node_communication_may_be_removed() -> None:
    network = {"subnetId": "/s", "publicIPAddressConfiguration": {"provision": "noPublicIPAddresses"}}
    model = pool(targetNodeCommunicationMode="classic", networkConfiguration=network)
    fixes = [finding.fix for finding in review(model) if finding.rule in {"BM010", "BM027", "BM703"}]
    assert sorted(fixes) == [
        "Set targetNodeCommunicationMode to simplified, or remove it for API version 2025-06-01 or later.",
        "Use simplified, or remove the member.",
    ]


def test_packages_have_other_names_in_another_distribution() -> None:
    lacks = "error: AlmaLinux 9 has no apt-get, so the command isn't found. Use dnf, which AlmaLinux 9 has"
    line = bash("set -e; apt-get update; apt-get install -y gcc libhdf5-dev")
    model = pool(ALMA, startTask={"commandLine": line})
    assert found(model, "BM407") == [
        f"$.startTask.commandLine: BM407 {lacks}; packages have other names there, for example with -devel in place of -dev."
    ]
    model = pool(ALMA, startTask={"commandLine": bash("apt-get install -y gcc")})
    assert found(model, "BM407") == [f"$.startTask.commandLine: BM407 {lacks}."]


def test_resize_timeout_of_a_pool_that_scales_is_a_note() -> None:
    model = pool(resizeTimeout="PT20M", enableAutoScale=True, autoScaleFormula="$TargetDedicatedNodes = 1;")
    assert found(model, "BM009") == [
        (
            "$.resizeTimeout: BM009 note: resizeTimeout applies only to a fixed size, so it has no effect in a pool that "
            "scales by a formula. Remove resizeTimeout."
        )
    ]


@pytest.mark.parametrize(
    ("image", "size", "directory", "text"),
    [
        *(
            (
                JAMMY,
                size,
                "/mnt/batch/tasks",
                (
                    "note: /mnt/batch/tasks is Batch's root directory on the nodes of this pool; other VM sizes and images "
                    "have another."
                ),
            )
            for size in ("Standard_D4s_v3", "standard_d2_v2", "Standard_E4ds_v5")
        ),
        *(
            (
                image,
                size,
                root,
                (
                    f"warning: {root}/fsmounts exists only on some nodes: Batch's root directory depends on the VM size and "
                    "the image."
                ),
            )
            for image, size, root in (
                (JAMMY, "Standard_D4s_v5", "/mnt/batch/tasks"),
                (JAMMY, "Standard_D4s_v3", "/mnt/resource/batch/tasks"),
                (ALMA, "Standard_D4s_v3", "/mnt/batch/tasks"),
                (JAMMY, "unknown", "/mnt/batch/tasks"),
            )
        ),
    ],
)
def test_the_usual_root_directory_of_ubuntu(image: tuple[str, str, str, str], size: str, directory: str, text: str) -> None:
    model = pool(image, size, startTask={"commandLine": bash(f"ls {directory}/fsmounts/tools")})
    assert found(model, "BM401") == [f"$.startTask.commandLine: BM401 {text} Use $AZ_BATCH_NODE_MOUNTS_DIR instead."]


@pytest.mark.parametrize(
    ("image", "size"),
    [
        (("canonical", "ubuntu-24_04-lts", "server-arm64", "batch.node.ubuntu 24.04-arm64"), "Standard_D4ps_v6"),
        (("canonical", "ubuntu-24_04-lts", "server-arm64", "batch.node.ubuntu 24.04"), "Standard_D4ps_v5"),
        (("almalinux", "almalinux-arm", "9-arm-gen2", "batch.node.el 9"), "Standard_D4ps_v6"),
        (("microsoft-dsvm", "ubuntu-hpc", "2404-arm64", "batch.node.ubuntu 24.04-arm64"), "Standard_E4pds_v6"),
    ],
)
def test_images_and_agents_for_arm(image: tuple[str, str, str, str], size: str) -> None:
    publisher, offer, sku, agent = image
    pool = PoolAddParameter.deserialize(
        {
            "id": "p",
            "vmSize": size,
            "virtualMachineConfiguration": {
                "imageReference": {"publisher": publisher, "offer": offer, "sku": sku},
                "nodeAgentSKUId": agent,
            },
        }
    )
    assert found(pool, "BM001", "BM002", "BM004", "BM006") == []
