"""Values made fit to show: secrets become ``***``, long values are cut, and foreign objects are only named."""

from __future__ import annotations

import datetime
from enum import Enum
from typing import Any

from .secret_names import is_secret_label, is_secret_member, is_value_member
from .text_masking import MASK, has_mask, mask_text

__all__ = [
    "MASK",
    "cut",
    "describe",
    "has_mask",
    "is_hidden_member",
    "mask_text",
    "masked_json",
    "masked_scalar",
    "shown",
    "shown_text",
]

_SHOWN = 80
"""Characters of a value that an error shows: one line of a terminal."""

_DEPTH = 20
"""Levels of an unknown member that a repr shows."""

_LARGE = 2**256
"""An int of this size is only named: Python refuses to write very large ones."""


def cut(text: str, length: int = _SHOWN) -> str:
    """Shorten a long text to its beginning."""
    return text if len(text) <= length else text[: length - 1] + "…"


def describe(value: Any, hidden: bool = False) -> str:
    """Describe a value for an error: ``str '3'``, ``bool True``, ``list``; if it is hidden, only by its type."""
    if isinstance(value, type):  # whatever its metaclass
        return "type"
    kind = type(value)
    if value is None:
        return "None"
    if isinstance(value, Enum):
        return kind.__qualname__ if hidden else f"{kind.__qualname__}.{value.name}"
    if isinstance(value, str):
        return "str" if hidden else f"str {shown_text(value)}"
    if kind in (bool, float) or (kind is int and -_LARGE < value < _LARGE):
        return kind.__name__ if hidden else f"{kind.__name__} {value!r}"
    if kind is datetime.timedelta and not hidden:
        return f"timedelta {value}"
    return kind.__name__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


def shown_text(text: str) -> str:
    """Write a text in quotation marks, masked and cut."""
    return repr(cut(mask_text(str.__str__(text))))


def shown(value: Any, secret: bool, hidden: bool, within: tuple[int, ...] = (), *, labels: bool = False) -> str:
    """Write the value of an attribute as Python code, without its secrets.

    Args:
        value: The value, of any type.
        secret: Whether the attribute is declared secret.
        hidden: Whether the attribute's type contains a secret, so that a value of the wrong type may be one.
        within: The ids of the lists around it: a list that contains itself ends in ``[...]``, as in Python's own ``repr``.
        labels: Whether it is a map whose keys are names that people choose, for example tags.
    """
    kind = type(value)
    if secret:
        return repr(MASK)
    if hasattr(kind, "__definition__"):
        return repr(value)
    if isinstance(value, list):
        if id(value) in within or len(within) > _DEPTH:
            return "[...]"
        return "[" + ", ".join(shown(element, secret, hidden, (*within, id(value))) for element in value) + "]"
    if isinstance(value, Enum):
        return f"{kind.__qualname__}.{value.name}"
    if hidden and value is not None:
        return repr(MASK)
    if isinstance(value, str):
        text = repr(mask_text(str.__str__(value)))
        return text if kind is str else f"{kind.__qualname__}({text})"
    if isinstance(value, (datetime.datetime, datetime.timedelta)):
        return repr(value)
    return masked_json(value, labels=labels)


def masked_json(value: Any, within: tuple[int, ...] = (), *, labels: bool = False) -> str:
    """Write an undeclared JSON value as Python code, without what looks like a secret.

    A member is secret if its name is that of a secret, and so is a ``value`` next to other members.

    Args:
        value: The value.
        within: The ids of the objects and lists around it.
        labels: Whether its keys are names that people choose, for example those of tags.
    """
    if len(within) > _DEPTH:
        return "..."
    if id(value) in within:
        return "{...}" if isinstance(value, dict) else "[...]"
    if isinstance(value, dict):
        inner = (*within, id(value))
        members = (
            f"{masked_scalar(key)}: {repr(MASK) if is_hidden_member(key, value, labels=labels) else masked_json(member, inner)}"
            for key, member in value.items()
        )
        return "{" + ", ".join(members) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(masked_json(element, (*within, id(value))) for element in value) + "]"
    return masked_scalar(value)


def is_hidden_member(key: Any, members: dict[Any, Any], *, labels: bool = False) -> bool:
    """Return whether a member of an undeclared object looks like a secret.

    Args:
        key: Its key.
        members: The members of the object.
        labels: Whether the keys are names that people choose, for example those of tags.
    """
    if members[key] is None:
        return False
    if labels:
        return is_secret_label(key)
    return is_secret_member(key) or (len(members) > 1 and is_value_member(key))


def masked_scalar(value: Any) -> str:
    """Write a plain value as Python code, with secrets masked; any other value is only named."""
    if type(value) is str:
        return repr(mask_text(value))
    if value is None or type(value) in (bool, float) or (type(value) is int and -_LARGE < value < _LARGE):
        return repr(value)
    return f"<{type(value).__qualname__}>"
