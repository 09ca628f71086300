"""The maps that msrest gets for a class and for each object that it writes."""

from __future__ import annotations

import datetime
from enum import Enum
from typing import Annotated, Any

import pytest
from conftest import in_one_spelling
from msrest.serialization import Serializer

from batchmodels import Model, UnknownValue, ValidationError
from batchmodels.declare import (
    Key,
    Maximum,
    MaxItems,
    MaxLength,
    MaxSize,
    Minimum,
    MinLength,
    Pattern,
    Quoted,
    ReadOnly,
    StaysInside,
    UniqueBy,
)


class Size(str, Enum):
    small = "Small"


class Part(Model):
    name: str | None = None


class Whole(Model):
    text: str | None = None
    count: int | None = None
    counted: Annotated[int | None, Quoted()] = None
    ready: bool | None = None
    share: float | None = None
    shared: Annotated[float | None, Quoted()] = None
    start: datetime.datetime | None = None
    wait: datetime.timedelta | None = None
    size: Size | None = None
    sizes: list[Size] | None = None
    part: Part | None = None
    parts: list[Part] | None = None
    labels: dict[str, str] | None = None
    named: dict[str, Part] | None = None
    matrix: list[list[int]] | None = None
    anything: Any = None
    odd: Annotated[str | None, Key("odd.name")] = None


TYPES = {
    "text": "str",
    "count": "int",
    "counted": "int",
    "ready": "bool",
    "share": "float",
    "shared": "float",
    "start": "iso-8601",
    "wait": "duration",
    "size": "Size",
    "sizes": "[Size]",
    "part": "Part",
    "parts": "[Part]",
    "labels": "{str}",
    "named": "{Part}",
    "matrix": "[[int]]",
    "anything": "object",
    "odd": "str",
}


def test_the_map_of_a_class() -> None:
    assert Whole._attribute_map == {
        **{name: {"key": "odd\\.name" if name == "odd" else name, "type": own} for name, own in TYPES.items()},
        "additional_properties": {"key": "", "type": "{object}"},
    }
    assert Whole._attribute_map is Whole._attribute_map


# msrest would look up these names, and replace values by what it finds.
WRITTEN = {
    "size": "str",
    "sizes": "[str]",
    "part": f"{__name__}.Part",
    "parts": f"[{__name__}.Part]",
    "named": f"{{{__name__}.Part}}",
}


def written(**members: Any) -> dict[str, str]:
    """The types of attributes that an object's map has in other words than its class's, unless all objects have them."""
    entries: dict[str, dict[str, str]] = Whole(**members)._attribute_map
    assert {name: entry["key"] for name, entry in entries.items() if name != "odd"} == {
        name: name for name in TYPES if name != "odd"
    }
    assert entries["odd"]["key"] == "odd\\.name"
    return {name: entry["type"] for name, entry in entries.items() if entry["type"] != {**TYPES, **WRITTEN}[name]}


@pytest.mark.parametrize(
    "members",
    [
        {},
        {"text": "x", "count": 3, "counted": 3, "ready": True, "share": 1.5, "shared": 2, "anything": {1}},
        {"text": Size.small, "ready": False, "share": 1, "shared": 1.5},
        {"start": datetime.datetime(2025, 1, 1), "wait": datetime.timedelta(1)},
        {
            "size": "Small",
            "sizes": ["Small", Size.small],
            "part": Part(),
            "parts": [Part()],
            "labels": {},
            "named": {"a": Part()},
        },
        {"size": Size.small, "sizes": [], "parts": []},
        {"size": UnknownValue("large"), "sizes": [UnknownValue("large"), "SMALL"]},
        {"size": "large", "sizes": ["large", 3]},
    ],
)
def test_the_map_of_an_object(members: dict[str, Any]) -> None:
    assert written(**members) == {}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("text", 3), ("text", True), ("count", "3"), ("count", True), ("counted", 3.0), ("counted", False), ("ready", 1),
        ("ready", "true"), ("share", "1"), ("share", True), ("shared", "1"), ("shared", True), ("start", "2025"), ("wait", 3),
        ("part", {}), ("parts", (Part(),)), ("labels", []), ("named", [Part()]), ("matrix", 3), ("anything", True),
    ],
)  # fmt: skip
def test_a_value_that_msrest_would_coerce_is_an_object_to_it(name: str, value: Any) -> None:
    assert written(**{name: value}) == ({} if name == "anything" else {name: "object"})


@pytest.mark.parametrize(
    ("members", "types"),
    [
        ({"size": "SMALL"}, {"size": "Size"}),
        ({"sizes": ["Small", "small"]}, {"sizes": "[Size]"}),
        ({"sizes": [3, "SMALL"]}, {"sizes": "[Size]"}),
    ],
)
def test_a_text_in_the_wrong_letter_case_is_left_to_msrest(members: dict[str, Any], types: dict[str, str]) -> None:
    assert written(**members) == types


def test_unknown_members_are_in_the_map_of_what_has_some() -> None:
    whole = Whole(additional_properties={"new": 1})
    assert whole._attribute_map["additional_properties"] == {"key": "", "type": "{object}"}
    half_made = Whole.__new__(Whole)
    assert "additional_properties" not in half_made._attribute_map
    assert half_made._attribute_map == Whole()._attribute_map


def test_msrest_writes_every_shape_as_we_do() -> None:
    whole = Whole(
        text="x", count=3, counted=4, ready=True, share=1.5, shared=2.5, wait=datetime.timedelta(minutes=15),
        start=datetime.datetime(2025, 1, 1, tzinfo=datetime.timezone.utc), size="SMALL", sizes=["small", Size.small],
        part=Part(name="a"), parts=[Part(name="b")], labels={"a": "b"}, named={"c": Part(name="c")}, matrix=[[1], []],
        anything={"a": [1]}, odd="y", additional_properties={"new": 1},
    )  # fmt: skip
    classes = {"Whole": Whole, "Part": Part, "Size": Size}
    assert in_one_spelling(Serializer(classes).body(whole, "Whole")) == whole.serialize()
    assert whole.serialize()["sizes"] == ["Small", "Small"]
    with pytest.raises(ValidationError, match=r"(?m)^expected bool, got str 'false' at \$\.ready$"):
        Serializer(classes).body(Whole(ready="false"), "Whole")


class Limited(Model):
    needed: Annotated[str, MinLength(1), MaxLength(9), Pattern("[a-z]*"), StaysInside("here")]
    number: Annotated[int | None, Minimum(-1), Maximum(5)] = None
    listed: Annotated[list[Part] | None, MaxItems(3), MaxSize(99), UniqueBy("name")] = None
    wait: Annotated[datetime.timedelta | None, Minimum(datetime.timedelta(0))] = None
    reserved: Annotated[str, ReadOnly()]
    free: str | None = None


def test_the_limits_that_msrest_has_too() -> None:
    assert Limited._validation == {
        "needed": {"min_length": 1, "max_length": 9, "pattern": "[a-z]*", "required": True},
        "number": {"minimum": -1, "maximum": 5},
        "listed": {"max_items": 3},
        "reserved": {"required": True, "readonly": True},
    }
    assert Limited(needed="x", reserved=None)._validation is Limited._validation
