"""The errors of reading a file."""

from __future__ import annotations

from functools import partial
from typing import Any

from ..paths import MAX_DEPTH
from .positions import Position

EMPTY = (
    "expected a start task, a pool or a node, got an empty file; if a command wrote it, see what that command reported, and "
    "run it again"
)


class UnreadableError(Exception):
    """The error for a file that can't be read or contains nothing to check.

    Attributes:
        file: The file's name.
        message: What is wrong with it, in one sentence.
        position: The position of the mistake; None for the file as a whole.
        is_empty: Whether it can be read, and contains nothing to check.
    """

    def __init__(self, file: str, message: str, position: Position | None = None, *, is_empty: bool = False) -> None:
        self.file = file
        self.message = message
        self.position = position
        self.is_empty = is_empty
        where = f"{file}:{position.line}:{position.column}" if position else file
        super().__init__(f"{where}: {message}")

    def __reduce__(self) -> tuple[Any, ...]:
        return (partial(UnreadableError, is_empty=self.is_empty), (self.file, self.message, self.position))


class MalformedTextError(Exception):
    """The error for a text that can't be parsed, with the offsets of the mistake; None for the whole text."""

    def __init__(self, message: str, start: int | None = None, end: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.start = start
        self.end = end


def too_deep(start: int | None = None, end: int | None = None) -> MalformedTextError:
    """Return the error for a text whose lists and objects are nested too deeply."""
    return MalformedTextError(f"expected a document of at most {MAX_DEPTH} levels, got more", start, end)
