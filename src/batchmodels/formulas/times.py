"""The texts that the function ``time`` of autoscale formulas reads: W3C-DTF, a profile of ISO 8601, and RFC 1123."""

from __future__ import annotations

import re
from datetime import datetime
from email.utils import parsedate_to_datetime

from .remarks import Remark, Topic
from .tree import Text

MOST_DIGITS = 7
"""The most digits of a second that the service is known to read: it counts time in steps of 100 nanoseconds."""

_W3C = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)(?P<clock>T\d\d:\d\d(?::\d\d(?:\.(?P<digits>\d+))?)?)?)?)?"
    r"(?P<zone>Z|[+-]\d\d:\d\d)?",
    re.ASCII,
)
_RFC_1123 = re.compile(
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?\d\d? [A-Z][a-z]{2} \d{4} \d\d:\d\d(?::\d\d)? (?:GMT|UTC|[+-]\d{4})"
)


def remark_on(node: Text) -> Remark | None:
    """Return what the service can't read of a time; None if it reads all of it."""
    digits = fraction_of(node.value)
    if not is_readable(node.value):
        message = "the service can't read this time"
        fix = 'Write it as in "2030-01-31T08:00:00Z" or "Thu, 31 Jan 2030 08:00:00 GMT".'
        return Remark(Topic.time, message, fix, node.start, node.end)
    if digits > MOST_DIGITS:
        message = f"this time has {digits} digits after the decimal point, and the service reads at most {MOST_DIGITS}"
        return Remark(Topic.digits, message, "Leave out the fraction of the second.", node.start, node.end)
    return None


def is_readable(text: str) -> bool:
    """Return whether a text is a time in one of the two formats; the number of digits of a second doesn't matter."""
    found = _W3C.fullmatch(text)
    if found is not None:
        digits = found["digits"]
        shortened = text if digits is None else text.replace(f".{digits}", "")
        padded = shortened + "-01" * (2 - sum(found[part] is not None for part in ("month", "day")))
        try:
            datetime.fromisoformat(padded.replace("Z", "+00:00") if found["clock"] else padded.removesuffix("Z"))
        except ValueError:
            return False
        return True
    if not _RFC_1123.fullmatch(text):
        return False
    try:
        parsedate_to_datetime(text)
    except ValueError:
        return False
    return True


def fraction_of(text: str) -> int:
    """Return the number of digits after the decimal point of the seconds; 0 for a text that is no time."""
    found = _W3C.fullmatch(text)
    return len(found["digits"] or "") if found else 0
