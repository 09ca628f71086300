"""Terraform's .tf files."""

from __future__ import annotations

import sys
from typing import Any, cast

import pytest

from batchmodels import documents
from batchmodels.documents.parameter_values import given_values
from batchmodels.documents.source import read_source
from batchmodels.paths import MAX_DEPTH

POOL = """\
# batch
variable "size" { default = "a" }
data "azurerm_batch_pool" "d" { name = "d" }
resource "azurerm_batch_pool" "p" {
  name       = "encoders"
  vm_size    = var.size
  max_tasks_per_node = 4 // slots
  node_agent_sku_id = "batch.node.ubuntu 24.04"
  storage_image_reference {
    publisher = "microsoft-dsvm"
    offer     = "ubuntu-2404"
    sku       = local.sku
  }
  auto_scale {
    formula = "$TargetDedicatedNodes = ${var.nodes};"
  }
  container_configuration {
    type = "DockerCompatible"
    container_image_names = ["a", "b"]
    container_registries {
      registry_server = "r.io"
      user_name = "u"
      password = var.password
    }
    container_registries {
      registry_server = "s.io"
    }
  }
  metadata = { a = "b", "c d" = var.x }
  start_task {
    command_line = "bash -c \\"ls $${X}; mkdir \\u0064ata\\""
    wait_for_success = true
    common_environment_properties = merge({ a = "b" }, var.more)
    dynamic "resource_file" {
      for_each = var.files
      content { http_url = resource_file.value }
    }
    resource_file {
      http_url = "http://example.com/x"
    }
  }
}
resource "azurerm_batch_job" "j" {
  name = "j"
  batch_pool_id = azurerm_batch_pool.p.id
  priority = -1
  lifecycle {}
}"""


def test_literal_values_are_read_and_others_are_unknown() -> None:
    document = documents.read_text(POOL, "main.tf")
    pool, job = document.entries
    assert (pool.name, job.name) == ("azurerm_batch_pool.p", "azurerm_batch_job.j")
    assert pool.content == {
        "id": "encoders",
        "vmSize": "a",
        "taskSlotsPerNode": 4,
        "enableInterNodeCommunication": True,
        "enableAutoScale": True,
        "virtualMachineConfiguration": {
            "nodeAgentSKUId": "batch.node.ubuntu 24.04",
            "imageReference": {"publisher": "microsoft-dsvm", "offer": "ubuntu-2404"},
            "containerConfiguration": {
                "type": "DockerCompatible",
                "containerImageNames": ["a", "b"],
                "containerRegistries": [{"registryServer": "r.io", "username": "u"}, {"registryServer": "s.io"}],
            },
        },
        "metadata": [{"name": "a", "value": "b"}, {"name": "c d"}],
        "startTask": {"commandLine": 'bash -c "ls ${X}; mkdir data"', "waitForSuccess": True},
    }
    machine = ("virtualMachineConfiguration",)
    assert pool.holes == {
        (*machine, "imageReference", "sku"),
        (*machine, "containerConfiguration", "containerRegistries", 0, "password"),
        ("autoScaleFormula",),
        ("metadata", 1, "value"),
        ("startTask", "environmentSettings"),
        ("startTask", "resourceFiles"),
    }
    assert job.content == {"id": "j", "priority": -1}
    assert pool.problems == job.problems == ()


def places(text: str) -> list[tuple[str, str, str]]:
    lines = text.splitlines()
    found = documents.check(documents.read_text(text, "main.tf"))
    return [(each.rule, each.path, lines[each.line - 1][each.column - 1 : each.end_column - 1]) for each in found]


def test_findings_have_their_place() -> None:
    path = "azurerm_batch_pool.p.start_task[0].command_line"
    assert [each for each in places(POOL) if not each[0].startswith("not-judged")] == [("BM303", path, "mkdir \\u0064ata")]


def notes(text: str, *, name: str = "main.tf") -> list[tuple[str, str, str, str]]:
    found = documents.check(documents.read_text(text, name))
    return [(each.rule, each.path, each.message, each.fix) for each in found if each.rule.startswith("not-judged")]


