"""The positions of the values of a text."""

from __future__ import annotations

import bisect
import re
from array import array
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from ..paths import Steps

if TYPE_CHECKING:
    from ..rules.finding import Finding


class Position(NamedTuple):
    """A position in a file.

    Lines and columns count from 1, columns in characters. The end is the column after the last character.
    """

    line: int
    column: int
    end_line: int
    end_column: int


class Node:
    """A value in a text: its offsets, and the nodes of the values inside it.

    Attributes:
        start: The offset of its first character.
        end: The offset after its last one.
        key: The offsets of the key that it is the value of; None in a list, and at the top.
        members: The values of an object, by key, or of a list, by index; None for anything else.
        plain: The text of an unquoted YAML scalar that was read as something other than a text; else None.
        earlier: The node that the same key had before, where an object has it twice; else None.
    """

    __slots__ = ("earlier", "end", "key", "members", "plain", "start")

    def __init__(
        self,
        start: int,
        end: int = 0,
        members: dict[str | int, Node] | None = None,
        key: tuple[int, int] | None = None,
        plain: str | None = None,
    ) -> None:
        self.start: int = start
        self.end: int = end
        self.members: dict[str | int, Node] | None = members
        self.key: tuple[int, int] | None = key
        self.plain: str | None = plain
        self.earlier: Node | None = None

    def within(self, steps: Steps) -> Iterator[Node]:
        """Yield this node and those along the steps, as far as they exist."""
        node: Node | None = self
        yield self
        for step in steps:
            node = (node.members or {}).get(step) if node else None
            if node is None:
                return
            yield node


class ParsedText(NamedTuple):
    """A parsed text: its content as JSON values, the node of the whole, and findings about the text itself."""

    content: Any
    node: Node
    findings: list[Finding]


class Lines:
    """The lines of a text, for converting offsets to lines and columns."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = array("Q", [0])
        self._starts.extend(match.end() for match in re.finditer(r"\r\n|\n|\r", text))
        self._ends: dict[int, int] = {}  # the end of each line, once it is known

    def position(self, start: int, end: int) -> Position:
        """Return the position of the text between two offsets."""
        return Position(*self._line_and_column(start), *self._line_and_column(max(start, end)))

    def __len__(self) -> int:
        return len(self._starts)

    def span(self, line: int) -> tuple[int, int]:
        """Return the offsets of a line, the first of which is 1, without its line break."""
        start = self._starts[line - 1]
        if line == len(self._starts):
            return start, len(self._text)
        end = self._starts[line]
        return start, end - (2 if self._text[end - 2 : end] == "\r\n" else 1)

    def end_of_line(self, offset: int) -> int:
        """Return the offset of the end of a line, without its line break and trailing blanks."""
        index = bisect.bisect_right(self._starts, offset)
        if index not in self._ends:
            start, end = self._starts[index - 1], self._starts[index] if index < len(self._starts) else len(self._text)
            self._ends[index] = start + len(self._text[start:end].rstrip())
        return max(offset, self._ends[index])

    def _line_and_column(self, offset: int) -> tuple[int, int]:
        index = bisect.bisect_right(self._starts, offset) - 1
        return index + 1, offset - self._starts[index] + 1
