"""The texts that the function ``time`` of autoscale formulas reads: W3C-DTF, a profile of ISO 8601, and RFC 1123."""

from __future__ import annotations

import re
from datetime import datetime
from email.utils import parsedate_to_datetime

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
