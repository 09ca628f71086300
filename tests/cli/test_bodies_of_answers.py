"""``body`` and ``convert --to data`` of an answer: the body that creates the same resource."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result

from batchmodels.cli.main import cli

TIMES = {"creationTime": "2025-03-04T05:02:00Z", "lastModified": "2025-03-04T05:02:00Z"}
SET = {"url": "https://media.westeurope.batch.azure.com/x", "eTag": "0x1", **TIMES, "state": "active"}
IMAGE = {"publisher": "canonical", "offer": "ubuntu-24_04-lts", "sku": "server", "version": "latest"}
POOL: dict[str, Any] = {
    "id": "encoders",
    "vmSize": "standard_d2s_v3",
    "virtualMachineConfiguration": {"imageReference": IMAGE, "nodeAgentSKUId": "batch.node.ubuntu 24.04"},
    "targetDedicatedNodes": 2,
}
ANSWERED_POOL: dict[str, Any] = {
    "odata.metadata": "https://media/$metadata#pools/@Element",
    **SET,
    **POOL,
    "virtualMachineConfiguration": {
        "imageReference": {**IMAGE, "exactVersion": "24.04.202503040"},
        "nodeAgentSKUId": "batch.node.ubuntu 24.04",
    },
    "allocationState": "steady",
    "currentDedicatedNodes": 2,
}
OF_THE_POOL = (
    "virtualMachineConfiguration.imageReference.exactVersion, url, eTag, lastModified, creationTime, state, allocationState,"
    " currentDedicatedNodes"
)
TASK: dict[str, Any] = {"id": "t", "commandLine": "/bin/sh -c true"}
ANSWERED_TASK: dict[str, Any] = {
    **SET,
    **TASK,
    "executionInfo": {"retryCount": 0, "requeueCount": 0},
    "nodeInfo": {"nodeId": "n", "poolId": "encoders"},
}
JOB: dict[str, Any] = {"id": "j", "poolInfo": {"poolId": "encoders"}}
ANSWERED_JOB: dict[str, Any] = {**SET, **JOB, "executionInfo": {"startTime": "2025-03-04T05:02:00Z", "poolId": "encoders"}}


def run(*arguments: str, document: Any) -> Result:
    return CliRunner().invoke(cli, [*arguments, "-"], input=json.dumps(document))


@pytest.mark.parametrize("command", [["body"], ["convert", "--to", "data"]])
@pytest.mark.parametrize(
    ("answer", "body", "lost"),
    [
        (ANSWERED_POOL, POOL, f"8 members that only the service sets are left out: {OF_THE_POOL}"),
        (
            ANSWERED_TASK,
            TASK,
            (
                "7 members that only the service sets are left out: url, eTag, lastModified, creationTime, state,"
                " executionInfo, nodeInfo"
            ),
        ),
        (
            ANSWERED_JOB,
            JOB,
            ("6 members that only the service sets are left out: url, eTag, lastModified, creationTime, state, executionInfo"),
        ),
        ({**POOL, "allocationState": "steady"}, POOL, "1 member that only the service sets is left out: allocationState"),
    ],
)
def test_the_body_creates_the_same_resource(command: list[str], answer: Any, body: Any, lost: str) -> None:
    done = run(*command, document=answer)
    assert (done.exit_code, json.loads(done.stdout)) == (0, body)
    assert done.stderr == f"batchmodels: <stdin>: note: {lost}\n"
    again = run(*command, document=body)
    assert (json.loads(again.stdout), again.stderr) == (body, "")


@pytest.mark.parametrize("command", [["body"], ["convert", "--to", "data"]])
def test_a_formula_and_its_targets(command: list[str]) -> None:
    answer = {**ANSWERED_POOL, "enableAutoScale": True, "autoScaleFormula": "$TargetDedicatedNodes=1"}
    done = run(*command, document=answer)
    assert "targetDedicatedNodes" not in json.loads(done.stdout)
    assert "$.targetDedicatedNodes: note: the formula decides, and the service refuses a pool with both" in done.stderr


def test_a_secret_that_an_answer_lacks() -> None:
    answer = {**ANSWERED_POOL, "userAccounts": [{"name": "u", "elevationLevel": "admin"}]}
    done = run("convert", "--to", "data", document=answer)
    assert json.loads(done.stdout)["userAccounts"] == [{"name": "u", "password": "***", "elevationLevel": "admin"}]
    assert "$.userAccounts[0].password: note: the service doesn't return it; write it in place of ***" in done.stderr
    done = run("body", document=answer)
    assert (done.exit_code, done.stdout) == (1, "")
    assert "$.userAccounts[0].password: " in done.stderr


def test_in_arm_s_form() -> None:
    done = run("body", "--arm", document=ANSWERED_POOL)
    assert json.loads(done.stdout)["properties"].keys() == {"vmSize", "deploymentConfiguration", "scaleSettings"}
    assert done.stderr == f"batchmodels: <stdin>: note: 8 members that only the service sets are left out: {OF_THE_POOL}\n"


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("ComputeNode", "node"),
        ("StartTaskInformation", "start task information"),
        ("TaskInformation", "task information"),
    ],
)
def test_an_answer_that_no_request_creates(kind: str, words: str) -> None:
    done = run("body", "--type", kind, document={"state": "idle"} if kind == "ComputeNode" else {})
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == f"batchmodels: <stdin>: no request has a {words}: only the service sends it.\n"
