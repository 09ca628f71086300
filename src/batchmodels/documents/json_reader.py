"""A parser of JSON that keeps the position of every value and reports mistakes with their positions."""

from __future__ import annotations

import json
import re
from typing import Any

from ..paths import MAX_DEPTH, Steps
from ..rules.finding import Finding
from .diagnostics import document_finding
from .errors import MalformedTextError, too_deep
from .positions import Node, ParsedText

# These are all tokens of valid JSON; in invalid JSON they are good enough to find the mistake.
_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+', re.DOTALL)

# Unclosed tokens extend to the end, so no text is searched twice.
_COMMENT = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"?|//[^\r\n]*|/\*.*?(?:\*/|\Z)', re.DOTALL)

_MANY_DIGITS = 4300  # Python reads no longer numbers


def read_json(text: str) -> ParsedText:
    """Parse a JSON text.

    Raises:
        MalformedTextError: It isn't valid JSON.
    """
    try:
        content = json.loads(text, parse_constant=refuse_constant)
    except json.JSONDecodeError as error:
        raise _too_deep(text, error.pos) or _broken(text, error) from None
    except _NoNumberError as error:
        raise MalformedTextError(
            f"JSON has no number {error}; leave the member out, or write a number", *_find(text, str(error))
        ) from None
    except RecursionError:
        raise _too_deep(text, len(text)) or too_deep() from None
    except ValueError:
        raise MalformedTextError("the file contains a number with too many digits", *_find(text, None)) from None
    node, findings = _Scanner(text).scan()
    return ParsedText(content, node, findings)


def read_elements(text: str, span: tuple[int, int], first: int) -> ParsedText:
    """Parse some elements of a list that is known to be valid.

    Args:
        text: The text of the list.
        span: The offsets of the elements.
        first: The index of the first of them.

    Returns:
        The elements, and the node of the list with their nodes.

    Raises:
        MalformedTextError: They are nested too deeply.
    """
    scanner = _Scanner(text)
    root = Node(0, len(text), {})
    scanner.open, scanner.keys = [root], [first - 1]
    scanner.scan(*span)
    content = json.loads(f"[{text[slice(*span)]}]", parse_constant=refuse_constant)
    return ParsedText(content, root, scanner.findings)


def without_comments(text: str) -> str:
    """Return the text with blanks in place of ``//`` and ``/* */`` comments, so that everything else keeps its position."""
    return _COMMENT.sub(lambda found: found[0] if found[0][0] == '"' else re.sub(r"[^\r\n]", " ", found[0]), text)


class _NoNumberError(ValueError):
    """NaN or Infinity, which Python's parser accepts."""


def refuse_constant(constant: str) -> Any:
    """Refuse NaN and Infinity."""
    raise _NoNumberError(constant)


def _find(text: str, token: str | None) -> tuple[int, int]:
    """Return the offsets of a token outside of strings; None finds the number that is too long."""
    for found in _TOKEN.finditer(text):
        if found[0] == token or (token is None and found[0][0] != '"' and len(found[0]) > _MANY_DIGITS):
            return found.span()
    return (0, 0)


def _too_deep(text: str, end: int) -> MalformedTextError | None:
    """Raise if the text is nested too deeply before an offset. The limit of Python's own parser depends on its version."""
    level = 0
    for token in _TOKEN.finditer(text, 0, end):
        if token[0] in "{[":
            level += 1
        elif token[0] in "}]":
            level -= 1
        if level > MAX_DEPTH:
            return too_deep(*token.span())
    return None


