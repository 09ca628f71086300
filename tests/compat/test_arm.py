"""The management plane's spelling, with azure-mgmt-batch's own models as the oracle."""

from __future__ import annotations

import inspect
import json
from typing import Any

import pytest
from azure.mgmt.batch import models as mgmt
from conftest import WIRE, load, needs_wire
from hypothesis import given
from msrest.serialization import Deserializer
from strategies import models

import batchmodels
from batchmodels import (
    AutoUserSpecification,
    ContainerRegistry,
    DeserializationError,
    ElevationLevel,
    Model,
    PoolAddParameter,
    PoolPatchParameter,
    PoolSpecification,
    ResourceFile,
    StartTask,
    TaskContainerSettings,
    UserIdentity,
    ValidationError,
)
from batchmodels.engine import shapes
from batchmodels.models.arm import ArmModel

FAMILY = [
    value
    for name in batchmodels.__all__
    if isinstance(value := getattr(batchmodels, name), type) and issubclass(value, ArmModel)
]
OF_START_TASKS = [each for each in FAMILY if each is StartTask or each in StartTask.__definition__.held]

DATA_PLANE = {
    "commandLine": "x",
    "userIdentity": {"autoUser": {"scope": "task", "elevationLevel": "nonadmin"}},
    "containerSettings": {
        "imageName": "i",
        "registry": {"username": "u", "password": "p"},
        "workingDirectory": "containerImageDefault",
        "containerHostBatchBindMounts": [{"source": "JobPrep", "isReadOnly": True}],
    },
    "resourceFiles": [{"httpUrl": "u", "filePath": "f", "identityReference": {"resourceId": "r"}}],
    "environmentSettings": [{"name": "A", "value": "b"}],
    "maxTaskRetryCount": 0,
    "waitForSuccess": False,
}
ARM = {
    **DATA_PLANE,
    "userIdentity": {"autoUser": {"scope": "Task", "elevationLevel": "NonAdmin"}},
    "containerSettings": {**DATA_PLANE["containerSettings"], "workingDirectory": "ContainerImageDefault"},  # type: ignore[dict-item]  # because this one is a dict
}


def test_the_family_is_everything_that_a_pool_holds() -> None:
    pools = (PoolAddParameter, PoolPatchParameter, PoolSpecification)
    answers = {"AutoScaleRun", "AutoScaleRunError", "BatchPoolIdentity", "CloudPool", "ResizeError"}
    held = {each.__name__ for pool in pools for each in (pool, *pool.__definition__.held)}
    assert {model.__name__ for model in FAMILY} == held | answers


def test_both_dialects() -> None:
    task = StartTask.deserialize(DATA_PLANE)
    assert task.to_arm() == ARM
    assert (
        StartTask.from_arm(ARM) == StartTask.from_arm(json.dumps(ARM)) == StartTask.from_arm(json.dumps(ARM).encode()) == task
    )
    assert StartTask.deserialize(ARM) == StartTask.from_json(json.dumps(ARM)) == StartTask.from_dict(ARM) == task
    assert StartTask.deserialize(ARM).serialize() == DATA_PLANE
    assert ElevationLevel.non_admin.spellings == {"arm": "NonAdmin"}


def test_a_named_user() -> None:
    identity = UserIdentity(user_name="builder")
    assert identity.serialize() == {"username": "builder"}
    assert identity.to_arm() == {"userName": "builder"}
    assert ContainerRegistry(user_name="u", password="p").to_arm() == {"username": "u", "password": "p"}
    document = {"userName": "builder", "new": 1}
    for read in (
        UserIdentity.from_arm(document),
        UserIdentity.deserialize(document),
        UserIdentity.from_json(json.dumps(document)),
        UserIdentity.from_dict(document),
        Deserializer(dict(inspect.getmembers(batchmodels, inspect.isclass)))("UserIdentity", dict(document)),
    ):
        assert read == UserIdentity(user_name="builder", additional_properties={"new": 1})
    assert UserIdentity.deserialize({"userName": "b", "username": None}) == UserIdentity(user_name="b")
    assert UserIdentity.deserialize({"userName": None, "username": "a"}).user_name == "a"


def test_nothing_is_lost_where_both_names_are_there() -> None:
    for read in (
        UserIdentity.deserialize({"userName": "b", "username": "a"}),
        UserIdentity.from_json('{"userName":"b","username":"a"}'),
    ):
        assert read == UserIdentity(user_name="a", additional_properties={"userName": "b"})
        assert read.serialize() == {"username": "a", "userName": "b"}
    with pytest.raises(DeserializationError, match="expected one spelling of username, got both 'userName' and 'username'"):
        UserIdentity.from_dict({"userName": "b", "username": "a"})


def test_the_other_name_is_refused_among_the_unknown_members() -> None:
    identity = UserIdentity(additional_properties={"userName": "b"})
    with pytest.raises(ValidationError) as caught:
        StartTask(command_line="x", user_identity=identity).serialize()
    assert caught.value.problems[0].message == (
        "expected an unknown member in additional_properties, got another wire key of user_name at $.userIdentity.userName"
    )


