"""The comments of a file."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from .leaves import leaves_of
from .source import Source

_TEXT = r'"[^"\\\n]*(?:\\.[^"\\\n]*)*"?'
_IN_JSON = re.compile(rf"{_TEXT}|(?P<comment>//[^\r\n]*|/\*.*?(?:\*/|\Z))", re.DOTALL)
_IN_HCL = re.compile(
    rf"{_TEXT}|<<-?[ \t]*(?P<mark>\w+)[ \t]*\r?\n.*?^[ \t]*(?P=mark)\b|(?P<comment>(?:\#|//)[^\r\n]*|/\*.*?(?:\*/|\Z))",
    re.DOTALL | re.MULTILINE,
)
_IN_YAML = re.compile(r"(?:^|(?<=[\s]))#[^\r\n]*", re.MULTILINE)
_HCL_NAMES = (".tf", ".hcl", ".tfvars")


class Comment(NamedTuple):
    """A comment: the offsets of its first character and after its last one."""

    start: int
    end: int


def comments_of(source: Source) -> Iterator[Comment]:
    """Yield the comments of a file in their order: ``#`` in YAML, ``//`` and ``/* */`` in JSON, all three in HCL."""
    if source.is_yaml:
        yield from _in_yaml(source)
        return
    pattern = _IN_HCL if source.file.lower().endswith(_HCL_NAMES) else _IN_JSON
    for found in pattern.finditer(source.text):
        if found["comment"] is not None:
            yield Comment(*found.span("comment"))


def _in_yaml(source: Source) -> Iterator[Comment]:
    """What looks like a comment, and isn't part of a key or a value."""
    text = source.text
    spans = sorted({_without_header(text, leaf.start, leaf.end) for leaf in leaves_of(source.node)})
    starts = [start for start, _ in spans]
    for found in _IN_YAML.finditer(text):
        index = bisect_right(starts, found.start()) - 1
        if index < 0 or found.start() >= spans[index][1]:
            yield Comment(*found.span())


def _without_header(text: str, start: int, end: int) -> tuple[int, int]:
    """The offsets of a scalar; those of a block begin at the end of its first line, which may have a comment."""
    if text[start : start + 1] in ("|", ">"):
        line_end = text.find("\n", start, end)
        return (end if line_end < 0 else line_end, end)
    return start, end
