"""Values that are refused, with whole messages; nothing is coerced when a model is sent."""

from __future__ import annotations

import datetime
import enum
import json
import threading
from typing import Any

import pytest
from conftest import one_of
from hypothesis import given
from strategies import broken_documents, broken_models, models

from batchmodels import (
    AutoUserScope,
    AutoUserSpecification,
    ContainerRegistry,
    DeserializationError,
    ElevationLevel,
    EnvironmentSetting,
    Model,
    ResourceFile,
    StartTask,
    StartTaskInformation,
    StartTaskState,
    TaskContainerSettings,
    UserIdentity,
    ValidationError,
)


def refusal(model: Model) -> list[str]:
    """The messages, which are the same for serialize(), to_json() and validate()."""
    sentences = [problem.message for problem in model.validate()]
    for leave in (model.serialize, model.to_json):
        with pytest.raises(ValidationError) as caught:
            leave()
        assert [problem.message for problem in caught.value.problems] == sentences
    return sentences


def test_common_mistakes() -> None:
    assert refusal(StartTask(command_line=["a", "b"], wait_for_success="false")) == [
        "expected str, got list at $.commandLine",
        "expected bool, got str 'false' at $.waitForSuccess",
    ]
    assert refusal(StartTask(command_line="x", user_identity="admin")) == [
        "expected UserIdentity, got str 'admin' at $.userIdentity"
    ]
    assert refusal(StartTask(command_line="x", environment_settings={"A": "b"})) == [
        "expected list, got dict at $.environmentSettings"
    ]
    assert refusal(StartTask(command_line="x", environment_settings=["A=b"])) == [
        "expected EnvironmentSetting, got str at $.environmentSettings[0]"
    ]
    for value, came in ((3.9, "float 3.9"), (True, "bool True"), ("3", "str '3'")):
        assert refusal(StartTask(command_line="x", max_task_retry_count=value)) == [
            f"expected int, got {came} at $.maxTaskRetryCount"
        ]
    assert refusal(StartTask(command_line="x", max_task_retry_count=-7)) == [
        "expected int of at least -1, got int -7 at $.maxTaskRetryCount"
    ]
    assert refusal(StartTask(command_line=None)) == ["expected str, got None at $.commandLine"]
    assert refusal(StartTask(command_line="x", user_identity={"auto_user": {}})) == [
        "expected UserIdentity, got dict at $.userIdentity"
    ]
    assert refusal(StartTask(command_line="x", wait_for_success=1)) == ["expected bool, got int 1 at $.waitForSuccess"]
    assert refusal(StartTask(command_line=b"x")) == ["expected str, got bytes at $.commandLine"]
    assert refusal(StartTask(command_line="x", resource_files=(ResourceFile(),))) == [
        "expected list, got tuple at $.resourceFiles"
    ]


ONE_SOURCE = "exactly one of autoStorageContainerName, storageContainerUrl, httpUrl"


def test_all_problems_are_reported_with_their_paths() -> None:
    task = StartTask(
        command_line=5,
        container_settings=TaskContainerSettings(image_name=None, registry=ContainerRegistry(user_name="u", password=["p"])),
        resource_files=[
            ResourceFile(http_url="https://a/f"),
            ResourceFile(http_url="https://a/f", storage_container_url="https://a/c", file_path="f"),
            ResourceFile(),
            ResourceFile(blob_prefix="x", http_url="u", file_path="f"),
            None,
        ],
        environment_settings=[EnvironmentSetting(name=None, value=3)],
        user_identity=UserIdentity(user_name="a", auto_user=AutoUserSpecification(scope="planet", elevation_level="root")),
    )
    assert refusal(task) == [
        "expected str, got int 5 at $.commandLine",
        "expected str, got None at $.containerSettings.imageName",
        "expected str, got list at $.containerSettings.registry.password",
        "expected filePath with httpUrl, got None at $.resourceFiles[0].filePath",
        f"expected {ONE_SOURCE}, got storageContainerUrl and httpUrl at $.resourceFiles[1]",
        f"expected {ONE_SOURCE}, got none of them at $.resourceFiles[2]",
        "expected autoStorageContainerName or storageContainerUrl with blobPrefix, got none of them at $.resourceFiles[3]",
        "expected ResourceFile, got None at $.resourceFiles[4]",
        "expected str, got None at $.environmentSettings[0].name",
        "expected str, got int at $.environmentSettings[0].value",
        f"expected {one_of(AutoUserScope)}, got str 'planet' at $.userIdentity.autoUser.scope",
        f"expected {one_of(ElevationLevel)}, got str 'root' at $.userIdentity.autoUser.elevationLevel",
        "expected exactly one of username, autoUser, got username and autoUser at $.userIdentity",
    ]
    assert [(problem.path, problem.rule) for problem in task.validate()[:4]] == [
        ("$.commandLine", "type"),
        ("$.containerSettings.imageName", "required"),
        ("$.containerSettings.registry.password", "type"),
        ("$.resourceFiles[0].filePath", "requires"),
    ]


class Text(str):
    """A custom subclass of str."""

    __slots__ = ()


class Choice(enum.Enum):
    linux = "/bin/sh -c true"


class Count(enum.IntEnum):
    three = 3


