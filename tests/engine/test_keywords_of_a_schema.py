"""The keywords that a model's JSON Schema is written with, for each shape, enumeration and rule."""

from __future__ import annotations

import datetime
from enum import Enum
from typing import Annotated, Any

import jsonschema
import pytest

from batchmodels import EnvironmentSetting, Model
from batchmodels.declare import MaxItems, Minimum, Quoted, ReadOnly, UniqueBy, at_most_one, exactly_one, excludes, requires
from batchmodels.engine.attributes import Spelling
from batchmodels.engine.constraints import Constraint


def accepts(model: type[Model], document: Any, closed: bool = False) -> bool:
    return bool(jsonschema.Draft202012Validator(model.json_schema(closed=closed)).is_valid(document))


class Shelf(Model):
    """One attribute of each shape."""

    text: str | None = None
    count: int | None = None
    counted: Annotated[int | None, Quoted()] = None
    share: float | None = None
    shared: Annotated[float | None, Quoted()] = None
    ready: bool | None = None
    start: datetime.datetime | None = None
    wait: Annotated[datetime.timedelta | None, Minimum(datetime.timedelta(0))] = None
    setting: EnvironmentSetting | None = None
    settings: Annotated[list[EnvironmentSetting] | None, MaxItems(3), UniqueBy("name")] = None
    labels: dict[str, str] | None = None
    anything: Any = None
    needed: list[int]
    reserved: Annotated[str, ReadOnly()]


TIME = r"^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:?\d\d)?$"
DURATION = r"^[+-]?P(?!$)(\d+([.,]\d+)?W)?(\d+([.,]\d+)?D)?(T(?!$)(\d+([.,]\d+)?H)?(\d+([.,]\d+)?M)?(\d+([.,]\d+)?S)?)?$"


def test_every_shape() -> None:
    null = {"type": "null"}
    setting = {"$ref": "#/$defs/EnvironmentSetting"}
    schema = Shelf.json_schema()
    assert schema["required"] == ["needed"]
    assert "additionalProperties" not in schema
    assert schema["properties"] == {
        "text": {"type": ["string", "null"]},
        "count": {"type": ["integer", "null"]},
        "counted": {"anyOf": [{"type": ["integer", "string"]}, null]},
        "share": {"type": ["number", "null"]},
        "shared": {"anyOf": [{"type": ["number", "string"]}, null]},
        "ready": {"type": ["boolean", "null"]},
        "start": {"anyOf": [{"type": "string", "format": "date-time", "pattern": TIME}, null]},
        "wait": {"anyOf": [{"type": "string", "format": "duration", "pattern": DURATION}, null]},
        "setting": {"anyOf": [setting, null]},
        "settings": {"anyOf": [{"type": "array", "items": setting, "maxItems": 3}, null]},
        "labels": {"anyOf": [{"type": "object", "additionalProperties": {"type": "string"}}, null]},
        "anything": {},
        "needed": {"type": "array", "items": {"type": "integer"}},
        "reserved": {"type": "string", "readOnly": True},
    }


class Shade(str, Enum):
    """How dark it is."""

    dark = "Dark-1"
    """Nearly black."""

    light = "light"


class Plain(str, Enum):
    """There is one."""

    one = "one"


def test_an_enumeration() -> None:
    class Shaded(Model):
        shade: Shade | None = None
        plain: Plain | None = None

    described = {"enum": ["Dark-1", "light"], "enumDescriptions": ["Nearly black.", ""]}
    others = {"type": "string", "description": "A value that this library doesn't know yet."}
    assert Shaded.json_schema()["$defs"] == {
        "Plain": {"title": "Plain", "description": "There is one.", "anyOf": [{"enum": ["one"]}, others]},
        "Shade": {"title": "Shade", "description": "How dark it is.", "anyOf": [described, others]},
    }
    cases = [{"type": "string", "pattern": r"^[dD][aA][rR][kK]\-1$"}, {"type": "string", "pattern": "^[lL][iI][gG][hH][tT]$"}]
    closed = Shaded.json_schema(closed=True)
    assert list(closed["$defs"]) == ["Plain", "Shade"]
    assert closed["$defs"]["Shade"]["anyOf"] == [described, *cases]
    assert closed["additionalProperties"] is False
    for text, known in (("DARK-1", True), ("Light", True), ("darkx1", False), ("lighter", False), ("a light", False)):
        assert accepts(Shaded, {"shade": text}, closed=True) is known
        assert accepts(Shaded, {"shade": text})


