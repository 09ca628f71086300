"""What is generated for a class, as functions and a Struct: to whom they belong, what they call, where there are none."""

from __future__ import annotations

import datetime
from typing import Annotated, Any

import msgspec
import pytest
from batchmodels.engine.compiled import helpers

from batchmodels import Key, Model, Quoted, ValidationError
from batchmodels.engine.model import Model as EngineModel


class Part(Model):
    name: str | None = None


class Holder(Model):
    part: Part | None = None
    parts: list[Part] | None = None
    named: dict[str, Part] | None = None
    matrix: list[list[Part]] | None = None


@pytest.mark.parametrize(
    ("function", "called"),
    [
        ("encode", {"encode_Part_": "encode", "encode_all_Part_": "encode_all"}),
        ("encode_for_json", {"encode_Part_": "encode_for_json", "encode_all_Part_": "encode_all_for_json"}),
        ("decode", {"copy_struct_Part_": "copy_struct", "copy_all_Part_": "copy_all"}),
        ("decode_json", {"copy_struct_Part_": "copy_struct", "copy_all_Part_": "copy_all"}),
        ("read_dict", {"read_dict_Part_": "read_dict"}),
    ],
)
def test_the_functions_of_other_classes_that_are_called(function: str, called: dict[str, str]) -> None:
    names = getattr(Holder.__codec__, function).__globals__
    assert {name: value for name, value in names.items() if name.endswith("_Part_")} == {
        name: getattr(Part.__codec__, own) for name, own in called.items()
    }


@pytest.mark.parametrize("members", [{"part": 0}, {"parts": [0]}, {"named": {"a": 0}}, {"matrix": [[0]]}])
def test_what_utf_8_cannot_hold_is_refused_at_every_depth(members: dict[str, Any]) -> None:
    def put(value: Any, part: Part) -> Any:
        if isinstance(value, list):
            return [put(each, part) for each in value]
        return {key: put(each, part) for key, each in value.items()} if isinstance(value, dict) else part

    for name in ("\ud800", "é", "e"):
        holder = Holder(**put(members, Part(name=name)))
        for write in (holder.serialize, holder.to_json):
            if name == "\ud800":
                with pytest.raises(ValidationError, match="a lone surrogate at "):
                    write()
            else:
                write()


def test_functions_belong_to_their_class() -> None:
    for function in ("encode", "decode", "read_dict", "copy_struct", "copy_all", "encode_all"):
        made = getattr(Holder.__codec__, function)
        assert made.__qualname__ == f"Holder.{function}"
        assert made.__module__ == __name__
        assert made.__code__.co_filename.startswith(f"<batchmodels {__name__}.Holder.{function} ")


def test_a_struct_mirrors_its_model() -> None:
    class Mirrored(Model):
        text: str
        count: Annotated[int | None, Quoted()] = None
        share: Annotated[float | None, Quoted()] = None
        start: datetime.datetime | None = None
        parts: list[Part] | None = None
        labels: Annotated[dict[str, list[bool]] | None, Key("the.labels")] = None
        anything: Any = None

    struct = Mirrored.__codec__.struct
    part = Part.__codec__.struct
    assert struct.__name__ == "Mirrored"
    config = struct.__struct_config__
    assert (config.forbid_unknown_fields, config.gc) == (True, False)
    fields = {field.encode_name: (field.name, field.type, field.default) for field in msgspec.structs.fields(struct)}
    assert fields == {
        "text": ("text", str | None, None),
        "count": ("count", int | str | None, None),
        "share": ("share", float | str | None, None),
        "start": ("start", str | None, None),
        "parts": ("parts", list[part] | None, None),
        "the.labels": ("labels", dict[str, list[bool]] | None, None),
        "anything": ("anything", Any | None, None),
    }


class Tree(Model):
    branches: list[Tree] | None = None


class Made(Model):
    part: Part | None = None

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)


def test_what_cannot_be_generated_gives_up() -> None:
    readers, writers = (
        {"decode", "decode_json", "read_dict"},
        {"encode", "encode_for_json", "encode_all", "encode_all_for_json"},
    )
    for model, expected in ((Tree, readers | writers), (Made, readers), (Part, set[str]()), (EngineModel, set[str]())):
        functions = {name for name in readers | writers if getattr(model.__codec__, name) is helpers.give_up}
        assert functions == expected
