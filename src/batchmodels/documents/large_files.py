"""Large JSON lists, read a part at a time: the parts of a list of pools are independent of each other."""

from __future__ import annotations

import json
import re
from array import array
from collections.abc import Iterator

from ..rules.finding import Span
from .errors import MalformedTextError
from .json_reader import read_elements, refuse_constant
from .positions import Lines, Position
from .source import Source
from .values import Window

LARGE = 1_000_000
"""The characters from which a file is read a part at a time."""

_PART = 200_000  # characters of the elements that are read together
_OPENING = re.compile(r"\s*\[\s*")
_COMMA = re.compile(r"\s*,\s*")
_CLOSING = re.compile(r"\s*\]\s*\Z")


class Parts:
    """The parts of a list.

    Attributes:
        file: The file's name.
        text: Its text.
        count: How many parts there are.
    """

    def __init__(self, file: str, text: str, spans: array[int]) -> None:
        self.file = file
        self.text = text
        self._spans = spans
        self._lines = Lines(text)
        self._firsts = [0]
        for index in range(0, len(spans), 2):
            if spans[index + 1] - spans[2 * self._firsts[-1]] > _PART:
                self._firsts.append(index // 2 + 1)
        if self._firsts[-1] == len(spans) // 2:
            self._firsts.pop()
        self.count: int = len(self._firsts)

    def _span(self, part: int) -> Span:
        following = self._firsts[part + 1] if part + 1 < len(self._firsts) else len(self._spans) // 2
        return self._spans[2 * self._firsts[part]], self._spans[2 * following - 1]

    def position(self, error: MalformedTextError) -> Position | None:
        """Return the position of a mistake in the text."""
        return None if error.start is None else self._lines.position(error.start, error.end or error.start)

    def sources(self) -> Iterator[Source | MalformedTextError]:
        """Yield a source for each part, whose positions are those of the file; the last one may be the reason to stop."""
        total = len(self._spans) // 2
        for index, first in enumerate(self._firsts):
            span = self._span(index)
            try:
                parsed = read_elements(self.text, span, first)
            except MalformedTextError as error:
                yield error
                return
            window = Window(parsed.content, first, total)
            yield Source(self.file, self.text, parsed._replace(content=window), lines=self._lines, span=span)


def parts_of(file: str, text: str) -> Parts | None:
    """Return the parts of a large JSON list; None if it is anything else, or isn't valid.

    Args:
        file: The name: its ending may say that it isn't JSON.
        text: The text.
    """
    opening = _OPENING.match(text) if len(text) >= LARGE and not file.lower().endswith((".yaml", ".yml", ".tf")) else None
    if opening is None or "batchmodels:" in text:  # which may be a comment that ignores rules
        return None
    decoder = json.JSONDecoder(parse_constant=refuse_constant)
    spans = array("Q")
    at = opening.end()
    try:
        while True:
            _, end = decoder.raw_decode(text, at)
            spans.extend((at, end))
            comma = _COMMA.match(text, end)
            if comma is None:
                return Parts(file, text, spans) if _CLOSING.match(text, end) else None
            at = comma.end()
    except (ValueError, RecursionError, MalformedTextError):
        return None