def test_problems_are_named_as_arm_names_things() -> None:
    task = StartTask(command_line=None, user_identity=UserIdentity(user_name=3), resource_files=[ResourceFile(http_url="u")])
    with pytest.raises(ValidationError) as caught:
        task.to_arm()
    assert [problem.message for problem in caught.value.problems] == [
        "expected str, got None at $.commandLine",
        "expected filePath with httpUrl, got None at $.resourceFiles[0].filePath",
        "expected str, got int 3 at $.userIdentity.userName",
    ]
    with pytest.raises(ValidationError, match="expected exactly one of userName, autoUser, got none of them at"):
        UserIdentity().to_arm()
    with pytest.raises(DeserializationError, match=r"expected bool, got str .* at .*waitForSuccess"):
        StartTask.from_arm({"commandLine": "x", "waitForSuccess": "[parameters('wait')]"})


def test_values_in_any_letter_case_and_values_of_the_future() -> None:
    assert AutoUserSpecification(scope="POOL", elevation_level="Admin").to_arm() == {"scope": "Pool", "elevationLevel": "Admin"}
    read = AutoUserSpecification.from_arm({"scope": "Galaxy"})
    assert read.to_arm() == read.serialize() == {"scope": "Galaxy"}


def theirs_of(model: Model) -> Any:
    return getattr(mgmt, type(model).__name__)


@pytest.mark.parametrize("model", OF_START_TASKS, ids=lambda model: model.__name__)
def test_azure_mgmt_batch_reads_what_we_write(model: type[ArmModel]) -> None:
    @given(models(model, common=True))
    def check(instance: Any) -> None:
        forget_what_is_newer(instance)
        document = instance.to_arm()
        theirs = theirs_of(instance)(document)
        assert theirs.as_dict() == document
        same_values(instance, theirs)
        assert type(instance).from_arm(theirs.as_dict()).to_arm() == document
        assert type(instance).from_arm(document) == type(instance).deserialize(instance.serialize())

    check()


def forget_what_is_newer(model: Any) -> None:
    """Unset the attributes that azure-mgmt-batch doesn't have: those that a later API version has brought."""
    if isinstance(model, list):
        for element in model:
            forget_what_is_newer(element)
    elif isinstance(model, Model):
        for attribute in model.__definition__.attributes:
            if attribute.since and not hasattr(theirs_of(model)({}), attribute.name):
                setattr(model, attribute.name, None)
            forget_what_is_newer(getattr(model, attribute.name))


def same_values(ours: Model, theirs: Any) -> None:
    for attribute in ours.__definition__.attributes:
        value, other = getattr(ours, attribute.name), getattr(theirs, attribute.name, None)
        compare(attribute.shape, value, other)


def compare(shape: Any, value: Any, other: Any) -> None:
    if value is None:
        assert other is None
    elif isinstance(shape, shapes.Nested):
        same_values(value, other)
    elif isinstance(shape, shapes.ListOf):
        assert len(value) == len(other)
        for one, another in zip(value, other, strict=True):
            compare(shape.element, one, another)
    elif isinstance(shape, shapes.Enumeration):
        assert other.lower() == value.lower()
        known = shape.members.get(value.lower())
        newer = getattr(known, "since", None)  # which theirs may not have
        assert known is None or newer or other in [member.value for member in their_enumeration(shape)]
    else:
        assert other == value


def their_enumeration(shape: shapes.Enumeration) -> Any:
    return getattr(mgmt, shape.enum.__name__)


@needs_wire
def test_the_published_shapes_of_arm() -> None:
    published = load(WIRE / "definitions-arm" / "2024-02-01.json")
    for model in OF_START_TASKS:
        members = published.get(model.__name__, {})
        ours = {attribute.key_in("arm"): attribute for attribute in model.__definition__.attributes}
        newer = {key for key, attribute in ours.items() if (attribute.since or "") > "2024-02-01.19.0"}
        assert set(members) == set(ours) - newer
    for enumeration in ("AutoUserScope", "ElevationLevel", "ContainerWorkingDirectory"):
        texts = [member.spellings.get("arm", member.value) for member in getattr(batchmodels, enumeration)]
        assert texts == published[enumeration]["enum"]


def test_a_start_task_built_with_azure_mgmt_batch() -> None:
    theirs = mgmt.StartTask(
        command_line="x",
        user_identity=mgmt.UserIdentity(auto_user=mgmt.AutoUserSpecification(scope="Pool", elevation_level="Admin")),
        container_settings=mgmt.TaskContainerSettings(image_name="i", working_directory="TaskWorkingDirectory"),
        max_task_retry_count=2,
    )
    ours = StartTask.from_arm(theirs.as_dict())
    assert ours == StartTask(
        command_line="x",
        user_identity=UserIdentity(auto_user=AutoUserSpecification(scope="pool", elevation_level=ElevationLevel.admin)),
        container_settings=TaskContainerSettings(image_name="i", working_directory="taskWorkingDirectory"),
        max_task_retry_count=2,
    )
    assert ours.to_arm() == theirs.as_dict()
