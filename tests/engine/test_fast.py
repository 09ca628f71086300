"""The fast way and the reference give the same results and the same problems."""

from __future__ import annotations

import datetime
import inspect
import json
import linecache
import math
import threading
import traceback
from enum import Enum
from functools import partial
from typing import Annotated, Any, ClassVar

import msgspec
import pytest
import wire
from conftest import ALL_EXAMPLES, OWN_DOCUMENTS, WIRE_EXAMPLES, load, start_tasks_in
from hypothesis import given
from hypothesis import strategies as st
from strategies import broken_documents, broken_models, json_values, models

import batchmodels
from batchmodels import (
    DeserializationError,
    EnvironmentSetting,
    Model,
    ResourceFile,
    StartTask,
    StartTaskInformation,
    UnknownValue,
    ValidationError,
)
from batchmodels.declare import Key, Maximum, MaxLength, Minimum, Pattern, ReadOnly, exactly_one, requires
from batchmodels.engine import fast, jsontext, reference
from batchmodels.engine.checksource import Fallback


class Size(str, Enum):
    small = "Small"
    very_large = "veryLarge"


class Part(Model):
    """One with an attribute for each shape, named so that careless generated code would trip."""

    text: str
    type: str | None = None
    value: int | None = None
    key: bool | None = None
    data: float | None = None
    each: Size | None = None
    elements: list[Size] | None = None
    time: datetime.datetime | None = None
    struct: datetime.timedelta | None = None
    nested: dict[str, list[int]] | None = None
    undeclared: Any | None = None
    tags: dict[str, int] | str | None = None
    number: Annotated[int | None, Minimum(-5), Maximum(5)] = None
    name: Annotated[str | None, Pattern("[a-z]*"), MaxLength(6), Key("odd.name")] = None
    e_tag: Annotated[str | None, ReadOnly()] = None
    rules = (requires("value", "key", "data"),)


class Whole(Model):
    part: Part | None = None
    parts: list[Part] | None = None
    named: dict[str, Part] | None = None
    files: list[ResourceFile] | None = None
    matrix: list[list[float]] | None = None
    rules = (exactly_one("part", "parts"),)


CLASSES = [StartTask, StartTaskInformation, Part, Whole]


def encoded_by_reference(model: Model) -> Any:
    document, problems = reference.encode(model)
    return problems or document


def encoded_fast(model: Model) -> Any:
    try:
        return fast.encode(model)
    except ValidationError as error:
        return list(error.problems)


def decoded(function: Any, model: type[Model], data: Any) -> Any:
    try:
        return function(model, data)
    except DeserializationError as error:
        return error.problems


def same(one: Any, other: Any) -> bool:
    """Equal, also in type, at every depth."""
    if type(one) is not type(other):
        return False
    if isinstance(one, Model):
        return same(vars(one), vars(other)) and list(vars(one)) == list(vars(other))
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, (list, tuple)):
        return len(one) == len(other) and all(same(a, b) for a, b in zip(one, other, strict=True))
    return bool(one == other) or (isinstance(one, float) and math.isnan(one) and math.isnan(other))


@pytest.mark.parametrize("model", CLASSES, ids=lambda model: model.__name__)
def test_encoding_valid_models(model: type[Model]) -> None:
    @given(models(model))
    def check(instance: Model) -> None:
        document = encoded_by_reference(instance)
        assert same(encoded_fast(instance), document)
        if isinstance(document, dict):
            assert json.loads(instance.to_json()) == document
            assert instance.to_json() == msgspec.json.encode(document)

    check()


@pytest.mark.parametrize("model", CLASSES, ids=lambda model: model.__name__)
def test_encoding_broken_models(model: type[Model]) -> None:
    @given(broken_models(model))
    def check(instance: Model) -> None:
        assert same(encoded_fast(instance), encoded_by_reference(instance))

    check()


@pytest.mark.parametrize("model", CLASSES, ids=lambda model: model.__name__)
def test_decoding_documents(model: type[Model]) -> None:
    @given(models(model), st.data())
    def check(instance: Model, data: Any) -> None:
        document = reference.encode(instance, reference.Encoding(keep_readonly=True))[0]
        expected = reference.decode(model, document)
        assert same(fast.decode(model, document), expected)
        text = json.dumps(document, ensure_ascii=data.draw(st.booleans()))
        assert same(fast.decode_json(model, text), reference.decode(model, jsontext.parse(text)))

    check()


@pytest.mark.parametrize("model", CLASSES, ids=lambda model: model.__name__)
def test_decoding_broken_documents(model: type[Model]) -> None:
    @given(broken_documents(model))
    def check(document: Any) -> None:
        assert same(decoded(fast.decode, model, document), decoded(reference.decode, model, document))
        text = json.dumps(document)
        assert same(
            decoded(fast.decode_json, model, text),
            decoded(lambda m, t: reference.decode(m, jsontext.parse(t)), model, text),
        )

    check()


