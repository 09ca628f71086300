"""Models of azure-batch 15 within ours: the same document, wherever it is written, read, reviewed or shown."""

from __future__ import annotations

import copy
import datetime
import inspect
import json
import pickle
from typing import Any

import pytest
from azure.batch import models as azure
from msrest import Serializer

import batchmodels
from batchmodels import (
    ComputeNode,
    DeserializationError,
    Model,
    PoolAddParameter,
    StartTask,
    VirtualMachineConfiguration,
    explain,
    review,
)

TASK = {
    "commandLine": "./setup",
    "containerSettings": {"imageName": "u", "registry": {"username": "u", "password": "s3cret"}},
    "environmentSettings": [{"name": "PASSWORD", "value": "s3cret"}],
    "userIdentity": {"autoUser": {"elevationLevel": "admin"}},
}


def their_task(**more: Any) -> Any:
    return azure.BatchStartTask(
        command_line="./setup",
        user_identity=azure.UserIdentity(auto_user=azure.AutoUserSpecification(elevation_level=azure.ElevationLevel.ADMIN)),
        environment_settings=[azure.EnvironmentSetting(name="PASSWORD", value="s3cret")],
        container_settings=azure.BatchTaskContainerSettings(
            image_name="u", registry=azure.ContainerRegistryReference(username="u", password="s3cret")
        ),
        **more,
    )


def pool_with(task: Any) -> PoolAddParameter:
    return PoolAddParameter(id="p", vm_size="s", start_task=task)


def test_nothing_is_lost() -> None:
    pool = pool_with(their_task())
    document = {"id": "p", "vmSize": "s", "startTask": TASK}
    read = PoolAddParameter.deserialize(document)
    assert pool.serialize() == json.loads(pool.to_json()) == document
    assert pool.as_dict() == read.as_dict()
    assert pool.validate() == []
    assert PoolAddParameter.deserialize(pool) == PoolAddParameter.from_dict(pool) == read
    assert PoolAddParameter.deserialize({"id": "p", "vmSize": "s", "startTask": their_task()}) == read
    assert repr(pool) == repr(read)
    assert pool.to_json(masked=True) == read.to_json(masked=True)
    assert b"s3cret" not in pool.to_json(masked=True)
    assert pickle.loads(pickle.dumps(pool)).serialize() == copy.deepcopy(pool).serialize() == document
    assert pool == copy.deepcopy(pool)
    assert [finding.rule for finding in review(pool)] == [finding.rule for finding in review(read)]


def test_the_serializer_of_msrest() -> None:
    classes = dict(inspect.getmembers(batchmodels, inspect.isclass))
    pool = pool_with(their_task())
    assert Serializer(classes).body(pool, "PoolAddParameter") == pool.serialize()
    assert Serializer(classes)._serialize(pool) == pool.serialize()


def test_an_image_of_the_service() -> None:
    image = azure.BatchSupportedImage(
        {"nodeAgentSKUId": "batch.node.ubuntu 22.04", "imageReference": {"publisher": "canonical"}, "osType": "linux"}
    )
    machine = VirtualMachineConfiguration(image_reference=image.image_reference, node_agent_sku_id=image.node_agent_sku_id)
    assert machine.serialize() == {
        "imageReference": {"publisher": "canonical"},
        "nodeAgentSKUId": "batch.node.ubuntu 22.04",
    }


def test_its_problems_are_ours() -> None:
    theirs = azure.BatchStartTask(command_line=3, wait_for_success="false", max_task_retry_count=-7)
    pool = pool_with(theirs)
    assert [str(problem) for problem in pool.validate()] == [
        "expected str, got int 3 at $.startTask.commandLine",
        "expected int of at least -1, got int -7 at $.startTask.maxTaskRetryCount",
        "expected bool, got str 'false' at $.startTask.waitForSuccess",
    ]
    with pytest.raises(DeserializationError) as caught:
        PoolAddParameter.deserialize(pool)
    assert [problem.message for problem in caught.value.problems] == [
        "expected str, got int 3 at $.startTask.commandLine",
        "expected bool, got str 'false' at $.startTask.waitForSuccess",
    ]


@pytest.mark.parametrize("theirs", [azure.ResourceFile(), azure.BatchStartTask(), azure.ContainerRegistryReference()])
def test_another_kind_is_refused(theirs: Any) -> None:
    task = StartTask(command_line="x", user_identity=theirs)
    name = type(theirs).__qualname__
    assert [str(problem) for problem in task.validate()] == [
        f"expected UserIdentity, got azure.batch.models._models.{name} at $.userIdentity"
    ]


def test_members_and_values_that_azure_batch_does_not_know() -> None:
    document = {"commandLine": "x", "future": {"a": [1, None]}, "userIdentity": {"autoUser": {"scope": "galaxy"}}}
    assert pool_with(azure.BatchStartTask(document)).serialize()["startTask"] == document


def test_times_and_durations() -> None:
    class Holder(Model):
        pools: list[PoolAddParameter]

    theirs = azure.BatchPoolCreateOptions(id="p", vm_size="s", resize_timeout=datetime.timedelta(minutes=5))
    assert Holder(pools=[theirs]).serialize() == {"pools": [{"id": "p", "vmSize": "s", "resizeTimeout": "PT5M"}]}


def test_an_explanation() -> None:
    document = {
        "state": "starttaskfailed",
        "startTaskInfo": {"state": "completed", "startTime": "2025-01-31T12:00:00Z", "retryCount": 0, "exitCode": 3},
        "startTask": TASK,
    }
    theirs = azure.BatchNode(document)
    node = ComputeNode(state="starttaskfailed", start_task_info=theirs.start_task_info, start_task=theirs.start_task)
    assert explain(node) == explain(ComputeNode.deserialize(document))
