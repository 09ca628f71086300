"""Models of azure-batch 14 within ours: the same document, wherever it is written, read, reviewed or shown."""

from __future__ import annotations

import copy
import json
import pickle
from datetime import datetime, timedelta
from typing import Any

import msrest.serialization
import pytest
from azure.batch import models as azure
from conftest import in_one_spelling
from hypothesis import given, settings
from msrest import Deserializer, Serializer
from strategies import models
from test_family import AZURE, OURS, azure_value, known_to_azure

import batchmodels
from batchmodels import (
    ComputeNode,
    ContainerRegistry,
    DeserializationError,
    EnvironmentSetting,
    Model,
    MountConfiguration,
    PoolAddParameter,
    ResourceFile,
    StartTask,
    StartTaskInformation,
    UserIdentity,
    VirtualMachineConfiguration,
    explain,
    review,
    to_json,
)
from batchmodels.engine import shapes

HOLDING = [PoolAddParameter, StartTask, VirtualMachineConfiguration, MountConfiguration, ComputeNode, UserIdentity]


def their_task(**more: Any) -> Any:
    admin = azure.AutoUserSpecification(elevation_level=azure.ElevationLevel.admin)
    return azure.StartTask(
        command_line="./setup",
        user_identity=azure.UserIdentity(auto_user=admin),
        environment_settings=[azure.EnvironmentSetting(name="PASSWORD", value="s3cret")],
        container_settings=azure.TaskContainerSettings(
            image_name="u", registry=azure.ContainerRegistry(user_name="u", password="s3cret")
        ),
        **more,
    )


def pool_with(task: Any) -> PoolAddParameter:
    return PoolAddParameter(id="p", vm_size="s", start_task=task)


def with_theirs(model: Model) -> Model:
    """A copy in which every model is azure-batch's."""
    mixed = copy.copy(model)
    for attribute in model.__definition__.attributes:
        value = getattr(model, attribute.name)
        if isinstance(shapes.innermost(attribute.shape), shapes.Nested) and value is not None:
            setattr(mixed, attribute.name, azure_value(value, attribute.shape))
    return mixed


@pytest.mark.parametrize("model", HOLDING, ids=lambda model: model.__name__)
def test_nothing_is_lost(model: type[Model]) -> None:
    @settings(max_examples=30)
    @given(models(model, common=True))
    def check(instance: Model) -> None:
        ours = known_to_azure(instance)
        mixed = with_theirs(ours)
        document = ours.serialize()
        assert mixed.serialize() == json.loads(mixed.to_json()) == document
        assert mixed.serialize(keep_readonly=True) == ours.serialize(keep_readonly=True)
        assert mixed.as_dict() == ours.as_dict()
        assert mixed.validate() == []
        read = model.deserialize(mixed)
        assert read == model.deserialize(ours.serialize(keep_readonly=True)) == model.from_dict(mixed)
        assert repr(mixed) == repr(read)
        assert mixed.to_json(masked=True) == ours.to_json(masked=True)
        assert pickle.loads(pickle.dumps(mixed)).serialize() == copy.deepcopy(mixed).serialize() == document
        for classes in (OURS, AZURE):
            assert in_one_spelling(Serializer(classes).body(copy.copy(mixed), model.__name__)) == document

    check()


def test_an_image_of_the_service() -> None:
    image = azure.ImageInformation.deserialize(
        {
            "nodeAgentSKUId": "batch.node.ubuntu 22.04",
            "imageReference": {"publisher": "canonical", "offer": "ubuntu", "sku": "22_04-lts", "version": "latest"},
            "osType": "linux",
            "verificationType": "verified",
        }
    )
    machine = VirtualMachineConfiguration(image_reference=image.image_reference, node_agent_sku_id=image.node_agent_sku_id)
    assert machine.serialize() == {
        "imageReference": {"publisher": "canonical", "offer": "ubuntu", "sku": "22_04-lts", "version": "latest"},
        "nodeAgentSKUId": "batch.node.ubuntu 22.04",
    }
    assert repr(machine) == (
        "VirtualMachineConfiguration(image_reference=ImageReference(publisher='canonical', offer='ubuntu', "
        "sku='22_04-lts', version='latest'), node_agent_sku_id='batch.node.ubuntu 22.04')"
    )
    pool = PoolAddParameter(
        id="p", vm_size="s", virtual_machine_configuration=machine, start_task=StartTask(command_line="cmd /c setup.cmd")
    )
    assert [finding.rule for finding in review(pool)] == ["BM403"]
    assert machine.image_reference is image.image_reference


