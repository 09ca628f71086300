"""BM029 and the identities of auto pools."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from test_pool_limits import UBUNTU, found, only, pool

from batchmodels import ImageInformation, ImageReference, JobAddParameter, PoolAddParameter, PoolSpecification

GALLERY = "/subscriptions/0/resourceGroups/g/providers/Microsoft.Compute/galleries/g/images/i"
MANAGED = "/subscriptions/0/resourceGroups/g/providers/Microsoft.Compute/images/i"
NAMES = {"publisher": "canonical", "offer": "ubuntu-24_04-lts", "sku": "server"}
IDENTITY = {"resourceId": "/subscriptions/0/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/i"}


def image(**members: Any) -> dict[str, Any]:
    return {"imageReference": members, "nodeAgentSKUId": "batch.node.ubuntu 24.04"}


@pytest.mark.parametrize(
    ("version", "right"),
    [
        (None, True),
        ("", True),
        ("latest", True),
        ("LATEST", True),
        ("22.04.202410020", True),
        ("1.2", True),
        ("*", False),
        ("newest", False),
        ("22", False),
        ("1.2.3.4", False),
        ("latest ", False),
    ],
)
def test_versions(version: str | None, right: bool) -> None:
    assert found("BM029", image(**NAMES, version=version)) == ["warning"] * (not right)


@pytest.mark.parametrize(
    ("members", "message"),
    [
        (
            {"publisher": "p"},
            "the image has no offer and sku: the service needs publisher, offer and sku of a Marketplace image.",
        ),
        (
            {"offer": "o", "sku": "s"},
            "the image has no publisher: the service needs publisher, offer and sku of a Marketplace image.",
        ),
        ({"publisher": "a:b:c:d"}, "publisher has a whole image in it, but the service expects its parts."),
        ({"offer": "a:b:c", "publisher": "p"}, "offer has a whole image in it, but the service expects its parts."),
        ({"offer": "a:b", "publisher": "p", "sku": "s"}, None),
        (
            {},
            "the image has neither a publisher, an offer and a sku nor the id of an image, so the service refuses the pool.",
        ),
        ({"offer": "o", "virtualMachineImageId": GALLERY}, None),
        ({"offer": "o", "sharedGalleryImageId": "/SharedGalleries/x/images/y"}, None),
    ],
)
def test_names(members: dict[str, Any], message: str | None) -> None:
    findings = only("BM029", pool(image(**members)))
    assert [finding.message for finding in findings] == ([message] if message else [])


@pytest.mark.parametrize(
    ("given", "severity"),
    [
        (GALLERY, None),
        (f"{GALLERY}/versions/1.0.0", None),
        (f"{GALLERY}/versions/latest/".upper(), None),
        (MANAGED, "warning"),
        (f"{GALLERY}/versions/1.0.0/x", "error"),
        (GALLERY.removeprefix("/"), "error"),
        (GALLERY.replace("/images/i", ""), "error"),
        (MANAGED.replace("images", "disks"), "error"),
        ("i", "error"),
    ],
)
def test_ids(given: str, severity: str | None) -> None:
    assert found("BM029", image(virtualMachineImageId=given)) == ([severity] if severity else [])


@pytest.mark.parametrize(
    ("given", "member"),
    [
        ("/sharedGalleries/x/images/y/versions/1.0.0", "sharedGalleryImageId"),
        ("/CommunityGalleries/x/Images/y", "communityGalleryImageId"),
    ],
)
def test_another_member_is_for_other_galleries(given: str, member: str) -> None:
    (finding,) = only("BM029", pool(image(virtualMachineImageId=given)))
    assert finding.fix == f"Use {member} for it."


def test_managed_images_end_with_a_day() -> None:
    model = pool(image(virtualMachineImageId=MANAGED))
    assert only("BM029", model, datetime(2026, 3, 31)) == []
    assert len(only("BM029", model, datetime(2026, 4, 1))) == 1


def test_only_the_image_of_a_pool_is_judged() -> None:
    assert only("BM029", ImageReference(publisher="p", version="*")) == []
    assert only("BM029", ImageInformation.deserialize({"imageReference": {"publisher": "p"}})) == []


# --- BM802


def test_an_auto_pool_has_no_identities() -> None:
    registry = {"registryServer": "r.azurecr.io", "identityReference": IDENTITY}
    machine = {**UBUNTU, "containerConfiguration": {"type": "dockerCompatible", "containerRegistries": [registry]}}
    specification = {"vmSize": "standard_d2s_v3", "virtualMachineConfiguration": machine}
    (finding,) = only("BM802", PoolSpecification.deserialize(specification))
    steps = "virtualMachineConfiguration.containerConfiguration.containerRegistries[0].identityReference.resourceId"
    assert str(finding) == (
        f"$.{steps}: BM802 error: an auto pool can't have managed identities, which are attached only through ARM, so no node "
        "can get a token. Use a pool that is created through ARM, or a SAS or a password instead of the identity."
    )
    assert only("BM802", PoolAddParameter.deserialize({"id": "p", **specification})) == []


def test_a_task_of_an_auto_pool_has_no_identities() -> None:
    file = {"httpUrl": "https://a.blob.core.windows.net/c-files/b", "filePath": "b", "identityReference": IDENTITY}
    manager = {"id": "m", "commandLine": "x", "resourceFiles": [file]}
    auto = {"poolLifetimeOption": "job", "pool": {"vmSize": "standard_d2s_v3"}}
    job = {"id": "j", "jobManagerTask": manager, "poolInfo": {"autoPoolSpecification": auto}}
    (finding,) = only("BM802", JobAddParameter.deserialize(job))
    assert finding.path == "$.jobManagerTask.resourceFiles[0].identityReference.resourceId"
    assert only("BM802", JobAddParameter.deserialize({**job, "poolInfo": {"poolId": "p"}})) == []
