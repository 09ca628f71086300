"""What the commands say about a file that they can read: masks, mistakes in its text, parameters that it doesn't have."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from batchmodels import documents
from batchmodels.cli.main import cli
from batchmodels.documents.masks import masks_in
from batchmodels.secrets.masking import has_mask

TASK: dict[str, Any] = {
    "commandLine": "/bin/bash -c 'docker login -u a -p SECRET_1 r && ./a'",
    "resourceFiles": [{"httpUrl": "https://a.blob.core.windows.net/files/f?sv=1&sig=SECRET_2", "filePath": "a"}],
    "environmentSettings": [{"name": "API_TOKEN", "value": "SECRET_3"}],
}
POOL: dict[str, Any] = {
    "id": "p",
    "vmSize": "standard_d2s_v3",
    "startTask": TASK,
    "userAccounts": [{"name": "a", "password": "SECRET_4"}],
    "metadata": [{"name": "api-token", "value": "SECRET_5"}],
}
REAL = json.dumps(POOL)
MASKED = re.sub(r"SECRET_\d", "***", REAL)

PLACES = (
    "$.startTask.commandLine, $.startTask.resourceFiles[0].httpUrl, $.startTask.environmentSettings[0].value, "
    "$.userAccounts[0].password, $.metadata[0].value"
)
NOTE = (
    f"5 values have ***, which batchmodels writes in place of a secret, so these aren't known: {PLACES}. "
    "Write the secrets in their places before you send the document."
)
DUPLICATE = '{"id": "p",\n "vmSize": "x", "startTask": {"commandLine": "a"},\n "vmSize": "y"}'
TWICE = "3:12: $.vmSize: the key vmSize appears twice in this object, and only the last one counts. Remove one of the two."

TEMPLATE = {
    "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
    "contentVersion": "1.0.0.0",
    "parameters": {"poolId": {"type": "string"}, "vmSize": {"type": "string", "defaultValue": "x"}},
    "resources": [
        {
            "name": "[parameters('poolId')]",
            "type": "Microsoft.Batch/batchAccounts/pools",
            "apiVersion": "2024-07-01",
            "properties": {"vmSize": "[parameters('vmSize')]", "startTask": {"commandLine": "./a"}},
        }
    ],
}


@pytest.fixture(autouse=True)
def _in_a_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("real.json").write_text(REAL)
    Path("masked.json").write_text(MASKED)
    Path("twice.json").write_text(DUPLICATE)
    Path("template.json").write_text(json.dumps(TEMPLATE))


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("***", True),
        ("docker login -u a -p '***' r", True),
        ("https://a/f?sv=1&sig=***&se=2", True),
        ("https://***@a/f", True),
        ("DefaultEndpointsProtocol=https;AccountName=a;AccountKey=***;EndpointSuffix=core.windows.net", True),
        ("PASSWORD=*** ./a", True),
        ("curl -H 'Authorization: Bearer ***' a", True),
        ("echo '*** start ***'", False),
        ("ls ***", False),
        ("rm -rf /tmp/***", False),
        ("0 0 * * *", False),
        ("python a.py --name ***", False),
        ("", False),
    ],
)
def test_masks_are_where_secrets_would_be(text: str, expected: bool) -> None:
    assert has_mask(text) == expected


def test_masks_in_an_arm_template() -> None:
    properties = {"vmSize": "x", "metadata": [{"name": "a", "value": "***"}]}
    pool = {**TEMPLATE["resources"][0], "name": "p", "properties": properties, "tags": {"team": "***"}}  # type: ignore[dict-item]  # because its values are of several types
    masks = masks_in(documents.read_text(json.dumps({**TEMPLATE, "resources": [pool]})))
    assert masks is not None
    assert masks.message.endswith("$.resources[0].properties.metadata[0].value, $.resources[0].tags.team.")


def test_check_reports_masks_once() -> None:
    done = run("check", "masked.json", "--format", "json")
    assert done.exit_code == 0
    (note,) = json.loads(done.stdout)["diagnostics"]
    assert (note["rule"], note["severity"], note["path"]) == ("not-judged/value", "note", "$.startTask.commandLine")
    assert f"{note['message']} {note['fix']}" == NOTE
    assert run("check", "masked.json", "--ignore", "not-judged/value").stdout.startswith("Checked: 1 pool")


@pytest.mark.parametrize(
    "command",
    [["convert", "--to", "arm"], ["convert", "--to", "bicep"], ["convert", "--to", "python"], ["plan"], ["show"], ["body"]],
)
def test_commands_note_masks_once(command: list[str]) -> None:
    done = run(*command, "masked.json")
    assert done.exit_code == 0
    assert [line for line in done.stderr.splitlines() if "***, which" in line] == [
        f"batchmodels: masked.json:1:71: $.startTask.commandLine: note: {NOTE}"
    ]
    assert "***, which" not in run(*command, "real.json").stderr


def test_one_mask_and_many() -> None:
    masks = masks_in(documents.read_text('{"commandLine": "x", "environmentSettings": [{"name": "A", "value": "***"}]}'))
    assert masks is not None
    assert masks.steps == ("environmentSettings", 0, "value")
    assert masks.message == "this value has ***, which batchmodels writes in place of a secret, so the secret isn't known."
    settings = [{"name": f"A{number}", "value": "***"} for number in range(9)]
    masks = masks_in(documents.read_text(json.dumps({"commandLine": "x", "environmentSettings": settings, "***": 1})))
    assert masks is not None
    assert masks.message.startswith("10 values have ***,")
    assert masks.message.endswith("$.environmentSettings[4].value, ….")
    assert masks_in(documents.read_text('{"commandLine": "echo ***"}')) is None


@pytest.mark.parametrize("sides", [("real.json", "masked.json"), ("masked.json", "real.json"), ("masked.json", "masked.json")])
def test_a_diff_can_not_compare_masks(sides: tuple[str, str]) -> None:
    done = run("diff", *sides)
    assert done.exit_code == 0
    masked = "one side has only *** instead of the secret"
    assert done.stdout.splitlines() == [
        "pool p: no changes, but 5 values can't be compared (Batch service, API version 2025-06-01)",
        "  startTask: cannot tell, PATCH",
        f"    ? $.startTask.commandLine: {masked}",
        f"    ? $.startTask.resourceFiles[filePath=a].httpUrl: {masked}",
        f"    ? $.startTask.environmentSettings[name=API_TOKEN].value: {masked}",
        "  userAccounts: cannot tell, PATCH",
        f"    ? $.userAccounts[name=a].password: {masked}",
        "  metadata: cannot tell, PATCH",
        f"    ? $.metadata[name=api-token].value: {masked}",
    ]
    assert done.stderr == f"batchmodels: masked.json:1:71: $.startTask.commandLine: note: {NOTE}\n"


def test_a_diff_compares_the_rest_of_a_masked_text() -> None:
    Path("other.json").write_text(MASKED.replace("./a", "./b"))
    done = run("diff", "real.json", "other.json")
    assert done.exit_code == 1
    assert "    ~ $.startTask.commandLine" in done.stdout
    assert "SECRET" not in done.output


@pytest.mark.parametrize(
    ("command", "is_written"),
    [(["convert", "--to", "arm"], False), (["body"], False), (["plan"], True), (["show"], True)],
)
def test_a_duplicate_key(command: list[str], is_written: bool) -> None:
    done = run(*command, "twice.json")
    assert done.exit_code == 1
    assert done.stderr == f"batchmodels: twice.json:{TWICE}\n"
    assert bool(done.stdout) == is_written


def test_a_duplicate_key_in_a_diff() -> None:
    for sides in (("twice.json", "real.json"), ("real.json", "twice.json"), ("twice.json", "twice.json")):
        done = run("diff", *sides, "--fail-on", "dangerous")
        assert (done.exit_code, done.stderr) == (1, f"batchmodels: twice.json:{TWICE}\n")


COMMANDS = (["check", "-q"], ["plan"], ["diff", "real.json"], ["convert", "--to", "arm"], ["body"], ["show"])


@pytest.mark.parametrize("command", COMMANDS)
def test_a_duplicate_key_in_yaml_is_what_it_is_in_json(command: list[str]) -> None:
    Path("twice.yaml").write_text(DUPLICATE)
    in_json, in_yaml = (run(*command, name) for name in ("twice.json", "twice.yaml"))
    assert (in_json.exit_code, in_yaml.exit_code) == (1, 1)
    assert "the key vmSize appears twice in this object, and only the last one counts" in in_json.output
    assert in_json.output.replace("twice.json", "twice.yaml") == in_yaml.output


def test_a_duplicate_argument_in_terraform() -> None:
    pytest.importorskip("hcl2")
    lines = ('resource "azurerm_batch_pool" "p" {', 'name = "p"', 'vm_size = "a"', 'vm_size = "b"')
    block = ("certificate {", 'id = "a"', 'id = "b"', "}", "}", "")
    Path("main.tf").write_text("\n".join((*lines, *block)))
    done = run("check", "--format", "json", "--ignore", "BM", "main.tf")
    found = [each for each in json.loads(done.stdout)["diagnostics"] if each["rule"] == "document/duplicate"]
    assert [(each["line"], each["path"]) for each in found] == [
        (4, "azurerm_batch_pool.p.vm_size"),
        (7, "azurerm_batch_pool.p.certificate[0].id"),
    ]
    assert "appears twice in this object, and only the last one counts" in found[0]["message"]
    assert run("convert", "--to", "arm", "main.tf").exit_code == 1


def test_a_mistake_that_only_arm_s_form_can_have() -> None:
    resource = {**TEMPLATE["resources"][0], "name": "p", "properties": {"vmSize": "x", "scaleSetings": {}}}  # type: ignore[dict-item]  # because its values are of several types
    Path("arm.json").write_text(json.dumps(resource))
    sentence = "a pool in ARM has no member scaleSetings; did you mean scaleSettings? Write scaleSettings."
    for command in (["convert", "--to", "data"], ["body"], ["show"], ["diff", "real.json"]):
        done = run(*command, "arm.json")
        assert done.exit_code == 1
        assert [line for line in done.stderr.splitlines() if sentence in line]


@pytest.mark.parametrize(
    "command", [["check"], ["convert", "--to", "arm"], ["plan"], ["show"], ["body"], ["diff", "template.json"]]
)
def test_parameters_that_no_template_has(command: list[str]) -> None:
    done = run(*command, "template.json", "-p", "poolid=a", "-p", "vm_Size=y", "-p", "unrelated=1")
    assert [line for line in done.stderr.splitlines() if "-p:" in line] == [
        "batchmodels: -p: no template has a parameter unrelated: the parameters are poolId, vmSize.",
        "batchmodels: -p: no template has a parameter vm_Size; did you mean vmSize?",
    ]
    assert done.exit_code == 2
    assert command == ["check"] or done.stdout == ""
    assert "-p:" not in run(*command, "template.json", "-p", "POOLID=a").stderr
    done = run(*command, "real.json", "-p", "unrelated=y")
    expected = "parameters are poolId, vmSize." if command[0] == "diff" else "file has no parameters."
    assert [line for line in done.stderr.splitlines() if "-p:" in line] == [
        f"batchmodels: -p: no template has a parameter unrelated: the {expected}"
    ]
    assert done.exit_code == 2


def test_parameters_of_several_files_and_of_terraform() -> None:
    done = run("check", "real.json", "template.json", "-p", "poolId=a")
    assert "-p:" not in done.stderr
    empty = {**TEMPLATE, "resources": []}
    Path("empty.json").write_text(json.dumps([empty]))
    assert "-p:" not in run("check", "empty.json", "-p", "vmSize=a").stderr
    Path("broken.json").write_text("{")
    assert "-p:" not in run("check", "broken.json", "real.json", "-p", "anything=a").stderr
    Path("main.tf").write_text('resource "azurerm_batch_pool" "p" {\n  name    = var.pool\n  vm_size = "x"\n}\n')
    assert "-p:" not in run("check", "main.tf", "-p", "anything=a").stderr


def test_parameters_of_a_large_list() -> None:
    """It is read in parts."""
    Path("large.json").write_text(json.dumps([TEMPLATE] * 1_500))
    assert Path("large.json").stat().st_size > 500_000
    done = run("check", "large.json", "-p", "poolid=a", "-p", "vmSizes=a", "--statistics")
    assert done.stderr == "batchmodels: -p: no template has a parameter vmSizes; did you mean vmSize?\n"
    assert done.exit_code == 2