def test_its_problems_are_ours() -> None:
    theirs = azure.StartTask(
        command_line=3,
        wait_for_success="false",
        resource_files=[azure.ResourceFile(file_path=3)],
        max_task_retry_count=-7,
        user_identity=azure.UserIdentity(user_name="a", auto_user=azure.AutoUserSpecification()),
    )
    assert [str(problem) for problem in pool_with(theirs).validate()] == [
        "expected str, got int 3 at $.startTask.commandLine",
        "expected str, got int 3 at $.startTask.resourceFiles[0].filePath",
        (
            "expected exactly one of autoStorageContainerName, storageContainerUrl, httpUrl, got none of them at "
            "$.startTask.resourceFiles[0]"
        ),
        "expected exactly one of username, autoUser, got username and autoUser at $.startTask.userIdentity",
        "expected int of at least -1, got int -7 at $.startTask.maxTaskRetryCount",
        "expected bool, got str 'false' at $.startTask.waitForSuccess",
    ]
    with pytest.raises(DeserializationError) as caught:
        PoolAddParameter.deserialize(pool_with(theirs))
    assert [problem.message for problem in caught.value.problems] == [
        "expected str, got int 3 at $.startTask.commandLine",
        "expected str, got int 3 at $.startTask.resourceFiles[0].filePath",
        "expected bool, got str 'false' at $.startTask.waitForSuccess",
    ]


def test_a_secret_is_in_no_problem() -> None:
    theirs = their_task()
    theirs.container_settings.registry.password = 3
    theirs.environment_settings = {"PASSWORD": "s3cret"}
    assert [str(problem) for problem in pool_with(theirs).validate()] == [
        "expected str, got int at $.startTask.containerSettings.registry.password",
        "expected list, got dict at $.startTask.environmentSettings",
    ]


@pytest.mark.parametrize(
    ("model", "name", "theirs"),
    [
        (StartTask, "user_identity", azure.ResourceFile(http_url="x")),
        (StartTask, "user_identity", azure.ResourceFile()),
        (StartTask, "container_settings", azure.StartTask(command_line="x")),
        (StartTask, "user_identity", azure.AutoUserSpecification()),
        (ResourceFile, "identity_reference", azure.UserIdentity(user_name="a")),
        (MountConfiguration, "nfs_mount_configuration", azure.CIFSMountConfiguration(
            username="u", password="s3cret", source="s", relative_mount_path="r")),
        (VirtualMachineConfiguration, "os_disk", azure.DataDisk(lun=0, disk_size_gb=1)),
    ],
)  # fmt: skip
def test_another_kind_is_refused(model: type[Model], name: str, theirs: Any) -> None:
    instance = model.deserialize({})
    setattr(instance, name, theirs)
    attribute = model.__definition__.by_name[name]
    kind = type(theirs)
    sentence = f"expected {attribute.shape.expected}, got {kind.__module__}.{kind.__qualname__} at $.{attribute.wire_key}"
    assert sentence in [str(problem) for problem in instance.validate()]
    with pytest.raises(DeserializationError, match=r"(?m)^expected "):
        model.deserialize(instance)
    assert "s3cret" not in repr(instance)


def test_another_kind_in_a_list_is_refused() -> None:
    task = StartTask(command_line="x", environment_settings=[azure.MetadataItem(name="a", value="s3cret")])
    assert [str(problem) for problem in task.validate()] == [
        "expected EnvironmentSetting, got azure.batch.models._models_py3.MetadataItem at $.environmentSettings[0]"
    ]


def test_members_and_values_that_azure_batch_does_not_know() -> None:
    document = {
        "commandLine": "x",
        "timeout": "PT1H",
        "more": {"a": [1, None]},
        "userIdentity": {"autoUser": {"scope": "galaxy", "elevationLevel": "admin", "sandbox": 2}},
    }
    pool = pool_with(azure.StartTask.deserialize(copy.deepcopy(document)))
    assert pool.serialize() == {"id": "p", "vmSize": "s", "startTask": document}
    assert PoolAddParameter.deserialize(pool) == PoolAddParameter.deserialize(pool.serialize())
    assert Serializer(AZURE).body(pool, "PoolAddParameter") == pool.serialize()


