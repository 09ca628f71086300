"""from_dict and msrest's Deserializer with key extractors: nothing is sent twice, and what an extractor converts is read."""

from __future__ import annotations

import copy
import itertools
import json
import logging
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from msrest import Deserializer
from msrest.serialization import (
    attribute_key_case_insensitive_extractor,
    attribute_key_extractor,
    last_rest_key_case_insensitive_extractor,
    last_rest_key_extractor,
    rest_key_case_insensitive_extractor,
    rest_key_extractor,
)
from strategies import models
from test_family import OURS

from batchmodels import (
    AutoUserScope,
    AutoUserSpecification,
    CloudPool,
    DeserializationError,
    EnvironmentSetting,
    Model,
    PoolAddParameter,
    StartTask,
    UserIdentity,
)

BY_NAME = [attribute_key_extractor, attribute_key_case_insensitive_extractor]
BY_KEY = [
    rest_key_extractor,
    rest_key_case_insensitive_extractor,
    last_rest_key_extractor,
    last_rest_key_case_insensitive_extractor,
]

DOCUMENT = {
    "id": "p",
    "vmSize": "s",
    "resizeTimeout": "PT5M",
    "resourceTags": {"a": "b"},
    "metadata": [{"name": "a", "value": "b"}],
    "startTask": {
        "commandLine": "x",
        "future": 1,
        "userIdentity": {"autoUser": {"scope": "galaxy", "elevationLevel": "Admin"}},
        "environmentSettings": [{"name": "A", "value": "b", "more": None}],
    },
}

BY_NAMES = {
    "id": "p",
    "vm_size": "s",
    "resize_timeout": "PT5M",
    "resource_tags": {"a": "b"},
    "metadata": [{"name": "a", "value": "b"}],
    "start_task": {
        "command_line": "x",
        "future": 1,
        "user_identity": {"auto_user": {"scope": "galaxy", "elevation_level": "Admin"}},
        "environment_settings": [{"name": "A", "value": "b", "more": None}],
    },
}


def converting(name: str, convert: Any) -> Any:
    """An extractor that converts the value of one attribute."""

    def extract(attribute: str, entry: dict[str, Any], data: Any) -> Any:
        value = rest_key_extractor(attribute, entry, data)
        return convert(value) if attribute == name and value is not None else value

    return extract


@pytest.mark.parametrize("extractor", [*BY_NAME, *BY_KEY], ids=lambda extractor: extractor.__name__)
def test_one_extractor(extractor: Any) -> None:
    document = BY_NAMES if extractor in BY_NAME else DOCUMENT
    given_one = copy.deepcopy(document)
    read = PoolAddParameter.from_dict(given_one, key_extractors=[extractor])
    assert read == PoolAddParameter.deserialize(DOCUMENT)
    assert read.serialize() == PoolAddParameter.deserialize(DOCUMENT).serialize()
    assert given_one == document


@pytest.mark.parametrize("name", [False, True])
def test_several_extractors(name: bool) -> None:
    document = BY_NAMES if name else DOCUMENT
    for extractors in itertools.permutations([*BY_NAME, *BY_KEY], 3):
        if any(extractor in (BY_NAME if name else BY_KEY) for extractor in extractors):
            assert PoolAddParameter.from_dict(document, list(extractors)) == PoolAddParameter.deserialize(DOCUMENT)


@given(models(StartTask))
def test_as_dict_is_read_back(task: StartTask) -> None:
    names, document = task.as_dict(), task.serialize(keep_readonly=True)
    assert StartTask.from_dict(document, [rest_key_extractor]) == StartTask.deserialize(document)
    assert StartTask.from_dict(names, [attribute_key_extractor]).serialize() == StartTask.from_dict(names).serialize()


def test_a_key_in_any_letter_case_is_sent_once() -> None:
    for key in ("COMMANDLINE", "commandline"):
        read = StartTask.from_dict({key: "x"}, [rest_key_case_insensitive_extractor])
        assert read.serialize() == {"commandLine": "x"}
    read = StartTask.from_dict({"Command_Line": "x"}, [attribute_key_case_insensitive_extractor])
    assert read.serialize() == {"commandLine": "x"}


def test_a_key_that_only_the_extractor_knows_is_sent_once() -> None:
    read = StartTask.from_dict(
        {"cmd": "x", "kind": "y"},
        key_extractors=[lambda name, _, data: data.get("cmd") if name == "command_line" and data["kind"] else None],
    )
    assert read.serialize() == {"commandLine": "x", "kind": "y"}


def test_the_first_extractor_decides() -> None:
    data = {"command_line": "a", "commandLine": "b"}
    assert StartTask.from_dict(data, [attribute_key_extractor, rest_key_extractor]).serialize() == {"commandLine": "a"}
    assert StartTask.from_dict(data, [rest_key_extractor, attribute_key_extractor]).serialize() == {"commandLine": "b"}


