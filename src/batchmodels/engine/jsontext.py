"""JSON as text: parsed strictly, and every error says where."""

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
        DeserializationError: It is no JSON, or no UTF-8; the error names line and column where they can be told.
    """
    if not isinstance(data, (str, bytes, bytearray, memoryview)):
        raise _refusal(describe(data))
    try:
        text = (data if isinstance(data, str) else bytes(data).decode()).removeprefix(_BYTE_ORDER_MARK)
    except UnicodeDecodeError as error:
        # The error's own message would show what was read.
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
        raise _refusal(*_what_and_where(text, error)) from None


def write(document: Any) -> bytes:
    """Write a document as JSON, on one line."""
    return msgspec.json.encode(document)


def indented(text: bytes, indent: int) -> bytes:
    """Spread a JSON text over lines, each level indented by so many spaces."""
    return msgspec.json.format(text, indent=indent)


def _levels(text: str) -> int:
    """Return the levels of objects and lists in a JSON text, counted without recursion."""
    depth = deepest = 0
    for bracket in re.findall(r"[\[\]{}]", re.sub(r'"(?:[^"\\]|\\.)*"', "", text)):
        depth += 1 if bracket in "[{" else -1
        deepest = max(deepest, depth)
    return deepest


def _refusal(came: str, position: tuple[int, int] | None = None) -> DeserializationError:
    return DeserializationError([Problem(ROOT, "json", "JSON", came, position=position)])


def _end_of(text: str) -> tuple[int, int]:
    """Line and column after a text."""
    return text.count("\n") + 1, len(text) - text.rfind("\n")


def _what_and_where(text: str, error: msgspec.DecodeError) -> tuple[str, tuple[int, int] | None]:
    """Return what came, and line and column where the standard library refuses the text as well."""
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
    """Report a comma before an end as Python 3.13 does; earlier versions report the end, in other words."""
    end = error.doc[error.pos : error.pos + 1]
    before = error.doc[: error.pos].rstrip(" \t\r\n")
    if end not in ("}", "]") or not before.endswith(","):
        return None
    kind = "object" if end == "}" else "array"
    return json.JSONDecodeError(f"Illegal trailing comma before end of {kind}", error.doc, len(before) - 1)


class _NotANumberError(ValueError):
    """NaN or Infinity, which Python's parser takes and JSON doesn't have."""


def _refuse_constant(constant: str) -> None:
    raise _NotANumberError(constant)
