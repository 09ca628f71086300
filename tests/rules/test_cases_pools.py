"""Reported mistakes in pools, and what a review says of them."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import pytest

from batchmodels import PoolAddParameter, PoolSpecification, review

NOW = datetime(2026, 12, 1, tzinfo=timezone.utc)

NOBLE = {
    "imageReference": {"publisher": "canonical", "offer": "ubuntu-24_04-lts", "sku": "server", "version": "latest"},
    "nodeAgentSKUId": "batch.node.ubuntu 24.04",
}


def pool(**members: Any) -> dict[str, Any]:
    return {
        "id": "p1",
        "vmSize": "standard_d2s_v3",
        "virtualMachineConfiguration": NOBLE,
        "targetDedicatedNodes": 2,
        **members,
    }


def machine(publisher: str, offer: str, sku: str, agent: str, **members: Any) -> dict[str, Any]:
    image = {"publisher": publisher, "offer": offer, "sku": sku, "version": "latest"}
    return {"imageReference": image, "nodeAgentSKUId": agent, **members}


CASES = {
    "hashicorp/terraform#36698": (
        pool(
            virtualMachineConfiguration=machine(
                "microsoft-azure-batch", "ubuntu-server-container", "20.04-lts", "batch.node.ubuntu 24.04"
            )
        ),
        [
            (
                "$.virtualMachineConfiguration.nodeAgentSKUId: BM001 error: the node agent must match the image: "
                "batch.node.ubuntu 24.04 isn't for Ubuntu 20.04, which the image "
                "microsoft-azure-batch:ubuntu-server-container:20.04-lts has, so the service refuses the pool. Use an image "
                "with Ubuntu 24.04. batch.node.ubuntu 20.04 would fit this image, but is retired."
            ),
            (
                "$.virtualMachineConfiguration.imageReference: BM002 warning: Batch ended its support for Ubuntu 20.04 on "
                "23 April 2025, so requests to create or enlarge the pool may fail. Use an image with Ubuntu 24.04."
            ),
        ],
    ),
    "Azure/aztk#172": (
        pool(enableInterNodeCommunication=True, targetLowPriorityNodes=2),
        [
            (
                "$.enableInterNodeCommunication: BM007 warning: the service refuses both targetDedicatedNodes and "
                "targetLowPriorityNodes in a pool with inter-node communication. Set one of the two targets to 0, or remove "
                "enableInterNodeCommunication if tasks don't span several nodes."
            )
        ],
    ),
    "microsoft/CromwellOnAzure#29": (
        pool(
            virtualMachineConfiguration=machine(
                "microsoft-dsvm",
                "ubuntu-hpc",
                "2204",
                "batch.node.ubuntu 22.04",
                containerConfiguration={
                    "type": "dockerCompatible",
                    "containerImageNames": ["mycontainerregistry.azurecr.io/tes:1.0.0"],
                    "containerRegistries": [
                        {"registryServer": "mycontainerregistry", "username": "mycontainerregistry", "password": "cHc="}
                    ],
                },
            )
        ),
        [
            (
                "$.virtualMachineConfiguration.containerConfiguration.containerRegistries[0].registryServer: BM017 error: "
                "registryServer must be the login server of the registry, with its domain, but is 'mycontainerregistry'. The "
                "nodes can't log in to it, and become unusable. Use mycontainerregistry.azurecr.io, as in the name of the "
                "image."
            )
        ],
    ),
    "Azure/azure-batch-cli-extensions#119": (
        pool(vmSize="STANDARD_DS64_v3"),
        [
            (
                "$.vmSize: BM003 error: there is no VM size STANDARD_DS64_v3, so the service refuses the pool. Did you mean "
                "STANDARD_D64s_v3? Use STANDARD_D64s_v3."
            )
        ],
    ),
    "hashicorp/terraform-provider-azurerm#13481": (
        pool(networkConfiguration={"publicIPAddressConfiguration": {"provision": "noPublicIPAddresses"}}),
        [
            (
                "$.networkConfiguration.publicIPAddressConfiguration.provision: BM010 error: the provision noPublicIPAddresses "
                "needs subnetId: the nodes of a pool without public IP addresses must join a virtual network. Add the subnetId "
                "of a subnet from which the nodes reach the Batch service."
            )
        ],
    ),
    "Azure/azure-batch-cli-extensions#82": (
        {
            "id": "helloworld-pool",
            "cloudServiceConfiguration": {"osFamily": "4", "targetOSVersion": "*"},
            "vmSize": "small",
            "targetDedicatedNodes": 1,
        },
        [
            (
                "$.cloudServiceConfiguration: BM027 error: the service refuses new pools on Cloud Services: Azure retired them "
                "on 29 February 2024. Use virtualMachineConfiguration."
            ),
            (
                "$.cloudServiceConfiguration.targetOSVersion: BM703 warning: targetOSVersion is an old name that the service "
                "no longer has, so it rejects or ignores it. Use osVersion."
            ),
        ],
    ),
    "Azure-Samples/azure-batch-samples#255": (
        {key: value for key, value in pool(targetDedicated=4).items() if key != "targetDedicatedNodes"},
        [
            (
                "$.targetDedicated: BM703 warning: targetDedicated is an old name that the service no longer has, so it "
                "rejects or ignores it. Use targetDedicatedNodes."
            )
        ],
    ),
    "MicrosoftDocs/azure-docs#87876": (
        pool(
            virtualMachineConfiguration=machine(
                "microsoft-azure-batch", "ubuntu-server-container", "16-04-lts", "batch.node.ubuntu 16.04"
            )
        ),
        [
            (
                "$.virtualMachineConfiguration.nodeAgentSKUId: BM002 error: the service has accepted no new pools with "
                "batch.node.ubuntu 16.04 since 31 December 2024, and scales existing ones down to zero nodes. Use an image "
                "with a container runtime, such as microsoft-dsvm:ubuntu-hpc:2404, and batch.node.ubuntu 24.04."
            )
        ],
    ),
    "CDCgov/cfa_azure#201": (
        pool(taskSlotsPerNode=100),
        [
            (
                "$.taskSlotsPerNode: BM005 error: taskSlotsPerNode is 100, but the service accepts at most 8 on 2 cores, which "
                "Standard_D2s_v3 has. Use 8 or less, or a larger VM size."
            )
        ],
    ),
    "Azure/azure-batch-cli-extensions#28": (
        pool(
            userAccounts=[
                {
                    "name": "runner",
                    "password": "Pa55w.rd!x",
                    "elevationLevel": "admin",
                    "linuxUserConfiguration": {"sshPrivateKey": "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC7 runner@laptop"},
                }
            ]
        ),
        [
            (
                "$.userAccounts[0].linuxUserConfiguration.sshPrivateKey: BM020 error: sshPrivateKey needs a private key, but "
                "has a public key. Use the private key of the pair, without a passphrase; Batch derives the public key from it."
            ),
            (
                "$.userAccounts[0].linuxUserConfiguration.sshPrivateKey: BM020 warning: sshPrivateKey is ignored without "
                "inter-node communication. Set the pool's enableInterNodeCommunication to true, or remove the key."
            ),
        ],
    ),
}


@pytest.mark.parametrize(("document", "said"), CASES.values(), ids=CASES)
def test_a_reported_pool(document: dict[str, Any], said: list[str]) -> None:
    assert [str(finding) for finding in review(PoolAddParameter.deserialize(document), now=NOW)] == said


@pytest.mark.parametrize(("document", "said"), CASES.values(), ids=CASES)
def test_an_auto_pool_is_a_pool(document: dict[str, Any], said: list[str]) -> None:
    specification = {key: value for key, value in document.items() if key != "id"}
    assert [str(finding) for finding in review(PoolSpecification.deserialize(specification), now=NOW)] == said


def test_blob_source_is_an_old_name() -> None:
    """The pool of Azure/azure-cli#8978, as far as it is about the pool."""
    document = pool(
        vmSize="STANDARD_NV6",
        virtualMachineConfiguration={
            "imageReference": {
                "virtualMachineImageId": "/subscriptions/0/resourceGroups/rg/providers/Microsoft.Compute/images/img"
            },
            "nodeAgentSKUId": "batch.node.windows amd64",
        },
        enableInterNodeCommunication=True,
        startTask={
            "commandLine": "setup.exe",
            "resourceFiles": [
                {"blobSource": "https://examplestore.blob.core.windows.net/prereq/setup.exe", "filePath": "setup.exe"}
            ],
        },
    )
    found = [str(finding) for finding in review(PoolAddParameter.deserialize(document), now=NOW)]
    assert (
        "$.startTask.resourceFiles[0].blobSource: BM703 warning: blobSource is an old name that the service no longer has, so "
        "it rejects or ignores it. Use httpUrl."
    ) in found
    assert (
        "$.vmSize: BM004 warning: Azure retired the VM size Standard_NV6 on 6 September 2023, so no nodes can be allocated. "
        "Use a size of a newer series."
    ) in found