def test_what_is_not_judged_has_a_reason() -> None:
    later = "known only when Terraform applies the configuration"
    assert [(path.split(".", 2)[2], message) for _, path, message, _ in notes(POOL)] == [
        ("storage_image_reference[0].sku", "sku is not judged, because local.sku isn't in this file."),
        ("auto_scale[0].formula", "formula is not judged, because the variable nodes isn't declared in this file."),
        (
            "container_configuration[0].container_registries[0].password",
            "password is not judged, because the variable password isn't declared in this file.",
        ),
        ('metadata["c d"]', "c d is not judged, because the variable x isn't declared in this file."),
        ("start_task[0].resource_file", "resource_file is not judged, because a dynamic block makes it."),
        (
            "start_task[0].common_environment_properties",
            "common_environment_properties is not judged, because the variable more isn't declared in this file.",
        ),
        ("batch_pool_id", f"batch_pool_id is not judged, because azurerm_batch_pool.p.id is {later}."),
    ]


def test_a_pool_without_what_it_needs() -> None:
    assert places('resource "azurerm_batch_pool" "p" {\n  vm_size = [1]\n  name = "p"\n}\n')[0] == (
        "refused/type",
        "azurerm_batch_pool.p.vm_size",
        "vm_size",
    )


@pytest.mark.parametrize(
    ("opening", "indent", "closing"), [("<<EOT", "", "EOT"), ("<<-EOT", "      ", "    EOT"), ("<<-EOT", "\t", "\tEOT")]
)
def test_a_here_document(opening: str, indent: str, closing: str) -> None:
    script = ["/bin/bash -c '", "set -e", "  mkdir $${X}", "apt-get install -y a", "mkdir data", "'"]
    lines = "\n".join(f"{indent}{line}" for line in script)
    text = (
        f'resource "azurerm_batch_pool" "p" {{\n  start_task {{\n    command_line = {opening}\n{lines}\n{closing}\n  }}\n}}\n'
    )
    (entry,) = documents.read_text(text, "main.tf").entries
    assert entry.content["startTask"]["commandLine"] == "\n".join([*script, ""]).replace("$$", "$")
    spots = {
        (each.rule, each.line): text.splitlines()[each.line - 1][each.column - 1 :]
        for each in documents.check(documents.read_text(text, "main.tf"))
    }
    assert spots["BM303", 6] == "mkdir $${X}"
    assert spots["BM303", 8] == "mkdir data"


def test_files_without_pools() -> None:
    assert documents.read_text('variable "x" {}\n', "variables.tf").entries == ()


@pytest.mark.parametrize(
    ("text", "line", "column"), [('resource "a" "b" {\n  x = = 1\n}\n', 2, 7), ('resource "a" {\n  x = "b"\n', 3, 1)]
)
def test_a_file_that_is_not_valid(text: str, line: int, column: int) -> None:
    with pytest.raises(documents.UnreadableError) as caught:
        documents.read_text(text, "main.tf")
    assert caught.value.message == "this isn't valid in a file of Terraform"
    assert caught.value.position is not None
    assert caught.value.position[:2] == (line, column)


def test_deep_files_are_refused() -> None:
    with pytest.raises(documents.UnreadableError, match="expected a document of at most"):
        documents.read_text(
            'resource "azurerm_batch_pool" "b" {\n  x = ' + "[" * (MAX_DEPTH + 2) + "]" * (MAX_DEPTH + 2) + "\n}\n", "main.tf"
        )


def test_without_the_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "hcl2", None)
    with pytest.raises(documents.UnreadableError) as caught:
        documents.read_text(POOL, "main.tf")
    assert caught.value.message == (
        "reading a file of Terraform needs python-hcl2; run pip install python-hcl2, or read a plan instead: "
        "terraform plan -out plan && terraform show -json plan > plan.json"
    )


def content(text: str, parameters: dict[str, str] | None = None, name: str = "main.tf") -> dict[str, Any]:
    values = given_values(written=[f"{key}={value}" for key, value in (parameters or {}).items()])
    (entry,) = documents.read_text(text, name, parameters=values).entries
    found = cast("dict[str, Any]", entry.content)
    if "azurerm_batch_pool" in text and "inter_node_communication" not in text:
        assert found.pop("enableInterNodeCommunication") is True  # the default of Terraform, and not of the service
    return found


