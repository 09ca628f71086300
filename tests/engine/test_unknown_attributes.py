"""The warning about a name that no attribute of the model has."""

from __future__ import annotations

import functools
import inspect
import warnings
from collections.abc import Callable
from typing import Any

import pytest

from batchmodels import StartTask, UnknownAttributeWarning


class Described:
    """A mixin with everything that an assignment may meet."""

    plain = "plain"

    def __init__(self) -> None:
        """Never called: the model's constructor comes first."""

    @property
    def settable(self) -> str:
        return "settable"

    @settable.setter
    def settable(self, value: str) -> None:
        self._value = value


class Descriptor:
    def __set__(self, instance: Any, value: Any) -> None:
        vars(type(instance))["assigned"].append(value)

    def __get__(self, instance: Any, owner: type) -> Any:
        return self


class Task(StartTask, Described):
    """A model without a constructor of its own."""

    assigned = []  # noqa: RUF012  # because it must not be an attribute
    described = Descriptor()

    @functools.cached_property
    def worked_out(self) -> str:
        return "worked out"

    def misspell(self) -> None:
        self.wait_for_sucess = True

    def keep(self) -> None:
        self._kept = self.__kept = 1


class Constructed(StartTask):
    """A model with a constructor of its own, which may keep what it likes."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.notes = "kept"


def line_of(function: Callable[..., Any]) -> int:
    """The line after the first one of a function."""
    return inspect.getsourcelines(function)[1] + 1


def warned(use: Callable[[], Any]) -> list[tuple[str, str, int]]:
    """The warnings that something gives: their texts, files and lines."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        use()
    assert all(warning.category is UnknownAttributeWarning for warning in caught)
    return [(str(warning.message), warning.filename, warning.lineno) for warning in caught]


def construct() -> None:
    StartTask(command_line="true", wait_for_sucess=True)


def assign() -> None:
    _TASK.wait_for_sucess = True


def assign_by_name() -> None:
    setattr(_TASK, "waitForSuccess", True)  # noqa: B010  # because that is tested


def assign_unknown_members() -> None:
    _TASK.aditional_properties = {}


def assign_nothing_known() -> None:
    _TASK.zzz = 1


def assign_after_construction() -> None:
    _CONSTRUCTED.max_task_retry_cont = 1


_TASK = StartTask(command_line="true")
_CONSTRUCTED = Constructed(command_line="true")


@pytest.mark.parametrize(
    ("use", "line", "message"),
    [
        (construct, construct, "StartTask has no attribute 'wait_for_sucess'; did you mean 'wait_for_success'?"),
        (assign, assign, "StartTask has no attribute 'wait_for_sucess'; did you mean 'wait_for_success'?"),
        (assign_by_name, assign_by_name, "StartTask has no attribute 'waitForSuccess'; did you mean 'wait_for_success'?"),
        (
            assign_unknown_members,
            assign_unknown_members,
            "StartTask has no attribute 'aditional_properties'; did you mean 'additional_properties'?",
        ),
        (assign_nothing_known, assign_nothing_known, "StartTask has no attribute 'zzz'"),
        (
            assign_after_construction,
            assign_after_construction,
            "Constructed has no attribute 'max_task_retry_cont'; did you mean 'max_task_retry_count'?",
        ),
        (
            lambda: Task(command_line="true").misspell(),
            Task.misspell,
            "Task has no attribute 'wait_for_sucess'; did you mean 'wait_for_success'?",
        ),
    ],
)
def test_it_names_the_nearest_attribute_and_the_line(use: Callable[[], Any], line: Callable[..., Any], message: str) -> None:
    assert warned(use) == [(message, __file__, line_of(line))]


def test_what_is_assigned_is_kept_but_not_sent() -> None:
    task = StartTask(command_line="true")
    assert warned(lambda: setattr(task, "zzz", 1))
    assert vars(task)["zzz"] == 1
    assert task.serialize() == {"commandLine": "true"}
    assert StartTask(command_line="true") == task


@pytest.mark.parametrize("name", ["_private", "__very_private", "settable", "described", "plain", "worked_out", "command_line"])
def test_it_does_not_come_for_what_the_class_has(name: str) -> None:
    task = Task(command_line="true")
    assert warned(lambda: setattr(task, name, "a")) == []
    assert warned(task.keep) == []
    assert Task.assigned == (["a"] if name == "described" else [])
    Task.assigned.clear()


def test_it_does_not_come_for_what_a_constructor_keeps() -> None:
    assert warned(lambda: Constructed(command_line="true")) == []
    assert warned(lambda: setattr(_CONSTRUCTED, "remarks", 1)) == []


def test_reading_and_copying_give_none() -> None:
    def use() -> None:
        task = Task.deserialize({"commandLine": "true", "waitForSucess": True})
        copied = Task.from_json(task.to_json())
        copied.additional_properties = {}
        del copied.additional_properties
        del copied.wait_for_success
        assert copied.wait_for_success is None

    assert warned(use) == []


def test_deleting_an_unknown_attribute() -> None:
    with pytest.raises(AttributeError, match="wait_for_sucess"):
        del StartTask(command_line="true").wait_for_sucess
