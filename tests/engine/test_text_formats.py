"""JSON text and ISO 8601."""

from __future__ import annotations

import datetime
import itertools
import json
import logging
import re
import time
from typing import Annotated, Any

import msgspec
import pytest
from hypothesis import given
from msrest.serialization import Deserializer, Serializer
from strategies import durations, times

from batchmodels import DeserializationError, Model, StartTask, StartTaskInformation, ValidationError
from batchmodels.declare import Quoted
from batchmodels.engine import wiretexts

UTC = datetime.timezone.utc


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"commandLine": "x",\n "waitForSuccess": tru}', "malformed text (Expecting value) at line 2, column 20"),
        (b'{"commandLine": "x"', "malformed text (Expecting ',' delimiter) at line 1, column 20"),
        (b"", "malformed text (Expecting value) at line 1, column 1"),
        ('{"commandLine": "x" ,\n }', "malformed text (Illegal trailing comma before end of object) at line 1, column 21"),
        ('{"resourceFiles": [{}, ]}', "malformed text (Illegal trailing comma before end of array) at line 1, column 22"),
        ('{"resourceFiles": [{},,]}', "malformed text (Expecting value) at line 1, column 23"),
        ("[,]", "malformed text (Expecting value) at line 1, column 2"),
        (b"{} {}", "malformed text (Extra data) at line 1, column 4"),
        (b"\xff\xfe", "bytes that are not UTF-8 (invalid start byte) at line 1, column 1"),
        (b"\xef\xbb\xbf\xff", "bytes that are not UTF-8 (invalid start byte) at line 1, column 1"),
        (b"\xef\xbb\xbf{,}", "malformed text (Expecting property name enclosed in double quotes) at line 1, column 2"),
        (b'{"a": NaN}', "NaN at $"),
        (b'{"a": -Infinity}', "-Infinity at $"),
        (b'{"a": "\\ud800"}', "a lone surrogate at $"),
        ('{"a": "\ud800"}', "a lone surrogate at line 1, column 8"),
        (b"[" * 100_000, "more than 200 levels at $"),
        (b"[" * 2_000, "more than 200 levels at $"),
        (b"[" * 201, "more than 200 levels at $"),
        (b"[" * 200, "malformed text (Expecting value) at line 1, column 201"),
        (b'{"a": 1e999}', "a value that cannot be held (Number out of range) at $"),
        (b'{"a": ' + b"1" * 5000 + b"}", "a value that cannot be held (Integer value out of range) at $"),
        (b'["\\ud800", ' + b"[" * 100_000 + b"]" * 100_001, "more than 200 levels at $"),
    ],
    ids=itertools.count(),
)
def test_what_is_no_json_says_where(text: str | bytes, message: str) -> None:
    with pytest.raises(DeserializationError) as caught:
        StartTask.from_json(text)
    assert caught.value.problems[0].message == f"expected JSON, got {message}"
    assert caught.value.problems[0].rule == "json"


def test_a_byte_order_mark_is_passed_over() -> None:
    for text in (b'\xef\xbb\xbf{"commandLine": "x"}', '\ufeff{"commandLine": "x"}', bytearray(b'{"commandLine": "x"}')):
        assert StartTask.deserialize(text) == StartTask(command_line="x")


@pytest.mark.parametrize("data", ["3", "[]", '"x"', "null", b"true", None, 3, [], {1}])
def test_what_is_no_object(data: object) -> None:
    with pytest.raises(DeserializationError, match=r"(?m)^expected StartTask, got .* at \$$"):
        StartTask.deserialize(data)


def test_json_of_any_size() -> None:
    task = StartTask(command_line="é" * 1_000_000, max_task_retry_count=10**3900)
    assert StartTask.from_json(task.to_json()) == task
    assert StartTask(command_line="x").to_json(indent=1) == b'{\n "commandLine": "x"\n}'


@pytest.mark.parametrize(
    "text",
    [
        "2016-11-22T19:36:48.21721Z",
        "2016-11-22T19:36:51Z",
        "2016-11-22t19:36:51.5z",
        "2016-11-22T19:36:51+01:00",
        "2016-11-22T19:36:51.25-0530",
        "0001-01-01T00:00:00Z",
    ],
)
def test_times_are_read_as_msrest_reads_them(text: str) -> None:
    moment = wiretexts.read_time(text)
    assert moment == Deserializer.deserialize_iso(text)
    assert moment is not None
    assert moment.tzinfo is not None


@pytest.mark.parametrize(
    ("text", "seconds", "microseconds"),
    [
        ("2016-11-22T19:36:51.0013378Z", 51, 1338),
        ("2016-11-22T19:36:51.0013374999Z", 51, 1337),
        ("2016-11-22T19:36:51.9999999Z", 52, 0),
        ("2016-11-22T19:36:51.9999999", 52, 0),
    ],
)
def test_the_seventh_digit_is_rounded(text: str, seconds: int, microseconds: int) -> None:
    assert wiretexts.read_time(text) == datetime.datetime(2016, 11, 22, 19, 36, seconds, microseconds, UTC)


