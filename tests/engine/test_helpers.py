"""What the helpers of generated code take, and where they give up and leave it to the plain ways."""

from __future__ import annotations

import datetime
from enum import Enum, IntEnum
from typing import Any

import msgspec
import pytest
from batchmodels.engine.compiled import helpers

from batchmodels import DeserializationError, Model, StartTask, UnknownValue, ValidationError
from batchmodels.engine import compiled, reference, shapes, wiretexts

UTC = datetime.timezone.utc


class Text(str):
    """A str of somebody's own."""

    __slots__ = ()


class Size(str, Enum):
    small = "Small"


class Count(IntEnum):
    three = 3


class Listed(list[int]):
    """A list of somebody's own."""


class Mapped(dict[str, int]):
    """A dict of somebody's own."""


class Clock(datetime.datetime):
    """A datetime of somebody's own."""


class Span(datetime.timedelta):
    """A timedelta of somebody's own."""


def nested(levels: int) -> Any:
    value: Any = 1
    for level in range(levels):
        value = {"a": value} if level % 2 else [value]
    return value


TAKEN: list[tuple[Any, Any, Any]] = [
    (helpers.text, "é", "é"),
    (helpers.text, Text("x"), "x"),
    (helpers.integer, 0, 0),
    (helpers.integer, 2**63 - 1, 2**63 - 1),
    (helpers.integer, 1 - 2**63, 1 - 2**63),
    (helpers.number, 1.5, 1.5),
    (helpers.number, -0.5, -0.5),
    (helpers.number, 3, 3),
    (helpers.boolean, True, True),
    (helpers.boolean, False, False),
    (helpers.write_time, datetime.datetime(2025, 1, 31, 12, tzinfo=UTC), "2025-01-31T12:00:00.000Z"),
    (helpers.write_time, datetime.datetime(2025, 1, 31, 12, 0, 0, 500_000, UTC), "2025-01-31T12:00:00.500Z"),
    (helpers.write_time, datetime.datetime(2025, 1, 31, 12, 0, 0, 123_400, UTC), "2025-01-31T12:00:00.1234Z"),
    (helpers.write_time, datetime.datetime(2025, 1, 31, 12, 0, 0, 123_450, UTC), "2025-01-31T12:00:00.12345Z"),
    (helpers.write_time, datetime.datetime(2025, 1, 31, 12, 0, 0, 123_456, UTC), "2025-01-31T12:00:00.123456Z"),
    (helpers.write_time, datetime.datetime(2025, 1, 31, 12, 0, 0, 1_000, UTC), "2025-01-31T12:00:00.001Z"),
    (helpers.write_time, datetime.datetime(2025, 1, 31, 12, 0, 0, 10, UTC), "2025-01-31T12:00:00.00001Z"),
    (helpers.write_duration, datetime.timedelta(minutes=15), "PT15M"),
    (helpers.elements, [1], [1]),
    (lambda value: dict(helpers.members(value)), {"a": 1}, {"a": 1}),
    (helpers.undeclared_key, "a", "a"),
    (helpers.undeclared_key, "é", "é"),
    (helpers.json_value, ["a", "é", 1, 1.5, True, None, {"b": []}], ["a", "é", 1, 1.5, True, None, {"b": []}]),
    (helpers.json_value, nested(20), nested(20)),
    (helpers.read_number, 3, 3.0),
    (helpers.read_number, 3.5, 3.5),
    (helpers.read_quoted_integer, "-12", -12),
    (helpers.read_quoted_integer, 12, 12),
    (helpers.read_quoted_number, "-1.5e3", -1500.0),
    (helpers.read_quoted_number, 2, 2.0),
    (helpers.read_quoted_number, 2.5, 2.5),
    (helpers.read_time, "2025-01-31T12:00:00Z", datetime.datetime(2025, 1, 31, 12, tzinfo=UTC)),
    (helpers.read_time, "2025-01-31T12:00:00.5Z", datetime.datetime(2025, 1, 31, 12, 0, 0, 500_000, UTC)),
    (helpers.read_time, "2025-01-31T12:00:00.1234567Z", datetime.datetime(2025, 1, 31, 12, 0, 0, 123_456, UTC)),
    (helpers.read_time, "2025-01-31T12:00:00", datetime.datetime(2025, 1, 31, 12, tzinfo=UTC)),
    (helpers.read_time, "2025-01-31T12:00:00.5+01:00", datetime.datetime(2025, 1, 31, 11, 0, 0, 500_000, UTC)),
    (helpers.read_duration, "PT15M", datetime.timedelta(minutes=15)),
]


