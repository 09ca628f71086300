"""Real documents come back as they were."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pytest
import wire
from conftest import ALL_EXAMPLES, OWN_DOCUMENTS, WIRE_EXAMPLES, load, needs_wire, one_of, start_tasks_in
from wire import as_held, unknown_members

import batchmodels
from batchmodels import (
    AutoUserScope,
    ContainerHostDataPath,
    DeserializationError,
    ElevationLevel,
    ErrorCategory,
    ResourceFile,
    StartTask,
    StartTaskInformation,
    TaskExecutionResult,
    UnknownValue,
    ValidationError,
)

DOCUMENTS = Path(__file__).parent.parent / "documents"


def model_for(path: Path) -> Any:
    return StartTaskInformation if path.name.startswith("information") else StartTask


@pytest.mark.parametrize("path", OWN_DOCUMENTS, ids=lambda path: path.stem)
def test_our_own_documents(path: Path) -> None:
    document = load(path)
    model = model_for(path).deserialize(path.read_bytes())
    assert model.validate() == []
    assert model.serialize() == as_held(type(model), document)
    assert json.loads(model.to_json()) == as_held(type(model), document)
    assert model_for(path).from_json(model.to_json()) == model
    assert model_for(path).from_dict(model.as_dict()) == model
    assert model_for(path).from_dict(document) == model


@needs_wire
def test_the_published_examples_are_there() -> None:
    assert len(WIRE_EXAMPLES) > 30
    assert len(ALL_EXAMPLES) > 90


@pytest.mark.parametrize("path", ALL_EXAMPLES, ids=lambda path: path.stem)
def test_the_published_examples(path: Path) -> None:
    example = load(path)
    name, body, versions = example["type"], example["body"], example["api_versions"]
    if name in wire.ONLY_OLDER:
        assert max(versions) < wire.FIRST_WHOLE
        pytest.skip(f"{name} is gone since {wire.FIRST_WHOLE}")
    if element := wire.lists(versions[-1]).get(name):
        model = getattr(batchmodels, element)
        page = model.read_page(body)
        assert json.loads(page.to_json()) == {**body, "value": [as_held(model, each) for each in body["value"]]}
        for each in body["value"]:
            check_example(model, each, versions)
    else:
        check_example(getattr(batchmodels, name), body, versions)


def check_example(model: Any, body: dict[str, Any], versions: list[str]) -> None:
    read = model.deserialize(body)
    assert read == model.from_json(json.dumps(body)) == model.from_dict(body)
    assert read.serialize(keep_readonly=True) == as_held(model, body)
    assert model.deserialize(read.serialize(keep_readonly=True)) == read
    for version in versions:
        assert read.validate(api_version=version) == []
        if version >= wire.FIRST_WHOLE:
            assert unknown_members(read) == {}
    assert "SzBm0wi8xECuGkKw97wnkSZ" not in repr(read)


@pytest.mark.parametrize("path", WIRE_EXAMPLES, ids=lambda path: path.stem)
def test_the_start_tasks_within_them(path: Path) -> None:
    for name, document in start_tasks_in(load(path)["body"]):
        model = getattr(batchmodels, name).deserialize(document)
        assert model.serialize() == as_held(type(model), document)
        assert not (set(model.additional_properties) & {"commandLine", "userIdentity", "startTime"})
        assert "myvalue" not in repr(model)


def test_values_become_python() -> None:
    task = StartTask.deserialize((DOCUMENTS / "start_task_linux.json").read_text())
    assert task.user_identity.auto_user.scope is AutoUserScope.pool
    assert task.user_identity.auto_user.elevation_level is ElevationLevel.admin
    assert isinstance(task.resource_files[1], ResourceFile)
    assert task.max_task_retry_count == 3
    information = StartTaskInformation.deserialize((DOCUMENTS / "information_failed.json").read_bytes())
    assert information.start_time == datetime.datetime(2025, 3, 4, 5, 6, 7, 891011, tzinfo=datetime.timezone.utc)
    assert information.failure_info.category is ErrorCategory.user_error
    assert information.result is TaskExecutionResult.failure


def test_what_the_future_brings_is_kept() -> None:
    task = StartTask.deserialize(load(DOCUMENTS / "start_task_from_the_future.json"))
    assert task.additional_properties == {"timeout": "PT1H"}
    assert task.user_identity.auto_user.scope == UnknownValue("galaxy")
    assert type(task.user_identity.auto_user.scope) is UnknownValue
    assert task.user_identity.auto_user.additional_properties == {"sandbox": {"level": 2, "rules": [None, "a", 1.5]}}
    assert task.environment_settings[0].additional_properties == {"valueFrom": None}
    assert type(task.container_settings.container_host_batch_bind_mounts[0].source) is UnknownValue
    task.user_identity.auto_user.scope = "galaxy"
    with pytest.raises(ValidationError) as caught:
        task.serialize()
    assert (
        caught.value.problems[0].message
        == f"expected {one_of(AutoUserScope)}, got str 'galaxy' at $.userIdentity.autoUser.scope"
    )


def test_null_is_absent_and_an_empty_list_is_not() -> None:
    task = StartTask.deserialize({"commandLine": "x", "resourceFiles": None, "environmentSettings": [], "new": None})
    assert task.resource_files is None
    assert task.serialize() == {"commandLine": "x", "environmentSettings": [], "new": None}


def test_letter_case_of_enumerations() -> None:
    task = StartTask.deserialize({"commandLine": "x", "userIdentity": {"autoUser": {"elevationLevel": "NonAdmin"}}})
    assert task.user_identity.auto_user.elevation_level is ElevationLevel.non_admin
    entry = batchmodels.ContainerHostBatchBindMountEntry(source="vfsmounts")
    assert entry.serialize() == {"source": "VfsMounts"}
    entry.source = ContainerHostDataPath.task
    assert entry.serialize() == {"source": "Task"}


def test_python_names_in_a_document_are_unknown_members() -> None:
    task = StartTask.deserialize({"command_line": "x"})
    assert task.additional_properties == {"command_line": "x"}
    with pytest.raises(ValidationError) as caught:
        task.serialize()
    assert caught.value.problems[0].message == (
        "expected str, got None (the unknown member 'command_line' is spelled 'commandLine' on the wire; "
        "from_dict reads both) at $.commandLine"
    )


def test_from_dict_takes_any_spelling() -> None:
    expected = StartTask.deserialize((DOCUMENTS / "start_task_linux.json").read_bytes())
    assert StartTask.from_dict(expected.serialize()) == expected
    assert StartTask.from_dict({"COMMANDLINE": "x", "Wait_For_Success": True, "new": 1, 3: 4}).additional_properties == {
        "new": 1, 3: 4,
    }  # fmt: skip
    with pytest.raises(DeserializationError) as caught:
        StartTask.from_dict({"command_line": "x", "commandLine": "y", "user_identity": {"auto_user": {"scope": 5}}})
    assert [problem.message for problem in caught.value.problems] == [
        "expected one spelling of commandLine, got both 'command_line' and 'commandLine' at $.commandLine",
        f"expected {one_of(AutoUserScope)}, got int 5 at $.userIdentity.autoUser.scope",
    ]


def test_every_problem_of_a_document_is_reported() -> None:
    with pytest.raises(DeserializationError) as caught:
        StartTask.deserialize(
            {
                "commandLine": ["a", "b"],
                "containerSettings": "image",
                "resourceFiles": [{"httpUrl": 5}, "f", None],
                "environmentSettings": {"A": "s3cret"},
                "userIdentity": "admin",
                "maxTaskRetryCount": 3.0,
                "waitForSuccess": "true",
            }
        )
    assert [problem.message for problem in caught.value.problems] == [
        "expected str, got list at $.commandLine",
        "expected TaskContainerSettings, got str at $.containerSettings",
        "expected str, got int 5 at $.resourceFiles[0].httpUrl",
        "expected ResourceFile, got str 'f' at $.resourceFiles[1]",
        "expected ResourceFile, got None at $.resourceFiles[2]",
        "expected list, got dict at $.environmentSettings",
        "expected UserIdentity, got str 'admin' at $.userIdentity",
        "expected int, got float 3.0 at $.maxTaskRetryCount",
        "expected bool, got str 'true' at $.waitForSuccess",
    ]