def with_pool(*lines: str, before: str = "") -> str:
    return before + "\n".join(['resource "azurerm_batch_pool" "p" {', *lines, "}", ""])


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ('"plain"', "plain"),
        ('"a-${var.s}-b"', "a-text-b"),
        ('"${var.s}"', "text"),
        ("var.s", "text"),
        ("(var.s)", "text"),
        ("local.twice", "texttext"),
        ('local.map["k"]', "v"),
        ("local.map.k", "v"),
        ("local.list[1]", "b"),
        ('"${local.list[0]}${1 + 2 * 3}"', "a7"),
        ('var.n == 2 ? "two" : "other"', "two"),
        ('var.n > 2 || !true ? "more" : "few"', "few"),
        ('join(",", local.list)', "a,b"),
        ('format("%s-%03d", "a", 1)', None),
        ('format("%s-%d-%%-%v", "a", 1, true)', "a-1-%-true"),
        ('jsonencode({ b = [1, true, null], a = "<x>" })', '{"a":"\\u003cx\\u003e","b":[1,true,null]}'),
        ('replace("a.b", ".", "-")', "a-b"),
        ('replace("a.b", "/./", "-")', None),
        ('lower(trimspace("  AB "))', "ab"),
        ('lookup({ a = "x" }, "b", "y")', "y"),
        ('split("/", "a/b")[1]', "b"),
        ('element(["a", "b"], 3)', "b"),
        ('merge({ a = "x" }, { a = "y" }).a', "y"),
        ('coalesce("", "z")', "z"),
        ('substr("abcdef", 1, 3)', "bcd"),
        ('substr("abcdef", -2, 2)', "ef"),
        ("tostring(var.n + 1)", "3"),
        ('"$${HOME} %%{x}"', "${HOME} %{x}"),
        ('"a\\"b ${ "c\\"}" }"', 'a"b c"}'),
        ('file("script.sh")', None),
        ('"%{ if true }x%{ endif }"', None),
        ("azurerm_storage_account.s.name", None),
        ('"x${each.value}"', None),
        ("[for s in local.list : s][0]", None),
        ("local.loop", None),
        ('"${upper("é")}"', None),
    ],
)
def test_expressions(written: str, value: str | None) -> None:
    before = """\
variable "s" { default = "text" }
variable "n" {
  type    = number
  default = "2"
}
locals {
  twice = "${var.s}${var.s}"
  map   = { k = "v" }
  list  = ["a", "b"]
  loop  = local.loop
}
"""
    assert content(with_pool(f"  display_name = {written}", before=before)).get("displayName") == value


def test_given_values_win_over_defaults() -> None:
    before = 'variable "s" { default = "a" }\nvariable "n" { type = number }\nvariable "l" { type = list(string) }\n'
    text = with_pool("  name = var.s", "  max_tasks_per_node = var.n", "  display_name = var.l[1]", before=before)
    assert content(text, {"S": "b", "n": "4", "l": '["x", "y"]'}) == {"id": "b", "taskSlotsPerNode": 4, "displayName": "y"}


def test_values_from_other_files_of_terraform() -> None:
    files = [
        read_source("variables.tf", 'variable "a" { default = "from variables" }\nvariable "b" { default = "c" }\n'),
        read_source("terraform.tfvars", 'b = "from tfvars"\nnodes = 3\nlist = ["x"]\nother = var.x\n'),
        read_source("x.auto.tfvars.json", '{"list": ["y"]}'),
    ]
    text = with_pool("  name = var.a", "  display_name = var.b", "  max_tasks_per_node = var.nodes", "  vm_size = var.list[0]")
    (entry,) = documents.read_text(text, "main.tf", parameters=given_values(files)).entries
    known = {"id": "from variables", "displayName": "from tfvars", "taskSlotsPerNode": 3, "vmSize": "y"}
    assert entry.content == {**known, "enableInterNodeCommunication": True}


def test_sensitive_variables_stay_unknown() -> None:
    text = with_pool("  display_name = var.s", before='variable "s" {\n  default = "x"\n  sensitive = true\n}\n')
    (note,) = notes(text)
    assert note[2] == "display_name is not judged, because the variable s is sensitive."


