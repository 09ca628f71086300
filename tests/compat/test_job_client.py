"""Jobs, job schedules and tasks through the real azure-batch 14 client, over HTTP."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import azure.batch.models
import pytest
from azure14 import client_of
from jobs import JOBS, SCHEDULES, TASKS, job_to_add, published, results_of, schedule_to_add, task_to_add
from loopback import Service, serving
from pools import pool_to_add
from wire import as_held

from batchmodels import (
    AuthenticationTokenSettings,
    CloudJob,
    CloudJobSchedule,
    CloudTask,
    DisableJobOption,
    JobAddParameter,
    JobConstraints,
    JobPatchParameter,
    JobScheduleAddParameter,
    JobSchedulePatchParameter,
    JobScheduleUpdateParameter,
    JobUpdateParameter,
    PoolInformation,
    PoolResizeParameter,
    Schedule,
    SubtaskInformation,
    TaskAddParameter,
    TaskAddResult,
    TaskAddStatus,
    TaskConstraints,
    ValidationError,
)
from batchmodels import azure14 as models

API_VERSION = "2024-02-01.19.0"


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
    with models.use_models(client_of(service)) as connected:
        yield connected


def in_their_spelling(value: Any) -> Any:
    """A document with times as azure-batch 14 writes them."""
    if isinstance(value, dict):
        return {key: in_their_spelling(member) for key, member in value.items()}
    return value.replace("22:00:00Z", "22:00:00.000Z") if isinstance(value, str) else value


def test_adding(service: Service, client: Any) -> None:
    job, task, schedule = job_to_add(), task_to_add(), schedule_to_add()
    client.job.add(job)
    client.task.add("frames", task)
    client.job_schedule.add(schedule)
    assert service.requests == ["POST /jobs", "POST /jobs/frames/tasks", "POST /jobschedules"]
    assert service.received == [job.serialize(), task.serialize(), in_their_spelling(schedule.serialize())]
    assert [job.serialize(api_version=API_VERSION), task.serialize(api_version=API_VERSION)] == service.received[:2]
    assert JobAddParameter.deserialize(service.received[0]).serialize() == job.serialize()
    assert JobScheduleAddParameter.deserialize(service.received[2]).serialize() == schedule.serialize()
    start_task = service.received[0]["poolInfo"]["autoPoolSpecification"]["pool"]["startTask"]
    assert start_task == pool_to_add().start_task.serialize()


@pytest.mark.parametrize("name", ["JobAddParameter", "JobScheduleAddParameter", "TaskAddParameter"])
def test_every_published_body(service: Service, client: Any, name: str) -> None:
    for document in published(name):
        body = getattr(models, name).deserialize(document)
        send = {
            "JobAddParameter": client.job.add,
            "JobScheduleAddParameter": client.job_schedule.add,
            "TaskAddParameter": lambda task: client.task.add("frames", task),
        }[name]
        send(body)
        assert type(body).deserialize(service.received[-1]) == type(body).deserialize(document)


def test_changing(service: Service, client: Any) -> None:
    constraints = JobConstraints(max_wall_clock_time=datetime.timedelta(hours=1), max_task_retry_count=0)
    limits = TaskConstraints(max_task_retry_count=3)
    schedule = Schedule(recurrence_interval=datetime.timedelta(hours=2))
    specification = schedule_to_add().job_specification
    client.job.patch("frames", JobPatchParameter(priority=9, metadata=[]))
    client.job.update("frames", JobUpdateParameter(pool_info=PoolInformation(pool_id="render"), constraints=constraints))
    client.job_schedule.patch("nightly", JobSchedulePatchParameter(schedule=schedule))
    client.job_schedule.update("nightly", JobScheduleUpdateParameter(schedule=schedule, job_specification=specification))
    client.task.update("frames", "frame-1", constraints=limits)
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
    client.job.disable("frames", DisableJobOption.requeue)
    client.job.enable("frames")
    client.job.terminate("frames", terminate_reason="enough")
    client.job.delete("frames")
    client.job_schedule.disable("nightly")
    client.job_schedule.enable("nightly")
    client.job_schedule.terminate("nightly")
    client.job_schedule.delete("nightly")
    client.task.terminate("frames", "frame-1")
    client.task.reactivate("frames", "frame-1")
    client.task.delete("frames", "frame-1")
    client.pool.resize("render", PoolResizeParameter(target_dedicated_nodes=3, resize_timeout=datetime.timedelta(minutes=9)))
    client.pool.stop_resize("render")
    client.pool.enable_auto_scale("render", auto_scale_formula="$TargetDedicatedNodes=0;")
    client.pool.disable_auto_scale("render")
    client.pool.remove_nodes("render", models.NodeRemoveParameter(node_list=["tvm-1"], node_deallocation_option="requeue"))
    client.pool.delete("render")
    assert service.received == [
        {"disableTasks": "requeue"},
        {"terminateReason": "enough"},
        {"targetDedicatedNodes": 3, "resizeTimeout": "PT9M"},
        {"autoScaleFormula": "$TargetDedicatedNodes=0;"},
        {"nodeList": ["tvm-1"], "nodeDeallocationOption": "requeue"},
    ]
    assert len(service.requests) == 17


GETTING = [
    *[("job", CloudJob, document) for document in JOBS],
    *[("job_schedule", CloudJobSchedule, document) for document in SCHEDULES],
    *[("task", CloudTask, document) for document in TASKS],
]


@pytest.mark.parametrize(("group", "model", "document"), GETTING)
def test_getting(service: Service, client: Any, group: str, model: Any, document: dict[str, Any]) -> None:
    service.answer = document
    ids = ["frames", "frame-1"] if group == "task" else ["frames"]
    answer = getattr(client, group).get(*ids)
    assert type(answer) is model
    assert answer == model.deserialize(document)
    assert answer.serialize(keep_readonly=True) == as_held(model, document)
    with client_of(service) as other:
        theirs = getattr(other, group).get(*ids)
    assert type(theirs) is getattr(azure.batch.models, model.__name__)
    assert model.deserialize(theirs) == answer


@pytest.mark.parametrize(
    ("group", "model", "documents"),
    [("job", CloudJob, JOBS), ("job_schedule", CloudJobSchedule, SCHEDULES), ("task", CloudTask, TASKS)],
)
def test_listing(service: Service, client: Any, group: str, model: Any, documents: list[dict[str, Any]]) -> None:
    first, *others = documents
    service.answer = {"value": [first], "odata.nextLink": f"{service.url}/further"}
    service.further_answers["/further"] = {"value": others}
    found = list(getattr(client, group).list(*(["frames"] if group == "task" else [])))
    assert found == [model.deserialize(document) for document in documents]
    assert found[0].state == documents[0]["state"]


def test_what_is_read_can_be_sent_again(service: Service, client: Any) -> None:
    service.answer = JOBS[0]
    job = client.job.get("frames")
    client.job.update("frames", JobUpdateParameter(pool_info=job.pool_info, priority=1))
    assert service.received == [{"priority": 1, "poolInfo": JOBS[0]["poolInfo"]}]


def test_subtasks(service: Service, client: Any) -> None:
    service.answer = {"value": [{"id": 1, "state": "running", "nodeInfo": {"nodeId": "tvm-1"}, "later": 1}]}
    (subtask,) = client.task.list_subtasks("frames", "frame-1").value
    assert subtask == SubtaskInformation.deserialize(service.answer["value"][0])


def test_collections_of_tasks(service: Service, client: Any) -> None:
    tasks = [TaskAddParameter(id=f"frame-{number}", command_line="render") for number in range(250)]
    service.answers["POST /jobs/frames/addtaskcollection"] = results_of
    result = client.task.add_collection("frames", tasks, threads=3)
    assert type(result) is models.TaskAddCollectionResult
    assert sorted(each.task_id for each in result.value) == sorted(task.id for task in tasks)
    assert {(type(each), each.status) for each in result.value} == {(TaskAddResult, TaskAddStatus.success)}
    assert sorted(len(body["value"]) for body in service.received) == [50, 100, 100]
    sent = [task for body in service.received for task in body["value"]]
    assert sorted(sent, key=str) == sorted([task.serialize() for task in tasks], key=str)


def test_tasks_that_exist_already_and_tasks_that_are_refused(service: Service, client: Any) -> None:
    service.answers["POST /jobs/frames/addtaskcollection"] = results_of
    exists, bad = [TaskAddParameter(id=name, command_line="render") for name in ("exists", "bad")]
    (result,) = client.task.add_collection("frames", [exists]).value
    assert (type(result), result.error.code) == (TaskAddResult, "TaskExists")
    with pytest.raises(models.CreateTasksErrorException) as caught:
        client.task.add_collection("frames", [exists, bad])
    (failed,) = caught.value.failure_tasks
    assert (type(failed), type(failed.error), failed.error.code) == (TaskAddResult, models.BatchError, "InvalidPropertyValue")


def test_a_collection_that_is_too_large_is_halved(service: Service, client: Any) -> None:
    def halving(body: dict[str, Any]) -> tuple[int, Any]:
        return results_of(body) if len(body["value"]) <= 2 else (413, {"code": "RequestBodyTooLarge"})

    service.answers["POST /jobs/frames/addtaskcollection"] = halving
    tasks = [TaskAddParameter(id=f"frame-{number}", command_line="render") for number in range(5)]
    assert len(client.task.add_collection("frames", tasks).value) == 5
    assert [len(body["value"]) for body in service.received] == [5, 2, 2, 1]


def test_nothing_invalid_reaches_the_server(service: Service, client: Any) -> None:
    with pytest.raises(ValidationError) as caught:
        client.job.add(JobAddParameter(id="frames", pool_info=PoolInformation(), priority="3"))
    assert [problem.message for problem in caught.value.problems] == [
        "expected int, got str '3' at $.priority",
        "expected exactly one of poolId, autoPoolSpecification, got none of them at $.poolInfo",
    ]
    with pytest.raises(ValidationError) as caught:
        client.task.add("frames", TaskAddParameter(id="frame-1", command_line=["render"]))
    assert str(caught.value) == "expected str, got list at $.commandLine"
    assert service.received == []


def test_a_collection_with_an_invalid_task(service: Service, client: Any) -> None:
    """azure-batch collects the errors of all groups of tasks."""
    with pytest.raises(models.CreateTasksErrorException) as caught:
        client.task.add_collection("frames", [TaskAddParameter(id="frame-1", command_line=None)])
    (error,) = caught.value.errors
    assert isinstance(error, ValidationError)
    assert str(error) == "expected str, got None at $.commandLine"
    assert service.received == []


def test_authentication_tokens(service: Service, client: Any) -> None:
    task = TaskAddParameter(
        id="frame-1", command_line="render", authentication_token_settings=AuthenticationTokenSettings(access=["job"])
    )
    client.task.add("frames", task)
    assert service.received == [task.serialize()]
    assert service.received[0]["authenticationTokenSettings"] == {"access": ["job"]}


def test_their_models_within_ours_and_ours_within_theirs(service: Service, client: Any) -> None:
    theirs = azure.batch.models.TaskConstraints(max_task_retry_count=3)
    client.task.add("frames", TaskAddParameter(id="frame-1", command_line="render", constraints=theirs))
    ours = TaskConstraints(max_task_retry_count=3)
    client.task.add("frames", azure.batch.models.TaskAddParameter(id="frame-1", command_line="render", constraints=ours))
    assert service.received[0] == service.received[1]