@pytest.mark.parametrize(("helper", "value", "result"), TAKEN)
def test_what_is_taken(helper: Any, value: Any, result: Any) -> None:
    found = helper(value)
    assert found == result
    assert type(found) is type(result)


LEFT: list[tuple[Any, Any]] = [
    (helpers.text, Size.small),
    (helpers.text, 5),
    (helpers.integer, 2**63),
    (helpers.integer, -(2**63)),
    (helpers.integer, True),
    (helpers.integer, Count.three),
    (helpers.integer, 3.0),
    (helpers.number, float("nan")),
    (helpers.number, float("inf")),
    (helpers.number, "1"),
    (helpers.number, True),
    (helpers.boolean, 1),
    (helpers.boolean, None),
    (helpers.write_time, datetime.datetime(2025, 1, 1)),
    (helpers.write_time, datetime.datetime(2025, 1, 1, tzinfo=datetime.timezone(datetime.timedelta(hours=1)))),
    (helpers.write_time, Clock(2025, 1, 1, tzinfo=UTC)),
    (helpers.write_time, "2025-01-31T12:00:00Z"),
    (helpers.write_duration, Span(1)),
    (helpers.write_duration, "PT15M"),
    (helpers.elements, (1,)),
    (helpers.elements, Listed()),
    (helpers.members, []),
    (helpers.members, Mapped()),
    (helpers.undeclared_key, 5),
    (helpers.undeclared_key, Text("a")),
    (helpers.json_value, nested(21)),
    (helpers.json_value, (1,)),
    (helpers.json_value, {1: 2}),
    (helpers.json_value, [2**64]),
    (helpers.json_value, {"a": float("nan")}),
    (helpers.read_number, "1"),
    (helpers.read_number, True),
    (helpers.read_quoted_integer, "ten"),
    (helpers.read_quoted_integer, True),
    (helpers.read_quoted_integer, 1.0),
    (helpers.read_quoted_number, "ten"),
    (helpers.read_quoted_number, False),
    (helpers.read_time, "now"),
    (helpers.read_time, "2025-01-31 12:00:00Z"),
    (helpers.read_time, "2025-01-31 12:00:00.5Z"),
    (helpers.read_time, "2025-01-31T12:00:00.Z"),
    (helpers.read_time, "2025-01-31T12:00Z"),
    (helpers.read_time, "2025-01-31T12:00:00Zx"),
    (helpers.read_duration, "P1M"),
]


@pytest.mark.parametrize(("helper", "value"), LEFT)
def test_what_is_left_to_the_plain_ways(helper: Any, value: Any) -> None:
    with pytest.raises(helpers.GiveUp):
        helper(value)


@pytest.mark.parametrize("helper", [helpers.text, helpers.undeclared_key, helpers.json_value])
def test_a_lone_surrogate_is_left_as_well(helper: Any) -> None:
    with pytest.raises(UnicodeEncodeError):
        helper("\ud800")
    with pytest.raises(UnicodeEncodeError):
        helpers.add_undeclared({}, {"a": "\ud800"}, frozenset())
    with pytest.raises(UnicodeEncodeError):
        helpers.add_undeclared({}, {"\ud800": "a"}, frozenset())


