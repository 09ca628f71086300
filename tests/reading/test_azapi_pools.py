"""Pools of the azapi provider of Terraform, whose bodies are those of ARM."""

from __future__ import annotations

import json

import pytest

from batchmodels import documents

pytest.importorskip("hcl2")

MEMBERS = """
properties = {
  vmSize           = "Standard_A1"
  maxTasksPerNode  = 4
  displayName      = var.shown
  startTask        = { commandLine = "echo $X", waitForSuccess = true }
  deploymentConfiguration = {
    virtualMachineConfiguration = {
      nodeAgentSkuId = "batch.node.ubuntu 22.04"
      imageReference = { publisher = "canonical", offer = "0001-com-ubuntu-server-jammy", sku = "22_04-lts" }
    }
  }
}
"""
RESOURCE = """
resource "azapi_resource" "p" {{
  type      = "Microsoft.Batch/batchAccounts/{}"
  name      = "p"
  parent_id = azapi_resource.account.id
  body      = {}
}}
"""
BODIES = [f"{{{MEMBERS}}}", f"jsonencode({{{MEMBERS}}})"]


def said(text: str, file: str = "main.tf") -> list[str]:
    found = documents.check(documents.read_text(text, file))
    return [f"{each.line} {each.path}: {each.severity.value} {each.rule}" for each in found]


@pytest.mark.parametrize("body", BODIES)
def test_a_body(body: str) -> None:
    start = "azapi_resource.p.body.properties"
    assert said(RESOURCE.format("pools@2024-02-01", body)) == [
        f"8 {start}.vmSize: warning BM004",
        f"9 {start}.maxTasksPerNode: warning BM703",
        f"10 {start}.displayName: note not-judged/value",
        f"11 {start}.startTask.commandLine: error BM101",
    ]


def test_the_members_are_those_of_a_pool() -> None:
    (entry,) = documents.read_text(RESOURCE.format("pools@2024-02-01", BODIES[0]), "main.tf").entries
    assert (entry.model_type, entry.name) == ("PoolAddParameter", "azapi_resource.p")
    assert entry.content["id"] == "p"
    assert entry.content["virtualMachineConfiguration"]["nodeAgentSKUId"] == "batch.node.ubuntu 22.04"


def test_other_resources_and_an_unknown_body() -> None:
    assert documents.read_text(RESOURCE.format("applications@2024-02-01", "{}"), "main.tf").entries == ()
    assert said(RESOURCE.format("pools@2024-02-01", "var.body")) == [
        "6 azapi_resource.p.body.properties: note not-judged/pool",
    ]


def test_a_plan_and_a_configuration_in_json() -> None:
    body = {"properties": {"startTask": {"commandLine": "echo $X", "waitForSuccess": True}, "vmSize": "standard_d2s_v3"}}
    values = {"type": "Microsoft.Batch/batchAccounts/pools@2024-02-01", "name": "p", "body": body}
    path = "azapi_resource.p.body.properties.startTask.commandLine: error BM101"
    configuration = json.dumps({"resource": {"azapi_resource": {"p": values}}})
    assert f"1 {path}" in said(configuration, "main.tf.json")
    for each in (body, json.dumps(body)):
        resource = {"address": "azapi_resource.p", "mode": "managed", "type": "azapi_resource", "name": "p"}
        module = {"resources": [{**resource, "values": {**values, "body": each}}]}
        assert f"1 {path}" in said(
            json.dumps({"format_version": "1.2", "planned_values": {"root_module": module}}), "plan.json"
        )
