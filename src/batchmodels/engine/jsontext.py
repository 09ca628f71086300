"""JSON text: a strict parser whose errors have positions, and a writer."""

from __future__ import annotations

import json
import re
from typing import Any

import msgspec

from ..errors import DeserializationError, Problem
from ..paths import MAX_DEPTH, ROOT
from ..secrets.masking import describe

_BYTE_ORDER_MARK = "\ufeff"


def parse(data: Any) -> Any:
    """Parse a JSON text, with or without a byte order mark.

    Raises:
        DeserializationError: It isn't valid JSON or UTF-8; the error has the line and the column if they are known.
    """
    if not isinstance(data, (str, bytes, bytearray, memoryview)):
        raise _refusal(describe(data))
    try:
        text = (data if isinstance(data, str) else bytes(data).decode()).removeprefix(_BYTE_ORDER_MARK)
    except UnicodeDecodeError as error:
        # The error's own message would show the text.
        before = bytes(error.object[: error.start]).decode(errors="replace").removeprefix(_BYTE_ORDER_MARK)
        raise _refusal(f"bytes that are not UTF-8 ({error.reason})", _end_of(before)) from None
    try:
        return msgspec.json.decode(text)
    except UnicodeEncodeError as error:
        raise _refusal("a lone surrogate", _end_of(text[: error.start])) from None
    except RecursionError:
        if _levels(text) <= MAX_DEPTH:
            raise  # the caller's own stack is nearly full; the document isn't at fault
        raise _refusal(f"more than {MAX_DEPTH} levels") from None
    except msgspec.DecodeError as error:
        if _levels(text) > MAX_DEPTH:  # how deep a parser goes before it raises RecursionError depends on Python's version
            raise _refusal(f"more than {MAX_DEPTH} levels") from None
        raise _refusal(*_describe_mistake(text, error)) from None


def write(document: Any) -> bytes:
    """Write a document as JSON, on one line."""
    return msgspec.json.encode(document)


def indented(text: bytes, indent: int) -> bytes:
    """Spread a JSON text over lines, with each level indented by this number of spaces."""
    return msgspec.json.format(text, indent=indent)


def _levels(text: str) -> int:
    """Count the levels of objects and lists in a JSON text, without recursion."""
    depth = deepest = 0
    for bracket in re.findall(r"[\[\]{}]", re.sub(r'"(?:[^"\\]|\\.)*"', "", text)):
        depth += 1 if bracket in "[{" else -1
        deepest = max(deepest, depth)
    return deepest


def _refusal(came: str, position: tuple[int, int] | None = None) -> DeserializationError:
    return DeserializationError([Problem(ROOT, "json", "JSON", came, position=position)])


def _end_of(text: str) -> tuple[int, int]:
    """Return the line and the column after a text."""
    return text.count("\n") + 1, len(text) - text.rfind("\n")


def _describe_mistake(text: str, error: msgspec.DecodeError) -> tuple[str, tuple[int, int] | None]:
    """Describe the mistake; return its position as well if the standard library also refuses the text."""
    try:
        value = json.loads(text, parse_constant=_refuse_constant)
        json.dumps(value, ensure_ascii=False).encode()
    except json.JSONDecodeError as malformed:
        place = _trailing_comma(malformed) or malformed
        return f"malformed text ({place.msg})", (place.lineno, place.colno)
    except UnicodeEncodeError:
        return "a lone surrogate", None
    except _NotANumberError as constant:
        return str(constant), None
    except (ValueError, RecursionError):  # too many digits, or levels
        pass
    return f"a value that cannot be held ({str(error).partition(' - ')[0]})", None


def _trailing_comma(error: json.JSONDecodeError) -> json.JSONDecodeError | None:
    """Report a trailing comma as Python 3.13 does; earlier versions report the bracket after it."""
    end = error.doc[error.pos : error.pos + 1]
    before = error.doc[: error.pos].rstrip(" \t\r\n")
    if end not in ("}", "]") or not before.endswith(","):
        return None
    kind = "object" if end == "}" else "array"
    return json.JSONDecodeError(f"Illegal trailing comma before end of {kind}", error.doc, len(before) - 1)


class _NotANumberError(ValueError):
    """NaN or Infinity, which Python's parser accepts and JSON doesn't have."""


def _refuse_constant(constant: str) -> None:
    raise _NotANumberError(constant)
