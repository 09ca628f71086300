"""Values that are texts on the wire: times and durations in ISO 8601, and some numbers."""

from __future__ import annotations

import datetime
import re
from typing import Any

import isodate
import msgspec

EXPECTED_TIME = "time such as '2025-01-31T12:00:00Z'"
EXPECTED_DURATION = "duration such as 'PT15M'"

TIME_PATTERN = r"^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:?\d\d)?$"
"""The pattern of times that ``read_time`` reads, for a JSON Schema. It doesn't check the calendar."""

DURATION_PATTERN = (
    r"^[+-]?P(?!$)(\d+([.,]\d+)?W)?(\d+([.,]\d+)?D)?(T(?!$)(\d+([.,]\d+)?H)?(\d+([.,]\d+)?M)?(\d+([.,]\d+)?S)?)?$"
)
"""The pattern of usual durations, for a JSON Schema: weeks, days, hours, minutes, seconds."""

_WITHOUT_ZONE = r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?"

LONGEST = datetime.timedelta(days=10675199, hours=2, minutes=48, seconds=5, microseconds=477580)
"""The longest duration of services written in .NET, to the microsecond: ``TimeSpan.MaxValue``, which they send for no limit."""

_ROUNDED_UP = LONGEST + datetime.timedelta(microseconds=1)
_LONGEST_TEXT = "P10675199DT2H48M5.4775807S"

_LAST = datetime.datetime.max.replace(tzinfo=datetime.timezone.utc)


def read_time(text: str) -> datetime.datetime | None:
    """Read a time; return None if it isn't one.

    The service writes seven digits of a second and Python stores six, so msgspec rounds to six. A time without a zone is in
    UTC, as all times of the REST protocol are.
    """
    if re.fullmatch(_WITHOUT_ZONE, text, re.ASCII):
        text += "Z"
    try:
        time = msgspec.convert(text, datetime.datetime)
    except (msgspec.ValidationError, UnicodeEncodeError):  # the latter for a lone surrogate
        # Rounding may exceed the last time that Python supports.
        return _LAST if re.fullmatch(r"9999-12-31[Tt ]23:59:59\.\d{6,}[Zz]", text, re.ASCII) else None
    return time if time.tzinfo else None


def write_time(time: datetime.datetime) -> str | None:
    """Write a time in UTC as msgspec does; return None if it has no zone or is outside of years 1 to 9999 in UTC."""
    if time.utcoffset() is None:
        return None
    try:
        utc = time.astimezone(datetime.timezone.utc)
    except OverflowError:
        return None
    return utc.isoformat().replace("+00:00", "Z")


def read_duration(text: str) -> datetime.timedelta | None:
    """Read a duration; return None if it isn't one, or if it has months or years, which ``timedelta`` doesn't support.

    msgspec reads days, hours, minutes and seconds; isodate reads the rest, for example weeks.
    """
    try:
        return msgspec.convert(text, datetime.timedelta)
    except (msgspec.ValidationError, UnicodeEncodeError):  # the latter for a lone surrogate
        pass
    try:
        duration = isodate.parse_duration(text)
    except (ValueError, OverflowError):
        return None
    return duration if isinstance(duration, datetime.timedelta) else None


def write_duration(duration: datetime.timedelta) -> str:
    """Write a duration as msrest does; .NET's longest one exactly, because rounded up it is too long for .NET."""
    if duration == _ROUNDED_UP:
        return _LONGEST_TEXT
    return str(isodate.duration_isoformat(duration))


def within_dotnet(duration: datetime.timedelta) -> datetime.timedelta:
    """Return a duration that isn't rounded up to more than .NET's longest one."""
    return LONGEST if duration == _ROUNDED_UP else duration


def read_integer(value: Any) -> Any:
    """Return the int for a text of digits, as the service writes some; anything else unchanged."""
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,19}", value):
        return int(value)
    return value


def read_number(value: Any) -> Any:
    """Return the float for the text of a number, as the service writes some; anything else unchanged."""
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,19}(\.[0-9]{1,40})?([eE][+-]?[0-9]{1,2})?", value):
        return float(value)
    return value
