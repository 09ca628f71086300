"""The formats of a check's outcome: text with colors, JSON, SARIF, workflow commands."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
import pytest

from batchmodels import Severity
from batchmodels.cli.formats import FORMATS
from batchmodels.cli.rule_pages import markdown_of, text_of
from batchmodels.cli.summary import Summary
from batchmodels.documents.diagnostics import Diagnostic

FIRST = Diagnostic(
    file="pools/film encoders.yaml",
    line=3,
    column=5,
    end_line=3,
    end_column=9,
    path="$.startTask.commandLine",
    rule="BM103",
    severity=Severity.error,
    title="unquoted -c script",
    message="100 % of it, and: more\nin two lines.",
    fix="Write it.",
    help="batchmodels explain BM103",
)
SECOND = Diagnostic(
    file="a,b:c.json",
    line=0,
    column=0,
    end_line=0,
    end_column=0,
    path="",
    rule="unreadable",
    severity=Severity.error,
    title="unreadable file",
    message="it can't be read: \x1b[31mNo such file",
    fix="",
    help="batchmodels explain unreadable",
)
OUTCOME = Summary(("pools/film encoders.yaml", "a,b:c.json"), (FIRST, SECOND), 2)
CLEAN = Summary(("x.json",), (), 0)


def test_text_names_place_path_and_fix() -> None:
    assert click.unstyle(FORMATS["text"](OUTCOME)) == (
        "pools/film encoders.yaml:3:5: error BM103: 100 % of it, and: more\\nin two lines.\n"
        "    at $.startTask.commandLine\n"
        "    fix: Write it.\n"
        "\n"
        "a,b:c.json: error unreadable: it can't be read: \\x1b[31mNo such file\n"
        "\n"
        "2 files: 2 errors. Not shown: 2 less severe diagnostics; --severity note shows all."
    )


@pytest.mark.parametrize(("severity", "color"), [("error", "31"), ("warning", "33"), ("note", "36")])
def test_text_has_a_color_for_each_severity(severity: str, color: str) -> None:
    report = Diagnostic(
        **{name: getattr(FIRST, name) for name in Diagnostic.__struct_fields__} | {"severity": Severity(severity)}
    )
    assert f"\x1b[{color}m\x1b[1m{severity}" in FORMATS["text"](Summary((), (report,), 0))


def test_json_has_all_members() -> None:
    first, second = json.loads(FORMATS["json"](OUTCOME))["diagnostics"]
    assert first == {
        "file": "pools/film encoders.yaml",
        "line": 3,
        "column": 5,
        "end_line": 3,
        "end_column": 9,
        "path": "$.startTask.commandLine",
        "rule": "BM103",
        "severity": "error",
        "title": "unquoted -c script",
        "message": "100 % of it, and: more\nin two lines.",
        "fix": "Write it.",
        "help": "batchmodels explain BM103",
    }
    assert second["rule"] == "unreadable"
    assert json.loads(FORMATS["json"](CLEAN)) == {"diagnostics": []}


def test_workflow_commands_are_escaped_as_the_runner_reads_them() -> None:
    assert FORMATS["github"](OUTCOME).split("\n") == [
        (
            "::error file=pools/film encoders.yaml,line=3,endLine=3,col=5,endColumn=9,title=BM103%3A unquoted -c script"
            "::100 %25 of it, and: more\\nin two lines.%0AWrite it.%0AAt $.startTask.commandLine"
        ),
        "::error file=a%2Cb%3Ac.json,title=unreadable%3A unreadable file::it can't be read: \\x1b[31mNo such file",
    ]
    assert FORMATS["github"](CLEAN) == ""


def test_workflow_commands_cannot_be_forged_by_a_document() -> None:
    report = Diagnostic(
        **{name: getattr(FIRST, name) for name in Diagnostic.__struct_fields__} | {"message": "x\r\n::error::forged"}
    )
    assert FORMATS["github"](Summary((), (report,), 0)).count("\n") == 0


def run_of(outcome: Summary) -> dict[str, Any]:
    log = json.loads(FORMATS["sarif"](outcome))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    assert isinstance(run, dict)
    return run


def test_sarif_has_the_rules_once_and_a_result_for_each_report() -> None:
    run = run_of(Summary(OUTCOME.files, (FIRST, SECOND, FIRST), 0))
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["BM103", "unreadable"]
    assert run["tool"]["driver"]["rules"][0] == {
        "id": "BM103",
        "name": "UnquotedCScript",
        "shortDescription": {"text": "unquoted -c script"},
        "help": {
            "text": f"{text_of('BM103')}\n\nSee batchmodels explain BM103",
            "markdown": f"{markdown_of('BM103')}\n\nSee batchmodels explain BM103",
        },
        "defaultConfiguration": {"level": "error"},
    }
    assert [(result["ruleId"], result["ruleIndex"]) for result in run["results"]] == [
        ("BM103", 0),
        ("unreadable", 1),
        ("BM103", 0),
    ]
    assert run["results"][0] == {
        "ruleId": "BM103",
        "ruleIndex": 0,
        "level": "error",
        "message": {"text": "100 % of it, and: more\\nin two lines.\nWrite it.\nAt $.startTask.commandLine"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "pools/film%20encoders.yaml"},
                    "region": {"startLine": 3, "startColumn": 5, "endLine": 3, "endColumn": 9},
                },
                "logicalLocations": [{"fullyQualifiedName": "$.startTask.commandLine"}],
            }
        ],
    }
    assert run["columnKind"] == "unicodeCodePoints"


def test_sarif_tells_a_failed_run_and_gives_no_region_where_there_is_none() -> None:
    run = run_of(OUTCOME)
    assert run["invocations"] == [{"executionSuccessful": False}]
    assert run["results"][1]["locations"] == [{"physicalLocation": {"artifactLocation": {"uri": "a%2Cb%3Ac.json"}}}]
    assert run_of(CLEAN)["invocations"] == [{"executionSuccessful": True}]
    assert run_of(CLEAN)["results"] == []


def test_sarif_has_relative_addresses_where_it_can(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    monkeypatch.chdir(inside)
    uris = []
    for file in (inside / "a b.json", tmp_path / "c.json"):
        report = Diagnostic(**{name: getattr(FIRST, name) for name in Diagnostic.__struct_fields__} | {"file": str(file)})
        (result,) = run_of(Summary((), (report,), 0))["results"]
        uris.append(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])
    assert uris == ["a%20b.json", (tmp_path / "c.json").as_uri()]
