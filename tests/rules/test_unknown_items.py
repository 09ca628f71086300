"""Values and members that the service doesn't have: BM083 and BM086, and `batchmodels check`, which has findings of its own."""

from __future__ import annotations

import json
from typing import Any

import pytest

from batchmodels import (
    CloudJob,
    JobAddParameter,
    JobPatchParameter,
    Model,
    NodeFile,
    PoolAddParameter,
    PoolPatchParameter,
    PoolUpdatePropertiesParameter,
    TaskAddParameter,
    review,
)
from batchmodels.documents.checking import check_data

JOB: dict[str, Any] = {"id": "frames", "poolInfo": {"poolId": "encoders"}}
TASK: dict[str, Any] = {"id": "frame-1", "commandLine": "./render"}


def found(model: Any, *rules: str) -> list[str]:
    return [str(finding) for finding in review(model) if finding.rule in rules]


@pytest.mark.parametrize(
    ("value", "severity", "sentence"),
    [
        ("terminate", "error", "so the service refuses the request. Use terminatejob."),
        ("terminate_job", "error", "so the service refuses the request. Use terminatejob."),
        (
            "terminatejobs",
            "warning",
            "so the service refuses the request unless a newer API version has it. Use terminatejob.",
        ),
        (
            "stop",
            "warning",
            "so the service refuses the request unless a newer API version has it. Use noaction or terminatejob.",
        ),
    ],
)
def test_a_value_of_a_job(value: str, severity: str, sentence: str) -> None:
    job = JobAddParameter.deserialize({**JOB, "onAllTasksComplete": value})
    assert found(job, "BM083") == [
        f"$.onAllTasksComplete: BM083 {severity}: onAllTasksComplete has no value {value!r}, {sentence}"
    ]
    assert found(JobAddParameter.deserialize({**JOB, "onAllTasksComplete": "NoAction"}), "BM083") == []


def test_a_value_of_another_enumeration() -> None:
    codes = [{"code": 1, "exitOptions": {"jobAction": "terminatejob"}}]
    task = TaskAddParameter.deserialize({**TASK, "exitConditions": {"exitCodes": codes}})
    assert found(task, "BM083") == [
        (
            "$.exitConditions.exitCodes[0].exitOptions.jobAction: BM083 error: jobAction has no value 'terminatejob', so the "
            "service refuses the request. Use terminate."
        )
    ]


def test_a_value_in_a_list() -> None:
    machine = {"imageReference": {}, "nodeAgentSKUId": "a", "diskEncryptionConfiguration": {"targets": ["osdisk", "datadisk"]}}
    pool = PoolAddParameter.deserialize({"id": "p", "vmSize": "s", "virtualMachineConfiguration": machine})
    assert [finding.path for finding in review(pool) if finding.rule == "BM083"] == [
        "$.virtualMachineConfiguration.diskEncryptionConfiguration.targets[1]"
    ]


def test_an_edit_only_for_the_same_letters() -> None:
    edits = []
    for value in ("terminate_job", "terminate"):
        (finding,) = review(JobAddParameter.deserialize({**JOB, "onAllTasksComplete": value}), ignore={"BM076"})
        edits.append(finding.edit is not None)
    assert edits == [True, False]


def test_answers_may_have_newer_values_and_members() -> None:
    answer = CloudJob.deserialize({**JOB, "onAllTasksComplete": "later", "priority": 0, "maxTaskRetryCount": 3})
    assert found(answer, "BM083", "BM086") == []
    assert found(NodeFile.deserialize({"name": "a"}), "BM086") == []


@pytest.mark.parametrize(
    ("members", "sentence"),
    [
        (
            {"maxTaskRetryCount": 3},
            (
                "$.maxTaskRetryCount: BM086 warning: TaskAddParameter has no member maxTaskRetryCount, so the service rejects "
                "the request or ignores the member. Move maxTaskRetryCount to where it belongs."
            ),
        ),
        ({"maxTaskRetryCount": None}, None),
        ({"neverHeardOf": 3}, None),
        ({"runElevated": True}, None),
        ({"odata.etag": "x"}, None),
        ({"constraint": {}}, None),
    ],
)
def test_members(members: dict[str, Any], sentence: str | None) -> None:
    assert found(TaskAddParameter.deserialize({**TASK, **members}), "BM086") == ([sentence] if sentence else [])


@pytest.mark.parametrize(
    ("model", "member", "fix"),
    [
        (PoolPatchParameter, "targetDedicatedNodes", "Resize the pool with PoolResizeParameter instead."),
        (PoolUpdatePropertiesParameter, "targetLowPriorityNodes", "Resize the pool with PoolResizeParameter instead."),
        (PoolPatchParameter, "autoScaleFormula", "Scale the pool with PoolEnableAutoScaleParameter instead."),
        (PoolPatchParameter, "enableAutoScale", "Scale the pool with PoolEnableAutoScaleParameter instead."),
        (PoolAddParameter, "allocationState", "Remove allocationState: only the service sets it."),
        (JobAddParameter, "executionInfo", "Remove executionInfo: only the service sets it."),
        (TaskAddParameter, "stateTransitionTime", "Remove stateTransitionTime: only the service sets it."),
        (JobPatchParameter, "displayName", "Remove displayName."),
        (
            PoolAddParameter,
            "identity",
            "Remove identity, and create the pool through ARM, which alone attaches identities.",
        ),
        (PoolAddParameter, "subnetId", "Move subnetId to where it belongs."),
    ],
)
def test_what_to_do_with_a_member(model: type[Model], member: str, fix: str) -> None:
    assert found(model.deserialize({member: "x"}), "BM086") == [
        (
            f"$.{member}: BM086 warning: {model.__name__} has no member {member}, so the service rejects the request or "
            f"ignores the member. {fix}"
        )
    ]


def test_the_command_reports_each_once() -> None:
    pool = {"id": "p", "vmSize": "Standard_D2s_v5", "targetDedicatedNodes": 1, "subnetId": "s"}
    task = {"commandLine": "a", "userIdentity": {"autoUser": {"scope": "everywhere"}}}
    content = json.dumps({**pool, "startTask": task}).encode()
    rules = [(each.rule, each.path) for each in check_data("pool.json", content)]
    assert ("unknown/member", "$.subnetId") in rules
    assert ("unknown/value", "$.startTask.userIdentity.autoUser.scope") in rules
    assert not {rule for rule, _ in rules} & {"BM083", "BM086"}