class Ways(Model):
    a: str | None = None
    b: str | None = None
    c: bool | None = None
    named: Annotated[str | None, Spelling("arm", "inArm")] = None


A, B, C = ({"required": [key], "properties": {key: {"not": {"type": "null"}}}} for key in "abc")
NAMED, IN_ARM = ({"required": [key], "properties": {key: {"not": {"type": "null"}}}} for key in ("named", "inArm"))
ANY_NAME = {"anyOf": [NAMED, IN_ARM]}
UNDECLARED = {"not": {"propertyNames": {"enum": ["a", "b", "c", "named", "inArm"]}}}
IS_TRUE = {"anyOf": [{"required": ["c"], "properties": {"c": {"const": True}}}]}
IS_FALSE = {"anyOf": [{"required": ["c"], "properties": {"c": {"const": False}}}]}


@pytest.mark.parametrize(
    ("rule", "closed", "schema"),
    [
        (exactly_one("a", "b"), True, {"oneOf": [A, B]}),
        (exactly_one("a", "b"), False, {"oneOf": [A, B, {"allOf": [{"not": {"anyOf": [A, B]}}, UNDECLARED]}]}),
        (at_most_one("a", "named"), True, {"oneOf": [A, NAMED, {"not": {"anyOf": [A, NAMED]}}]}),
        (at_most_one("a", "named"), False, {"oneOf": [A, ANY_NAME, {"not": {"anyOf": [A, ANY_NAME]}}]}),
        (requires("a", "b", "named"), True, {"if": A, "then": {"anyOf": [B, NAMED]}}),
        (requires("a", "b"), False, {"if": A, "then": {"anyOf": [B, UNDECLARED]}}),
        (requires("c", "b", when=True), True, {"if": IS_TRUE, "then": {"anyOf": [B]}}),
        (requires("c", "b", when=False), False, {"if": IS_FALSE, "then": {"anyOf": [B, UNDECLARED]}}),
        (excludes("a", "b", "c"), True, {"if": A, "then": {"not": {"anyOf": [B, C]}}}),
        (excludes("c", "named", when=False), False, {"if": IS_FALSE, "then": {"not": {"anyOf": [ANY_NAME]}}}),
    ],
)
def test_a_rule_between_members(rule: Constraint, closed: bool, schema: dict[str, Any]) -> None:
    ruled = type("Ruled", (Ways,), {"rules": (rule,), "__module__": __name__})
    whole = ruled.json_schema(closed=closed)
    assert {key: whole[key] for key in ("oneOf", "if", "then", "allOf") if key in whole} == schema
    both = type("Both", (Ways,), {"rules": (rule, excludes("b", "c")), "__module__": __name__})
    assert both.json_schema(closed=closed)["allOf"] == [schema, {"if": B, "then": {"not": {"anyOf": [C]}}}]


def test_the_names_of_other_dialects_are_deprecated() -> None:
    assert Ways.json_schema()["properties"] == {
        "a": {"type": ["string", "null"]},
        "b": {"type": ["string", "null"]},
        "c": {"type": ["boolean", "null"]},
        "named": {"type": ["string", "null"]},
        "inArm": {"type": ["string", "null"], "deprecated": True},
    }
    assert list(Ways.json_schema(closed=True)["properties"]) == ["a", "b", "c", "named"]
    assert Ways.json_schema() == {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Ways",
        "type": "object",
        "properties": Ways.json_schema()["properties"],
    }


def test_names_in_full_for_classes_of_one_name() -> None:
    def declared(name: str, **annotations: Any) -> type[Model]:
        return type(name, (Model,), {"__annotations__": annotations, **dict.fromkeys(annotations), "__module__": __name__})

    first, second, third = (declared("Same", a=annotation) for annotation in (str | None, int | None, bool | None))
    both = declared("Both", x=first | None, y=second | None, z=third | None)
    assert list(both.json_schema()["$defs"]) == ["Same", f"{__name__}.Same", f"{__name__}.Same_2"]
    assert both.json_schema()["properties"]["z"]["anyOf"][0] == {"$ref": f"#/$defs/{__name__}.Same_2"}
