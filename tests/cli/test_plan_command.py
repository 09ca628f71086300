"""The command ``plan``."""

from __future__ import annotations

import json
from typing import Any

from click.testing import CliRunner, Result

from batchmodels.cli.main import cli

TASK = {"commandLine": "/bin/bash -c 'ls'", "environmentSettings": [{"name": "TOKEN", "value": "s3cret"}]}
POOLS = [{"id": "a", "vmSize": "s", "startTask": TASK}, {"id": "b", "vmSize": "s", "startTask": {"commandLine": "dir"}}]


def run(*arguments: str, document: Any) -> Result:
    return CliRunner().invoke(cli, ("plan", *arguments, "-"), input=json.dumps(document).encode())


def test_the_plans_of_a_file() -> None:
    done = run(document=POOLS)
    assert done.exit_code == 0
    assert [line for line in done.stdout.splitlines() if line.startswith("<stdin>")] == [
        "<stdin>, a: $[0].startTask",
        "<stdin>, b: $[1].startTask",
    ]
    assert "s3cret" not in done.stdout


def test_one_pool_by_its_name() -> None:
    done = run("--name", "b", "--format", "json", document=POOLS)
    (told,) = json.loads(done.stdout)
    assert (told["path"], told["name"], told["program"], told["arguments"]) == ("$[1].startTask", "b", "dir", [])
    done = run("--name", "c", document=POOLS)
    assert (done.exit_code, done.stderr) == (2, "batchmodels: <stdin>: it contains no start task of a pool 'c'.\n")


def test_the_start_task_of_an_auto_pool() -> None:
    pool = {"autoPoolSpecification": {"poolLifetimeOption": "job", "pool": {"vmSize": "s", "startTask": TASK}}}
    done = run("--format", "json", document={"id": "j", "poolInfo": pool})
    assert [told["path"] for told in json.loads(done.stdout)] == ["$.poolInfo.autoPoolSpecification.pool.startTask"]


def test_a_file_without_start_tasks() -> None:
    done = run(document={"id": "p", "vmSize": "s", "targetDedicatedNodes": 1})
    assert (done.exit_code, done.stdout, done.stderr) == (2, "", "batchmodels: <stdin>: it contains no start task.\n")


def test_a_file_that_cannot_be_read() -> None:
    done = CliRunner().invoke(cli, ("plan", "-"), input=b"{")
    assert done.exit_code == 2
    assert done.stderr.startswith("batchmodels: <stdin>:1:2: ")


def test_a_value_that_the_model_cannot_hold() -> None:
    done = run(document={**TASK, "maxTaskRetryCount": "3"})
    assert done.exit_code == 1
    assert done.stdout.startswith("<stdin>: $\n\nCommand\n  program:    /bin/bash\n")
    assert done.stderr == "batchmodels: <stdin>:1:122: $.maxTaskRetryCount: expected int, got str '3'\n"


TEMPLATE = {
    "parameters": {"line": {"type": "string"}, "image": {"type": "string"}},
    "pool": {
        "id": "p",
        "vmSize": "s",
        "startTask": {"commandLine": "[parameters('line')]", "userIdentity": {"username": "[parameters('image')]"}},
    },
}


def test_a_template_with_parameters() -> None:
    done = run("-p", "line=dir C:", document=TEMPLATE)
    assert done.exit_code == 0
    assert "  program:    dir\n  argument 1: C:\n" in done.stdout
    assert done.stdout.endswith("\nKnown only at deployment\n  userIdentity\n")
