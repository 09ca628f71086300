"""JSON as text: parsed strictly, and every error says where."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from ..errors import DeserializationError, Problem
from .masking import describe
from .paths import MAX_DEPTH

_BYTE_ORDER_MARK = "\ufeff"


def parse(data: str | bytes) -> Any:
    """Parse a JSON text, with or without a byte order mark.

    Raises:
        DeserializationError: It is no JSON, or no UTF-8; the error names line and column where they can be told.
    """
    try:
        text = data if isinstance(data, str) else bytes(data).decode("utf-8-sig")
        return msgspec.json.decode(text.removeprefix(_BYTE_ORDER_MARK))
    except UnicodeError as error:
        # Its own message would show the bytes.
        raise _malformed(f"text that is not UTF-8 ({error.reason} at {error.start})") from None
    except RecursionError:
        raise _malformed(f"more than {MAX_DEPTH} levels") from None
    except msgspec.DecodeError as error:
        raise _malformed(_place_of_error(text.removeprefix(_BYTE_ORDER_MARK), error)) from None


def write(document: Any, indent: int | None) -> bytes:
    """Write a document as JSON in UTF-8, on one line or indented."""
    text = msgspec.json.encode(document)
    return text if indent is None else msgspec.json.format(text, indent=indent)


def parsed(data: Any, expected: str) -> Any:
    """What a document is: a text is parsed, anything else taken as it is."""
    if isinstance(data, (str, bytes, bytearray, memoryview)):
        return parse(data if isinstance(data, str) else bytes(data))
    if data is None:
        raise DeserializationError([Problem("$", "type", f"expected {expected}, got {describe(data)} at $")])
    return data


def _malformed(came: str) -> DeserializationError:
    return DeserializationError([Problem("$", "json", f"expected JSON, got {came} at $")])


def _place_of_error(text: str, error: msgspec.DecodeError) -> str:
    """The standard library knows the line and the column; what it takes and msgspec doesn't is told in words."""
    try:
        json.loads(text, parse_constant=_refuse)
    except json.JSONDecodeError as place:
        return f"malformed text: {place.msg} at line {place.lineno}, column {place.colno}"
    except ValueError as reason:
        return str(reason)
    except RecursionError:
        return f"more than {MAX_DEPTH} levels"
    return f"a value that cannot be held: {error}"


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant}, which is no JSON")
