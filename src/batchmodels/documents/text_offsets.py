"""The offsets in a file of the characters of a text: through JSON's escapes, YAML's quotes, folding and indentation."""

from __future__ import annotations

import re
from array import array
from enum import Enum

_PROPERTIES = re.compile(r"(?:[&!]\S*\s+)*")
_BLANKS = re.compile(r"[ \t\r\n]+")
_HEADER = re.compile(r"[^\r\n]*")
_ESCAPED_BREAK = re.compile(r"\\(?:\r\n|\n|\r)[ \t]*(?:(?:\r\n|\n|\r)[ \t]*)*")
_LENGTHS = {"x": 4, "u": 6, "U": 10}
"""The number of characters of an escape with hexadecimal digits, by its letter."""
_PAIRED = 0xFFFF
"""Characters after this one are two escapes in JSON."""


class _Style(Enum):
    """A way to write a text."""

    json = '"'
    double = 'yaml"'
    single = "'"
    block = "|"
    plain = ""


def offsets_of(text: str, start: int, end: int, value: str, *, is_yaml: bool) -> array[int] | None:
    """Return the offset in a file of each character of a value.

    Args:
        text: The text of the file.
        start: The offset of the value's first character, its quote or its block header.
        end: The offset after its last one.
        value: The value that was read.
        is_yaml: Whether the file is YAML.

    Returns:
        The offsets; None if the value isn't what is written there.
    """
    style, at = _start_of(text, start, end, is_yaml=is_yaml)
    offsets = array("q")
    block = style is _Style.block
    while len(offsets) < len(value):
        if at >= end and not (block and value[len(offsets) :].isspace()):
            return None
        if style in {_Style.json, _Style.double} and text[at : at + 1] == "\\":
            at = _escape(text, at, value, offsets, style)
        elif block and (run := _run_with_break(text, at)):
            while len(offsets) < len(value) and value[len(offsets)] in " \t\n":
                offsets.append(at)
            at = run.end()
        elif style is not _Style.json and (run := _run_with_break(text, at)):
            breaks = len(re.findall(r"\r\n|\n|\r", run[0]))
            offsets.extend([at] * max(1, breaks - 1))
            at = run.end()
        elif at < end and text[at] != value[len(offsets)]:
            return None
        elif text[at : at + 3] in {"$${", "%%{"} and value[len(offsets) + 1 : len(offsets) + 2] == "{":
            offsets.append(at)  # as Terraform escapes it
            at += 2
        else:
            offsets.append(at)
            at += 2 if style is _Style.single and text[at : at + 2] == "''" else 1
    return offsets if len(offsets) == len(value) else None


def _start_of(text: str, start: int, end: int, *, is_yaml: bool) -> tuple[_Style, int]:
    """Return how a value is written, and the offset of its first character."""
    if not is_yaml and not text.startswith("<<", start):
        return _Style.json, start + 1
    if not is_yaml:  # a here-document of Terraform's
        header = _HEADER.match(text, start)
        return _Style.block, header.end() if header else start
    properties = _PROPERTIES.match(text, start, end)
    at = properties.end() if properties else start
    if text[at] in "|>":
        header = _HEADER.match(text, at)
        return _Style.block, header.end() if header else at
    if text[at] in "\"'":
        return (_Style.double if text[at] == '"' else _Style.single), at + 1
    return _Style.plain, at


def _run_with_break(text: str, at: int) -> re.Match[str] | None:
    """Return the blanks at an offset if a line ends within them."""
    run = _BLANKS.match(text, at) if text[at : at + 1] in {" ", "\t", "\r", "\n"} else None
    return run if run and ("\n" in run[0] or "\r" in run[0]) else None


def _escape(text: str, at: int, value: str, offsets: array[int], style: _Style) -> int:
    """Take the escape at an offset, and return the offset after it."""
    if style is _Style.double and (broken := _ESCAPED_BREAK.match(text, at)):
        return broken.end()
    letter = text[at + 1 : at + 2]
    length = _LENGTHS.get(letter, 2)
    if style is _Style.json and ord(value[len(offsets)]) > _PAIRED:
        length *= 2
    offsets.append(at)
    return at + length
