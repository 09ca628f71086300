"""Secrets don't appear in repr, str, errors, warnings or logs."""

from __future__ import annotations

import copy
import inspect
import logging
import traceback
import warnings
from typing import Annotated, Any

import pytest
from azure.batch import models as azure
from conftest import ROOT, load
from hypothesis import given
from msrest.serialization import Deserializer
from strategies import json_values

import batchmodels
from batchmodels import ContainerRegistry, EnvironmentSetting, Model, ResourceFile, StartTask, TaskContainerSettings
from batchmodels.declare import Minimum, Secret

SECRET = "s3cret/Value%3D"
URL = f"https://a.blob.core.windows.net/c/f?sv=2024&sig={SECRET}&se=2030"
DOCUMENT = load(ROOT / "tests" / "documents" / "start_task_container.json")


def with_secrets(**changes: Any) -> StartTask:
    members: dict[str, Any] = {
        "command_line": f"curl '{URL}'",
        "container_settings": TaskContainerSettings(image_name="i", registry=ContainerRegistry(user_name="u", password=SECRET)),
        "environment_settings": [EnvironmentSetting(name="A", value=SECRET)],
        "resource_files": [ResourceFile(http_url=URL, file_path="f"), ResourceFile(storage_container_url=URL)],
        "additional_properties": {
            "registryPassword": SECRET,
            "blobSource": URL,
            "variables": [{"name": "A", "value": SECRET}],
            "nested": {"sasToken": SECRET, "more": [f"x?sig={SECRET}"]},
            URL: 1,
        },
    }
    return StartTask(**{**members, **changes})


WRONG = [
    {"environment_settings": {"A": SECRET}},
    {"environment_settings": SECRET},
    {"environment_settings": [f"A={SECRET}"]},
    {"environment_settings": [{"name": "A", "value": SECRET}]},
    {"environment_settings": [EnvironmentSetting(name="A", value=[SECRET])]},
    {"environment_settings": [EnvironmentSetting(name="A", value=SECRET.encode())]},
    {"container_settings": SECRET},
    {"container_settings": {"registry": {"password": SECRET}}},
    {"container_settings": TaskContainerSettings(image_name=None, registry=SECRET)},
    {"command_line": [URL]},
    {"command_line": {"sig": SECRET}},
    {"max_task_retry_count": URL},
    {"wait_for_success": f"?sig={SECRET}"},
    {"resource_files": URL},
    {"user_identity": URL},
    {"additional_properties": [SECRET]},
    {"additional_properties": {"token": {SECRET}}},
]


@pytest.mark.parametrize("wrong", [{}, *WRONG])
def test_models_show_no_secret(wrong: dict[str, Any], caplog: pytest.LogCaptureFixture) -> None:
    task = with_secrets(**wrong)
    shown = [repr(task), str(task), f"{task}", *[repr(p) + str(p) for p in task.validate()]]
    with caplog.at_level(logging.DEBUG):
        try:
            task.serialize()
        except batchmodels.ValidationError:
            shown.append(traceback.format_exc())
    for text in [*shown, caplog.text]:
        assert "s3cret" not in text
    assert task.as_dict()


@pytest.mark.parametrize("key", list(DOCUMENT))
@pytest.mark.parametrize("odd", [SECRET, [SECRET], {"A": SECRET}, URL])
def test_errors_of_reading_show_no_secret(key: str, odd: Any, caplog: pytest.LogCaptureFixture) -> None:
    document = {**copy.deepcopy(DOCUMENT), "waitForSuccess": URL, key: odd, URL: 1}
    if odd in (SECRET, [SECRET]) and key not in ("environmentSettings", "containerSettings"):
        return  # a text that nobody called a secret
    classes = dict(inspect.getmembers(batchmodels, inspect.isclass))
    with caplog.at_level(logging.DEBUG):
        for read in (
            StartTask.deserialize,
            StartTask.from_dict,
            lambda d: Deserializer(classes)("StartTask", d),
        ):
            with pytest.raises(batchmodels.DeserializationError) as caught:
                read(copy.deepcopy(document))
            assert "s3cret" not in "".join(traceback.format_exception(caught.value))
            assert "s3cret" not in repr(caught.value)
    assert "s3cret" not in caplog.text


def test_errors_about_malformed_text_show_no_secret() -> None:
    for text in (f'{{"password": "{SECRET}', f'{{"a": "{SECRET}" "', f'{{"password": "{SECRET}", "n": NaN}}', SECRET):
        with pytest.raises(batchmodels.DeserializationError) as caught:
            StartTask.from_json(text)
        assert "s3cret" not in "".join(traceback.format_exception(caught.value))


def test_warning_about_a_keyword_shows_no_secret() -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        registry = ContainerRegistry(pasword=SECRET)
    assert "s3cret" not in str(caught[0].message)
    assert "s3cret" not in repr(registry)


def test_model_of_another_library_shows_no_secret() -> None:
    task = with_secrets(container_settings=azure.TaskContainerSettings(
        image_name="i", registry=azure.ContainerRegistry(password=SECRET)
    ))  # fmt: skip
    assert "s3cret" not in repr(task)
    assert "s3cret" not in str(task.validate())


@given(json_values)
def test_any_unknown_member_can_be_shown(value: Any) -> None:
    task = StartTask(command_line="x", additional_properties={"new": value, "password": SECRET})
    assert "s3cret" not in repr(task)


class Safe(Model):
    pin: Annotated[int | None, Secret(), Minimum(1000)] = None
    keys: Annotated[dict[str, str] | None, Secret()] = None
    codes: Annotated[list[int] | None, Secret()] = None


def test_secrets_of_other_types() -> None:
    safe = Safe(pin=7, keys={"a": "s3cret"}, codes=[42, "s3cret"])
    assert repr(safe) == "Safe(pin='***', keys='***', codes='***')"
    assert [problem.message for problem in safe.validate()] == [
        "expected int of at least 1000, got int at $.pin",
        "expected int, got str at $.codes[1]",
    ]
