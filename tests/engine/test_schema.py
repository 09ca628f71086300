"""The JSON Schema of a model takes what the model takes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Annotated, Any

import jsonschema
import msgspec
import pytest
import wire
from conftest import ALL_EXAMPLES
from hypothesis import given
from strategies import broken_documents, models

from batchmodels import (
    AutoUserScope,
    DeserializationError,
    EnvironmentSetting,
    Model,
    PoolAddParameter,
    ResourceFile,
    StartTask,
    UserIdentity,
)
from batchmodels.declare import Key, Maximum, MaxLength, Minimum, MinLength, Pattern, ReadOnly, TextEnum, exactly_one, requires
from batchmodels.engine.constraints import Constraint
from batchmodels.engine.shapes import Json, ListOf

Validator = jsonschema.Draft202012Validator


def accepts(model: type[Model], document: Any, closed: bool = False) -> bool:
    return bool(Validator(model.json_schema(closed=closed)).is_valid(document))


def we_accept(model: type[Model], document: Any) -> bool:
    try:
        return model.deserialize(document).validate() == []
    except DeserializationError:
        return False


@pytest.mark.parametrize("model", wire.models(), ids=lambda model: model.__name__)
@pytest.mark.parametrize("closed", [False, True])
def test_every_model_has_a_schema(model: type[Model], closed: bool) -> None:
    schema = model.json_schema(closed=closed)
    Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["title"] == model.__name__
    assert schema["description"]
    assert json.loads(json.dumps(schema)) == schema
    for part in [schema, *schema.get("$defs", {}).values()]:
        assert part["description"]
        assert all(entry["description"] for entry in part.get("properties", {}).values())


@pytest.mark.parametrize("path", ALL_EXAMPLES, ids=lambda path: path.stem)
def test_documents_of_the_service(path: Any) -> None:
    for model, document in wire.example_documents(path):
        assert we_accept(model, document)
        assert accepts(model, document)
        attribute = next(each for each in model.__definition__.attributes if not isinstance(each.shape, Json))
        wrong: Any = {} if isinstance(attribute.shape, ListOf) else []
        assert not accepts(model, {**document, attribute.wire_key: wrong})


def in_reach_of_a_schema(document: Any) -> bool:
    """A schema takes 3.0 for an integer, knows no limit of digits, and no calendar."""
    if isinstance(document, dict):
        return all(in_reach_of_a_schema(member) for member in document.values())
    if isinstance(document, list):
        return all(in_reach_of_a_schema(element) for element in document)
    return not (isinstance(document, float) and document.is_integer())


@pytest.mark.parametrize("model", [StartTask, ResourceFile, UserIdentity, EnvironmentSetting], ids=lambda model: model.__name__)
def test_valid_is_what_we_accept(model: type[Model]) -> None:
    validator = Validator(model.json_schema())

    @given(broken_documents(model))
    def check(document: Any) -> None:
        document = json.loads(json.dumps(document))
        if in_reach_of_a_schema(document):
            assert validator.is_valid(document) == we_accept(model, document)

    check()


@given(models(PoolAddParameter, common=True))
def test_what_we_write_is_valid(pool: Model) -> None:
    document = json.loads(pool.to_json())
    assert POOL.is_valid(document)


POOL = Validator(PoolAddParameter.json_schema())


@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        ({"vmSize": 3}, ["vmSize"]),
        ({"resizeTimeout": "15 minutes"}, ["resizeTimeout"]),
        ({"resizeTimeout": "P1Y"}, ["resizeTimeout"]),
        ({"startTask": {}}, ["startTask"]),
        ({"startTask": {"commandLine": "x", "resourceFiles": {}}}, ["startTask"]),
        ({"startTask": {"commandLine": "x", "resourceFiles": [{"filePath": "f"}]}}, ["startTask"]),
        ({"startTask": {"commandLine": "x", "maxTaskRetryCount": -2}}, ["startTask"]),
        ({"enableAutoScale": "true"}, ["enableAutoScale"]),
        ({"metadata": [{"name": "a"}]}, ["metadata"]),
        ({"resourceTags": {"a": 1}}, ["resourceTags"]),
        ({"resourceTags": []}, ["resourceTags"]),
    ],
)
def test_what_we_refuse_for_its_shape_is_not_valid(wrong: dict[str, Any], path: list[str]) -> None:
    document = {"id": "p", "vmSize": "s", **wrong}
    assert not we_accept(PoolAddParameter, document)
    assert [list(error.absolute_path) for error in POOL.iter_errors(document)] == [path]


@pytest.mark.parametrize(
    "document",
    [
        {"id": "p", "vmSize": "s", "startTask": None, "metadata": [], "new": {"a": None}},
        {"id": "p", "vmSize": "s", "resizeTimeout": "PT15M", "autoScaleEvaluationInterval": "P1DT0.5S"},
        {"id": "p", "vmSize": "s", "targetNodeCommunicationMode": "Classic"},
        {"id": "p", "vmSize": "s", "targetNodeCommunicationMode": "telepathic"},
        {"id": "p", "vmSize": "s", "startTask": {"commandLine": "x", "resourceFiles": [{"blobSource": "u", "filePath": "f"}]}},
        {"id": "p", "vmSize": "s", "startTask": {"commandLine": "x", "userIdentity": {"userName": "a"}}},
    ],
)
def test_what_we_accept_is_valid(document: dict[str, Any]) -> None:
    assert we_accept(PoolAddParameter, document)
    assert list(POOL.iter_errors(document)) == []


def test_a_closed_schema_marks_misspellings() -> None:
    task = {"commandLine": "x", "userIdentity": {"autoUser": {"scope": "Pool", "elevationLevel": "admin"}}}
    assert accepts(StartTask, task, closed=True)
    for wrong in (
        {"commandLine": "x", "waitForSucess": True},
        {"commandLine": "x", "userIdentity": {"autoUser": {"scope": "node"}}},
        {"commandLine": "x", "userIdentity": {"userName": "a"}},
        {"commandLine": "x", "resourceFiles": [{"blobSource": "u", "filePath": "f"}]},
        {"commandLine": "x", "resourceFiles": [{"httpUrl": "u"}]},
    ):
        assert not accepts(StartTask, wrong, closed=True)


def test_a_closed_schema_reports_a_mistake_at_its_place() -> None:
    """It reports the member, not that the whole start task is wrong."""
    task = {"commandLine": "x", "userIdentity": {"userName": "a"}, "resourceFiles": [{"httpUrl": "u", "filepath": "f"}]}
    document = {"id": "p", "vmSize": "s", "startTask": task}
    validator = jsonschema.Draft202012Validator(PoolAddParameter.json_schema(closed=True))
    found = [(each.json_path, each.message) for each in validator.iter_errors(document)]
    assert "$.startTask" not in {path for path, _ in found}
    assert any(path == "$.startTask.resourceFiles[0]" and "'filepath' was unexpected" in text for path, text in found)
    assert "$.startTask.userIdentity" in {path for path, _ in found}
    assert accepts(PoolAddParameter, {"id": "p", "vmSize": "s", "startTask": None, "resourceTags": None}, closed=True)


def test_a_schema_in_full() -> None:
    assert UserIdentity.json_schema(closed=True) == {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "UserIdentity",
        "description": "The user that a task runs as: either a named account of the pool or an auto-user.",
        "type": "object",
        "properties": {
            "username": {
                "description": "The name of an account in the pool's `userAccounts`.",
                "type": ["string", "null"],
            },
            "autoUser": {
                "description": "A user that Batch creates.",
                "if": {"type": "null"},
                "else": {"$ref": "#/$defs/AutoUserSpecification"},
            },
        },
        "additionalProperties": False,
        "oneOf": [
            {"required": ["username"], "properties": {"username": {"not": {"type": "null"}}}},
            {"required": ["autoUser"], "properties": {"autoUser": {"not": {"type": "null"}}}},
        ],
        "$defs": UserIdentity.json_schema(closed=True)["$defs"],
    }
    scope = UserIdentity.json_schema()["$defs"]["AutoUserScope"]
    assert scope["anyOf"][0]["enum"] == [member.value for member in AutoUserScope]
    assert scope["anyOf"][0]["enumDescriptions"][1].startswith("One user on each node")


class Limited(Model):
    """A model of limits.

    Over two paragraphs, with ``code``.
    """

    number: Annotated[int | None, Minimum(1), Maximum(9)] = None
    text: Annotated[str, Key("the-text"), MinLength(2), MaxLength(3)]
    code: Annotated[str | None, Pattern("[a-c]+|x")] = None
    e_tag: Annotated[str | None, ReadOnly()] = None
    """Who knows."""

    kinds: dict[str, list[AutoUserScope]] | None = None
    anything: Any = None

    rules = (exactly_one("number", "code"), requires("e_tag", "kinds"))


def test_limits_and_own_models() -> None:
    schema = Limited.json_schema()
    assert schema["description"] == "A model of limits.\n\nOver two paragraphs, with `code`."
    assert schema["required"] == ["the-text"]
    assert schema["properties"] == {
        "number": {"anyOf": [{"type": "integer", "minimum": 1, "maximum": 9}, {"type": "null"}]},
        "the-text": {"type": "string", "minLength": 2, "maxLength": 3},
        "code": {"anyOf": [{"type": "string", "pattern": "^(?:[a-c]+|x)$"}, {"type": "null"}]},
        "eTag": {"description": "Who knows.", "type": ["string", "null"], "readOnly": True},
        "kinds": {
            "anyOf": [
                {"type": "object", "additionalProperties": {"type": "array", "items": {"$ref": "#/$defs/AutoUserScope"}}},
                {"type": "null"},
            ]
        },
        "anything": {},
    }
    assert accepts(Limited, {"the-text": "ab", "number": 3})
    assert not accepts(Limited, {"the-text": "ab", "number": 3, "code": "a"})
    assert not accepts(Limited, {"the-text": "ab", "number": 3, "eTag": "1"})
    assert accepts(Limited, {"the-text": "ab", "number": 3, "eTag": "1", "kinds": {}})
    assert not accepts(Limited, {"the-text": "abcd", "number": 3})


def test_a_model_without_source_has_a_schema_without_words() -> None:
    made = type("Made", (Model,), {"__annotations__": {"name": str | None}, "name": None, "__module__": "nowhere"})
    assert made.json_schema() == {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Made",
        "type": "object",
        "properties": {"name": {"type": ["string", "null"]}},
    }


class Even(Constraint, frozen=True):
    """A user-defined rule."""

    rule = "even"

    def problem_source(self) -> str:
        return "False"

    def problem(self, value: Any, key: Any, has_unknown: bool, path: Any = ()) -> None:
        return None


def test_a_rule_that_has_no_schema_is_left_to_validate() -> None:
    class Ruled(Model):
        name: str | None = None

        rules = (Even(("name",)),)

    assert Validator(Ruled.json_schema()).is_valid({})
    assert msgspec.json.encode(Ruled.json_schema())


def declared(name: str, **annotations: Any) -> type[Model]:
    return type(name, (Model,), {"__annotations__": annotations, **dict.fromkeys(annotations)})


def test_classes_with_the_same_name_are_distinguished() -> None:
    first, second, third = declared("Same", a=str | None), declared("Same", b=int | None), declared("Same", c=bool | None)
    both = declared("Both", x=first | None, y=second | None, z=third | None)
    schema = both.json_schema(closed=True)
    assert len(schema["$defs"]) == 3
    validator = Validator(schema)
    assert validator.is_valid({"x": {"a": "1"}, "y": {"b": 1}, "z": {"c": True}})
    assert not validator.is_valid({"x": {"b": 1}})
    assert not validator.is_valid({"y": {"c": True}})


class Tree(Model):
    """A tree."""

    branches: list[Tree] | None = None


def test_a_model_that_can_hold_itself() -> None:
    assert accepts(Tree, {"branches": [{"branches": []}]})
    assert not accepts(Tree, {"branches": [{"branches": [1]}]})


class Mood(TextEnum):
    """How a crew is, next to `Shade.dark_blue`."""

    very_good = "veryGood!"
    """Better than `dark_blue`, see `shoe_size` and `some_thing`."""


class Shade(TextEnum):
    """A color."""

    dark_blue = "darkBlue!"
    """Dark."""


class Sailor(Model):
    """Somebody with a `shoe_size`."""

    shoe_size: Annotated[int | None, Key("size")] = None
    """With `crew_name` of the `Crew`, `Crew.crew_name`, `Shade.dark_blue`, `other_thing`, `size`, ``code_here`` and `Mood`."""


class Crew(Model):
    """People with a `crew_name`, in a `very_good` mood: `Mood.very_good`."""

    crew_name: Annotated[str, Key("name")]
    """Not `-o allow_other`, nor `Standard_D2s_v3`."""

    name: Annotated[str | None, Key("nick")] = None
    """Beside `crew_name` and `name`; `Other.some_name`."""

    mood: Mood | None = None
    """See `mood`."""

    sailors: list[Sailor] | None = None
    """Each with a `shoe_size`."""


def test_descriptions_have_the_names_of_the_wire() -> None:
    schema = Crew.json_schema()
    assert schema["description"] == "People with a `name`, in a `veryGood!` mood: `veryGood!`."
    assert {key: entry["description"] for key, entry in schema["properties"].items()} == {
        "name": "Not `-o allow_other`, nor `Standard_D2s_v3`.",
        "nick": "Beside `name` and `nick`; `Other.someName`.",
        "mood": "See `mood`.",
        "sailors": "Each with a `size`.",
    }
    assert schema["$defs"]["Mood"]["description"] == "How a crew is, next to `darkBlue!`."
    assert schema["$defs"]["Mood"]["anyOf"][0]["enumDescriptions"] == ["Better than `darkBlue`, see `size` and `someThing`."]
    assert schema["$defs"]["Sailor"]["description"] == "Somebody with a `size`."
    assert schema["$defs"]["Sailor"]["properties"]["size"]["description"] == (
        "With `name` of the `Crew`, `Crew.name`, `darkBlue!`, `otherThing`, `size`, `codeHere` and `Mood`."
    )


@pytest.mark.parametrize("model", wire.models(), ids=lambda model: model.__name__)
def test_no_description_has_a_name_of_python(model: type[Model]) -> None:
    schema = model.json_schema()
    texts = [text for part in [schema, *schema.get("$defs", {}).values()] for text in descriptions_in(part)]
    found = {code for text in texts for code in re.findall(r"`(?:\w+\.)?([a-z0-9]+(?:_[a-z0-9]+)+)`", text)}
    assert found <= {"standard_lrs"}, "a value of the service that looks like a name of Python goes here"


def descriptions_in(part: dict[str, Any]) -> Iterator[str]:
    yield part["description"]
    for entry in part.get("properties", {}).values():
        yield entry["description"]
    for branch in part.get("anyOf", []):
        yield from branch.get("enumDescriptions", [])