def test_subclasses_of_str_and_numbers() -> None:
    task = StartTask(command_line=Text("x"), max_task_retry_count=Count.three)
    document = task.serialize()
    assert document == {"commandLine": "x", "maxTaskRetryCount": 3}
    assert [type(value) for value in document.values()] == [str, int]
    assert task.to_json() == b'{"commandLine":"x","maxTaskRetryCount":3}'
    assert StartTask(command_line=Choice.linux).serialize() == {"commandLine": "/bin/sh -c true"}
    for scope in (AutoUserScope.pool, "pool", "POOL", Text("Pool")):
        written = AutoUserSpecification(scope=scope).serialize()
        assert written == {"scope": "pool"}
        assert type(written["scope"]) is str
    assert refusal(AutoUserSpecification(scope=ElevationLevel.admin)) == [
        f"expected {one_of(AutoUserScope)}, got ElevationLevel.admin at $.scope"
    ]


def test_times_need_a_zone() -> None:
    information = StartTaskInformation(
        state=StartTaskState.running, start_time=datetime.datetime(2025, 1, 1), retry_count=0, end_time="2025-01-01T00:00:00Z"
    )
    assert refusal(information) == [
        "expected datetime with a time zone, got one without a zone or outside of years 1 to 9999 in UTC at $.startTime",
        "expected datetime with a time zone, got str '2025-01-01T00:00:00Z' at $.endTime",
    ]


def test_values_that_json_cannot_represent() -> None:
    endless: dict[str, Any] = {}
    endless["again"] = endless
    task = StartTask(command_line="a\ud800", max_task_retry_count=10**4000)
    task.additional_properties = {"nan": float("nan"), "set": {1}, 3: 1, "\udfff": 1, "tuple": (1,), "time": datetime.time()}
    assert refusal(task) == [
        "expected text that UTF-8 can hold, got a lone surrogate at $.commandLine",
        "expected int of at most 13,000 bits, got a larger one at $.maxTaskRetryCount",
        "expected finite float, got float at $.nan",
        "expected JSON value, got set at $.set",
        "expected str as a key, got int at $",
        'expected text that UTF-8 can hold, got a lone surrogate at $["\\udfff"]',
        "expected JSON value, got tuple at $.tuple",
        "expected JSON value, got datetime.time at $.time",
    ]
    task = StartTask(command_line="x")
    task.additional_properties = endless
    (sentence,) = refusal(task)
    assert sentence.startswith("expected document of at most 200 levels, got more at $.again.again.again")
    assert len(repr(task)) < 1000


def test_models_that_contain_themselves() -> None:
    class Node(Model):
        child: "Node | None" = None  # noqa: UP037  # because the name is not there yet

    node = Node()
    node.child = node
    (sentence,) = refusal(node)
    assert sentence.startswith("expected document of at most 200 levels, got more at $.child.child")
    deep: dict[str, Any] = {}
    for _ in range(5000):
        deep = {"child": deep}
    with pytest.raises(DeserializationError, match="expected document of at most 200 levels, got more"):
        Node.deserialize(deep)
    with pytest.raises(DeserializationError, match="more"):
        Node.deserialize('{"child":' * 500 + "{}" + "}" * 500)


def test_additional_properties_are_checked_too() -> None:
    task = StartTask(command_line="x", additional_properties={"commandLine": "y", "new": None})
    assert refusal(task) == [
        "expected an unknown member in additional_properties, got the wire key of command_line at $.commandLine"
    ]
    task.additional_properties = ["s3cret"]
    assert refusal(task) == ["expected dict in additional_properties, got list at $"]
    task.additional_properties = None
    assert task.serialize() == {"commandLine": "x"}


def test_result_of_serialize_shares_nothing_with_the_model() -> None:
    task = StartTask(command_line="x", additional_properties={"new": {"list": [1]}})
    task.serialize()["new"]["list"].append(2)
    assert task.serialize() == {"commandLine": "x", "new": {"list": [1]}}


@given(models(StartTask))
def test_valid_start_task_round_trips(task: StartTask) -> None:
    assert task.validate() == []
    document = task.serialize()
    assert json.loads(task.to_json()) == document
    again = StartTask.deserialize(document)
    assert again.serialize() == document
    assert StartTask.from_json(task.to_json()) == again
    assert StartTask.from_dict(document).serialize() == document


@given(models(StartTaskInformation))
def test_valid_information_round_trips(information: StartTaskInformation) -> None:
    document = information.serialize()
    again = StartTaskInformation.from_json(information.to_json())
    assert again == StartTaskInformation.deserialize(document)
    assert again.serialize() == document


@given(broken_models(StartTask))
def test_invalid_model_is_refused_unless_its_values_are_allowed(task: StartTask) -> None:
    repr(task)
    problems = task.validate()
    try:
        document = task.serialize()
    except ValidationError as error:
        assert error.problems == tuple(problems)
        assert problems
    else:
        assert not problems
        assert json.loads(task.to_json()) == document
        assert StartTask.deserialize(document).serialize() == document


@given(broken_documents(StartTask))
def test_invalid_document_is_refused_or_kept(document: Any) -> None:
    try:
        task = StartTask.deserialize(document)
    except DeserializationError as error:
        assert error.problems
        assert all(problem.message.endswith(f" at {problem.path}") for problem in error.problems)
        return
    repr(task)
    if not task.validate():
        kept = task.serialize()
        assert StartTask.deserialize(kept) == task


def test_first_use_in_many_threads() -> None:
    class Fresh(StartTask):
        owner: str

    made: list[Any] = []
    start = threading.Barrier(16)

    def work() -> None:
        start.wait()
        fresh = Fresh(command_line="x", owner="me")
        made.append((fresh.serialize(), Fresh.deserialize({"owner": "me"}), type(fresh)._attribute_map))

    threads = [threading.Thread(target=work) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 16
    assert all(document == {"commandLine": "x", "owner": "me"} for document, _, _ in made)
    assert all(attribute_map is Fresh._attribute_map for _, _, attribute_map in made)