@pytest.mark.parametrize(
    ("model", "document", "name", "convert", "expected"),
    [
        (PoolAddParameter, {"id": "p", "vmSize": "s", "resizeTimeout": "00:00:10"}, "resize_timeout",
            lambda text: f"PT{text[-2:]}S", PoolAddParameter(id="p", vm_size="s", resize_timeout=timedelta(seconds=10))),
        (PoolAddParameter, {"id": "p", "vmSize": "s", "resizeTimeout": 10}, "resize_timeout",
            lambda seconds: timedelta(seconds=seconds),
            PoolAddParameter(id="p", vm_size="s", resize_timeout=timedelta(seconds=10))),
        (CloudPool, {"lastModified": "31.1.2025"}, "last_modified", lambda _: "2025-01-31T00:00:00Z",
            CloudPool(last_modified=datetime(2025, 1, 31, tzinfo=timezone.utc))),
        (AutoUserSpecification, {"scope": "Pool!"}, "scope", lambda text: text.strip("!"),
            AutoUserSpecification(scope=AutoUserScope.pool)),
        (StartTask, {"commandLine": "x", "maxTaskRetryCount": "three"}, "max_task_retry_count", lambda _: 3,
            StartTask(command_line="x", max_task_retry_count=3)),
        (StartTask, {"commandLine": "x", "waitForSuccess": "yes"}, "wait_for_success", lambda text: text == "yes",
            StartTask(command_line="x", wait_for_success=True)),
        (StartTask, {"commandLine": ["x", "y"]}, "command_line", " ".join, StartTask(command_line="x y")),
        (StartTask, {"commandLine": "x", "environmentSettings": {"A": "b"}}, "environment_settings",
            lambda settings: [{"name": name, "value": value} for name, value in settings.items()],
            StartTask(command_line="x", environment_settings=[EnvironmentSetting(name="A", value="b")])),
        (StartTask, {"commandLine": "x", "userIdentity": "builder"}, "user_identity", lambda text: {"username": text},
            StartTask(command_line="x", user_identity=UserIdentity(user_name="builder"))),
        (StartTask, {"commandLine": "x", "userIdentity": {"autoUser": "pool"}}, "auto_user", lambda text: {"scope": text},
            StartTask(command_line="x", user_identity=UserIdentity(
                auto_user=AutoUserSpecification(scope=AutoUserScope.pool)))),
    ],
)  # fmt: skip
def test_an_extractor_converts(model: type[Model], document: Any, name: str, convert: Any, expected: Model) -> None:
    before = copy.deepcopy(document)
    assert model.from_dict(document, key_extractors=[converting(name, convert)]) == expected
    assert document == before


def test_what_it_converts_is_checked() -> None:
    with pytest.raises(DeserializationError) as caught:
        StartTask.from_dict(
            {"commandLine": "x", "userIdentity": {"autoUser": "s3cret"}, "waitForSuccess": 0},
            key_extractors=[converting("wait_for_success", lambda _: "no")],
        )
    assert [problem.message for problem in caught.value.problems] == [
        "expected AutoUserSpecification, got str 's3cret' at $.userIdentity.autoUser",
        "expected bool, got str 'no' at $.waitForSuccess",
    ]


def test_the_deserializer_with_extractors_of_its_own() -> None:
    deserializer = Deserializer(OURS)
    deserializer.key_extractors = [converting("scope", lambda text: text.strip("!"))]
    document = {"commandLine": "x", "userIdentity": {"autoUser": {"scope": "Pool!", "future": 1}}}
    before = copy.deepcopy(document)
    read = deserializer("StartTask", document)
    assert read.serialize() == {"commandLine": "x", "userIdentity": {"autoUser": {"scope": "pool", "future": 1}}}
    deserializer.key_extractors = [attribute_key_extractor, rest_key_extractor]
    assert deserializer("PoolAddParameter", BY_NAMES) == PoolAddParameter.deserialize(DOCUMENT)
    assert document == before


@pytest.mark.parametrize("form", ["PoolAddParameter", "[PoolAddParameter]", "{PoolAddParameter}"])
def test_the_deserializer_changes_nothing_of_the_caller_s(form: str) -> None:
    data: Any = copy.deepcopy(DOCUMENT)
    expected: Any = PoolAddParameter.deserialize(DOCUMENT)
    if form.startswith("["):
        data, expected = [data], [expected]
    elif form.startswith("{"):
        data, expected = {"a": data}, {"a": expected}
    before = copy.deepcopy(data)
    assert Deserializer(OURS)(form, data) == expected
    assert Deserializer(OURS)(form, json.dumps(data), content_type="application/json") == expected
    assert data == before


def test_the_deserializer_leaves_the_discriminator(caplog: pytest.LogCaptureFixture) -> None:
    class Animal(Model):
        _subtype_map = {"kind": {"dog": "Dog"}}  # noqa: RUF012  # because msrest's models have it so
        kind: str | None = None

    class Dog(Animal):
        barks: bool | None = None

    class Owner(Model):
        pets: list[Animal] | None = None

    classes = {"Animal": Animal, "Dog": Dog, "Owner": Owner}
    document = {"pets": [{"kind": "dog", "barks": True}, {"kind": "cat"}]}
    before = copy.deepcopy(document)
    with caplog.at_level(logging.ERROR):
        read = Deserializer(classes)("Owner", document)
    assert read.pets == [Dog(kind="dog", barks=True), Animal(kind="cat")]
    assert document == before == read.serialize()
