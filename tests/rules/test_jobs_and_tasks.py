"""Tasks that don't fit their job or its pool: BM079, and the review of a task with its job."""

from __future__ import annotations

import json
from typing import Any

import pytest
from reviewing import bash

from batchmodels import JobAddParameter, TaskAddParameter, review
from batchmodels.documents import check, read_text

MACHINE = {
    "imageReference": {"publisher": "canonical", "offer": "ubuntu-24_04-lts", "sku": "server"},
    "nodeAgentSKUId": "batch.node.ubuntu 24.04",
}
DEPENDS = {"dependsOn": {"taskIds": ["a"]}}
SEVERAL = {"multiInstanceSettings": {"numberOfInstances": 2, "coordinationCommandLine": "env"}}
NEVER = "so the task is never scheduled"


def job(pool: dict[str, Any] | None = None, **members: Any) -> JobAddParameter:
    info: dict[str, Any] = {"poolId": "p"}
    if pool is not None:
        machine = {"vmSize": "standard_d2s_v3", "virtualMachineConfiguration": MACHINE}
        info = {"autoPoolSpecification": {"poolLifetimeOption": "job", "pool": {**machine, **pool}}}
    return JobAddParameter.deserialize({"id": "j", "poolInfo": info, **members})


def task(**members: Any) -> TaskAddParameter:
    return TaskAddParameter.deserialize({"id": "t", "commandLine": "./a", **members})


def says(model: TaskAddParameter | JobAddParameter, of: JobAddParameter | None = None) -> list[str]:
    return [str(finding) for finding in review(model, job=of) if finding.rule == "BM079"]


def exits(**options: str) -> dict[str, Any]:
    return {"exitConditions": {"exitCodes": [{"code": 1, "exitOptions": options}]}}


def test_dependencies_of_a_job_without_them() -> None:
    assert says(task(**DEPENDS), job()) == [
        (
            "$.dependsOn: BM079 error: the job's usesTaskDependencies isn't true, so the service refuses a task that depends "
            "on others. Set the job's usesTaskDependencies to true."
        )
    ]
    assert says(task(dependsOn={"taskIdRanges": [{"start": 1, "end": 2}]}), job(usesTaskDependencies=False)) != []
    assert says(task(**DEPENDS), job(usesTaskDependencies=True)) == []
    assert says(task(dependsOn={"taskIds": []}), job()) == []
    assert says(task(**DEPENDS)) == []  # the job is unknown


@pytest.mark.parametrize(
    "conditions",
    [
        exits(jobAction="terminate"),
        {"exitConditions": {"exitCodeRanges": [{"start": 1, "end": 2, "exitOptions": {"jobAction": "none"}}]}},
        {"exitConditions": {"default": {"jobAction": "disable"}}},
        {"exitConditions": {"preProcessingError": {"jobAction": "disable"}}},
        {"exitConditions": {"fileUploadError": {"jobAction": "disable"}}},
    ],
)
def test_job_actions_of_a_job_without_them(conditions: dict[str, Any]) -> None:
    expected = [
        (
            "$.exitConditions: BM079 error: the job's onTaskFailure is noaction, so the service refuses a task with a "
            "jobAction. Set the job's onTaskFailure to performexitoptionsjobaction."
        )
    ]
    assert says(task(**conditions), job()) == expected
    assert says(task(**conditions), job(onTaskFailure="noaction")) == expected
    assert says(task(**conditions), job(onTaskFailure="performexitoptionsjobaction")) == []


def test_dependency_actions_of_a_job_without_dependencies() -> None:
    assert says(task(**exits(dependencyAction="satisfy")), job()) == [
        (
            "$.exitConditions: BM079 error: the job's usesTaskDependencies isn't true, so the service refuses a task with a "
            "dependencyAction. Set the job's usesTaskDependencies to true."
        )
    ]
    assert says(task(**exits(dependencyAction="satisfy")), job(usesTaskDependencies=True)) == []


def test_slots() -> None:
    refused = f"$.requiredSlots: BM079 error: the task needs 3 slots of a node, but the nodes of the pool have 2, {NEVER}. "
    fix = "Lower requiredSlots, or raise the pool's taskSlotsPerNode."
    pool = {"targetDedicatedNodes": 1, "taskSlotsPerNode": 2}
    assert says(task(requiredSlots=3), job(pool)) == [refused + fix]
    assert says(task(requiredSlots=2), job(pool)) == []
    assert says(task(requiredSlots=3), job()) == []
    (of_manager,) = says(job(pool, jobManagerTask={"id": "m", "commandLine": "./m", "requiredSlots": 3}))
    assert of_manager.startswith("$.jobManagerTask.requiredSlots: BM079 error: ")


def test_spot_nodes() -> None:
    manager = {"jobManagerTask": {"id": "m", "commandLine": "./m", "allowLowPriorityNode": False}}
    assert says(job({"targetLowPriorityNodes": 2}, **manager)) == [
        (
            "$.jobManagerTask.allowLowPriorityNode: BM079 error: the task may not run on Spot nodes, but the pool has no other "
            f"nodes, {NEVER}. Remove allowLowPriorityNode, or give the pool dedicated nodes."
        )
    ]
    assert says(job({"targetLowPriorityNodes": 2, "targetDedicatedNodes": 1}, **manager)) == []
    assert says(job({"enableAutoScale": True, "autoScaleFormula": "$TargetLowPriorityNodes=1;"}, **manager)) == []


