"""The declarations of the start task's models."""

from __future__ import annotations

import ast
import copy
import datetime
import inspect
import pickle
import typing
from enum import Enum
from pathlib import Path
from typing import Any

import msrest.serialization
import pytest
import wire

import batchmodels
from batchmodels import (
    AutoUserScope,
    AutoUserSpecification,
    ContainerRegistry,
    ElevationLevel,
    EnvironmentSetting,
    Model,
    ResourceFile,
    StartTask,
    StartTaskInformation,
    StartTaskState,
    TaskContainerSettings,
    UnknownAttributeWarning,
    UnknownValue,
    UserIdentity,
)
from batchmodels.models.pool_settings import PoolSettings

# New attributes needn't be added: what is here must stay, in this order.
TABLE = {
    "StartTask": "command_line* container_settings resource_files environment_settings user_identity max_task_retry_count "
    "wait_for_success",
    "TaskContainerSettings": "container_run_options image_name* registry working_directory container_host_batch_bind_mounts",
    "ContainerRegistry": "user_name password registry_server identity_reference",
    "ContainerHostBatchBindMountEntry": "source is_read_only",
    "ResourceFile": "auto_storage_container_name storage_container_url http_url blob_prefix file_path file_mode "
    "identity_reference",
    "EnvironmentSetting": "name* value",
    "UserIdentity": "user_name auto_user",
    "AutoUserSpecification": "scope elevation_level",
    "ComputeNodeIdentityReference": "resource_id",
    "StartTaskInformation": "state* start_time* end_time exit_code container_info failure_info retry_count* last_retry_time "
    "result",
    "TaskContainerExecutionInformation": "container_id state error",
    "TaskFailureInformation": "category* code message details",
    "NameValuePair": "name value",
}
MODELS = [getattr(batchmodels, name) for name in TABLE]
NAMES = dict(inspect.getmembers(batchmodels, inspect.isclass))


@pytest.mark.parametrize("name", TABLE)
def test_the_table_of_attributes(name: str) -> None:
    attributes = getattr(batchmodels, name).__definition__.attributes
    listed = [text.rstrip("*") for text in TABLE[name].split()]
    assert " ".join(a.name + "*" * a.required for a in attributes if a.name in listed) == TABLE[name]


@pytest.mark.parametrize("enumeration", wire.enumerations(), ids=lambda part: part.__name__)
def test_members_equal_their_texts(enumeration: type[Enum]) -> None:
    for member in enumeration:
        assert member == member.value == enumeration(member.value)
        assert copy.deepcopy(member) is pickle.loads(pickle.dumps(member)) is member
        assert type(member.value) is str


def test_signature_of_the_start_task() -> None:
    parameters = inspect.signature(StartTask).parameters
    assert list(parameters) == [*(attribute.name for attribute in StartTask.__definition__.attributes), "kwargs"]
    *keywords, rest = parameters.values()
    assert rest.kind is inspect.Parameter.VAR_KEYWORD
    assert {parameter.kind for parameter in keywords} == {inspect.Parameter.KEYWORD_ONLY}
    assert [parameter.default for parameter in keywords] == [inspect.Parameter.empty] + [None] * (len(keywords) - 1)
    assert {name: parameters[name].annotation for name in TABLE["StartTask"].replace("*", "").split()} == {
        "command_line": str,
        "container_settings": TaskContainerSettings | None,
        "resource_files": list[ResourceFile] | None,
        "environment_settings": list[EnvironmentSetting] | None,
        "user_identity": UserIdentity | None,
        "max_task_retry_count": int | None,
        "wait_for_success": bool | None,
    }
    assert typing.get_type_hints(StartTask)["wait_for_success"] == bool | None


@pytest.mark.parametrize("part", [*wire.models(), *wire.enumerations(), PoolSettings], ids=lambda part: part.__name__)
def test_every_class_and_attribute_is_documented(part: type) -> None:
    assert inspect.getdoc(part)
    tree = ast.parse(inspect.getsource(part)).body[0]
    assert isinstance(tree, ast.ClassDef)
    for statement, following in zip(tree.body, [*tree.body[1:], None], strict=True):
        declares = isinstance(statement, ast.AnnAssign) and "ClassVar" not in ast.unparse(statement.annotation)
        if declares or (isinstance(statement, ast.Assign) and issubclass(part, Enum)):
            assert isinstance(following, ast.Expr), f"{part.__name__}: {ast.unparse(statement)}"
            assert isinstance(following.value, ast.Constant)
            assert len(str(following.value.value)) > 3


def test_docstring_of_the_start_task_has_its_rules() -> None:
    text = inspect.getdoc(StartTask) or ""
    for said in ("3 retries = 4 attempts", "0 = a single attempt", "-1 = unlimited", "Recovery", "Idempotency", "Background"):
        assert said in text


@pytest.mark.parametrize("model", wire.models())
def test_every_model_is_one_of_msrest(model: type[Model]) -> None:
    assert issubclass(model, msrest.serialization.Model)
    assert not model.is_xml_model()