def test_texts_become_numbers_as_in_terraform() -> None:
    text = with_pool(
        '  max_tasks_per_node = "4"',
        "  metadata = { a = true, b = 1 }",
        "  start_task {",
        '    wait_for_success = "true"',
        "  }",
    )
    assert content(text) == {
        "taskSlotsPerNode": 4,
        "metadata": [{"name": "a", "value": "true"}, {"name": "b", "value": "1"}],
        "startTask": {"waitForSuccess": True},
    }


def test_defaults_that_differ_from_those_of_the_service() -> None:
    text = with_pool("  fixed_scale {}", "  start_task {", "    user_identity {", "      auto_user {}", "    }", "  }")
    assert content(text) == {
        "targetDedicatedNodes": 1,
        "startTask": {"waitForSuccess": False, "userIdentity": {"autoUser": {"scope": "Task"}}},
    }
    found = [each for each in documents.check(documents.read_text(text, "main.tf")) if each.rule == "BM306"]
    assert [(each.path, each.fix) for each in found] == [
        ("azurerm_batch_pool.p.start_task[0].wait_for_success", "Set wait_for_success to true.")
    ]


def test_ports_and_other_blocks() -> None:
    text = with_pool(
        "  network_configuration {",
        "    endpoint_configuration {",
        '      frontend_port_range = "15000-15100"',
        "    }",
        "    endpoint_configuration {",
        "      frontend_port_range = var.ports",
        "    }",
        "  }",
        '  os_disk_placement = "CacheDisk"',
        "  data_disks {",
        "    lun = 0",
        "    disk_size_gb = 20",
        "  }",
        "  extensions {",
        '    name = "e"',
        "    settings_json = jsonencode({ a = 1 })",
        "  }",
        "  security_profile {",
        "    vtpm_enabled = true",
        "  }",
        "  task_scheduling_policy {",
        '    node_fill_type = "Pack"',
        "  }",
    )
    (entry,) = documents.read_text(text, "main.tf").entries
    assert entry.content == {
        "enableInterNodeCommunication": True,
        "networkConfiguration": {
            "endpointConfiguration": {
                "inboundNATPools": [{"frontendPortRangeStart": 15000, "frontendPortRangeEnd": 15100}, {}],
            }
        },
        "virtualMachineConfiguration": {
            "osDisk": {"ephemeralOSDiskSettings": {"placement": "CacheDisk"}},
            "dataDisks": [{"lun": 0, "diskSizeGB": 20}],
            "extensions": [{"name": "e", "settings": {"a": 1}}],
            "securityProfile": {"uefiSettings": {"vTpmEnabled": True}},
        },
        "taskSchedulingPolicy": {"nodeFillType": "Pack"},
    }
    endpoints = ("networkConfiguration", "endpointConfiguration", "inboundNATPools")
    assert entry.holes == {(*endpoints, 1, "frontendPortRangeStart"), (*endpoints, 1, "frontendPortRangeEnd")}


JSON = """{
  "variable": {"cmd": {"default": "mkdir data"}, "n": {"type": "number"}},
  "locals": {"name": "p-${var.cmd}"},
  "resource": {"azurerm_batch_pool": {"p": {
    "name": "encoders",
    "display_name": "${local.name}",
    "fixed_scale": {"target_dedicated_nodes": "${var.n}"},
    "start_task": [{"command_line": "/bin/sh -c '${var.cmd}'", "wait_for_success": true}]
  }}}
}"""


def test_configurations_in_json() -> None:
    (entry,) = documents.read_text(JSON, "main.tf.json").entries
    assert entry.content == {
        "id": "encoders",
        "displayName": "p-mkdir data",
        "enableInterNodeCommunication": True,
        "startTask": {"commandLine": "/bin/sh -c 'mkdir data'", "waitForSuccess": True},
    }
    document = documents.read_text(JSON, "main.tf.json", parameters=given_values(written=["n=2"]))
    assert document.entries[0].content["targetDedicatedNodes"] == 2
    found = {each.rule: (each.path, each.line) for each in documents.check(document)}
    assert found["BM303"] == ("azurerm_batch_pool.p.start_task[0].command_line", 8)
    assert documents.read_text('{"variable": {}}', "v.tf.json").entries == ()
