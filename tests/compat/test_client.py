"""The real azure-batch 14 client, over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from azure.batch import models as azure
from azure14 import client_of
from conftest import OWN_DOCUMENTS, WIRE_EXAMPLES, load, one_of, start_tasks_in
from hypothesis import HealthCheck, given, settings
from loopback import Service, serving
from strategies import models

import batchmodels
from batchmodels import AutoUserSpecification, ElevationLevel, Problem, StartTask, UserIdentity, ValidationError


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    with serving() as running:
        yield running


def add_pool(service: Service, task: StartTask) -> Any:
    with client_of(service) as client:
        client.pool.add(azure.PoolAddParameter(id="pool", vm_size="standard_d2s_v3", start_task=task))
    return service.received[-1]["startTask"]


START_TASKS = [load(path) for path in OWN_DOCUMENTS if path.name.startswith("start_task")] + [
    task for path in WIRE_EXAMPLES for name, task in start_tasks_in(load(path)["body"]) if name == "StartTask"
]


@pytest.mark.parametrize("document", START_TASKS)
def test_the_server_gets_what_serialize_gives(service: Service, document: dict[str, Any]) -> None:
    task = StartTask.deserialize(document)
    before = repr(task)
    assert add_pool(service, task) == task.serialize()
    assert repr(task) == before


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(task=models(StartTask))
def test_the_server_gets_any_valid_start_task(service: Service, task: StartTask) -> None:
    for entry in (task.container_settings and task.container_settings.container_host_batch_bind_mounts) or []:
        entry.source = batchmodels.ContainerHostDataPath.task  # the client doesn't know how to spell these
    assert add_pool(service, task) == task.serialize()


def test_patching_a_pool(service: Service) -> None:
    task = StartTask(command_line="x", environment_settings=[])
    with client_of(service) as client:
        client.pool.patch("pool", azure.PoolPatchParameter(start_task=task))
    assert service.received[-1] == {"startTask": {"commandLine": "x", "environmentSettings": []}}


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"command_line": None}, "expected str, got None at $.commandLine"),
        ({"command_line": ["a", "b"]}, "expected str, got list at $.commandLine"),
        ({"wait_for_success": "false"}, "expected bool, got str 'false' at $.waitForSuccess"),
        ({"user_identity": "admin"}, "expected UserIdentity, got str 'admin' at $.userIdentity"),
        ({"user_identity": {"auto_user": {"scope": "pool"}}}, "expected UserIdentity, got dict at $.userIdentity"),
        ({"environment_settings": {"A": "b"}}, "expected list, got dict at $.environmentSettings"),
        ({"resource_files": "f"}, "expected list, got str 'f' at $.resourceFiles"),
        ({"resource_files": [{"http_url": "u"}]}, "expected ResourceFile, got dict at $.resourceFiles[0]"),
        ({"max_task_retry_count": 3.9}, "expected int, got float 3.9 at $.maxTaskRetryCount"),
        ({"max_task_retry_count": True}, "expected int, got bool True at $.maxTaskRetryCount"),
        ({"max_task_retry_count": -7}, "expected int of at least -1, got int -7 at $.maxTaskRetryCount"),
        (
            {"user_identity": UserIdentity(auto_user=AutoUserSpecification(elevation_level=1))},
            f"expected {one_of(ElevationLevel)}, got int 1 at $.userIdentity.autoUser.elevationLevel",
        ),
        (
            {"user_identity": azure.ResourceFile(http_url="a")},
            "expected UserIdentity, got azure.batch.models._models_py3.ResourceFile at $.userIdentity",
        ),
        (
            {"resource_files": [azure.ResourceFile(http_url="u")]},
            "expected filePath with httpUrl, got None at $.resourceFiles[0].filePath",
        ),
    ],
)
def test_nothing_invalid_reaches_the_server(service: Service, wrong: dict[str, Any], message: str) -> None:
    task = StartTask(**{"command_line": "x", **wrong})
    assert [problem.message for problem in task.validate()] == [message]
    before = len(service.received)
    with pytest.raises(ValidationError) as caught:
        add_pool(service, task)
    assert str(caught.value) == message
    assert len(service.received) == before


def test_the_client_shows_every_problem(service: Service) -> None:
    with pytest.raises(ValidationError) as caught:
        add_pool(service, StartTask(command_line=None, max_task_retry_count="3"))
    assert isinstance(caught.value, Problem)
    assert [problem.message for problem in caught.value.problems] == [
        "expected str, got None at $.commandLine",
        "expected int, got str '3' at $.maxTaskRetryCount",
    ]
    assert caught.value.__notes__ == ["also: expected int, got str '3' at $.maxTaskRetryCount"]


def test_a_spelling_is_corrected_on_the_way(service: Service) -> None:
    task = StartTask(command_line="x", user_identity=UserIdentity(auto_user=AutoUserSpecification(scope="POOL")))
    assert add_pool(service, task) == task.serialize()
    assert add_pool(service, task)["userIdentity"] == {"autoUser": {"scope": "pool"}}


@pytest.mark.parametrize("document", START_TASKS)
def test_what_the_client_reads_is_read_from_its_models(service: Service, document: dict[str, Any]) -> None:
    service.answer = {"id": "pool", "startTask": document}
    with client_of(service) as client:
        pool = client.pool.get("pool")
    task = StartTask.deserialize(pool.start_task)
    assert task == StartTask.deserialize(document)
    assert StartTask.from_dict(pool.start_task) == task


def test_where_msrest_does_not_check_it_coerces_nothing_either() -> None:
    task = StartTask(
        command_line=["a"], wait_for_success="false", max_task_retry_count=3.9, user_identity={"a": 1},
        environment_settings={"A": "b"},
    )  # fmt: skip
    pool = azure.PoolAddParameter(id="pool", vm_size="s", start_task=task)
    assert pool.serialize()["startTask"] == {
        "commandLine": ["a"], "waitForSuccess": "false", "maxTaskRetryCount": 3.9, "userIdentity": {"a": 1},
        "environmentSettings": {"A": "b"},
    }  # fmt: skip


def test_a_pool_shown_by_its_python_names(service: Service) -> None:
    task = StartTask(command_line="x", user_identity=UserIdentity(user_name="a"))
    pool = azure.PoolAddParameter(id="pool", vm_size="s", start_task=task)
    assert pool.as_dict()["start_task"] == {"command_line": "x", "user_identity": {"user_name": "a"}}
