"""The outputs of `check`: the source line, links, statistics, files, JUnit, the baseline; and completion."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner, Result

from batchmodels.cli.main import cli

BAD = "commandLine: /bin/sh -c python3 setup.py\nmaxTaskRetryCount: -1\nwaitForSuccess: true\n"


@pytest.fixture(autouse=True)
def directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "task.yaml").write_text(BAD)
    return tmp_path


def check(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["check", *arguments])


def test_the_line_has_a_caret_and_no_secret() -> None:
    Path("task.yaml").write_text(
        "{commandLine: 'x --password hunter2 && 日本', environmentSettings: [{name: A, value: hunter2}],"
        " maxTaskRetryCount: -7} # hunter2\n"
    )
    done = check("task.yaml", "--select", "BM101")
    assert "hunter2" not in done.output
    lines = done.output.splitlines()
    marked = next(number for number, line in enumerate(lines) if line.startswith("      | ") and line.endswith("^^"))
    assert lines[marked - 1][lines[marked].index("^") :].startswith("-7") or "…" in lines[marked - 1]


@pytest.mark.parametrize("text", ["password: {hunter2: 1}", "commandLine: [hunter2]", "sasKey:\n  - hunter2", "x: hunter2"])
def test_what_may_be_a_secret_is_not_shown(text: str) -> None:
    Path("task.yaml").write_text(f"commandLine: /bin/true\n{text}\nwaitForSuccess: 1\n" if "command" not in text else text)
    for option in ((), ("--diff",), ("--format", "junit")):
        assert "hunter2" not in check("task.yaml", "--type", "StartTask", *option).output


def test_rules_are_links_where_the_terminal_shows_them(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b]8" not in check("task.yaml", "--color", "always").output
    monkeypatch.setenv("FORCE_HYPERLINK", "1")
    linked = check("task.yaml", "--color", "always").output
    assert "\x1b]8;;file://" in linked
    assert "BM103.md\x1b\\" in linked
    assert "\x1b]8" not in check("task.yaml", "--color", "never").output


def test_statistics() -> None:
    assert check("task.yaml", "--statistics").output == (
        "     1  BM103  error    unquoted -c script\n     1  BM304  warning  unlimited retries\n\n1 file: 1 error, 1 warning.\n"
    )
    counted = json.loads(check("task.yaml", "--statistics", "--format", "json").output)
    assert counted[0] == {"rule": "BM103", "count": 1, "severity": "error", "title": "unquoted -c script"}
    assert "--statistics prints text or JSON" in check("task.yaml", "--statistics", "--format", "sarif").output


def test_quiet_and_exit_zero() -> None:
    done = check("task.yaml", "--quiet", "--exit-zero")
    assert done.exit_code == 0
    assert "1 file" not in done.output
    assert "BM103" in done.output
    assert check("absent.yaml", "--exit-zero").exit_code == 2


def test_an_output_file() -> None:
    done = check("task.yaml", "--format", "json", "--output-file", "out.json")
    assert (done.exit_code, done.stdout) == (1, "")
    assert [each["rule"] for each in json.loads(Path("out.json").read_text())["diagnostics"]] == ["BM103", "BM304"]
    done = check("task.yaml", "-o", "absent/out.txt")
    assert (done.exit_code, done.stderr) == (2, "batchmodels: absent/out.txt: it can't be written: No such file or directory\n")


def test_junit() -> None:
    Path("good.yaml").write_text("commandLine: /bin/true\nwaitForSuccess: true\nmaxTaskRetryCount: 1\n")
    root = ET.fromstring(check("task.yaml", "good.yaml", "absent.yaml", "--format", "junit").stdout)
    suite = root[0]
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("4", "2", "1")
    assert [case.get("name") for case in suite] == ["BM103 at 1:14", "BM304 at 2:20", "unreadable", "check"]
    assert suite[0].get("line") == "1"


def test_a_baseline_holds_when_lines_and_indexes_move() -> None:
    assert check("task.yaml", "--write-baseline", "base.json").output == "base.json: 2 diagnostics written.\n"
    done = check("task.yaml", "--baseline", "base.json")
    assert (done.exit_code, done.output) == (
        0,
        "Checked: 0 pools, 1 start task, 0 tasks.\n1 file: no problems found. In the baseline: 2 diagnostics.\n",
    )
    Path("task.yaml").write_text("\n# moved\n" + BAD)
    assert check("task.yaml", "--baseline", "base.json").exit_code == 0
    Path("task.yaml").write_text(BAD.replace("-1", "-7"))
    done = check("task.yaml", "--baseline", "base.json", "--format", "json")
    assert [each["rule"] for each in json.loads(done.stdout)["diagnostics"]] == ["refused/minimum"]
    Path("task.yaml").write_text(BAD.replace("-1", "1"))
    assert "No longer needed in the baseline: 1;" in check("task.yaml", "--baseline", "base.json").output


@pytest.mark.parametrize("text", ["[]", "{", '{"version": 1, "diagnostics": [{}]}'])
def test_a_baseline_that_is_none(text: str) -> None:
    Path("base.json").write_text(text)
    done = check("task.yaml", "--baseline", "base.json")
    assert done.exit_code == 2
    assert done.stderr.startswith("batchmodels: base.json: expected ")


def completed(*words: str) -> list[tuple[str, str]]:
    """What a shell is offered for the last word."""
    *before, last = words
    found = ShellComplete(cli, {}, "batchmodels", "_BATCHMODELS_COMPLETE").get_completions(list(before), last)
    return [(each.type, each.value) for each in found]


def test_completion_of_files_rules_and_types() -> None:
    assert completed("check", "ta") == [("file", "ta")]
    assert completed("show", "ta") == [("file", "ta")]
    assert completed("body", "") == [("file", "")]
    assert ("plain", "BM103") in completed("check", "--ignore", "BM1")
    assert ("plain", "BM302,BM103") in completed("check", "--select", "BM302,BM10")
    assert completed("check", "--type", "StartTaskI") == [("plain", "StartTaskInformation")]
    assert ("plain", "StartTask") in completed("schema", "Start")
    assert ("plain", "BM103") in completed("explain", "BM1")
    assert ("file", "no") in completed("explain", "no")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("batchmodels check ta", ["file,ta"]),
        ("batchmodels check --type StartTaskI", ["plain,StartTaskInformation"]),
        ("batchmodels explain BM10", [f"plain,BM10{number}" for number in range(1, 9)] + ["file,BM10"]),
    ],
)
def test_what_bash_is_sent(words: str, expected: list[str]) -> None:
    code = "import sys; from batchmodels.cli.main import cli; cli(prog_name='batchmodels')"
    variables = {"COMP_WORDS": words, "COMP_CWORD": str(words.count(" ")), "_BATCHMODELS_COMPLETE": "bash_complete"}
    done = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, **variables}, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == expected


def test_a_line_that_is_masked_as_a_whole_is_not_shown() -> None:
    Path("plan.json").write_text(
        '{"format_version": "1.2", "values": {"root_module": {"resources": [{"address": "azurerm_batch_pool.p",\n'
        '"mode": "managed", "type": "azurerm_batch_pool", "sensitive_values": {"start_task": [{"command_line": true}]},\n'
        '"values": {"name": "p", "vm_size": "s", "start_task": [{\n'
        '"command_line": "a && b"\n}]}}]}}}'
    )
    printed = check("plan.json", "--select", "BM101").output
    assert "plan.json:4:17: error BM101: shell syntax without a shell; the value is sensitive, so it isn't shown." in printed
    assert "***" not in printed
    assert "    4 |" not in printed


def test_lines_of_terraform_are_shown() -> None:
    Path("plan.json").write_text(
        '{"format_version": "1.2", "values": {"root_module": {"resources": [{"address": "azurerm_batch_pool.p",\n'
        '"mode": "managed", "type": "azurerm_batch_pool", "values": {"name": "p", "vm_size": "s", "start_task": [{\n'
        '"command_line": "a && b"\n}]}}]}}}'
    )
    assert (
        '    3 | "command_line": "a && b"\n      |                 ^^^^^^^^\n' in check("plan.json", "--select", "BM101").output
    )
    Path("main.tf").write_text(
        'resource "azurerm_batch_pool" "p" {\n  start_task {\n    command_line = "a && b"\n  }\n'
        '  mount {\n    azure_file_share {\n      account_key = "hunter2hunter2"\n      mount_options = var.o\n    }\n  }\n}\n'
    )
    printed = check("main.tf").output
    assert '    3 |     command_line = "a && b"\n' in printed
    assert "    8 |       mount_options = var.o\n      |                       ^^^^^\n" in printed
    assert "hunter2" not in printed
