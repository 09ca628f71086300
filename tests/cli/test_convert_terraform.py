"""Terraform's pools converted: what only ARM has, values that aren't known, and sensitive variables."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from batchmodels.cli.main import cli

IDENTITY = "/subscriptions/0/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/i"
POOL = """\
variable "nodes" { type = number }
variable "key" {
  type      = string
  sensitive = true
}
resource "azurerm_batch_pool" "q" {
  name    = "q"
  vm_size = "STANDARD_D2S_V3"
  storage_image_reference { id = "/image" }
  node_agent_sku_id = "batch.node.ubuntu 24.04"
  fixed_scale {
    target_dedicated_nodes   = var.nodes
    node_deallocation_method = "TaskCompletion"
  }
  identity {
    type         = "UserAssigned"
    identity_ids = ["ID"]
  }
  disk_encryption {
    disk_encryption_target = "TemporaryDisk"
  }
  disk_encryption {
    disk_encryption_target = "OsDisk"
  }
  start_task {
    command_line = "COMMAND"
    common_environment_properties = {
      API_TOKEN = var.key
      BOTH      = "AccountKey=${local.key}"
    }
  }
  mount {
    azure_file_share {
      account_name        = "contoso"
      account_key         = var.key
      azure_file_url      = "https://contoso.file.core.windows.net/s"
      relative_mount_path = "S"
    }
  }
}
locals { key = var.key }
""".replace("ID", IDENTITY)
GIVEN = ("-p", "nodes=3", "-p", "key=hunter22")


def run(tmp_path: Path, text: str, *arguments: str, command: str = "convert", name: str = "pool.tf") -> Result:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    return CliRunner().invoke(cli, [command, str(file), *arguments])


def notes(done: Result) -> list[str]:
    return [line.partition(".tf:")[2] or line.partition(".json:")[2] for line in done.stderr.splitlines()]


def test_arm_has_the_identity_and_the_encrypted_disks(tmp_path: Path) -> None:
    done = run(tmp_path, POOL, "--to", "arm", *GIVEN)
    assert done.exit_code == 0
    pool = json.loads(done.stdout)
    assert pool["identity"] == {"type": "UserAssigned", "userAssignedIdentities": {IDENTITY: {}}}
    properties = pool["properties"]
    assert properties["scaleSettings"]["fixedScale"] == {
        "targetDedicatedNodes": 3,
        "nodeDeallocationOption": "TaskCompletion",
    }
    machine = properties["deploymentConfiguration"]["virtualMachineConfiguration"]
    assert machine["diskEncryptionConfiguration"] == {"targets": ["TemporaryDisk", "OsDisk"]}
    bicep = run(tmp_path, POOL, "--to", "bicep", *GIVEN).stdout
    assert f"  identity: {{\n    type: 'UserAssigned'\n    userAssignedIdentities: {{\n      '{IDENTITY}': {{}}\n" in bicep
    assert "nodeDeallocationOption: 'TaskCompletion'" in bicep


@pytest.mark.parametrize("form", ["data", "python", "azure-batch-14", "azure-batch-15"])
def test_the_batch_service_has_neither(form: str, tmp_path: Path) -> None:
    done = run(tmp_path, POOL, "--to", form, *GIVEN)
    assert done.exit_code == 0
    assert IDENTITY not in done.output
    assert notes(done)[:2] == [
        (
            "15:3: azurerm_batch_pool.q.identity: note: the Batch service shows the identities of a pool, but only ARM "
            "attaches them"
        ),
        (
            "13:32: azurerm_batch_pool.q.fixed_scale[0].node_deallocation_method: note: in the Batch service it is an argument "
            "of a resize, not a setting of a pool"
        ),
    ]


def plan(values: dict[str, Any], unknown: Any = None) -> str:
    pool = {"address": "azurerm_batch_pool.p", "type": "azurerm_batch_pool", "values": {"name": "p", "vm_size": "x", **values}}
    change = {"address": "azurerm_batch_pool.p", "change": {"after_unknown": unknown or {}}}
    module = {"root_module": {"resources": [pool]}}
    return json.dumps({"format_version": "1.2", "planned_values": module, "resource_changes": [change]})


def test_the_identity_of_a_plan(tmp_path: Path) -> None:
    text = plan({"identity": [{"type": "UserAssigned", "identity_ids": [IDENTITY, "/j"]}], "disk_encryption": []})
    pool = json.loads(run(tmp_path, text, "--to", "arm", name="plan.json").stdout)
    assert pool["identity"] == {"type": "UserAssigned", "userAssignedIdentities": {IDENTITY: {}, "/j": {}}}
    assert "identity" not in json.loads(run(tmp_path, plan({"identity": []}), "--to", "arm", name="plan.json").stdout)


def test_an_identity_that_is_not_known(tmp_path: Path) -> None:
    reference = POOL.replace(f'"{IDENTITY}"', "azurerm_user_assigned_identity.i.id")
    done = run(tmp_path, reference, "--to", "arm", *GIVEN)
    assert done.exit_code == 1
    assert notes(done) == [
        (
            "15:3: azurerm_batch_pool.q.identity: this value is known only at deployment (azurerm_user_assigned_identity.i.id "
            "is known only when Terraform applies the configuration); write the value in the file, or apply the configuration "
            "and convert what terraform show -json prints."
        )
    ]
    assert run(tmp_path, reference, "--to", "data", *GIVEN).exit_code == 0
    planned = plan({"identity": [{"type": "UserAssigned"}]}, {"identity": [{"identity_ids": [True]}]})
    refused = run(tmp_path, planned, "--to", "bicep", name="plan.json")
    assert (refused.exit_code, notes(refused)[0].partition(" ")[2]) == (
        1,
        (
            "azurerm_batch_pool.p.identity: this value is known only at deployment (Terraform knows it only after it has "
            "applied the plan); write the value in the file, or apply the configuration and convert what terraform show -json "
            "prints."
        ),
    )


def test_what_nothing_corresponds_to_is_a_note(tmp_path: Path) -> None:
    text = plan({"account_name": "contoso", "boot_diagnostics": [{"id": "/c"}], "tags": None, "timeouts": {"create": "1h"}})
    done = run(tmp_path, text, "--to", "arm", name="plan.json")
    assert [line.partition(" azurerm")[2] for line in notes(done) if "azurerm" in line] == [
        "_batch_pool.p.boot_diagnostics: note: only Terraform has it, so it is left out"
    ]


def test_values_that_are_not_known_have_terraforms_places(tmp_path: Path) -> None:
    done = run(tmp_path, POOL.replace("COMMAND", "${data.x.y.z}"), "--to", "arm")
    assert (done.exit_code, done.stdout) == (1, "")
    pool = "azurerm_batch_pool.q"
    start = f"{pool}.start_task[0]"
    secret = "(the variable key is sensitive); give the variable a value with -p or --parameters."
    assert notes(done) == [
        (
            "12:32: azurerm_batch_pool.q.fixed_scale[0].target_dedicated_nodes: this value is known only at deployment (the "
            "variable nodes has no default value); give the variable a value with -p or --parameters, or write the value in "
            "the file."
        ),
        f"35:29: {pool}.mount[0].azure_file_share[0].account_key: this value is known only at deployment {secret}",
        (
            f"26:20: {start}.command_line: this value is known only at deployment (data.x.y.z is known only when Terraform "
            "applies the configuration); write the value in the file, or apply the configuration and convert what terraform "
            "show -json prints."
        ),
        f"28:19: {start}.common_environment_properties.API_TOKEN: this value is known only at deployment {secret}",
        f"29:19: {start}.common_environment_properties.BOTH: this value is known only at deployment {secret}",
    ]
    mistaken = run(tmp_path, POOL.replace("COMMAND", "ls").replace("var.nodes", '"many"'), "--to", "arm", *GIVEN[2:])
    assert notes(mistaken)[0].startswith("12:32: azurerm_batch_pool.q.fixed_scale[0].target_dedicated_nodes: expected int")


@pytest.mark.parametrize("json_form", [False, True])
def test_sensitive_variables_have_their_values_in_members_that_hold_secrets(json_form: bool, tmp_path: Path) -> None:
    text, name = POOL, "pool.tf"
    if json_form:
        mount = {"azure_file_share": {"account_key": "${var.key}", "account_name": "a", "azure_file_url": "u"}}
        mount["azure_file_share"]["relative_mount_path"] = "S"
        settings = {"API_TOKEN": "${var.key}", "BOTH": "AccountKey=${local.key}"}
        start = {"command_line": "ls", "common_environment_properties": settings}
        pool = {"name": "q", "vm_size": "x", "mount": [mount], "start_task": [start]}
        variable = {"key": {"sensitive": True}, "nodes": {}}
        resource = {"azurerm_batch_pool": {"q": pool}}
        text = json.dumps({"variable": variable, "locals": {"key": "${var.key}"}, "resource": resource})
        name = "pool.tf.json"
    revealed = json.loads(run(tmp_path, text, "--to", "data", "--reveal-secrets", *GIVEN, name=name).stdout)
    assert revealed["mountConfiguration"][0]["azureFileShareConfiguration"]["accountKey"] == "hunter22"
    assert revealed["startTask"]["environmentSettings"] == [
        {"name": "API_TOKEN", "value": "hunter22"},
        {"name": "BOTH", "value": "AccountKey=hunter22"},
    ]
    for form in ("data", "arm", "bicep", "python"):
        done = run(tmp_path, text, "--to", form, *GIVEN, name=name)
        assert (done.exit_code, "hunter22" in done.output) == (0, False)
    assert "hunter22" not in run(tmp_path, text, *GIVEN, command="check", name=name).output


def test_a_sensitive_variable_is_used_nowhere_else(tmp_path: Path) -> None:
    for written in ("${var.key}", "x ${local.key}"):
        done = run(tmp_path, POOL.replace("COMMAND", written), "--to", "data", "--reveal-secrets", *GIVEN)
        assert (done.exit_code, "hunter22" in done.output) == (1, False)
        assert notes(done) == [
            (
                "26:20: azurerm_batch_pool.q.start_task[0].command_line: this value is known only at deployment (the variable "
                "key is sensitive, and its value is used only in members that hold secrets); put it into such a member, for "
                "example the value of an environment setting."
            )
        ]


def test_a_secret_from_elsewhere_does_not_belong_in_the_file(tmp_path: Path) -> None:
    done = run(
        tmp_path,
        POOL.replace("= var.key\n      azure", "= azurerm_storage_account.s.primary_key\n      azure"),
        "--to",
        "arm",
        *GIVEN,
    )
    assert notes(done) == [
        (
            "35:29: azurerm_batch_pool.q.mount[0].azure_file_share[0].account_key: this value is known only at deployment "
            "(azurerm_storage_account.s.primary_key is known only when Terraform applies the configuration); put a sensitive "
            "variable in its place, and give that a value with -p or --parameters."
        )
    ]
