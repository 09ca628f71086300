"""Where things stand in a text: positions, places, and what is said about them."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec

from ..engine.paths import MAX_DEPTH, Path


class Position(NamedTuple):
    """Where something stands in a file: lines and columns count from 1, a column is a character, the end isn't part of it."""

    line: int
    column: int
    end_line: int
    end_column: int


class Notice(msgspec.Struct, frozen=True):
    """Something about a document that its models will never see: a key that stands there twice, a date without quotes.

    Attributes:
        path: Where, in the document.
        rule: A word that stays the same: ``duplicate``, ``key``, ``date``, ``arm``.
        message: One sentence: what is wrong.
        fix: One sentence: what to do.
    """

    path: Path
    rule: str
    message: str
    fix: str


class Unreadable(Exception):  # noqa: N818  # because it tells of a file, not of a mistake in the program
    """A file can't be read, or holds nothing that could be checked.

    Attributes:
        file: The file's name.
        message: One sentence: what is wrong with it.
        position: Where; None if it is the file as a whole.
    """

    def __init__(self, file: str, message: str, position: Position | None = None) -> None:
        self.file = file
        self.message = message
        self.position = position
        where = f"{file}:{position.line}:{position.column}" if position else file
        super().__init__(f"{where}: {message}")

    def __reduce__(self) -> tuple[Any, ...]:
        return (Unreadable, (self.file, self.message, self.position))


class Place:
    """A value in a text: where it stands, and where the values within it stand.

    Attributes:
        start: The offset of its first character.
        end: The offset behind its last one.
        key: The offsets of the key that it is the value of; None in a list, and at the top.
        members: The values of an object, by key, or of a list, by index; None for anything else.
        plain: The text of a YAML scalar without quotes that was read as something else than a text; else None.
    """

    __slots__ = ("end", "key", "members", "plain", "start")

    def __init__(
        self,
        start: int,
        end: int = 0,
        members: dict[str | int, Place] | None = None,
        key: tuple[int, int] | None = None,
        plain: str | None = None,
    ) -> None:
        self.start: int = start
        self.end: int = end
        self.members: dict[str | int, Place] | None = members
        self.key: tuple[int, int] | None = key
        self.plain: str | None = plain

    def within(self, path: Path) -> Iterator[Place]:
        """This place, and those on the way along a path, as far as they exist."""
        place: Place | None = self
        yield self
        for part in path:
            place = (place.members or {}).get(part) if place else None
            if place is None:
                return
            yield place


class Read(NamedTuple):
    """What a text was read to: its content, the places of all that is in it, and what is wrong with it."""

    content: Any
    place: Place
    notices: list[Notice]


class Broken(Exception):  # noqa: N818  # because it tells of a text, not of a mistake in the program
    """A text can't be read: one sentence, and the offsets of what is wrong; None if it is all of it."""

    def __init__(self, message: str, start: int | None = None, end: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.start = start
        self.end = end


def too_deep(start: int | None = None, end: int | None = None) -> Broken:
    """The refusal of a text whose lists and objects hold one another too often."""
    return Broken(f"expected a document of at most {MAX_DEPTH} levels, got more", start, end)


class Lines:
    """The lines of a text: from an offset to line and column."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0, *(match.end() for match in re.finditer(r"\r\n|\n|\r", text))]
        self._ends: dict[int, int] = {}  # by the line: where it ends, once that is known

    def position(self, start: int, end: int) -> Position:
        """The position of what stands between two offsets."""
        return Position(*self._line_and_column(start), *self._line_and_column(max(start, end)))

    def end_of_line(self, offset: int) -> int:
        """The offset of the end of a line, its line break and blanks at its end left out."""
        index = bisect.bisect_right(self._starts, offset)
        if index not in self._ends:
            start, end = self._starts[index - 1], self._starts[index] if index < len(self._starts) else len(self._text)
            self._ends[index] = start + len(self._text[start:end].rstrip())
        return max(offset, self._ends[index])

    def _line_and_column(self, offset: int) -> tuple[int, int]:
        index = bisect.bisect_right(self._starts, offset) - 1
        return index + 1, offset - self._starts[index] + 1
