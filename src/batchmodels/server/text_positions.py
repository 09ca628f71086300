"""Positions as LSP counts them: lines and columns from 0, columns in the units that the editor and the server agreed on."""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable

from lsprotocol.types import Position, PositionEncodingKind, Range


def _size_in_utf8(character: str) -> int:
    return len(character.encode("utf-8", "surrogatepass"))


def _size_in_utf16(character: str) -> int:
    return 2 if character > "\uffff" else 1


_SIZES: dict[str, Callable[[str], int]] = {"utf-8": _size_in_utf8, "utf-16": _size_in_utf16, "utf-32": len}


class TextPositions:
    """Converts the offsets of a text to positions, and back."""

    def __init__(self, text: str, encoding: PositionEncodingKind | str | None = None) -> None:
        self._text = text
        self._starts = [0, *(match.end() for match in re.finditer(r"\r\n|\n|\r", text))]
        self._size = _SIZES[PositionEncodingKind(encoding or "utf-16").value]

    def position(self, offset: int) -> Position:
        """The position of an offset."""
        offset = min(max(offset, 0), len(self._text))
        line = bisect.bisect_right(self._starts, offset) - 1
        return Position(line, sum(map(self._size, self._text[self._starts[line] : offset])))

    def range(self, start: int, end: int) -> Range:
        """The range between two offsets."""
        return Range(self.position(start), self.position(max(start, end)))

    def offset(self, position: Position) -> int:
        """The offset of a position; one after the end of its line is the end of the line."""
        if position.line >= len(self._starts):
            return len(self._text)
        offset = self._starts[position.line]
        units = 0
        while units < position.character and self._text[offset : offset + 1] not in ("", "\r", "\n"):
            units += self._size(self._text[offset])
            offset += 1
        return offset

    def offset_of(self, line: int, column: int) -> int:
        """The offset of a line and a column as this package counts them: from 1, in characters; line 0 is the first one."""
        return min(self._starts[min(max(line, 1), len(self._starts)) - 1] + max(column, 1) - 1, len(self._text))