@pytest.mark.parametrize("text", ["\ud800", "2016-11-22T19:36:51\ud800Z", "PT1\udfffH"])
def test_a_lone_surrogate_is_no_time_and_no_duration(text: str) -> None:
    assert wiretexts.read_time(text) is None
    assert wiretexts.read_duration(text) is None
    with pytest.raises(
        DeserializationError, match=r"(?m)^expected time such as '2025-01-31T12:00:00Z', got str .* at \$.startTime$"
    ):
        StartTaskInformation.deserialize({"startTime": text})


def test_rounding_does_not_leave_the_calendar() -> None:
    assert wiretexts.read_time("9999-12-31T23:59:59.9999999Z") == datetime.datetime.max.replace(tzinfo=UTC)


def test_a_time_without_a_zone_is_in_utc() -> None:
    assert wiretexts.read_time("2016-11-22T19:36:51") == datetime.datetime(2016, 11, 22, 19, 36, 51, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    ["", "now", "2016-11-22", "2016-13-22T19:36:51Z", "2016-11-22T24:00:00Z", "2016-11-22T19:36:60Z",
     "2016-11-22T19:36:51+24:00", "2016-11-22T19:36:51\0Z",
     "2016-11-22T19:36:51\0", "2016-11-22T19:36:51.Z", "٢016-11-22T19:36:51Z", "P1D"],
)  # fmt: skip
def test_what_is_no_time(text: str) -> None:
    assert wiretexts.read_time(text) is None


@given(times)
def test_times_are_written_as_msgspec_writes_them(moment: datetime.datetime) -> None:
    text = wiretexts.write_time(moment)
    assert text == msgspec.to_builtins(moment.astimezone(UTC))
    assert Deserializer.deserialize_iso(Serializer.serialize_iso(moment)) == moment
    assert wiretexts.read_time(text) == moment


def test_times_that_cannot_be_written() -> None:
    far_east = datetime.timezone(datetime.timedelta(hours=9))
    assert wiretexts.write_time(datetime.datetime(2025, 1, 1)) is None
    assert wiretexts.write_time(datetime.datetime(1, 1, 1, tzinfo=far_east)) is None


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the machine's zone can't be changed here")
def test_times_are_written_in_utc_wherever_the_machine_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    noon = datetime.datetime(2025, 1, 31, 12, tzinfo=datetime.timezone(datetime.timedelta(hours=1)))
    try:
        monkeypatch.setenv("TZ", "JST-9")
        time.tzset()
        assert wiretexts.write_time(noon) == "2025-01-31T11:00:00Z"
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize(("microseconds", "fraction"), [(0, ""), (500_000, ".500000"), (1_000, ".001000"), (1, ".000001")])
def test_six_digits_of_a_second_are_written_or_none(microseconds: int, fraction: str) -> None:
    moment = datetime.datetime(987, 1, 2, 3, 4, 5, microseconds, UTC)
    assert wiretexts.write_time(moment) == f"0987-01-02T03:04:05{fraction}Z"


@given(durations)
def test_durations(duration: datetime.timedelta) -> None:
    text = wiretexts.write_duration(duration)
    assert text == Serializer.serialize_duration(duration)
    assert wiretexts.read_duration(text) == duration


@pytest.mark.parametrize("text", ["", "15 minutes", "P1M", "P1Y", "P9999999999999D"])
def test_what_is_no_duration(text: str) -> None:
    assert wiretexts.read_duration(text) is None


