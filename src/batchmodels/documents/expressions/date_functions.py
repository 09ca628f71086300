"""The functions on times and addresses."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING

from .arguments import number, text
from .text_functions import Arguments, Run
from .values import Budget, ExpressionError, Unknown, UnknownValueError, Value

if TYPE_CHECKING:
    from ipaddress import IPv4Network

_TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\dZ")
_DURATION = re.compile(r"(-?)P(?:(\d{1,4})Y)?(?:(\d{1,4})M)?(?:(\d{1,6})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6})S)?)?")
_PARTS = {"yyyy": "%Y", "MM": "%m", "dd": "%d", "HH": "%H", "mm": "%M", "ss": "%S"}
_FORMAT = re.compile(r"yyyy|MM|dd|HH|mm|ss|[-:_TZ. ]")


def _time(value: Value) -> datetime.datetime:
    written = text(value)
    if not _TIME.fullmatch(written):
        raise UnknownValueError(Unknown("the form of this time isn't evaluated here"))
    try:
        return datetime.datetime.fromisoformat(written)
    except ValueError:
        raise ExpressionError("expected a time such as 2024-05-01T12:00:00Z") from None


def _date_time_add(arguments: Arguments, _budget: Budget) -> str:
    base, duration = _time(arguments[0]), _DURATION.fullmatch(text(arguments[1]))
    if duration is None or duration[0].endswith(("P", "T")):
        raise ExpressionError("expected a duration such as P1D or -PT2H")
    if len(arguments) == 2:  # noqa: PLR2004  # because the format is the third argument
        raise UnknownValueError(Unknown("dateTimeAdd without a format isn't evaluated here"))
    pattern = text(arguments[2])
    if "".join(_FORMAT.findall(pattern)) != pattern or not pattern:
        raise UnknownValueError(Unknown("this format of a time isn't evaluated here"))
    if duration[2] or duration[3]:
        raise UnknownValueError(Unknown("a duration of months or years isn't evaluated here"))
    days, hours, minutes, seconds = (int(duration[index] or 0) for index in (4, 5, 6, 7))
    length = datetime.timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    moment = base - length if duration[1] else base + length
    return moment.strftime(_FORMAT.sub(lambda found: _PARTS.get(found[0], found[0]), pattern))


def _to_epoch(arguments: Arguments, _budget: Budget) -> int:
    return int(_time(arguments[0]).timestamp())


def _from_epoch(arguments: Arguments, _budget: Budget) -> str:
    try:
        moment = datetime.datetime.fromtimestamp(number(arguments[0]), datetime.UTC)
    except (OverflowError, ValueError, OSError):
        raise ExpressionError("the time is out of range") from None
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _network(value: Value) -> IPv4Network:
    import ipaddress  # noqa: PLC0415  # because few templates need it

    try:
        return ipaddress.IPv4Network(text(value), strict=False)
    except ValueError:
        raise UnknownValueError(Unknown("this range of addresses isn't evaluated here")) from None


def _cidr_subnet(arguments: Arguments, _budget: Budget) -> str:
    network, length, index = _network(arguments[0]), number(arguments[1]), number(arguments[2])
    if not network.prefixlen <= length <= network.max_prefixlen or not 0 <= index < 2 ** (length - network.prefixlen):
        raise ExpressionError("the range has no such subnet")
    return f"{network.network_address + index * 2 ** (network.max_prefixlen - length)}/{length}"


def _cidr_host(arguments: Arguments, _budget: Budget) -> str:
    network, index = _network(arguments[0]), number(arguments[1])
    if not 0 <= index < network.num_addresses - 2:
        raise ExpressionError("the range has no such address")
    return str(network.network_address + 1 + index)


DATE_FUNCTIONS: dict[str, tuple[int, int, Run]] = {
    "cidrhost": (2, 2, _cidr_host),
    "cidrsubnet": (3, 3, _cidr_subnet),
    "datetimeadd": (2, 3, _date_time_add),
    "datetimefromepoch": (1, 1, _from_epoch),
    "datetimetoepoch": (1, 1, _to_epoch),
}
"""The functions by their names in lower case, each with the fewest and the most arguments. All arguments are known."""
