"""The files and the standard input that the command reads."""

from __future__ import annotations

import sys

from ..documents.errors import UnreadableError
from ..documents.file_bytes import MAX_SIZE, MEGABYTE, check_size, read_file, reason

__all__ = ["MAX_SIZE", "STDIN", "read_input"]

STDIN = "-"
"""The name of the standard input."""

_OPTION = "--max-size"


def read_input(name: str, max_size: int) -> bytes:
    """Read a file, or the standard input if the name is ``-``.

    Args:
        name: The file's name.
        max_size: The largest size, in megabytes.

    Raises:
        UnreadableError: It can't be read, isn't a regular file, or is larger.
    """
    if name != STDIN:
        return read_file(name, max_size, _OPTION)
    if sys.stdin is None:  # pyright: ignore[reportUnnecessaryComparison]  # because Python sets None where it is closed
        raise UnreadableError(name, "it can't be read: it is closed")
    try:
        text = sys.stdin.buffer.read(max_size * MEGABYTE + 1)
    except (OSError, ValueError) as error:
        raise UnreadableError(name, reason(error)) from None
    check_size(name, text, max_size, _OPTION)
    return text
