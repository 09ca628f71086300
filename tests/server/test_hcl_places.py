"""Hovers and completion in Terraform's files, and in templates of the Batch CLI extension."""

from __future__ import annotations

from typing import Any

import pytest
from lsprotocol.types import MarkupContent, PositionEncodingKind, TextEdit

from batchmodels.documents.terraform_names import JOB, POOL, RESOURCES, Part
from batchmodels.server.completion import completions
from batchmodels.server.hcl_places import hcl_completions, hcl_hover
from batchmodels.server.hovers import hover
from batchmodels.server.schemas import members_of
from batchmodels.server.text_positions import TextPositions

POOL_TEXT = """\
# a pool { of
locals { x = { name = 1 } }
resource "azurerm_batch_pool" "p" {
  name    = "p}"
  vm_size = "s" // }
  fixed_scale {
    resize_timeout = "PT15M"
  }
  metadata = {
    name = "x"
  }
  start_task {
    command_line = <<-EOT
      name { "
    EOT
    user_identity {
      auto_user {
        elevation_level = "admin"
      }
    }
    dynamic "resource_file" {
      for_each = []
      content {
        http_url = "x"
      }
    }
  }
}
"""


def positions(text: str) -> TextPositions:
    return TextPositions(text, PositionEncodingKind.Utf16)


def shown(text: str, before: str) -> str | None:
    found = hcl_hover(text, text.index(before) + 1, positions(text))
    assert found is None or isinstance(found.contents, MarkupContent)
    return found.contents.value if found else None


@pytest.mark.parametrize(
    ("word", "head", "owner"),
    [
        ("name    =", "**name**: `string`, required", "PoolAddParameter"),
        ("vm_size", "**vm_size**: `string`, required", "PoolAddParameter"),
        ("resize_timeout", "**resize_timeout**: `string`", "PoolAddParameter"),
        ("start_task", "**start_task**: `StartTask`", "PoolAddParameter"),
        ("command_line", "**command_line**: `string`, required", "StartTask"),
        ("elevation_level", "**elevation_level**: `ElevationLevel`", "AutoUserSpecification"),
        ("http_url", "**http_url**: `string`", "ResourceFile"),
    ],
)
def test_hovers(word: str, head: str, owner: str) -> None:
    text = shown(POOL_TEXT, word)
    assert text is not None
    assert text.splitlines()[0] == head
    assert text.endswith(f"A member of `{owner}`.")


@pytest.mark.parametrize(
    "word", ["locals", "resource ", "name = 1", 'name = "x"', "name {", "for_each", "fixed_scale", "admin", "EOT"]
)
def test_places_without_hovers(word: str) -> None:
    assert shown(POOL_TEXT, word) is None


def offered(text: str) -> dict[str, str]:
    """The labels that are offered at the cursor, each with the text that results."""
    before, after = text.split("|")
    whole = before + after
    found: dict[str, str] = {}
    for each in hcl_completions(whole, len(before), positions(whole)):
        edit: Any = each.text_edit
        assert isinstance(edit, TextEdit)
        lines = before.splitlines(keepends=True)
        start = sum(map(len, lines[: edit.range.start.line])) + edit.range.start.character
        found[each.label] = whole[:start] + edit.new_text + after
    return found


def test_completion_of_attributes_and_blocks() -> None:
    text = 'resource "azurerm_batch_pool" "p" {\n  name = "x"\n  start_task {\n  }\n  |\n}\n'
    found = offered(text)
    assert found["vm_size"] == text.replace("|", "vm_size = ")
    assert found["fixed_scale"] == text.replace("|", "fixed_scale {")
    assert "name" not in found
    assert "start_task" not in found
    assert "mount" in found
    inner = 'resource "azurerm_batch_pool" "p" {\n  start_task {\n    comm|\n'
    assert offered(inner)["command_line"] == inner.replace("comm|", "command_line = ")
    assert "vm_size" not in offered(inner)


def test_completion_of_values() -> None:
    text = 'resource "azurerm_batch_pool" "p" {\n  start_task {\n    wait_for_success = |\n'
    assert offered(text) == {each: text.replace("|", each) for each in ("true", "false")}
    text = 'resource "azurerm_batch_pool" "p" {\n start_task {\n user_identity {\n auto_user {\n        elevation_level = "Ad|'
    assert offered(text)["Admin"] == text.replace('"Ad|', '"Admin"')


@pytest.mark.parametrize(
    "text",
    [
        "|",
        'resource "azurerm_storage_account" "p" {\n  |',
        'resource "azurerm_batch_pool" "p" {\n  metadata = {\n  |',
        'resource "azurerm_batch_pool" "p" {\n  unknown {\n  |',
        'resource "azurerm_batch_pool" "p" {\n} }\n|',
        'resource "azurerm_batch_pool" "p" {\n  name = var.|',
    ],
)
def test_places_without_completion(text: str) -> None:
    assert offered(text) == {}


def every_part(parts: dict[str, Part], around: tuple[str | int, ...] = ()) -> list[tuple[tuple[str | int, ...], str]]:
    found: list[tuple[tuple[str | int, ...], str]] = []
    for name, part in parts.items():
        steps = (*around, *filter(None, part.key.split(".")))
        found += [(steps, name)] if part.key else []
        found += every_part(part.members or {}, (*steps, *([0] if part.many else [])))
    return found


@pytest.mark.parametrize(("kind", "parts"), [("azurerm_batch_pool", POOL), ("azurerm_batch_job", JOB)])
def test_every_attribute_has_its_member(kind: str, parts: dict[str, Part]) -> None:
    for steps, name in every_part(parts):
        assert steps[-1] in [each.key for each in members_of(RESOURCES[kind][0], steps[:-1])], name


TEMPLATE = """{
  "parameters": {"x": {"type": "string"}},
  "job": {"type": "Microsoft.Batch/batchAccounts/jobs", "properties": {
    "id": "[parameters('x')]",
    "taskFactory": {"type": "taskPerFile", "repeatTask": {"commandLine": "x", "containerSettings": {"": 1}}, "tasks": [{"": 2}]}
  }},
  "pool": {"properties": {"vmSize": "s", "": 3}, "type": "Microsoft.Batch/batchAccounts/pools"}
}"""


@pytest.mark.parametrize(
    ("before", "expected", "missing"),
    [
        ('": 1', "imageName", "commandLine"),
        ('": 2', "commandLine", "vmSize"),
        ('": 3', "enableInterNodeCommunication", "interNodeCommunication"),
    ],
)
def test_completion_in_templates_of_the_batch_extension(before: str, expected: str, missing: str) -> None:
    labels = [each.label for each in completions(TEMPLATE, TEMPLATE.index(before), positions(TEMPLATE), is_yaml=False)]
    assert expected in labels
    assert missing not in labels


def test_hovers_in_templates_of_the_batch_extension() -> None:
    found = hover(TEMPLATE, TEMPLATE.index("commandLine") + 1, positions(TEMPLATE), is_yaml=False)
    assert found is not None
    assert isinstance(found.contents, MarkupContent)
    assert found.contents.value.startswith("**commandLine**: `string`, required")
    assert hover(TEMPLATE, TEMPLATE.index("taskFactory") + 1, positions(TEMPLATE), is_yaml=False) is None
