"""What a document holds, as far as it is of the right type: an answer that is half broken is explained as well."""

from __future__ import annotations

from datetime import datetime, timezone
from enum import Enum
from typing import Any

from ..secrets.masking import MASK, cut, mask_text
from ..secrets.secret_names import is_secret_member

_LARGEST = 2**63
_LONGEST = 500
_MOST_DETAILS = 5


def text(model: Any, name: str) -> str | None:
    """A text of a model on one line, without secrets and control characters; None if there is none."""
    value = getattr(model, name, None)
    if isinstance(value, Enum):
        value = value.value
    if not isinstance(value, str):
        return None
    # Masked while it is whole: a blank in place of a control character could hide the rest of a signature.
    masked = mask_text(str.__str__(value))
    printable = "".join(letter if letter.isprintable() else " " for letter in masked)
    return cut(" ".join(printable.split()), _LONGEST) or None


def number(model: Any, name: str) -> int | None:
    """A whole number of a model; None if there is none that a service would say."""
    value = getattr(model, name, None)
    return value if type(value) is int and -_LARGEST < value < _LARGEST else None


def truth(model: Any, name: str) -> bool | None:
    """True or False; None if the model has neither."""
    value = getattr(model, name, None)
    return value if isinstance(value, bool) else None


def time(model: Any, name: str) -> datetime | None:
    """A time of a model in UTC; one without a zone counts as UTC."""
    value = getattr(model, name, None)
    if not isinstance(value, datetime):
        return None
    try:
        return value.replace(tzinfo=timezone.utc) if value.tzinfo is None else value.astimezone(timezone.utc)
    except OverflowError:
        return None


def elements(model: Any, name: str) -> list[Any]:
    """What is in a list of a model; nothing if it has no list there."""
    value = getattr(model, name, None)
    return value if isinstance(value, list) else []


def shown_time(value: datetime) -> str:
    """A time for people, to the second."""
    return f"{value.replace(tzinfo=None).isoformat(sep=' ', timespec='seconds')} UTC"


def said(model: Any, details: str) -> str | None:
    """What the service says about an error: its message, and the details that are named and have a value."""
    message = text(model, "message")
    pairs = [(text(pair, "name"), text(pair, "value")) for pair in elements(model, details)[:_MOST_DETAILS]]
    shown = "; ".join(_detail(name, value) for name, value in pairs if value)
    words = [message.rstrip(".") if message else None, f"({shown})" if shown else None]
    return " ".join(word for word in words if word) or None


def _detail(name: str | None, value: str) -> str:
    if name is None:
        return value
    return f"{name}: {MASK if is_secret_member(name) else value}"
