"""Members of models, read only where they have the expected type: an incomplete or broken answer is explained too."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from enum import Enum
from typing import Any

from ..secrets.masking import MASK, cut, mask_text
from ..secrets.secret_names import is_secret_label

_LARGEST = 2**63
_LONGEST = 500
_MOST_DETAILS = 5


def text(model: Any, name: str) -> str | None:
    """Return a text on one line, without secrets and control characters; None if it is empty."""
    return shown_text(getattr(model, name, None))


def shown_text(value: Any) -> str | None:
    """Write a text on one line, without secrets and control characters; None if it is empty or isn't a text."""
    if isinstance(value, Enum):
        value = value.value
    if not isinstance(value, str):
        return None
    # Mask the whole text first: a blank in place of a control character could hide the rest of a signature.
    masked = mask_text(str.__str__(value))
    printable = "".join(letter if letter.isprintable() else " " for letter in masked)
    return cut(" ".join(printable.split()), _LONGEST) or None


def number(model: Any, name: str) -> int | None:
    """Return an integer; None for any other value, and outside of the service's range."""
    value = getattr(model, name, None)
    return value if type(value) is int and -_LARGEST < value < _LARGEST else None


def flag(model: Any, name: str) -> bool | None:
    """Return True or False; None if the member has neither value."""
    value = getattr(model, name, None)
    return value if isinstance(value, bool) else None


def time(model: Any, name: str) -> datetime | None:
    """Return a time in UTC; a time without a zone counts as UTC."""
    value = getattr(model, name, None)
    if not isinstance(value, datetime):
        return None
    try:
        return value.replace(tzinfo=timezone.utc) if value.tzinfo is None else value.astimezone(timezone.utc)
    except OverflowError:
        return None


def duration(model: Any, name: str) -> timedelta | None:
    """Return a duration; None for any other value, and for the service's largest duration, which means no limit."""
    value = getattr(model, name, None)
    return value if isinstance(value, timedelta) and timedelta(0) <= value < _NO_LIMIT else None


_NO_LIMIT = timedelta(days=10_000_000)
"""The service writes a missing limit as about 10,675,199 days."""


def items(model: Any, name: str) -> list[Any]:
    """Return the elements of a list; empty for any other value."""
    value = getattr(model, name, None)
    return value if isinstance(value, list) else []


def shown_time(value: datetime) -> str:
    """Write a time for people, to the second."""
    return f"{value.replace(tzinfo=None).isoformat(sep=' ', timespec='seconds')} UTC"


def shown_duration(value: timedelta) -> str:
    """Write a duration for people, in its largest useful unit."""
    seconds = value.total_seconds()
    for unit, size in (("days", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= 2 * size or (unit != "days" and seconds >= size):
            return f"{seconds / size:.1f} {unit}".replace(".0 ", " ")
    return f"{seconds:.1f} s".replace(".0 ", " ")


def error_message(model: Any, details: str) -> str | None:
    """Return the message of an error, and those of its details that have a value."""
    message = text(model, "message")
    pairs = [(text(pair, "name"), text(pair, "value")) for pair in items(model, details)[:_MOST_DETAILS]]
    shown = "; ".join(_detail(name, value) for name, value in pairs if value)
    words = [message.rstrip(".") if message else None, f"({shown})" if shown else None]
    return " ".join(word for word in words if word) or None


def _detail(name: str | None, value: str) -> str:
    if name is None:
        return value
    return f"{name}: {MASK if is_secret_label(name) else value}"