@pytest.mark.parametrize("model", CLASSES, ids=lambda model: model.__name__)
def test_decoding_whatever_json_holds(model: type[Model]) -> None:
    keys = st.sampled_from([attribute.wire_key for attribute in model.__definition__.attributes] + ["new"])
    # Python values without a JSON form reach the decoder in a dict.
    odd = st.sampled_from(
        [("a",), {1}, frozenset(), b"x", datetime.datetime(2025, 1, 1), float("nan"), 10**400, {1: 2}, Size.small]
    )
    values = json_values | odd | st.sampled_from(["2025-01-31T12:00:00Z", "PT1H", "Small", "VERYLARGE", "new"])

    @given(st.dictionaries(keys, values | st.lists(values | st.dictionaries(keys, values)), max_size=4))
    def check(document: Any) -> None:
        assert same(decoded(fast.decode, model, document), decoded(reference.decode, model, document))

    check()


@pytest.fixture
def no_fallback(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fast way that gives up is seen."""
    monkeypatch.setattr(fast, "FALLBACK", False)


@pytest.mark.usefixtures("no_fallback")
@pytest.mark.parametrize("model", CLASSES, ids=lambda model: model.__name__)
def test_valid_models_take_the_fast_way(model: type[Model]) -> None:
    @given(models(model, common=True))
    def check(instance: Model) -> None:
        document, problems = reference.encode(instance)
        assert not problems
        assert same(fast.encode(instance), document)
        assert same(fast.decode(model, document), reference.decode(model, document))
        assert same(fast.decode_json(model, msgspec.json.encode(document)), reference.decode(model, document))

    check()


@pytest.mark.usefixtures("no_fallback")
@pytest.mark.parametrize("path", [*OWN_DOCUMENTS, *WIRE_EXAMPLES], ids=lambda path: path.stem)
def test_real_documents_take_the_fast_way(path: Any) -> None:
    name = "StartTaskInformation" if path.name.startswith("information") else "StartTask"
    for kind, document in [(name, load(path))] if path in OWN_DOCUMENTS else start_tasks_in(load(path)["body"]):
        model = getattr(batchmodels, kind)
        instance = reference.decode(model, document)
        # Values of enumerations that are unknown or in another letter case, and sources of older API versions, are left to it.
        if "future" not in path.name and "2017" not in path.name:
            assert same(model.deserialize(document), instance)
            assert same(model.from_json(json.dumps(document)), instance)
        old = any(file.additional_properties for file in getattr(instance, "resource_files", None) or [])
        if "future" not in path.name and not old:
            assert same(instance.serialize(), reference.encode(instance)[0])


@pytest.mark.usefixtures("no_fallback")
@pytest.mark.parametrize("path", ALL_EXAMPLES, ids=lambda path: path.stem)
def test_published_documents_take_the_fast_way(path: Any) -> None:
    for model, document in wire.example_documents(path):
        instance = model.deserialize(document)
        assert same(instance, reference.decode(model, document))
        assert same(model.from_json(json.dumps(document)), instance)


@pytest.mark.usefixtures("no_fallback")
def test_what_has_to_fall_back_does() -> None:
    with pytest.raises(Fallback):
        StartTask(command_line=5).serialize()
    with pytest.raises(msgspec.ValidationError):
        StartTask.deserialize({"commandLine": 5})


class Node(Model):
    child: Node | None = None


class Made(Model):
    name: str | None = None
    made: ClassVar[bool] = False

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.made = True


class Plain(Model):
    name: str | None = None


class Holder(Model):
    made: Made | None = None


def test_lists_that_may_be_texts_keep_the_unknown_members_of_their_models() -> None:
    model = declared("Either", parts=list[Plain] | str | None)
    document = {"parts": [{"name": "x", "new": 1}]}
    assert model.deserialize(document).serialize() == document
    assert model(parts=[Plain(additional_properties={"new": 1})]).serialize() == {"parts": [{"new": 1}]}


def test_models_left_to_the_reference() -> None:
    document = {"child": {"child": {"child": {}}}}
    assert Node.deserialize(document).serialize() == document
    assert Node.from_json(json.dumps(document)) == Node.deserialize(document)
    assert Node.__definition__.is_recursive
    held = Holder.deserialize({"made": {"name": "x"}})
    assert held.made.made
    assert held.serialize() == {"made": {"name": "x"}}
    assert not Holder.__fast__.is_plain
    assert StartTask.__fast__.is_plain


def declared(name: str, /, **annotations: Any) -> type[Model]:
    """A model that is declared by the way, its attributes optional."""
    return type(name, (Model,), {"__annotations__": annotations, **dict.fromkeys(annotations)})


def test_two_classes_of_one_name() -> None:
    first = declared("Same", name=Annotated[str | None, Key("a")])
    second = declared("Same", name=Annotated[str | None, Key("b")])
    both = declared("Both", x=first | None, y=second | None)
    document = {"x": {"a": "1"}, "y": {"b": "2"}}
    assert both.deserialize(document).serialize() == document
    assert both.from_json(json.dumps(document)).serialize() == document
    assert both(x=first(name="1"), y=second(name="2")).serialize() == document
    assert [problem.path for problem in both(x=second()).validate()] == ["$.x"]


def test_a_subclass_in_the_place_of_its_base() -> None:
    class Signed(ResourceFile):
        signature: str

    task = StartTask(command_line="x", resource_files=[Signed(http_url="u", file_path="f", signature="s")])
    assert task.serialize() == {
        "commandLine": "x",
        "resourceFiles": [{"httpUrl": "u", "filePath": "f", "signature": "s"}],
    }
    task.resource_files.append(Signed(http_url="u", file_path="f", signature=None))
    assert [problem.path for problem in task.validate()] == ["$.resourceFiles[1].signature"]


def test_generated_source_is_source() -> None:
    check, check_all = ResourceFile.__fast__.check, ResourceFile.__fast__.check_all
    assert ResourceFile.__check__ is check
    for function in (check, check_all):
        source = inspect.getsource(function)
        assert source.startswith(f"def {function.__name__}(")
        assert "auto_storage_container_name" in source
        assert function.__code__.co_filename.startswith("<batchmodels batchmodels.models.files.ResourceFile.")
        assert linecache.getline(function.__code__.co_filename, 1) == source.splitlines(keepends=True)[0]
    try:
        StartTask.__fast__.check(None, False)
    except AttributeError:
        assert "    command_line = self.command_line\n" in traceback.format_exc()


def test_the_source_of_a_check() -> None:
    class Small(Model):
        name: str
        kind: Annotated[str | None, MaxLength(3)] = None
        parts: list[Part] | None = None

    assert (
        inspect.getsource(Small.__fast__.check)
        == """\
def __check__(self, for_dict_):
    to_correct_ = False
    name = self.name
    if (type_(name) is not str_ or for_dict_ and not name.isascii() and check_text_(name)):
        fall_back_()
    kind = self.kind
    if kind is not None:
        if (type_(kind) is not str_ or for_dict_ and not kind.isascii() and check_text_(kind)):
            fall_back_()
        if len(kind) > max_length_:
            fall_back_()
    parts = self.parts
    if parts is not None:
        if type_(parts) is not list_:
            fall_back_()
        if check_all_Part_(parts, for_dict_):
            to_correct_ = True
    members_ = self.additional_properties
    if members_ or type_(members_) is not dict_:
        check_undeclared_(members_, declared_)
        to_correct_ = True
    return to_correct_
"""
    )


def test_sixteen_threads_at_first_use() -> None:
    class Fresh(StartTask):
        owner: str
        whole: Whole | None = None

    document = {"commandLine": "x", "owner": "me", "resourceFiles": [{"httpUrl": "u", "filePath": "f", "new": 1}]}
    results: list[Any] = []
    start = threading.Barrier(16)

    def work() -> None:
        start.wait()
        fresh = Fresh.from_json(json.dumps(document))
        results.append((fresh.serialize(), json.loads(fresh.to_json()), Fresh.deserialize(document) == fresh, repr(fresh)))

    threads = [threading.Thread(target=work) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [(document, document, True, results[0][3])] * 16


def test_threads_that_need_what_others_make() -> None:
    for _ in range(20):
        leaf = declared("Leaf", text=str | None)
        one = declared("One", a=leaf | None, b=list[leaf] | None)
        other = declared("Other", b=list[one] | None, a=one | None)
        document = {"a": {"a": {"text": "x"}, "b": [{"text": "y"}]}, "b": [{"b": [{"text": "z"}]}]}
        text = json.dumps(document)
        ways = [partial(other.deserialize, document), partial(other.from_json, text), partial(one.deserialize, {}), one]
        threads = [threading.Thread(target=way, daemon=True) for way in ways]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
            assert not thread.is_alive()
        assert other.from_json(text).serialize() == document


def test_odd_values_after_construction() -> None:
    task = StartTask(command_line="x")
    for value in ("\ud800", "é", UnknownValue("u"), 5, None, object(), b"x", "x" * 10**6):
        task.command_line = value
        assert same(encoded_fast(task), encoded_by_reference(task))
    task = StartTask(command_line="x")
    for value in (-1, -2, 0, 2**63, -(2**63), 2**64, 10**4000, True, 1.0, float("nan"), "1"):
        task.max_task_retry_count = value
        assert same(encoded_fast(task), encoded_by_reference(task))
    task = StartTask(command_line="x")
    for value in (
        {"a": math.nan},
        {"a": {1: 2}},
        {"a": "\ud800"},
        {"\ud800": 1},
        {"commandLine": 1},
        {"a": 10**30},
        [],
        [1],
        5,
        None,
    ):
        task.additional_properties = value
        assert same(encoded_fast(task), encoded_by_reference(task))
    deep: Any = 1
    for _ in range(150):
        deep = [deep]
    task.additional_properties = {"deep": deep}
    assert task.serialize()["deep"] == deep
    del task.wait_for_success
    del task.additional_properties
    assert task.serialize() == {"commandLine": "x"}


def test_long_lists() -> None:
    settings = [EnvironmentSetting(name=str(number)) for number in range(20_000)]
    task = StartTask(command_line="x", environment_settings=settings)
    assert StartTask.from_json(task.to_json()) == task
    settings[-1].name = None
    assert [problem.path for problem in task.validate()] == ["$.environmentSettings[19999].name"]