def test_a_share_with_the_options_of_another_system() -> None:
    """The pool of MicrosoftDocs/azure-docs#71093."""
    share = {
        "accountName": "filestorage",
        "azureFileUrl": "url",
        "accountKey": "a2V5",
        "relativeMountPath": "mnt/batch/tasks/fsmounts",
        "mountOptions": "/persistent:Yes",
    }
    document = pool(
        vmSize="Standard_A1_v2",
        virtualMachineConfiguration=machine("Canonical", "UbuntuServer", "18.04-LTS", "batch.node.ubuntu 18.04"),
        mountConfiguration=[{"azureFileShareConfiguration": share}],
    )
    path = "$.mountConfiguration[0].azureFileShareConfiguration"
    assert [str(finding) for finding in review(PoolAddParameter.deserialize(document), now=NOW)] == [
        (
            "$.virtualMachineConfiguration.nodeAgentSKUId: BM002 error: the service has accepted no new pools with "
            "batch.node.ubuntu 18.04 since 31 December 2024, and scales existing ones down to zero nodes. Use an image with "
            "Ubuntu 24.04 and batch.node.ubuntu 24.04."
        ),
        (
            f"{path}.mountOptions: BM014 error: mountOptions has options of net use on Windows, but Linux nodes pass them to "
            "mount. Use options of mount, such as -o vers=3.0,dir_mode=0777,file_mode=0777."
        ),
        (
            f"{path}.relativeMountPath: BM015 warning: the mount path 'mnt/batch/tasks/fsmounts' repeats the directory of the "
            "mounts, which Batch puts before it. Use only the rest of the path, such as data."
        ),
        f"{path}.azureFileUrl: BM016 error: azureFileUrl 'url' isn't a URL. Use the form https://ACCOUNT.file.core.windows.net/SHARE.",
    ]
