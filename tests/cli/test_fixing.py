"""`--fix` and `--diff`: only certain edits, by position, until nothing changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from batchmodels.cli.main import cli

POOL = """\
# The pool.
id: p   # its name
vmSize: standard_d2s_v3
startTask:
  commandline: /bin/true
  resourceFiles:
    - {httpUrl: "https://example.com/a", filePath: a, fileMode: 0755}   # a
  userIdentity:
    autoUser: {scope: 'Pool', elevationLevel: admn}
  maxTaskRetryCount: '3'
  waitForSucess: true
"""
FIXED = (
    POOL.replace("commandline", "commandLine")
    .replace("0755", '"0755"')
    .replace("admn", "admin")
    .replace("'3'", "3")
    .replace("waitForSucess", "waitForSuccess")
)


@pytest.fixture(autouse=True)
def directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def check(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["check", *arguments])


def fixed(data: str | bytes, name: str = "pool.yaml", *options: str) -> str:
    """The text after `--fix`, which a second run leaves as it is."""
    file = Path(name)
    file.write_bytes(data if isinstance(data, bytes) else data.encode())
    check("--fix", *options, name)
    once = file.read_bytes()
    check("--fix", *options, name)
    assert file.read_bytes() == once
    return once.decode("utf-16" if once[:2] == b"\xff\xfe" else "utf-8")


def test_formatting_and_comments_stay() -> None:
    assert fixed(POOL) == FIXED


@pytest.mark.parametrize("line_break", ["\r\n", "\n"])
def test_line_breaks_and_marks_stay(line_break: str) -> None:
    text = POOL.replace("\n", line_break)
    assert fixed("\ufeff" + text) == "\ufeff" + FIXED.replace("\n", line_break)


def test_utf_16_stays() -> None:
    assert fixed(POOL.encode("utf-16")) == FIXED


def test_json_keeps_its_blanks() -> None:
    text = '{ "commandLine" : "/bin/true",\n\t"waitForSucess":true ,"maxTaskRetryCount": "3" }'
    expected = text.replace("Sucess", "Success").replace('"3"', "3")
    assert fixed(text, "task.json") == expected


def test_dates_and_keys_without_quotes() -> None:
    text = "commandLine: /bin/true\nenvironmentSettings:\n- name: A\n  value: 2024-01-01\n- name: B\n  value: no\n"
    assert fixed(text) == text.replace("2024-01-01", '"2024-01-01"').replace("no\n", '"no"\n')


def test_the_ignored_and_the_uncertain_stay() -> None:
    text = "commandLine: /bin/true\nwaitForSucess: true # batchmodels: ignore BM702\n"
    assert fixed(text) == text
    text = "commandLine: /bin/true\nwaitForSucess: true\n"
    assert fixed(text, "task.yaml", "--ignore", "BM702") == text
    text = "commandLine: /bin/true\nuserIdentity:\n  autoUser: {elevationLevel: root}\n"
    assert fixed(text) == text


def test_what_an_alias_repeats_is_not_changed_if_more_would_change() -> None:
    text = "- &a\n  commandLine: /bin/true\n  waitForSucess: true\n- *a\n"
    result = fixed(text)
    assert result in {text, text.replace("Sucess", "Success")}


def test_two_names_of_one_member_are_left_alone() -> None:
    text = '{"commandLine": "/bin/true", "waitForSucess": true, "waitForSuccess": false}'
    assert fixed(text, "task.json") == text


def test_the_sum_counts_fixes() -> None:
    Path("pool.yaml").write_text(POOL)
    assert "Fixed: 5 problems." in check("--fix", "pool.yaml").output


def test_a_difference_changes_nothing_and_hides_secrets() -> None:
    text = "commandLine: /bin/true # s3cret\nenvironmentSettings: [{name: TOKEN, value: s3cret}]\nwaitForSucess: true\n"
    Path("task.yaml").write_text(text)
    done = check("--diff", "task.yaml")
    assert done.exit_code == 1
    assert Path("task.yaml").read_text() == text
    assert done.stdout == (
        "--- task.yaml\n+++ task.yaml\n@@ -1,3 +1,3 @@\n commandLine: /bin/true …\n"
        " environmentSettings: [{name: TOKEN, value: ***}]\n-waitForSucess: true\n+waitForSuccess: true\n"
    )
    check("--fix", "task.yaml")
    assert check("--diff", "task.yaml").stdout == ""
    assert check("--diff", "--ignore", "BM803", "task.yaml").exit_code == 0


def test_options_that_exclude_each_other() -> None:
    Path("task.yaml").write_text("commandLine: /bin/true\n")
    assert "--fix and --diff can't be used together." in check("--fix", "--diff", "task.yaml").output
    assert "--fix can't change the standard input" in check("--fix", "-").output


ARM_TEMPLATE = """{
  // deployed by hand
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  "contentVersion": "1.0.0.0",
  "parameters": { "size": {"type": "string", "defaultValue": "s"}, "slots": {"type": "string", "defaultValue": "4"} },
  "resources": [
    { "type": "Microsoft.Batch/batchAccounts/pools", "apiVersion": "2024-07-01", "name": "a/p",
      "properties": {
        "vmSize":   "[parameters('size')]",
        "displyName": "x",   "taskSlotsPerNode": "4",
        "interNodeComunication": "Enabled",
        "deploymentConfiguration": { "virtualMachineConfiguration": {
            "imageReference": {"publisher": "canonical", "offer": "ubuntu-24_04-lts", "sku": "server"},
            "nodeAgentSkuId": "batch.node.ubuntu 24.04" } },
        "scaleSettings": { "fixedScale": { "targetDedicatedNodez": 2 } },
        "startTask": { "commandLine": "/bin/true", "userIdentity": {"autoUser": {"elevationLevel": "Admn", "scope": "Pool"}} }
      } }
  ]
}
"""


def test_edits_in_an_arm_template_keep_its_formatting_and_make_it_clean() -> None:
    Path("arm.json").write_text(ARM_TEMPLATE)
    done = check("--fix", "arm.json")
    assert done.exit_code == 0
    assert "Fixed: 5 problems." in done.output
    expected = ARM_TEMPLATE
    for old, new in (
        ('"displyName"', '"displayName"'),
        ('"taskSlotsPerNode": "4"', '"taskSlotsPerNode": 4'),
        ('"interNodeComunication"', '"interNodeCommunication"'),
        ('"targetDedicatedNodez"', '"targetDedicatedNodes"'),
        ('"Admn"', '"Admin"'),
    ):
        expected = expected.replace(old, new)
    assert Path("arm.json").read_text() == expected
    assert check("arm.json").exit_code == 0


def test_values_that_come_from_expressions_are_not_edited() -> None:
    text = ARM_TEMPLATE.replace('"taskSlotsPerNode": "4"', '"taskSlotsPerNode": "[parameters(\'slots\')]"')
    Path("arm.json").write_text(text)
    done = check("--fix", "arm.json")
    assert done.exit_code == 1
    assert "[parameters('slots')]" in Path("arm.json").read_text()
    assert "from $.parameters.slots.defaultValue at 5:" in done.output
    assert '"defaultValue": "4"' in Path("arm.json").read_text()


def test_edits_in_a_template_of_the_batch_extension() -> None:
    text = (
        '{\n  "parameters": { "n": {"type": "string", "defaultValue": "p"},\n'
        '    "u": {"type": "string", "defaultValue": "https://example.com/y"} },\n  "pool": {\n'
        '    "type": "Microsoft.Batch/batchAccounts/pools", "apiVersion": "2018-12-01.8.0",\n    "properties": {\n'
        '      "id": "[parameters(\'n\')]",  "vmSize": "s", "maxTasksPerNode": 4, "targetDedicated":  "[length(\'ab\')]",\n'
        '      "virtualMachineConfiguration": { "imageReference": '
        '{"publisher": "canonical", "offer": "ubuntu-24_04-lts", "sku": "server"},\n'
        '        "nodeAgentSkuId": "batch.node.ubuntu 24.04" },\n'
        '      "startTask": { "commandline": "/bin/true", '
        '"resourceFiles": [ { "blobSource": "[parameters(\'u\')]", "filePath": "y" } ] }\n'
        "    }\n  }\n}\n"
    )
    Path("pool.json").write_text(text)
    assert check("--fix", "pool.json").exit_code == 0
    for old, new in (
        ("maxTasksPerNode", "taskSlotsPerNode"),
        ("targetDedicated", "targetDedicatedNodes"),
        ("nodeAgentSkuId", "nodeAgentSKUId"),
        ("commandline", "commandLine"),
    ):
        text = text.replace(f'"{old}"', f'"{new}"')
    assert Path("pool.json").read_text() == text


def test_files_of_terraform_are_not_edited() -> None:
    text = 'resource "azurerm_batch_pool" "p" {\n  vm_size = "s"\n  target_node_communication_mode = "Simplifid"\n}\n'
    Path("main.tf").write_text(text)
    done = check("--fix", "main.tf")
    assert "unknown/value" in done.output
    assert "Fixed" not in done.output
    assert Path("main.tf").read_text() == text