def test_dicts_within_theirs_have_any_names() -> None:
    document = {"commandLine": "x", "userIdentity": {"autoUser": {"elevationLevel": "admin"}}}
    for identity in ({"auto_user": {"elevation_level": "admin"}}, {"autoUser": {"elevationLevel": "admin"}}):
        pool = pool_with(azure.StartTask(command_line="x", user_identity=identity))
        assert pool.serialize()["startTask"] == document
        assert PoolAddParameter.deserialize(pool).start_task == StartTask.deserialize(document)
    assert [problem.rule for problem in pool_with({"commandLine": "x"}).validate()] == ["type"]


def test_times_and_durations() -> None:
    node = azure.ComputeNode.deserialize(
        {"startTaskInfo": {"state": "running", "startTime": "2025-01-31T12:00:00Z", "retryCount": 0}}
    )
    ours = ComputeNode(start_task_info=node.start_task_info)
    assert ours.serialize(keep_readonly=True)["startTaskInfo"]["startTime"] == "2025-01-31T12:00:00Z"
    node.start_task_info.start_time = datetime(2025, 1, 31)  # because this is the mistake
    assert [problem.path for problem in ours.validate()] == ["$.startTaskInfo.startTime"]

    class Holder(Model):
        pool: PoolAddParameter

    for timeout in (timedelta(minutes=5), "PT5M"):
        theirs = azure.PoolAddParameter(id="p", vm_size="s", resize_timeout=timeout)
        assert Holder(pool=theirs).serialize() == {"pool": {"id": "p", "vmSize": "s", "resizeTimeout": "PT5M"}}


def test_ours_within_a_dict_stays_as_it_is_until_it_is_written() -> None:
    task = StartTask(command_line="x", user_identity=their_task().user_identity)
    for more in ({}, {"new": 1}):
        pool = PoolAddParameter.deserialize({"id": "p", "vmSize": "s", "startTask": task, **more})
        assert pool.start_task is task
        assert pool.serialize()["startTask"] == {"commandLine": "x", "userIdentity": their_task().user_identity.serialize()}


def test_in_lists_and_maps_at_any_depth() -> None:
    class Inner(Model):
        tasks: dict[str, StartTask]

    class Outer(Model):
        inner: list[Inner]

    outer = Outer(inner=[Inner(tasks={"a": their_task(), "b": StartTask(command_line="y")})])
    theirs = their_task().serialize()
    assert outer.serialize() == {"inner": [{"tasks": {"a": theirs, "b": {"commandLine": "y"}}}]}
    assert Outer.deserialize(outer).inner[0].tasks["a"] == StartTask.deserialize(theirs)
    assert [finding.path for finding in review(outer) if finding.rule == "BM803"] == [
        "$.inner[0].tasks.a.environmentSettings[0].value"
    ]
    outer.inner[0].tasks["a"].command_line = 3
    assert [problem.path for problem in outer.validate()] == ["$.inner[0].tasks.a.commandLine"]


def test_ours_in_theirs_in_ours() -> None:
    theirs = azure.StartTask(command_line="x", user_identity=UserIdentity(auto_user=azure.AutoUserSpecification(scope="pool")))
    pool = pool_with(theirs)
    assert pool.serialize()["startTask"] == {"commandLine": "x", "userIdentity": {"autoUser": {"scope": "pool"}}}
    assert Serializer(AZURE).body(pool, "PoolAddParameter") == pool.serialize()
    assert repr(PoolAddParameter.deserialize(pool)) == repr(pool)


def test_secrets_are_masked() -> None:
    pool = pool_with(their_task())
    assert "s3cret" not in repr(pool)
    assert b"s3cret" not in pool.to_json(masked=True)
    assert json.loads(pool.to_json(masked=True))["startTask"]["environmentSettings"] == [{"name": "PASSWORD", "value": "***"}]
    assert "s3cret" not in repr(ContainerRegistry(user_name="u", identity_reference=azure.ContainerRegistry(password="s3cret")))


def test_a_wrong_value_is_shown_as_one_of_ours() -> None:
    theirs = azure.UserIdentity(user_name=["a"])
    assert repr(StartTask(command_line="x", user_identity=theirs)) == (
        "StartTask(command_line='x', user_identity=UserIdentity(user_name=['a']))"
    )