def test_texts_of_an_enumeration() -> None:
    shape: Any = shapes.shape_of(Size)
    assert helpers.member_text("SMALL", shape) == "Small"
    assert helpers.member_text(UnknownValue("large"), shape) == "large"
    assert type(helpers.member_text(UnknownValue("large"), shape)) is str
    with pytest.raises(KeyError):
        helpers.member_text("large", shape)


def test_members_that_nobody_declared() -> None:
    inner = {"list": [1]}
    document: dict[str, Any] = {"first": 0}
    helpers.add_undeclared(document, {"a": "x", "é": "y", "b": "é", "c": 1, "d": inner}, frozenset({"first"}))
    assert document == {"first": 0, "a": "x", "é": "y", "b": "é", "c": 1, "d": {"list": [1]}}
    assert document["d"] is not inner
    for undeclared in ({"first": "x"}, [], Mapped(), {1: "x"}, {Text("a"): "x"}, {"a": (1,)}, {"a": nested(21)}):
        with pytest.raises(helpers.GiveUp):
            helpers.add_undeclared({}, undeclared, frozenset({"first"}))
    helpers.add_undeclared(document, {"e": nested(20)}, frozenset())
    assert document["e"] == nested(20)


def test_a_model_of_a_subclass() -> None:
    class Mine(StartTask):
        owner: str | None = None

    assert helpers.nested(Mine(command_line="x", owner="me"), StartTask) == {"commandLine": "x", "owner": "me"}
    for wrong in ({"commandLine": "x"}, None, Model()):
        with pytest.raises(helpers.GiveUp):
            helpers.nested(wrong, StartTask)


@pytest.mark.parametrize("text", ["2025-01-31T12:00:00Z", "2025-01-31T12:00:00.1Z", "2025-01-31T12:00:00.1234567Z"])
def test_the_service_s_own_form_of_a_time_is_read_at_once(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = wiretexts.read_time(text)
    monkeypatch.setattr(wiretexts, "read_time", None)
    assert helpers.read_time(text) == expected


DOCUMENT = {"commandLine": "x", "userIdentity": {"autoUser": {"scope": "pool"}}, "resourceFiles": [{"httpUrl": "u"}]}


def test_a_document_without_unknown_members_is_read_by_way_of_a_struct(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = reference.decode(StartTask, DOCUMENT)
    monkeypatch.setattr(compiled, "_decode_undeclared", None)
    assert compiled.decode(StartTask, DOCUMENT) == expected
    assert compiled.decode_json(StartTask, msgspec.json.encode(DOCUMENT)) == expected
    with pytest.raises(TypeError):
        compiled.decode(StartTask, {**DOCUMENT, "new": 1})


def test_one_with_unknown_members_is_read_member_by_member(monkeypatch: pytest.MonkeyPatch) -> None:
    document = {**DOCUMENT, "new": 1}
    expected = reference.decode(StartTask, document)
    monkeypatch.setattr(compiled, "FALLBACK", False)
    assert compiled.decode(StartTask, document) == expected
    assert compiled.decode_json(StartTask, msgspec.json.encode(document)) == expected
    with pytest.raises(helpers.GiveUp):
        compiled.decode_json(StartTask, b'{"commandLine": 5}')


def test_what_the_fast_ways_give_up_the_plain_ones_decide() -> None:
    task = StartTask(command_line=Size.small, max_task_retry_count=Count.three)
    assert compiled.encode(task) == {"commandLine": "Small", "maxTaskRetryCount": 3}
    assert compiled.encode_json(task) == b'{"commandLine":"Small","maxTaskRetryCount":3}'
    for write in (compiled.encode, compiled.encode_json):
        with pytest.raises(ValidationError, match=r"^expected str, got int 5 at \$\.commandLine$"):
            write(StartTask(command_line=5))
    with pytest.raises(DeserializationError, match=r"^expected str, got int 5 at \$\.commandLine$"):
        compiled.decode(StartTask, {"commandLine": 5})
    assert compiled.decode(StartTask, {"commandLine": Text("x")}) == StartTask(command_line="x")
