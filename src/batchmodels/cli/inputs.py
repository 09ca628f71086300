"""What is in the files that the command is given: up to a size, and only of files that end."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

STDIN = "-"
"""The name of the standard input."""

MEGABYTE = 1_000_000

MAX_SIZE = 16
"""Megabytes that are read without asking: some ten thousand start tasks."""

# In Windows text files would lose their \r; elsewhere nothing may wait for the other end of a pipe.
_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)

_KINDS = (
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISSOCK, "a socket"),
)


class Refused(Exception):  # noqa: N818  # because it tells of a file, not of a mistake in the program
    """A file isn't read: one sentence says why."""


def read_input(name: str, max_size: int) -> bytes:
    """Read a file, or the standard input if the name is ``-``.

    Args:
        name: The file's name.
        max_size: The most megabytes that are read.

    Raises:
        Refused: It can't be read, isn't a regular file, or is larger than that.
    """
    limit = max_size * MEGABYTE
    if name == STDIN and sys.stdin is None:  # pyright: ignore[reportUnnecessaryComparison]  # because Python sets None where it is closed
        raise Refused("it can't be read: it is closed")
    try:
        text = sys.stdin.buffer.read(limit + 1) if name == STDIN else _bytes_of(name, limit)
    except (OSError, ValueError) as error:
        raise Refused(f"it can't be read: {getattr(error, 'strerror', None) or error}") from None
    if len(text) > limit:
        raise Refused(f"expected at most {max_size:,} MB, got more; raise the limit with --max-size")
    return text


def _bytes_of(name: str, limit: int) -> bytes:
    _only_files(name, Path(name).stat())  # opening a device may already do something
    descriptor = os.open(name, _FLAGS)
    with os.fdopen(descriptor, "rb") as file:
        _only_files(name, os.fstat(descriptor))
        return file.read(limit + 1)


def _only_files(name: str, status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        path = Path(name).as_posix()
        raise Refused(f"this is a directory: name the files in it that hold pools or start tasks, {path}/*.yaml say")
    for is_kind, kind in _KINDS:
        if is_kind(status.st_mode):
            raise Refused(f"expected a file, got {kind}, which may never end; write it to a file, or pipe it to - instead")
