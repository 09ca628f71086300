"""The rules about pools on answers of the service, on templates, and on other models than a pool to add."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from corpus_entries import NOW

from batchmodels import CloudPool, JobAddParameter, documents, review

WRONG = json.loads((ROOT / "tests" / "rules" / "corpus" / "bad" / "pools.json").read_text(encoding="utf-8"))
ADDED = [entry for entry in WRONG if entry["type"] == "PoolAddParameter"]

KEPT = {"BM002", "BM004", "BM027", "BM703"}
"""What is worth knowing about a pool that the service accepted: it can't grow any more."""


@pytest.mark.parametrize("entry", ADDED, ids=lambda entry: entry["name"].replace(" ", "-"))
def test_an_answer_was_accepted(entry: dict[str, Any]) -> None:
    found = {finding.rule for finding in review(CloudPool.deserialize(entry["document"]), now=NOW)}
    assert {rule for rule in found if rule < "BM050"} <= KEPT


def template(**properties: Any) -> str:
    """A template with one pool and the parameter x, which has no value."""
    image = {"publisher": "canonical", "offer": "ubuntu-24_04-lts", "sku": "server"}
    machine = {"imageReference": image, "nodeAgentSkuId": "batch.node.ubuntu 24.04", **properties.pop("machine", {})}
    pool = {
        "type": "Microsoft.Batch/batchAccounts/pools",
        "apiVersion": "2024-07-01",
        "name": "a/p",
        "properties": {
            "vmSize": "Standard_D4s_v5",
            "deploymentConfiguration": {"virtualMachineConfiguration": machine},
            "scaleSettings": {"fixedScale": {"targetDedicatedNodes": 1}},
            **properties,
        },
    }
    schema = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"
    parameters = {"x": {"type": "string"}}
    return json.dumps({"$schema": schema, "contentVersion": "1.0.0.0", "parameters": parameters, "resources": [pool]})


def rules_of(text: str) -> list[str]:
    found = documents.check(documents.read_text(text, "template.json"))
    return [diagnostic.rule for diagnostic in found if diagnostic.rule.startswith("BM0")]


X = "[parameters('x')]"
NO_ADDRESSES = {"publicIPAddressConfiguration": {"provision": "NoPublicIPAddresses"}}


@pytest.mark.parametrize(
    ("known", "unknown", "rule"),
    [
        ({"vmSize": "Standard_DS4_v5"}, {"vmSize": X}, "BM003"),
        ({"vmSize": "Standard_B2ms"}, {"vmSize": X}, "BM004"),
        ({"taskSlotsPerNode": 17}, {"taskSlotsPerNode": 17, "vmSize": X}, "BM005"),
        ({"networkConfiguration": NO_ADDRESSES}, {"networkConfiguration": {**NO_ADDRESSES, "subnetId": X}}, "BM010"),
        ({"networkConfiguration": {"subnetId": "s"}}, {"networkConfiguration": {"subnetId": X}}, "BM012"),
        ({"machine": {"nodeAgentSkuId": "batch.node.debian 12"}}, {"machine": {"nodeAgentSkuId": X}}, "BM001"),
        (
            {"machine": {"nodeAgentSkuId": "batch.node.debian 12"}},
            {"machine": {"nodeAgentSkuId": "x", "imageReference": X}},
            "BM001",
        ),
    ],
)
def test_what_a_deployment_decides_is_not_judged(known: dict[str, Any], unknown: dict[str, Any], rule: str) -> None:
    assert rules_of(template(**known)) == [rule]
    assert rules_of(template(**unknown)) == []


@pytest.mark.parametrize(
    ("known", "unknown"),
    [({}, {"accountKey": X}), ({}, {"sasKey": X}), ({}, {"identityReference": {"resourceId": X}})],
)
def test_a_key_that_a_deployment_knows_gives_access(known: dict[str, Any], unknown: dict[str, Any]) -> None:
    def mounts(**members: Any) -> dict[str, Any]:
        usual = {"accountName": "media", "containerName": "clips", "relativeMountPath": "b"}
        return {"mountConfiguration": [{"azureBlobFileSystemConfiguration": {**usual, **members}}]}

    assert rules_of(template(**mounts(**known))) == ["BM028"]
    assert rules_of(template(**mounts(**unknown))) == []


def test_the_names_and_values_of_arm() -> None:
    scale = {"fixedScale": {"targetDedicatedNodes": 1, "targetLowPriorityNodes": 1}}
    assert rules_of(template(interNodeCommunication="Enabled", scaleSettings=scale)) == ["BM007"]
    pools = [{"name": "a", "protocol": "TCP", "backendPort": 29877, "frontendPortRangeStart": 1, "frontendPortRangeEnd": 100}]
    network = {"endpointConfiguration": {"inboundNatPools": pools}}
    assert rules_of(template(networkConfiguration=network)) == ["BM013"]
    certificates = [{"id": "/subscriptions/0/certificates/sha1-0a0b"}]
    assert rules_of(template(certificates=certificates)) == ["BM027"]
    assert rules_of(template(targetNodeCommunicationMode="Classic")) == ["BM027"]


def test_terraform_has_its_own_names(tmp_path: Path) -> None:
    pytest.importorskip("hcl2")
    file = tmp_path / "main.tf"
    file.write_text(
        'resource "azurerm_batch_pool" "p" {\n  name = "p"\n  vm_size = "Standard_D2s_v3"\n'
        '  node_agent_sku_id = "batch.node.ubuntu 24.04"\n  max_tasks_per_node = 9\n'
        '  network_configuration {\n    public_address_provisioning_type = "NoPublicIPAddresses"\n  }\n}\n',
        encoding="utf-8",
    )
    found = [(each.rule, each.message) for each in documents.check(documents.read(file)) if each.rule.startswith("BM0")]
    assert found == [
        ("BM005", "max_tasks_per_node is 9, but the service accepts at most 8 on 2 cores, which Standard_D2s_v3 has."),
        (
            "BM010",
            (
                "the public_address_provisioning_type noPublicIPAddresses needs subnet_id: the nodes of a pool without public "
                "IP addresses must join a virtual network."
            ),
        ),
    ]


def test_the_pool_of_a_job() -> None:
    pool = {"vmSize": "Standard_D2s_v3", "taskSlotsPerNode": 9, "enableInterNodeCommunication": False}
    job = {"id": "j", "poolInfo": {"autoPoolSpecification": {"poolLifetimeOption": "job", "pool": pool}}}
    (finding,) = [each for each in review(JobAddParameter.deserialize(job), now=NOW) if each.rule < "BM050"]
    assert (finding.rule, finding.path) == ("BM005", "$.poolInfo.autoPoolSpecification.pool.taskSlotsPerNode")