class _Scanner:
    """One walk over the tokens of valid JSON."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.findings: list[Finding] = []
        self.open: list[Node] = []  # the objects and lists around the current token
        self.keys: list[str | int] = []  # the position in each of them

    def scan(self, start: int = 0, end: int | None = None) -> tuple[Node, list[Finding]]:
        """Return the node of the whole, and the duplicate keys."""
        node = Node(0)
        key: tuple[int, int] | None = None  # the last key, until its value
        for token in _TOKEN.finditer(self.text, start, len(self.text) if end is None else end):
            first = token[0][0]
            if first in ":,":
                continue
            if first in "}]":
                node = self._close(token.end())
            elif first == '"' and key is None and self.open and isinstance(self.keys[-1], str):
                key = token.span()
                self._take_key(token[0])
            else:
                node = Node(token.start(), token.end(), key=key)
                key = None
                self._put(node)
                if first in "{[":
                    self._enter(node, first)
        return node, self.findings

    def _take_key(self, token: str) -> None:
        key = json.loads(token) if "\\" in token else token[1:-1]
        self.keys[-1] = key
        if key in (self.open[-1].members or {}):
            self.findings.append(duplicate_key(tuple(self.keys), key))

    def _put(self, node: Node) -> None:
        if not self.open:
            return
        if isinstance(self.keys[-1], int):
            self.keys[-1] += 1
        members = self.open[-1].members
        if members is not None:
            node.earlier = members.get(self.keys[-1])
            members[self.keys[-1]] = node

    def _enter(self, node: Node, bracket: str) -> None:
        node.members = {}
        self.open.append(node)
        self.keys.append("" if bracket == "{" else -1)
        if len(self.open) > MAX_DEPTH:
            raise too_deep(node.start, node.end)

    def _close(self, end: int) -> Node:
        node = self.open.pop()
        self.keys.pop()
        node.end = end
        return node


def duplicate_key(steps: Steps, key: str) -> Finding:
    """Return the finding about a key that appears twice in an object."""
    from .shown_keys import is_known  # noqa: PLC0415  # because it needs the models, which reading a text doesn't

    what = f"the key {key}" if is_known(key) else "this key"
    return document_finding(
        steps,
        "duplicate",
        f"{what} appears twice in this object, and only the last one counts",
        "Remove one of the two.",
    )


def _broken(text: str, error: json.JSONDecodeError) -> MalformedTextError:
    """Return the error for a mistake, in better words than the parser's."""
    blanks = re.compile(r"\s*").match(text, error.pos)
    start = blanks.end() if blanks else error.pos
    rest = text[start : start + 40]
    before = text[:start].rstrip()
    if error.msg.startswith("Illegal trailing comma"):  # from Python 3.13 on, and at the comma
        before, rest = text[: error.pos + 1], text[error.pos + 1 :].lstrip()[:1]
    if rest.startswith(("//", "/*", "#")):
        return MalformedTextError("JSON has no comments; remove this one", start, start + 1)
    if before.endswith(",") and rest[:1] in ("}", "]"):
        return MalformedTextError(f"JSON has no comma before {rest[0]}; remove it", len(before) - 1, len(before))
    for beginning, sentence in _SENTENCES.items():
        if error.msg.startswith(beginning):
            return MalformedTextError(sentence, error.pos, error.pos + 1)
    if not rest:
        return MalformedTextError("the JSON is incomplete; something is missing at the end", len(before), len(before))
    return MalformedTextError(f"{_expected(error.msg)}, got {_came(rest)}", start, start + 1)


_SENTENCES = {  # by the beginnings of the messages of Python's json
    "Unterminated string": 'this string has no closing "',
    "Invalid control character": "a JSON string can't contain line breaks or control characters; write \\n or \\t instead",
    "Invalid \\escape": 'invalid escape; in a JSON string, write a backslash as \\\\ and a quotation mark as \\"',
    "Invalid \\uXXXX escape": "\\u needs four hexadecimal digits after it",
    "Extra data": "the JSON document ends before this; remove the rest, or make a list of both",
}


def _expected(message: str) -> str:
    if "property name" in message:
        return "expected a key in double quotes"
    if "':' delimiter" in message:
        return "expected : after the key"
    if "',' delimiter" in message:
        return "expected a comma, or the end of the list or object"
    return "expected a JSON value"


_PYTHONS = {"True": "true", "False": "false", "None": "null"}


def _came(rest: str) -> str:
    """Name an unexpected token without showing more than one word, because it may be secret."""
    word = re.match(r"[A-Za-z_]+", rest)
    if word and word[0] in _PYTHONS:
        return f"{word[0]}, which JSON writes {_PYTHONS[word[0]]}"
    if rest[0] == "'":
        return "a single quote; JSON strings use double quotes"
    if word:
        return "a word without quotes"
    if rest[0].isdigit() or rest[0] == "-":
        return "a number"
    return repr(rest[0]) if rest[0] in '{}[]:,"' or not rest[0].isprintable() else "something else"
