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
    assert done.stdout.startswith("<stdin>: $\n\nCould not be read\n  maxTaskRetryCount\n\nCommand\n  program:    /bin/bash\n")
    assert "\n  The number of its attempts isn't known.\n" in done.stdout
    assert "Each run has" not in done.stdout
    command = run(document={"commandLine": ["ls"], "waitForSuccess": "no"})
    assert "\n\nCommand\n  The command line isn't known.\n\n" in command.stdout
    assert command.stdout.endswith("\n\nNode\n  It isn't known whether the node waits for it.\n")
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


def test_a_start_task_of_the_wrong_type() -> None:
    done = run(document={"id": "p", "vmSize": "s", "startTask": "/bin/true"})
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == "batchmodels: <stdin>:1:41: $.startTask: expected StartTask, got str\n"


def test_json_has_no_sentences() -> None:
    (told,) = json.loads(run("--format", "json", document=TASK).stdout)
    assert "sections" not in told
    assert told["program"] == "/bin/bash"


def test_an_environment_setting_that_is_known_only_at_deployment() -> None:
    settings = [{"name": "A", "value": "x"}, {"name": "B", "value": "[parameters('b')]"}]
    task = {"commandLine": "ls", "environmentSettings": settings}
    pool = {"type": "Microsoft.Batch/batchAccounts/pools", "name": "a/p", "properties": {"vmSize": "s", "startTask": task}}
    template = {"$schema": "deploymentTemplate.json", "parameters": {"b": {"type": "string"}}, "resources": [pool]}
    done = run(document=template)
    assert (done.exit_code, done.stderr) == (0, "")
    assert "\n  A = ***\n  B = (known only at deployment)\n" in done.stdout
    assert "Known only at deployment" not in done.stdout


def test_the_names_of_terraform() -> None:
    values = {"name": "p", "vm_size": "s", "start_task": [{"command_line": "./a"}]}
    resource = {"address": "azurerm_batch_pool.p", "type": "azurerm_batch_pool", "name": "p", "values": values}
    document = {"format_version": "1.2", "planned_values": {"root_module": {"resources": [resource]}}}
    assert run(document=document).stdout.splitlines()[0] == (
        "<stdin>, azurerm_batch_pool.p: azurerm_batch_pool.p.start_task[0]"
    )


def test_a_misspelled_member_is_reported_as_check_does() -> None:
    """The plan lacks it: without the command line, there is no program to start."""
    task = {"comandLine": "/bin/sh -c ls", "resourceFiles": [{"httpUrl": "https://x/y", "filPath": "y"}]}
    done = run(document={"id": "p", "vmSize": "s", "displyName": "x", "startTask": task})
    assert done.exit_code == 1
    assert "There is no program to start." in done.stdout
    service = "so it rejects or ignores it. Did you mean"
    assert done.stderr.splitlines() == [
        (
            "batchmodels: <stdin>:1:75: $.startTask.comandLine: the service has no member comandLine,"
            f" {service} commandLine? Rename it to commandLine."
        ),
        (
            "batchmodels: <stdin>:1:148: $.startTask.resourceFiles[0].filPath: the service has no member filPath,"
            f" {service} filePath? Rename it to filePath."
        ),
    ]
    checked = CliRunner().invoke(cli, ("check", "-q", "-"), input=json.dumps({"id": "p", "vmSize": "s", "startTask": task}))
    assert "the service has no member comandLine, so it rejects or ignores it. Did you mean commandLine?" in checked.stdout
    assert run(document={"id": "p", "vmSize": "s", "startTask": {"comandLine": "x"}}).exit_code == 1
