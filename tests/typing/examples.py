"""What type checkers must know of the models: the expected types stand inline, wrong uses carry the error they get.

mypy --strict and pyright read this file in test_typing.py; an expected error that does not come is an error too.
"""

from __future__ import annotations

import datetime
from typing import Annotated, Any, assert_type

from batchmodels import (
    AutoUserScope,
    AutoUserSpecification,
    EnvironmentSetting,
    Minimum,
    Model,
    Problem,
    ResourceFile,
    StartTask,
    StartTaskInformation,
    StartTaskState,
    TaskContainerSettings,
    UserIdentity,
    ValidationError,
)


def building() -> None:
    task = StartTask(command_line="x", resource_files=[ResourceFile(http_url="u", file_path="f")], max_task_retry_count=3)
    assert_type(task, StartTask)
    assert_type(task.command_line, str)
    assert_type(task.container_settings, TaskContainerSettings | None)
    assert_type(task.resource_files, list[ResourceFile] | None)
    assert_type(task.environment_settings, list[EnvironmentSetting] | None)
    assert_type(task.user_identity, UserIdentity | None)
    assert_type(task.max_task_retry_count, int | None)
    assert_type(task.wait_for_success, bool | None)
    assert_type(task.additional_properties, dict[str, Any])
    assert_type(AutoUserSpecification().scope, AutoUserScope | None)
    task.wait_for_success = False
    task.resource_files = []


def building_wrongly() -> None:
    StartTask()  # type: ignore[call-arg]
    StartTask("x")  # type: ignore[call-arg]
    StartTask(command_line=["a", "b"])  # type: ignore[arg-type]
    StartTask(command_line="x", wait_for_success="false")  # type: ignore[arg-type]
    StartTask(command_line="x", user_identity="admin")  # type: ignore[arg-type]
    StartTask(command_line="x", environment_settings={"A": "b"})  # type: ignore[arg-type]
    StartTask(command_line="x", max_task_retry_count=3.9)  # type: ignore[arg-type]
    StartTask(command_line="x", wait_for_sucess=True)  # type: ignore[call-arg]
    StartTask(command_line="x").max_task_retry_count = "3"  # type: ignore[assignment]
    AutoUserSpecification(scope=StartTaskState.running)  # type: ignore[arg-type]


def sending(task: StartTask) -> None:
    assert_type(task.serialize(), dict[str, Any])
    assert_type(task.serialize(keep_readonly=True), dict[str, Any])
    assert_type(task.to_json(), bytes)
    assert_type(task.to_json(indent=2), bytes)
    assert_type(task.validate(), list[Problem])
    assert_type(task.as_dict(), dict[str, Any])


def reading(data: dict[str, Any]) -> None:
    assert_type(StartTask.deserialize(data), StartTask)
    assert_type(StartTask.deserialize(b"{}"), StartTask)
    assert_type(StartTask.from_json("{}"), StartTask)
    assert_type(StartTask.from_dict(data), StartTask)
    information = StartTaskInformation.deserialize(data)
    assert_type(information.state, StartTaskState)
    assert_type(information.start_time, datetime.datetime)
    assert_type(information.exit_code, int | None)


def errors(error: ValidationError) -> None:
    assert_type(error.problems, tuple[Problem, ...])
    for problem in error.problems:
        assert_type(problem.path, str)
        assert_type(problem.rule, str)
        assert_type(problem.message, str)


class Owned(StartTask):
    """A model of one's own."""

    owner: str
    cost_centre: Annotated[int | None, Minimum(0)] = None


def a_model_of_ones_own() -> None:
    owned = Owned(command_line="x", owner="me")
    assert_type(owned.owner, str)
    assert_type(owned.cost_centre, int | None)
    assert_type(Owned.deserialize({}), Owned)
    Owned(command_line="x")  # type: ignore[call-arg]
    assert isinstance(owned, Model)