def test_the_package_has_types() -> None:
    assert (Path(batchmodels.__file__).parent / "py.typed").exists()


def example() -> StartTask:
    return StartTask(
        command_line="/bin/sh -c 'echo hello'",
        user_identity=UserIdentity(
            auto_user=AutoUserSpecification(scope=AutoUserScope.pool, elevation_level=ElevationLevel.admin)
        ),
        resource_files=[ResourceFile(http_url="https://example.com/f", file_path="f")],
        environment_settings=[],
        max_task_retry_count=3,
    )


def test_unset_attributes_are_none() -> None:
    task = StartTask(command_line="x")
    assert task.wait_for_success is None
    assert task.additional_properties == {}
    assert task.serialize() == {"commandLine": "x"}


def test_a_required_attribute_must_be_given() -> None:
    with pytest.raises(TypeError, match=r"^StartTask.__init__\(\) missing 1 required keyword-only argument: 'command_line'$"):
        StartTask()
    with pytest.raises(TypeError):
        StartTask("x")


@pytest.mark.parametrize(
    ("keyword", "message"),
    [
        ("wait_for_sucess", "StartTask has no attribute 'wait_for_sucess'; did you mean 'wait_for_success'?"),
        ("waitForSuccess", "StartTask has no attribute 'waitForSuccess'; did you mean 'wait_for_success'?"),
        ("colour", "StartTask has no attribute 'colour'"),
    ],
)
def test_an_unknown_keyword_warns_and_is_not_kept(keyword: str, message: str) -> None:
    with pytest.warns(UnknownAttributeWarning) as warned:
        task = StartTask(command_line="x", **{keyword: "s3cret"})
    assert [str(warning.message) for warning in warned] == [message]
    assert warned[0].filename == __file__
    assert task == StartTask(command_line="x")
    assert not hasattr(task, keyword)


def test_equality_is_by_value() -> None:
    assert example() == example()
    assert example() != StartTask(command_line="x")
    other = example()
    other.additional_properties["new"] = 1
    assert example() != other
    assert example() != "x"
    assert UserIdentity(user_name="a") != EnvironmentSetting(name="a")
    assert AutoUserSpecification(scope="pool") == AutoUserSpecification(scope=AutoUserScope.pool)
    with pytest.raises(TypeError, match="unhashable"):
        hash(example())


def test_repr_could_be_typed_back() -> None:
    task = example()
    task.additional_properties = {"new": [1, {"a": None}]}
    assert (
        repr(task)
        == str(task)
        == (
            "StartTask(command_line=\"/bin/sh -c 'echo hello'\", "
            "resource_files=[ResourceFile(http_url='https://example.com/f', file_path='f')], environment_settings=[], "
            "user_identity=UserIdentity(auto_user=AutoUserSpecification(scope=AutoUserScope.pool, "
            "elevation_level=ElevationLevel.admin)), max_task_retry_count=3, additional_properties={'new': [1, {'a': None}]})"
        )
    )
    assert eval(repr(task), NAMES) == task
    information = StartTaskInformation(
        state=StartTaskState.running, start_time=datetime.datetime(2025, 1, 1, tzinfo=datetime.timezone.utc), retry_count=0,
        result=UnknownValue("partly"),
    )  # fmt: skip
    assert eval(repr(information), {**NAMES, "datetime": datetime}) == information
    assert type(eval(repr(information), {**NAMES, "datetime": datetime}).result) is UnknownValue


def test_repr_of_a_model_that_holds_itself() -> None:
    identity = UserIdentity()
    identity.auto_user = identity
    assert repr(identity) == "UserIdentity(auto_user=...)"


@pytest.mark.parametrize("way", [copy.copy, copy.deepcopy, lambda model: pickle.loads(pickle.dumps(model))])
def test_copies(way: Any) -> None:
    task = example()
    task.user_identity.auto_user.scope = UnknownValue("galaxy")
    task.additional_properties["new"] = [1]
    twin = way(task)
    assert twin == task
    assert twin is not task
    assert twin.serialize() == task.serialize()
    twin.command_line = "other"
    assert task.command_line != "other"


def test_a_half_made_model_is_shown_and_refused() -> None:
    task = StartTask.__new__(StartTask)
    assert repr(task) == "StartTask()"
    assert task == StartTask.__new__(StartTask)
    assert [problem.message for problem in task.validate()] == ["expected str, got None at $.commandLine"]
    del (whole := example()).command_line
    assert [problem.rule for problem in whole.validate()] == ["required"]


def test_secrets_are_not_shown() -> None:
    registry = ContainerRegistry(user_name="u", password="p4ss")
    assert repr(registry) == "ContainerRegistry(user_name='u', password='***')"
    assert str(EnvironmentSetting(name="A", value="s3cret")) == "EnvironmentSetting(name='A', value='***')"
    assert repr(EnvironmentSetting(name="A")) == "EnvironmentSetting(name='A')"
    assert registry.serialize() == {"username": "u", "password": "p4ss"}
    assert registry.as_dict() == {"user_name": "u", "password": "p4ss"}
