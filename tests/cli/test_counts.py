"""The end of every run: how much was checked and how much was not, in all formats."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from batchmodels.cli.main import cli

TEMPLATE = {
    "parameters": {
        "id": {"type": "string", "defaultValue": "p"},
        "command": {"type": "string"},
        "key": {"type": "securestring"},
    },
    "pool": {"id": "[parameters('id')]", "vmSize": "x", "startTask": {"commandLine": "[parameters('command')]"}},
}
SENTENCE = "Checked: 1 pool, 0 start tasks, 0 tasks. Not judged: 1 start task."
NOTE = "the start task is not reviewed, because the parameter command has no default value: [parameters('command')]"


def run(*arguments: str, document: Any = TEMPLATE) -> Result:
    return CliRunner().invoke(cli, ["check", *arguments, "-"], input=json.dumps(document))


def test_text() -> None:
    done = run()
    assert (done.exit_code, done.output) == (
        0,
        (
            f"<stdin>:1:210: note not-judged/start-task: {NOTE}\n"
            '    1 | … "startTask": {"commandLine": "[parameters(\'command\')]"}}}\n'
            f"      | {' ' * 31}{'^' * 25}\n"
            "    at $.pool.startTask.commandLine\n"
            "    fix: Give it a value: -p command=VALUE.\n"
            "\n"
            f"{SENTENCE}\n"
            "1 file: no problems found in what was checked.\n"
        ),
    )


def test_json_has_the_counts() -> None:
    printed = json.loads(run("--format", "json").output)
    assert [each["message"] for each in printed["diagnostics"]] == [NOTE]
    assert printed["counts"] == {
        "files": 1, "pools": 1, "start_tasks": 0, "tasks": 0,
        "not_judged": {"files": 0, "pools": 0, "start_tasks": 1, "tasks": 0, "values": 0},
    }  # fmt: skip


def test_sarif_has_the_counts_as_a_property_of_the_run() -> None:
    (log,) = json.loads(run("--format", "sarif").output)["runs"]
    assert [result["message"]["text"].splitlines()[0] for result in log["results"]] == [NOTE]
    assert log["properties"]["counts"]["not_judged"]["start_tasks"] == 1


def test_github_has_the_counts_in_the_log() -> None:
    command, counts = run("--format", "github").output.splitlines()
    assert command.startswith("::notice file=<stdin>,line=1,endLine=1,col=210,")
    assert counts == SENTENCE


@pytest.mark.parametrize(
    ("options", "status"), [([], 0), (["--severity", "error"], 0), (["--severity", "note"], 1), (["--select", "BM1"], 0)]
)
def test_a_note_is_shown_whatever_the_severity(options: list[str], status: int) -> None:
    done = run(*options)
    assert done.exit_code == status
    assert NOTE in done.output


def test_a_note_can_be_ignored_and_is_counted_all_the_same() -> None:
    done = run("--ignore", "not-judged/start-task")
    assert (done.exit_code, done.output) == (0, f"{SENTENCE}\n1 file: no problems found in what was checked.\n")


@pytest.mark.parametrize("document", [[], {"value": []}, {"$schema": "https://x/deploymentTemplate.json#", "resources": []}])
@pytest.mark.parametrize("form", ["text", "json", "sarif", "github"])
def test_a_file_with_nothing_to_check(document: Any, form: str) -> None:
    done = run("--format", form, document=document)
    assert done.exit_code == 2
    assert "0 pools checked" in done.output
    assert run("--format", form, "--allow-empty", document=document).exit_code == 0


def test_a_file_that_cannot_be_read_is_counted(tmp_path: Path) -> None:
    done = run(str(tmp_path / "absent.json"))
    assert done.exit_code == 2
    assert "Checked: 1 pool, 0 start tasks, 0 tasks. Not judged: 1 file, 1 start task.\n" in done.output


class TestParameters:
    def test_a_value(self) -> None:
        done = run("-p", "command=/bin/sh -c 'apt-get install ffmpeg'")
        assert done.exit_code == 1
        assert "error BM301: apt-get install prompts for confirmation" in done.output
        assert "Checked: 1 pool, 1 start task, 0 tasks.\n" in done.output

    def test_a_file_and_a_value_that_wins(self, tmp_path: Path) -> None:
        file = tmp_path / "values.json"
        file.write_text(json.dumps({"command": {"value": "/bin/true"}, "id": "q"}))
        assert run("--parameters", str(file)).exit_code == 0
        assert "BM108" in run("--parameters", str(file), "-p", "command=").output

    def test_the_configuration_has_values_and_options_win(self, tmp_path: Path) -> None:
        (tmp_path / "batchmodels.toml").write_text('[parameters]\ncommand = "/bin/true"\n')
        file = tmp_path / "pool.json"
        file.write_text(json.dumps(TEMPLATE))
        assert "Not judged" not in CliRunner().invoke(cli, ["check", str(file)]).output
        assert "BM108" in CliRunner().invoke(cli, ["check", str(file), "-p", "command="]).output

    def test_the_source_of_a_value_is_shown(self) -> None:
        template = json.loads(json.dumps(TEMPLATE))
        template["parameters"]["command"]["defaultValue"] = "sh -c a b"
        assert "    from $.parameters.command.defaultValue at 1:110\n" in run(document=template).output
        (result, *_) = json.loads(run("--format", "sarif", document=template).output)["runs"][0]["results"]
        (related,) = result["relatedLocations"]
        assert related["message"]["text"] == "The value comes from $.parameters.command.defaultValue."
        assert related["physicalLocation"]["region"] == {"startLine": 1, "startColumn": 110}
        (found, *_) = json.loads(run("--format", "json", document=template).output)["diagnostics"]
        assert found["sources"] == [{"line": 1, "column": 110, "path": "$.parameters.command.defaultValue"}]

    def test_what_is_refused(self, tmp_path: Path) -> None:
        done = run("-p", "hunter2")
        assert (done.exit_code, done.output) == (2, "batchmodels: -p: expected NAME=VALUE.\n")
        absent = tmp_path / "absent.json"
        done = run("--parameters", str(absent))
        assert done.exit_code == 2
        assert done.output.startswith(f"batchmodels: {absent}: it can't be read: ")
        file = tmp_path / "list.json"
        file.write_text("[]")
        done = run("--parameters", str(file))
        assert (done.exit_code, done.output) == (
            2,
            (
                f"batchmodels: {file}:1:1: expected a parameter file: "
                '{"parameters": {"name": {"value": 1}}} or {"name": 1}\n'
            ),
        )