def test_a_multi_instance_task() -> None:
    start = "$.multiInstanceSettings: BM079 error: "
    alone = {"targetDedicatedNodes": 2}
    assert says(task(**SEVERAL), job(alone)) == [
        (
            f"{start}the pool's nodes can't communicate with each other, as the nodes of a multi-instance task must, {NEVER}. "
            "Set the pool's enableInterNodeCommunication to true."
        )
    ]
    together = {**alone, "enableInterNodeCommunication": True}
    assert says(task(**SEVERAL), job({**together, "taskSlotsPerNode": 2})) == [
        (
            f"{start}the pool's taskSlotsPerNode is 2, but multi-instance tasks need nodes with one slot, {NEVER}. Set the "
            "pool's taskSlotsPerNode to 1."
        )
    ]
    assert says(task(**SEVERAL), job({**together, "targetDedicatedNodes": 1})) == [
        (
            "$.multiInstanceSettings.numberOfInstances: BM079 error: the task needs 2 nodes, but the pool has 1, "
            f"{NEVER}. Lower numberOfInstances, or add nodes to the pool."
        )
    ]
    assert says(task(**SEVERAL), job(together)) == []
    assert says(task(**SEVERAL), job()) == []
    scaled = {"enableAutoScale": True, "autoScaleFormula": "$TargetDedicatedNodes=4;", "enableInterNodeCommunication": True}
    assert says(task(**SEVERAL), job(scaled)) == []


def test_a_task_is_reviewed_with_its_job() -> None:
    line = bash("apt-get -y install jq && cat $AZ_BATCH_JOB_PREP_DIR/a")
    alone = review(task(commandLine=line))
    assert [finding.rule for finding in alone] == ["BM201"]
    with_job = review(task(commandLine=line), job=job(constraints={"maxTaskRetryCount": 0}))
    assert [(finding.rule, finding.path) for finding in with_job if finding.rule != "BM305"] == [
        ("BM201", "$.commandLine"),
        ("BM402", "$.commandLine"),
    ]
    windows: Any = review(task(commandLine="cmd /c a.exe"), job=job({"targetDedicatedNodes": 1}))
    assert [finding.rule for finding in windows] == ["BM403"]


def test_a_job_that_is_none() -> None:
    other: Any = {"id": "j"}
    with pytest.raises(TypeError, match=r"^expected a model or None as job, got dict"):
        review(task(), job=other)


def diagnosed(content: dict[str, Any]) -> list[tuple[str, str]]:
    found = check(read_text(json.dumps(content), "x.json"))
    return [(each.rule, each.path) for each in found if each.rule == "BM079"]


def test_the_tasks_of_a_template() -> None:
    body = {"id": "j", "poolInfo": {"poolId": "p"}}
    factory = {
        "type": "taskCollection",
        "tasks": [{"id": "a", "commandLine": "./a"}, {"id": "b", "commandLine": "./b", **DEPENDS}],
    }
    template = {"job": {**body, "taskFactory": factory}}
    assert diagnosed(template) == [("BM079", "$.job.taskFactory.tasks[1].dependsOn")]
    assert diagnosed({"job": {**template["job"], "usesTaskDependencies": True}}) == []
    unknown = {
        "parameters": {"uses": {"type": "bool"}},
        "job": {**template["job"], "usesTaskDependencies": "[parameters('uses')]"},
    }
    assert diagnosed(unknown) == []
    assert diagnosed({"taskFactory": factory}) == []  # an application template has no job


def together(content: Any) -> list[tuple[str, str]]:
    found = check(read_text(json.dumps(content), "x.json"))
    return [(each.rule, each.path) for each in found if each.rule in {"BM060", "BM061", "BM062", "BM068"}]


def test_the_tasks_of_a_list_are_reviewed_together() -> None:
    tasks = [
        {"id": "a", "commandLine": "./a", "dependsOn": {"taskIds": ["b"]}},
        {"id": "b", "commandLine": "./b", "dependsOn": {"taskIds": ["a"]}},
        {"id": "A", "commandLine": "./c", "dependsOn": {"taskIds": ["A"]}},
    ]
    expected = [("BM061", "$[1].dependsOn.taskIds[0]"), ("BM062", "$[2].id"), ("BM061", "$[2].dependsOn.taskIds[0]")]
    assert together(tasks) == expected
    assert together({"value": tasks}) == [(rule, path.replace("$[", "$.value[")) for rule, path in expected]
    factory = {"type": "taskCollection", "tasks": tasks}
    job = {"id": "j", "poolInfo": {"poolId": "p"}, "usesTaskDependencies": True, "taskFactory": factory}
    assert together({"job": job}) == [(rule, path.replace("$[", "$.job.taskFactory.tasks[")) for rule, path in expected]
    assert together([tasks[2]]) == [("BM061", "$[0].dependsOn.taskIds[0]")]


def test_a_list_with_an_unknown_task_is_left_alone() -> None:
    tasks = [
        {"id": "a", "commandLine": "./a", "dependsOn": {"taskIds": ["c"]}},
        {"id": "[parameters('name')]", "commandLine": "./b"},
    ]
    factory = {"type": "taskCollection", "tasks": tasks}
    job = {"id": "j", "poolInfo": {"poolId": "p"}, "usesTaskDependencies": True, "taskFactory": factory}
    assert together({"parameters": {"name": {"type": "string"}}, "job": job}) == []
    tasks[1]["id"] = "b"
    assert together({"job": job}) == [("BM060", "$.job.taskFactory.tasks[0].dependsOn.taskIds[0]")]
