"""ARM ids and URLs where the service expects a name, and the other way around."""

from __future__ import annotations

from typing import Any

import pytest
from reviewing import found

import batchmodels
from batchmodels import Model, review
from batchmodels.rules.finding import Replace

ARM = "/subscriptions/0/resourceGroups/g/providers/Microsoft."
BLOBS = ARM + "Storage/storageAccounts/media/blobServices/default/containers/films"


@pytest.mark.parametrize(
    ("kind", "document", "expected"),
    [
        (
            "ResourceFile",
            {"autoStorageContainerName": BLOBS},
            (
                "$.autoStorageContainerName: BM612 error: autoStorageContainerName is the name of a container, not an "
                "ARM id, so the "
                "download fails. Use the name alone: films."
            ),
        ),
        (
            "ResourceFile",
            {"storageContainerUrl": BLOBS},
            (
                "$.storageContainerUrl: BM605 error: storageContainerUrl is the ARM id of a resource, not a URL. Use "
                "the https:// "
                "URL of the file or container."
            ),
        ),
        (
            "ContainerRegistry",
            {"registryServer": ARM + "ContainerRegistry/registries/media"},
            (
                "$.registryServer: BM017 error: registryServer must be the login server of the registry, with its "
                "domain, but is "
                "'/subscriptions/0/resourceGroups/g/providers/Microsoft.ContainerRegistry/registr…'. The nodes can't "
                "log in to it, "
                "and become unusable. Use the whole name, such as media.azurecr.io."
            ),
        ),
        (
            "TaskContainerSettings",
            {"imageName": "https://media.azurecr.io/encoder:2"},
            (
                "$.imageName: BM018 error: the name of the image 'https://media.azurecr.io/encoder:2' has a scheme, "
                "which doesn't "
                "belong there. Remove it: the name begins with the registry."
            ),
        ),
        (
            "TaskContainerSettings",
            {"imageName": "media.azurecr.io/Encoder:2"},
            (
                "$.imageName: BM018 error: the name of the image 'media.azurecr.io/Encoder:2' has upper-case letters, "
                "which Docker "
                "refuses. Use lower-case letters; only a tag can have others."
            ),
        ),
    ],
)
def test_names_and_urls(kind: str, document: dict[str, Any], expected: str) -> None:
    model: Model = getattr(batchmodels, kind).deserialize(document)
    assert found(model, "BM605", "BM612", "BM017", "BM018") == [expected]


@pytest.mark.parametrize(
    "name",
    [
        "ubuntu",
        "ubuntu:22.04",
        "media.azurecr.io/tools/encoder:2.0-Beta",
        "localhost:5000/encoder",
        "mcr.microsoft.com/windows/servercore:ltsc2022",
        f"encoder@sha256:{'0' * 64}",
        "${registry}/encoder:2",
        "<registry>/Encoder",
        "",
    ],
)
def test_names_of_images(name: str) -> None:
    assert found(batchmodels.TaskContainerSettings(image_name=name), "BM018") == []


def test_the_path_of_a_size() -> None:
    pool = batchmodels.PoolAddParameter(id="p", vm_size=ARM + "Compute/locations/westeurope/vmSizes/Standard_D4s_v5")
    (finding,) = (each for each in review(pool) if each.rule == "BM003")
    assert finding.fix == "Use Standard_D4s_v5."
    assert finding.edit == Replace(("vmSize",), "Standard_D4s_v5")
    assert finding.message == (
        "vmSize is the name of a size, but is "
        "'/subscriptions/0/resourceGroups/g/providers/Microsoft.Compute/locations/westeur…', "
        "so the service refuses the pool."
    )
