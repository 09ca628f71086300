"""Messages about JSON and YAML files have no words of Python: what is missing, durations, kinds of models."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result

from batchmodels.cli.main import cli

POOL: dict[str, Any] = {"id": "p", "vmSize": "s"}


def run(*arguments: str, document: Any) -> Result:
    return CliRunner().invoke(cli, [*arguments, "-"], input=json.dumps(document))


@pytest.mark.parametrize("command", [["body"], ["convert", "--to", "arm"], ["check", "-q"]])
@pytest.mark.parametrize(
    ("members", "sentence"),
    [
        ({"startTask": {}}, "expected str, but commandLine is missing"),
        ({"startTask": {"commandLine": None}}, "expected str, got null"),
        ({"resizeTimeout": "PT1M"}, "expected duration of at least PT5M, got duration PT1M"),
        (
            {"autoScaleEvaluationInterval": "P7DT1H", "enableAutoScale": True, "autoScaleFormula": "$TargetDedicatedNodes=1"},
            "expected duration of at most P7D, got duration P7DT1H",
        ),
        (
            {"autoScaleEvaluationInterval": "PT0.5S", "enableAutoScale": True, "autoScaleFormula": "$TargetDedicatedNodes=1"},
            "expected duration of at least PT5M, got duration PT0.5S",
        ),
        ({"resizeTimeout": "0:01:00"}, "got str '0:01:00'"),
    ],
)
def test_values(command: list[str], members: Any, sentence: str) -> None:
    done = run(*command, document={**POOL, **members})
    assert done.exit_code == 1
    assert sentence in done.output
    assert "None" not in done.output
    assert "timedelta" not in done.output


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ({"id": "j", "poolInfo": {"poolId": "p"}}, "jobs"),
        ({"id": "t", "commandLine": "x", "resourceFiles": [], "dependsOn": {}}, "tasks"),
        ({"id": "s", "schedule": {}, "jobSpecification": {"poolInfo": {"poolId": "p"}}}, "job schedules"),
    ],
)
def test_kinds_that_arm_lacks(document: Any, words: str) -> None:
    for command in (["body", "--arm"], ["convert", "--to", "arm"], ["convert", "--to", "bicep"]):
        done = run(*command, document=document)
        assert done.exit_code == 2
        assert done.stderr == f"batchmodels: <stdin>: ARM has no {words}: it has pools and their parts.\n"
