"""Terraform's .tf files."""

from __future__ import annotations

import sys

import pytest

from batchmodels import documents
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
        "taskSlotsPerNode": 4,
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
        ("vmSize",),
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
    assert places(POOL) == [("BM303", path, "mkdir \\u0064ata")]


def test_a_pool_without_what_it_needs() -> None:
    assert places('resource "azurerm_batch_pool" "p" {\n  vm_size = 1\n  name = "p"\n}\n')[0] == (
        "refused/type",
        "azurerm_batch_pool.p.vm_size",
        "1",
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
    assert caught.value.message == "reading a file of Terraform needs python-hcl2; install batchmodels[terraform]"