def test_a_review_and_an_explanation_look_into_it() -> None:
    assert "BM803" in [finding.rule for finding in review(pool_with(their_task()))]
    information = {"state": "completed", "exitCode": 100, "retryCount": 0, "result": "failure"}
    theirs = azure.StartTaskInformation.deserialize(information)
    node = ComputeNode(state="starttaskfailed", start_task_info=theirs, start_task=their_task())
    ours = ComputeNode(
        state="starttaskfailed",
        start_task_info=StartTaskInformation.deserialize(information),
        start_task=StartTask.deserialize(their_task().serialize()),
    )
    assert explain(node) == explain(ours)
    assert explain(node).exit_code == 100


def test_arm() -> None:
    task = StartTask(command_line="x", user_identity=azure.UserIdentity(user_name="builder"))
    assert task.to_arm() == {"commandLine": "x", "userIdentity": {"userName": "builder"}}


def test_the_models_are_compared_as_they_are() -> None:
    assert pool_with(their_task()) == pool_with(their_task())
    assert pool_with(their_task()) != pool_with(their_task(max_task_retry_count=3))
    assert pool_with(their_task()) != PoolAddParameter.deserialize(pool_with(their_task()))


def test_a_list_of_models() -> None:
    assert json.loads(to_json([pool_with(their_task())])) == [pool_with(their_task()).serialize()]


def test_a_change_to_theirs_is_written() -> None:
    theirs = their_task()
    pool = pool_with(theirs)
    first = Serializer(AZURE).body(pool, "PoolAddParameter")
    theirs.command_line = "./other"
    second = Serializer(AZURE).body(pool, "PoolAddParameter")
    assert (first["startTask"]["commandLine"], second["startTask"]["commandLine"]) == ("./setup", "./other")
    assert pool.start_task is theirs
    assert pool.as_dict(is_xml=False) == pool.as_dict()


def test_the_shape_is_recognized() -> None:
    class Vendored:
        """A model of a package that brings its own copy of msrest's base."""

        _attribute_map = {  # noqa: RUF012  # because msrest's models have it so
            "user_name": {"key": "username", "type": "str"},
            "auto_user": {"key": "autoUser", "type": "AutoUserSpecification"},
        }

        def __init__(self, user_name: str) -> None:
            self.user_name = user_name

    task = StartTask(command_line="x", user_identity=Vendored("builder"))
    assert task.serialize() == {"commandLine": "x", "userIdentity": {"username": "builder"}}


def test_flattened_members() -> None:
    class Named(Model):
        name: str | None = None

    class Holder(Model):
        properties: Named | None = None
        name: str | None = None

    class Outer(Model):
        held: Holder | None = None

    class Theirs(msrest.serialization.Model):
        _attribute_map = {  # noqa: RUF012  # because msrest's models have it so
            "name": {"key": "name", "type": "str"},
            "inner": {"key": "properties.name", "type": "str"},
        }

    theirs = Theirs(name="a", inner="b")
    assert Outer(held=theirs).serialize() == {"held": {"name": "a", "properties": {"name": "b"}}}


def test_msrest_reads_them() -> None:
    pool = Deserializer(OURS)("PoolAddParameter", {"id": "p", "vmSize": "s", "startTask": their_task()})
    assert pool == PoolAddParameter.deserialize(pool_with(their_task()))


def test_a_setting_of_theirs() -> None:
    setting = azure.EnvironmentSetting(name="A", value="b")
    task = StartTask(command_line="x", environment_settings=[setting, EnvironmentSetting(name="C", value="d")])
    assert task.serialize()["environmentSettings"] == [{"name": "A", "value": "b"}, {"name": "C", "value": "d"}]
    assert hasattr(batchmodels, "EnvironmentSetting")


def test_a_class_shows_nothing_of_the_conversion() -> None:
    class Mine(StartTask):
        pass

    before = dir(Mine)
    mine = Mine(command_line="x", user_identity=azure.UserIdentity(user_name="a"))
    assert Serializer({"Mine": Mine}).body(mine, "Mine") == mine.serialize()
    assert [name for name in dir(Mine) if not name.startswith("_")] == [name for name in before if not name.startswith("_")]
    assert Mine._attribute_map == type(mine)._attribute_map
    with pytest.raises(AttributeError, match=r"^'Mine' object has no attribute 'nope'$"):
        getattr(mine, "nope")  # noqa: B009  # because type checkers know that it isn't there
