"""What the wire has as texts: times and durations in ISO 8601, and some numbers."""

from __future__ import annotations

import datetime
import re
from typing import Any

import isodate

EXPECTED_TIME = "time such as '2025-01-31T12:00:00Z'"
EXPECTED_DURATION = "duration such as 'PT15M'"

TIME_PATTERN = r"^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:?\d\d)?$"
"""What ``read_time`` reads, for a JSON Schema; the calendar is another matter."""

DURATION_PATTERN = (
    r"^[+-]?P(?!$)(\d+([.,]\d+)?W)?(\d+([.,]\d+)?D)?(T(?!$)(\d+([.,]\d+)?H)?(\d+([.,]\d+)?M)?(\d+([.,]\d+)?S)?)?$"
)
"""The durations that people write, for a JSON Schema: weeks, days, hours, minutes, seconds."""

_TIME = r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:?\d\d)?"


def read_time(text: str) -> datetime.datetime | None:
    """Read a time; None if it is none.

    The service writes seven digits of a second and Python holds six: the rest is dropped, as msrest drops it.
    A time without a zone is in UTC, as all times of the REST protocol are.
    """
    match = re.fullmatch(_TIME, text, re.IGNORECASE | re.ASCII)
    if match is None:
        return None
    seconds, fraction, zone = match.groups()
    if zone is None or zone in "Zz":
        zone = "+00:00"
    elif ":" not in zone:
        zone = f"{zone[:3]}:{zone[3:]}"
    try:
        time = datetime.datetime.fromisoformat(f"{seconds.upper()}.{(fraction or '')[:6]:0<6}{zone}")
        time.astimezone(datetime.timezone.utc)  # what no clock in UTC can show could not be written back
    except (ValueError, OverflowError):
        return None
    return time


def write_time(time: datetime.datetime) -> str | None:
    """Write a time in UTC as msrest does; None if it has no zone, or none that reaches UTC within years 1 to 9999."""
    if time.utcoffset() is None:
        return None
    try:
        utc = time.astimezone(datetime.timezone.utc)
    except OverflowError:
        return None
    fraction = f"{utc.microsecond:06}".rstrip("0").ljust(3, "0")
    return f"{utc.year:04}-{utc.month:02}-{utc.day:02}T{utc.hour:02}:{utc.minute:02}:{utc.second:02}.{fraction}Z"


def read_duration(text: str) -> datetime.timedelta | None:
    """Read a duration; None if it is none, or counts in months or years, whose length no ``timedelta`` knows."""
    try:
        duration = isodate.parse_duration(text)
    except (ValueError, OverflowError):
        return None
    return duration if isinstance(duration, datetime.timedelta) else None


def write_duration(duration: datetime.timedelta) -> str:
    """Write a duration as msrest does."""
    return str(isodate.duration_isoformat(duration))


def read_integer(value: Any) -> Any:
    """The int of a text of digits, as the service writes some; anything else as it is."""
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,19}", value):
        return int(value)
    return value


def read_number(value: Any) -> Any:
    """The float of a text that is one, as the service writes some; anything else as it is."""
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,19}(\.[0-9]{1,40})?([eE][+-]?[0-9]{1,2})?", value):
        return float(value)
    return value
