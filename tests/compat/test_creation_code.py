"""Answers of the service become code that creates the same resource: without what only the service sets, which is named."""

from __future__ import annotations

import json
from typing import Any

import pytest
from azure.batch import models as azure
from click.testing import CliRunner, Result

import batchmodels
from batchmodels import CloudPool, ComputeNode
from batchmodels.cli.main import cli
from batchmodels.forms.convert import convert
from batchmodels.forms.creating import creation_of

POOL: dict[str, Any] = {
    "odata.metadata": "https://a/$metadata#pools/@Element",
    "id": "p",
    "url": "https://a/pools/p",
    "eTag": "0x8D",
    "state": "active",
    "allocationState": "steady",
    "creationTime": "2025-01-01T00:00:00Z",
    "vmSize": "standard_d2s_v3",
    "currentDedicatedNodes": 2,
    "targetDedicatedNodes": 2,
    "resizeTimeout": "PT15M",
    "virtualMachineConfiguration": {
        "imageReference": {"publisher": "canonical", "offer": "o", "sku": "s", "exactVersion": "1.2.3"},
        "nodeAgentSKUId": "batch.node.ubuntu 24.04",
    },
    "startTask": {"commandLine": "/bin/true", "environmentSettings": [{"name": "API_TOKEN", "value": "hunter22"}]},
    "userAccounts": [{"name": "builder"}],
    "identity": {"type": "UserAssigned", "userAssignedIdentities": [{"resourceId": "/i", "clientId": "c"}]},
}
STATUS = (
    "virtualMachineConfiguration.imageReference.exactVersion, identity.userAssignedIdentities[0].clientId, url, eTag, "
    "creationTime, state, allocationState, currentDedicatedNodes"
)


def run(document: Any, form: str = "python") -> Result:
    return CliRunner().invoke(cli, ["convert", "-", "--to", form], input=json.dumps(document))


def built(code: str, name: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("API_TOKEN", "hunter22")
    monkeypatch.setenv("USER_ACCOUNT_0_PASSWORD", "hunter23")
    names: dict[str, Any] = {}
    exec(code, names)
    return names[name]


def test_a_pool(monkeypatch: pytest.MonkeyPatch) -> None:
    done = run(POOL)
    assert done.exit_code == 0
    assert "hunter22" not in done.output
    pool = built(done.stdout, "pool", monkeypatch)
    assert type(pool) is batchmodels.PoolAddParameter
    expected = {key: POOL[key] for key in ("id", "vmSize", "targetDedicatedNodes", "resizeTimeout", "startTask")}
    expected["userAccounts"] = [{"name": "builder", "password": "hunter23"}]
    machine = POOL["virtualMachineConfiguration"]
    image = {key: each for key, each in machine["imageReference"].items() if key != "exactVersion"}
    expected["virtualMachineConfiguration"] = {**machine, "imageReference": image}
    assert pool.as_dict() == batchmodels.PoolAddParameter.deserialize(expected).as_dict()
    assert done.stderr.splitlines() == [
        f"batchmodels: <stdin>: note: 8 members that only the service sets are left out: {STATUS}",
        (
            "batchmodels: <stdin>:1:637: $.identity: note: the Batch service's own API creates pools without managed "
            "identities; only ARM attaches them"
        ),
        (
            "batchmodels: <stdin>:1:615: $.userAccounts[0].password: note: the service doesn't return it; give the "
            "environment variable its value"
        ),
        "batchmodels: <stdin>: 2 secrets read from the environment variables API_TOKEN, USER_ACCOUNT_0_PASSWORD.",
    ]


def test_azure_batch_14(monkeypatch: pytest.MonkeyPatch) -> None:
    done = run({key: each for key, each in POOL.items() if key != "userAccounts"}, "azure-batch-14")
    pool = built(done.stdout, "pool", monkeypatch)
    assert type(pool) is azure.PoolAddParameter
    assert pool.target_dedicated_nodes == 2
    assert "exact_version" not in done.stdout


def test_azure_batch_15() -> None:
    done = run(POOL, "azure-batch-15")
    assert "pool = BatchPoolCreateOptions(" in done.stdout
    assert "BatchPool(" not in done.stdout


def test_a_pool_with_a_formula(monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer shows the results of the formula as targets, which the service takes in no request with a formula."""
    scaled = {**POOL, "enableAutoScale": True, "autoScaleFormula": "$TargetDedicatedNodes=2"}
    del scaled["userAccounts"]
    done = run(scaled)
    pool = built(done.stdout, "pool", monkeypatch)
    assert pool.validate() == []
    assert pool.auto_scale_formula == "$TargetDedicatedNodes=2"
    formula = "the formula decides, and the service refuses a pool with both"
    assert [line.partition("$.")[2] for line in done.stderr.splitlines() if formula in line] == [
        f"resizeTimeout: note: {formula}",
        f"targetDedicatedNodes: note: {formula}",
    ]


def test_an_answer_of_arm(monkeypatch: pytest.MonkeyPatch) -> None:
    resource = {
        "id": "/subscriptions/0/resourceGroups/g/providers/Microsoft.Batch/batchAccounts/a/pools/p",
        "name": "p",
        "type": "Microsoft.Batch/batchAccounts/pools",
        "etag": "W/1",
        "properties": {
            "vmSize": "STANDARD_D2S_V3",
            "provisioningState": "Succeeded",
            "allocationState": "Steady",
            "currentDedicatedNodes": 0,
            "scaleSettings": {"fixedScale": {"targetDedicatedNodes": 0}},
        },
    }
    done = run(resource)
    pool = built(done.stdout, "pool", monkeypatch)
    assert pool == batchmodels.PoolAddParameter(id="p", vm_size="STANDARD_D2S_V3", target_dedicated_nodes=0)


@pytest.mark.parametrize(
    ("answer", "name", "kind"),
    [
        (
            {"id": "j", "url": "u", "state": "active", "poolInfo": {"poolId": "p"}, "priority": 3},
            "job",
            "JobAddParameter",
        ),
        (
            {"id": "t", "url": "u", "state": "completed", "commandLine": "/bin/true", "nodeInfo": {"poolId": "p"}},
            "task",
            "TaskAddParameter",
        ),
        (
            {
                "id": "s",
                "url": "u",
                "state": "active",
                "schedule": {"recurrenceInterval": "PT1H"},
                "jobSpecification": {"poolInfo": {"poolId": "p"}},
                "executionInfo": {"nextRunTime": "2025-01-01T00:00:00Z"},
            },
            "job_schedule",
            "JobScheduleAddParameter",
        ),
    ],
)
def test_jobs_tasks_and_schedules(answer: dict[str, Any], name: str, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    done = run(answer)
    assert done.exit_code == 0
    model = built(done.stdout, name, monkeypatch)
    assert type(model).__name__ == kind
    assert model.validate() == []
    assert "only the service sets are left out: " in done.stderr
    assert not hasattr(model, "url")


def test_what_nothing_creates_stays() -> None:
    node = ComputeNode(id="n")
    assert creation_of(node) == (node, ())
    pool = CloudPool(id="p", vm_size="x")
    assert "CloudPool(" in convert(pool, "python").text
    assert "PoolAddParameter(" in convert(pool, "python", creates=True).text
    assert convert(CloudPool(id="p"), "python", creates=True).losses[0].path == "$.vmSize"