def test_nothing_is_configured_or_printed(capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> None:
    document = {"commandLine": "x", "https://a?sig=s3cret": 1, "userIdentity": {"autoUser": {"scope": "galaxy"}}}
    with caplog.at_level(logging.DEBUG, "batchmodels"):
        StartTask.deserialize(document)
    assert caplog.messages == [
        "'galaxy' is not a declared value of AutoUserScope",
        "StartTask does not declare the members: https://a?sig=***",
    ]
    assert capsys.readouterr() == ("", "")
    # Without any handler, Python would print errors.
    assert {type(handler) for handler in logging.getLogger("batchmodels").handlers} <= {logging.NullHandler}


class Counted(Model):
    count: Annotated[int | None, Quoted()] = None
    share: Annotated[float | None, Quoted()] = None
    shares: list[float] | None = None


@pytest.mark.parametrize(
    ("written", "read"),
    [({"count": "123456"}, {"count": 123456}), ({"count": "-1", "share": "40.0"}, {"count": -1, "share": 40.0}),
     ({"share": "1e3"}, {"share": 1000.0}), ({"count": 7, "share": 2}, {"count": 7, "share": 2.0})],
)  # fmt: skip
def test_numbers_that_the_service_may_write_as_texts(written: dict[str, Any], read: dict[str, Any]) -> None:
    for found in (Counted.deserialize(written), Counted.from_json(json.dumps(written)), Counted.from_dict({**written})):
        assert found == Counted(**read)
        assert found.serialize() == read
        assert Counted.deserialize({**written, "new": 1}).serialize() == {**read, "new": 1}


@pytest.mark.parametrize("odd", ["", "12 ", "0x1", "1_0", "ten", "9" * 40, "nan", True, [], "1.5"])
def test_texts_that_are_no_numbers(odd: Any) -> None:
    for read in (Counted.deserialize, lambda document: Counted.from_json(json.dumps(document))):
        with pytest.raises(DeserializationError, match=r"(?m)^expected int, got .* at \$.count$"):
            read({"count": odd})
    with pytest.raises(DeserializationError, match=r"(?m)^expected float, got str '1' at \$.shares\[0\]$"):
        Counted.deserialize({"shares": ["1"]})
    with pytest.raises(ValidationError, match=r"(?m)^expected int, got str '1' at \$.count$"):
        Counted(count="1").serialize()


def test_quoted_is_only_for_numbers() -> None:
    class Wrong(Model):
        name: Annotated[str | None, Quoted()] = None

    with pytest.raises(TypeError, match=r"attribute 'name': Quoted\(\) is only for an int or a float"):
        Wrong()


@pytest.mark.parametrize(
    ("text", "fits"),
    [("2025-01-31T12:00:00Z", True), ("2025-01-31t12:00:00.1234567z", True), ("2025-01-31T12:00:00+01:00", True),
     ("2025-01-31T12:00:00-0100", True), ("2025-01-31T12:00:00", True), ("2025-01-31", False), ("2025-01-31 12:00:00Z", True),
     (" 2025-01-31T12:00:00Z", False), ("2025-01-31T12:00:00Z ", False), ("2025-01-31T12:00:00.Z", False)],
)  # fmt: skip
def test_the_pattern_of_times_for_a_schema(text: str, fits: bool) -> None:
    assert bool(re.search(wiretexts.TIME_PATTERN, text)) is fits
    assert (wiretexts.read_time(text) is not None) is fits


@pytest.mark.parametrize(
    ("text", "fits"),
    [("PT15M", True), ("P1D", True), ("P2W", True), ("P1DT2H3M4.5S", True), ("-P1D", True), ("+PT1H", True), ("PT0,5S", True),
     ("P", False), ("PT", False), ("P1DT", False), ("15M", False), ("P1M", False), ("pt15m", False), (" PT1M", False),
     ("PT1M ", False)],
)  # fmt: skip
def test_the_pattern_of_durations_for_a_schema(text: str, fits: bool) -> None:
    assert bool(re.search(wiretexts.DURATION_PATTERN, text)) is fits
    if fits:
        assert wiretexts.read_duration(text) is not None


@pytest.mark.parametrize(
    ("text", "number"),
    [("0", 0), ("-12", -12), ("9" * 19, 10**19 - 1), ("9" * 20, None), ("1.0", None), ("x1", None), ("1x", None), ("+1", None)],
)
def test_ints_in_quotes(text: str, number: int | None) -> None:
    assert wiretexts.read_integer(text) == (text if number is None else number)
    assert wiretexts.read_integer(1.5) == 1.5


@pytest.mark.parametrize(
    ("text", "number"),
    [("0", 0.0), ("-1.5", -1.5), ("1e3", 1000.0), ("1E-3", 0.001), ("1.5e+3", 1500.0), ("9" * 19, 1e19), ("9" * 20, None),
     ("1e100", None), ("1.", None), (".5", None), ("nan", None), ("x1", None), ("1x", None), ("0." + "1" * 41, None)],
)  # fmt: skip
def test_floats_in_quotes(text: str, number: float | None) -> None:
    found = wiretexts.read_number(text)
    assert found == (text if number is None else number)
    assert type(found) is (str if number is None else float)
    assert wiretexts.read_number(3) == 3


def test_undeclared_members_are_logged_cut(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, "batchmodels"):
        StartTask.deserialize({"commandLine": "x", "k" * 500: 1})
        StartTask.deserialize({"commandLine": "x", "k" * 501: 1})
    assert caplog.messages == [
        "StartTask does not declare the members: " + "k" * 500,
        "StartTask does not declare the members: " + "k" * 499 + "…",
    ]


def test_what_is_no_text_at_all_is_named_and_not_shown() -> None:
    for data, came in ((5, "int 5"), (None, "None"), (["s3cret"], "list")):
        with pytest.raises(DeserializationError) as caught:
            StartTask.from_json(data)
        assert [(problem.path, problem.rule, problem.message) for problem in caught.value.problems] == [
            ("$", "json", f"expected JSON, got {came} at $")
        ]
