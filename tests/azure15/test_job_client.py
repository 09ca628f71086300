"""Jobs, job schedules and tasks through the real azure-batch 15 client, over HTTP."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import azure.batch.models as azure
import pytest
from azure.batch import BatchClient
from azure.core.credentials import AzureNamedKeyCredential
from jobs import JOBS, SCHEDULES, TASKS, job_to_add, published, results_of, schedule_to_add, task_to_add
from loopback import Service, serving

from batchmodels import (
    CloudJob,
    CloudJobSchedule,
    CloudPool,
    CloudTask,
    JobAddParameter,
    JobConstraints,
    JobDisableParameter,
    JobPatchParameter,
    JobSchedulePatchParameter,
    JobScheduleUpdateParameter,
    JobTerminateParameter,
    JobUpdateParameter,
    NodeRemoveParameter,
    PoolEnableAutoScaleParameter,
    PoolInformation,
    PoolResizeParameter,
    PoolUpdatePropertiesParameter,
    Schedule,
    TaskAddCollectionParameter,
    TaskAddCollectionResult,
    TaskAddParameter,
    TaskConstraints,
    TaskUpdateParameter,
    ValidationError,
)
from batchmodels.azure15 import BodyPolicy, from_model, to_model

API_VERSION = "2025-06-01"


@pytest.fixture(scope="module")
def running() -> Iterator[Service]:
    with serving() as service:
        yield service


@pytest.fixture
def service(running: Service) -> Service:
    running.clear()
    return running


@pytest.fixture
def client(service: Service) -> Iterator[Any]:
    credential = AzureNamedKeyCredential("account", "a2V5")
    with BatchClient(service.url, credential, per_call_policies=[BodyPolicy()]) as connected:
        yield connected


def test_creating(service: Service, client: Any) -> None:
    job, task, schedule = job_to_add(), task_to_add(), schedule_to_add()
    for form in (to_model, lambda model: model.serialize()):
        service.clear()
        client.create_job(form(job))
        client.create_task("frames", form(task))
        client.create_job_schedule(form(schedule))
        assert service.requests == ["POST /jobs", "POST /jobs/frames/tasks", "POST /jobschedules"]
        assert service.received == [job.serialize(), task.serialize(), schedule.serialize()]
        assert service.api_versions == [API_VERSION] * 3
    for model in (job, task, schedule):
        assert model.validate(api_version=API_VERSION) == []


@pytest.mark.parametrize("name", ["JobAddParameter", "JobScheduleAddParameter", "TaskAddParameter"])
def test_every_published_body(service: Service, client: Any, name: str) -> None:
    import batchmodels  # noqa: PLC0415  # because a name is looked up in it

    for document in published(name):
        body = getattr(batchmodels, name).deserialize(document)
        send = {
            "JobAddParameter": client.create_job,
            "JobScheduleAddParameter": client.create_job_schedule,
            "TaskAddParameter": lambda task: client.create_task("frames", task),
        }[name]
        send(to_model(body))
        assert service.received[-1] == body.serialize()


def test_changing(service: Service, client: Any) -> None:
    constraints = JobConstraints(max_wall_clock_time=datetime.timedelta(hours=1), max_task_retry_count=0)
    schedule = Schedule(recurrence_interval=datetime.timedelta(hours=2))
    specification = schedule_to_add().job_specification
    update = JobUpdateParameter(pool_info=PoolInformation(pool_id="render"), constraints=constraints)
    replacement = JobScheduleUpdateParameter(schedule=schedule, job_specification=specification)
    client.update_job("frames", to_model(JobPatchParameter(priority=9, metadata=[])))
    client.replace_job("frames", to_model(update))
    client.update_job_schedule("nightly", to_model(JobSchedulePatchParameter(schedule=schedule)))
    client.replace_job_schedule("nightly", to_model(replacement))
    client.replace_task("frames", "frame-1", to_model(TaskUpdateParameter(constraints=TaskConstraints(max_task_retry_count=3))))
    assert service.requests == [
        "PATCH /jobs/frames", "PUT /jobs/frames", "PATCH /jobschedules/nightly", "PUT /jobschedules/nightly",
        "PUT /jobs/frames/tasks/frame-1",
    ]  # fmt: skip
    assert service.received == [
        {"priority": 9, "metadata": []},
        {"poolInfo": {"poolId": "render"}, "constraints": constraints.serialize()},
        {"schedule": {"recurrenceInterval": "PT2H"}},
        {"schedule": {"recurrenceInterval": "PT2H"}, "jobSpecification": specification.serialize()},
        {"constraints": {"maxTaskRetryCount": 3}},
    ]


def test_actions(service: Service, client: Any) -> None:
    service.answers["POST /jobschedules/nightly/disable"] = service.answers["POST /jobschedules/nightly/enable"] = 204, None
    service.answers["POST /jobs/frames/tasks/frame-1/terminate"] = 204, None
    service.answers["DELETE /jobs/frames/tasks/frame-1"] = 200, None
    service.answer = {"state": "active", "allocationState": "steady"}  # what the waiting ends with
    client.begin_disable_job("frames", to_model(JobDisableParameter(disable_tasks="requeue"))).wait()
    client.begin_enable_job("frames").wait()
    client.begin_terminate_job("frames", to_model(JobTerminateParameter(terminate_reason="enough"))).wait()
    client.begin_delete_job("frames").wait()
    client.disable_job_schedule("nightly")
    client.enable_job_schedule("nightly")
    client.begin_terminate_job_schedule("nightly").wait()
    client.begin_delete_job_schedule("nightly").wait()
    client.terminate_task("frames", "frame-1")
    client.reactivate_task("frames", "frame-1")
    client.delete_task("frames", "frame-1")
    client.begin_resize_pool("render", to_model(PoolResizeParameter(target_dedicated_nodes=3))).wait()
    client.begin_stop_pool_resize("render").wait()
    client.enable_pool_auto_scale(
        "render", to_model(PoolEnableAutoScaleParameter(auto_scale_formula="$TargetDedicatedNodes=0;"))
    )
    client.disable_pool_auto_scale("render")
    client.replace_pool_properties(
        "render", to_model(PoolUpdatePropertiesParameter(application_package_references=[], metadata=[]))
    )
    client.begin_remove_nodes(
        "render", to_model(NodeRemoveParameter(node_list=["tvm-1"], node_deallocation_option="requeue"))
    ).wait()
    client.begin_delete_pool("render").wait()
    assert service.received == [
        {"disableTasks": "requeue"},
        {"terminateReason": "enough"},
        {"targetDedicatedNodes": 3},
        {"autoScaleFormula": "$TargetDedicatedNodes=0;"},
        {"applicationPackageReferences": [], "metadata": []},
        {"nodeList": ["tvm-1"], "nodeDeallocationOption": "requeue"},
    ]


@pytest.mark.parametrize("document", JOBS)
def test_getting_a_job(service: Service, client: Any, document: dict[str, Any]) -> None:
    check_getting(service, CloudJob, document, lambda: client.get_job("frames"))


@pytest.mark.parametrize("document", SCHEDULES)
def test_getting_a_job_schedule(service: Service, client: Any, document: dict[str, Any]) -> None:
    check_getting(service, CloudJobSchedule, document, lambda: client.get_job_schedule("nightly"))


@pytest.mark.parametrize("document", TASKS)
def test_getting_a_task(service: Service, client: Any, document: dict[str, Any]) -> None:
    check_getting(service, CloudTask, document, lambda: client.get_task("frames", "frame-1"))


def check_getting(service: Service, model: Any, document: dict[str, Any], get: Any) -> None:
    service.answer = document
    answer = get()
    assert type(from_model(answer)) is model
    assert from_model(answer) == model.deserialize(document)
    again = to_model(from_model(answer))
    assert type(again) is type(answer)
    assert from_model(again) == model.deserialize(document)


def test_listing(service: Service, client: Any) -> None:
    for documents, model, listing in (
        (JOBS, CloudJob, client.list_jobs),
        (SCHEDULES, CloudJobSchedule, client.list_job_schedules),
        (TASKS, CloudTask, lambda: client.list_tasks("frames")),
    ):
        first, *others = documents
        service.answer = {"value": [first], "odata.nextLink": f"{service.url}/further?page=2"}
        service.further_answers["/further"] = {"value": others}
        assert [from_model(each) for each in listing()] == [model.deserialize(document) for document in documents]


def test_a_job_that_is_read_is_sent_again(service: Service, client: Any) -> None:
    service.answer = JOBS[0]
    job = from_model(client.get_job("frames"))
    assert isinstance(job, CloudJob)
    client.replace_job("frames", to_model(JobUpdateParameter(pool_info=job.pool_info, priority=1)))
    assert service.received == [{"priority": 1, "poolInfo": JOBS[0]["poolInfo"]}]


def test_collections_of_tasks(service: Service, client: Any) -> None:
    tasks = [TaskAddParameter(id=f"frame-{number}", command_line="render") for number in range(250)]
    service.answers["POST /jobs/frames/addtaskcollection"] = results_of
    answer = client.create_tasks("frames", [to_model(task) for task in tasks], max_concurrency=2)
    result = from_model(answer)
    assert isinstance(result, TaskAddCollectionResult)
    assert sorted(each.task_id for each in result.value or []) == sorted(task.id for task in tasks)
    assert sorted(len(body["value"]) for body in service.received) == [50, 100, 100]
    sent = [task for body in service.received for task in body["value"]]
    assert sorted(sent, key=str) == sorted([task.serialize() for task in tasks], key=str)


def test_one_collection_of_tasks(service: Service, client: Any) -> None:
    service.answers["POST /jobs/frames/addtaskcollection"] = results_of
    group = TaskAddCollectionParameter(value=[task_to_add(), TaskAddParameter(id="bad", command_line="render")])
    assert type(to_model(group)) is azure.BatchTaskGroup
    result = from_model(client.create_task_collection("frames", to_model(group)))
    assert isinstance(result, TaskAddCollectionResult)
    good, bad = result.value or []
    assert (good.status, bad.error and bad.error.code) == ("success", "InvalidPropertyValue")
    assert service.received == [group.serialize()]


def test_nothing_invalid_reaches_the_server(service: Service, client: Any) -> None:
    with pytest.raises(ValidationError) as caught:
        client.create_job(to_model(JobAddParameter(id="frames", pool_info=PoolInformation(), priority="3")))
    assert [problem.message for problem in caught.value.problems] == [
        "expected int, got str '3' at $.priority",
        "expected exactly one of poolId, autoPoolSpecification, got none of them at $.poolInfo",
    ]
    assert service.received == []


def test_the_policy_takes_all_of_these(service: Service, client: Any) -> None:
    """Every other test here runs with it; without a body it has nothing to say."""
    service.answer = {"id": "render"}
    assert from_model(client.get_pool("render")) == CloudPool(id="render")
    with pytest.raises(TypeError):
        client.create_job(job_to_add().to_json())
    assert service.received == []
