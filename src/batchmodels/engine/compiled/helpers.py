"""What generated functions call when a value is not the most common one. Whatever they can't settle, they give up."""

from __future__ import annotations

import datetime
from enum import Enum
from typing import TYPE_CHECKING, Any, NoReturn

import msgspec

from .. import wiretexts
from ..shapes import Enumeration, UnknownValue

if TYPE_CHECKING:
    from ..model import Model

_DEPTH = 20
"""Levels of an unknown member that are copied here; the reference counts those of the whole document."""

_BITS = 64
"""An int of more is left to the reference, which knows the limit."""


class GiveUp(Exception):  # noqa: N818  # because it is no error: the reference takes over
    """The fast way doesn't know; the reference does."""


def give_up(_: Any = None) -> NoReturn:
    """Leave it to the reference."""
    raise GiveUp


def text(value: Any) -> str:
    """A text that is not plain ASCII, or a str of some other class."""
    if isinstance(value, str) and not isinstance(value, Enum):
        value.encode()  # a lone surrogate raises
        return str.__str__(value)
    raise GiveUp


def integer(value: Any) -> int:
    """An int that fits 64 bits."""
    if type(value) is int and value.bit_length() < _BITS:
        return value
    raise GiveUp


def number(value: Any) -> float:
    """A finite float, or an int in its place."""
    if type(value) is float and value - value == 0:
        return value
    return integer(value)


def boolean(value: Any) -> bool:
    """A bool."""
    if value is True or value is False:
        return value
    raise GiveUp


def member_text(value: Any, shape: Enumeration) -> str:
    """The text of an enumeration's member that is written in another letter case, or that only the service knows."""
    if type(value) is UnknownValue:
        return text(value)
    return str.__str__(shape.members[value.lower()].value)


def write_time(time: Any) -> str:
    """A time, as ``wiretexts.write_time`` writes it."""
    if type(time) is not datetime.datetime or time.tzinfo is not datetime.timezone.utc:
        raise GiveUp
    # msgspec writes six digits or none, msrest at least three and no zeros behind them.
    written: str = msgspec.to_builtins(time)
    if len(written) == len("2025-01-31T12:00:00Z"):
        return written[:-1] + ".000Z"
    if written[-2] != "0":
        return written
    return written[:-4] + "Z" if written[-4:] == "000Z" else written[:-1].rstrip("0") + "Z"


def write_duration(duration: Any) -> str:
    """A duration, as ``wiretexts.write_duration`` writes it."""
    if type(duration) is not datetime.timedelta:
        raise GiveUp
    return wiretexts.write_duration(duration)


def nested(value: Any, model: type[Model]) -> dict[str, Any]:
    """A model of a subclass."""
    if isinstance(value, model):
        return type(value).__codec__.encode(value)
    raise GiveUp


def elements(value: Any) -> list[Any]:
    """A list, to go through."""
    if type(value) is list:
        return value
    raise GiveUp


def members(value: Any) -> Any:
    """The members of a dict, to go through."""
    if type(value) is dict:
        return value.items()
    raise GiveUp


def undeclared_key(value: Any) -> str:
    """The key of a member that nobody declared."""
    if type(value) is str:
        return value if value.isascii() else text(value)
    raise GiveUp


def json_value(value: Any, depth: int = 0) -> Any:
    """A JSON value that nobody declared: copied, so that the document is the caller's own."""
    kind = type(value)
    if kind is str:
        return value if value.isascii() else text(value)
    if value is None or kind is bool:
        return value
    if kind is int:
        return integer(value)
    if kind is float:
        return number(value)
    if depth < _DEPTH:
        if kind is dict:
            return {undeclared_key(name): json_value(member, depth + 1) for name, member in value.items()}
        if kind is list:
            return [json_value(element, depth + 1) for element in value]
    raise GiveUp


def add_undeclared(document: dict[str, Any], undeclared: Any, declared: frozenset[str]) -> None:
    """Write the members that nobody declared."""
    if type(undeclared) is not dict:
        raise GiveUp
    for name in undeclared:
        if name in declared:
            raise GiveUp
        value = undeclared[name]
        if type(value) is str and type(name) is str and value.isascii() and name.isascii():
            document[name] = value
        else:
            document[undeclared_key(name)] = json_value(value)


def read_number(value: Any) -> float:
    """A float, which JSON may write without a point."""
    if type(value) is float or type(value) is int:
        return float(value)
    raise GiveUp


def read_quoted_integer(value: Any) -> int:
    """An int that may come as a text."""
    value = wiretexts.read_integer(value)
    if type(value) is int:
        return value
    raise GiveUp


def read_quoted_number(value: Any) -> float:
    """A float that may come as a text."""
    return read_number(wiretexts.read_number(value))


def read_time(text: str) -> datetime.datetime:
    """A time, as ``wiretexts.read_time`` reads it; the service's own form at once."""
    marks = text[4:20:3]
    if (
        # fromisoformat ignores what follows the sixth digit, whatever it is.
        (marks == "--T::." and text[-1] == "Z" and text[20:-1].isdigit() and text.isascii())
        or (marks == "--T::Z" and len(text) == len("2025-01-31T12:00:00Z"))
    ):
        return datetime.datetime.fromisoformat(text)
    time = wiretexts.read_time(text)
    if time is None:
        raise GiveUp
    return time


def read_duration(text: str) -> datetime.timedelta:
    """A duration, as ``wiretexts.read_duration`` reads it."""
    duration = wiretexts.read_duration(text)
    if duration is None:
        raise GiveUp
    return duration
