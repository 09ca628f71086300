"""What type checkers must know of the models: the expected types stand inline, wrong uses carry the error they get.

mypy --strict and pyright read this file in test_typing.py; an expected error that does not come is an error too.
"""

from __future__ import annotations

import copy
import datetime
import sys
from typing import Annotated, Any, Generic, TypeVar, assert_type

import msgspec
from azure.batch import BatchServiceClient

import batchmodels
from batchmodels import (
    AutoUserScope,
    AutoUserSpecification,
    EnvironmentSetting,
    Model,
    Problem,
    ResourceFile,
    StartTask,
    StartTaskInformation,
    StartTaskState,
    TaskContainerSettings,
    UserIdentity,
    ValidationError,
    azure14,
    models,
)
from batchmodels.declare import Minimum


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


def as_a_struct(task: StartTask, data: dict[str, Any]) -> None:
    assert_type(msgspec.structs.replace(task, command_line="x"), StartTask)
    assert_type(msgspec.json.decode(b"{}", type=StartTask), StartTask)
    assert_type(msgspec.json.decode(b"[]", type=list[StartTask]), list[StartTask])
    assert_type(msgspec.convert(data, StartTask), StartTask)
    assert_type(msgspec.structs.asdict(task), dict[str, Any])
    assert_type(copy.copy(task), StartTask)
    if sys.version_info >= (3, 13):
        assert_type(copy.replace(task, command_line="x"), StartTask)
    match task:
        case StartTask(command_line=line, user_identity=UserIdentity() as identity):
            assert_type(line, str)
            assert_type(identity, UserIdentity)
        case _:
            pass


class Counted(StartTask):
    """A model with a constructor of its own."""

    count: int

    def __init__(self, count: int, *, command_line: str = "x") -> None:
        super().__init__(command_line=command_line)
        self.count = count


class Named:
    """A class that isn't a model."""

    def name(self) -> str:
        return "name"


class NamedTask(Named, StartTask):
    """A model with a second base."""

    minutes: int | None = None


def constructors() -> None:
    counted = Counted(3)
    assert_type(counted, Counted)
    assert_type(counted.count, int)
    assert_type(msgspec.structs.replace(counted, count=4), Counted)
    Counted("3")  # type: ignore[arg-type]
    Counted(3, wait_for_success=True)  # type: ignore[call-arg]
    named = NamedTask(command_line="x", minutes=1)
    assert_type(named.name(), str)
    NamedTask(command_line="x", minutes="1")  # type: ignore[arg-type]


T = TypeVar("T")


class Box(Model, Generic[T]):
    """A generic model."""

    content: T


class IntBox(Box[int]):
    """A generic model of ints."""


def generic_models() -> None:
    assert_type(Box(content="x"), Box[str])
    assert_type(IntBox(content=1).content, int)
    assert_type(IntBox.deserialize({}), IntBox)
    IntBox(content="x")  # type: ignore[arg-type]


def names_of_the_package() -> None:
    assert_type(batchmodels.StartTask, type[StartTask])
    assert_type(models.StartTask, type[StartTask])
    _ = batchmodels.StratTask  # type: ignore[attr-defined]
    _ = batchmodels.Minimum  # type: ignore[attr-defined]
    _ = models.Annotated  # type: ignore[attr-defined]


def names_of_azure_batch_14(client: BatchServiceClient, options: azure14.PoolAddOptions) -> None:
    assert_type(azure14.StartTask, type[StartTask])
    assert_type(azure14.use_models(client), BatchServiceClient)
    assert_type(azure14.PoolAddOptions(timeout=3), azure14.PoolAddOptions)
    azure14.StartTask(command_line=3)  # type: ignore[arg-type]
    azure14.use_models(options)  # type: ignore[type-var]
    _ = azure14.StratTask  # type: ignore[attr-defined]


def unknown_attributes(task: StartTask) -> None:
    task.wait_for_sucess = True  # type: ignore[attr-defined]
    task.additional_properties = {"new": 1}
    task.additional_properties["new"] = 2
