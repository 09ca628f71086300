"""Reading the bytes of a file, up to a limit and only from files that end."""

from __future__ import annotations

import itertools
import os
import stat
from pathlib import Path

from .errors import UnreadableError

MEGABYTE = 1_000_000

MAX_SIZE = 16
"""The default limit in megabytes: some ten thousand start tasks."""

# Windows would drop \r in text mode; elsewhere, opening a pipe must not block.
_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)

_KINDS = (
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISSOCK, "a socket"),
)


def read_file(name: str, max_size: int = MAX_SIZE, option: str = "max_size") -> bytes:
    """Read a regular file.

    Args:
        name: The file's name.
        max_size: The largest size, in megabytes.
        option: The name of this limit in the message about the size.

    Raises:
        UnreadableError: It can't be read, isn't a regular file, or is larger.
    """
    try:
        text = _read_regular(name, max_size * MEGABYTE + 1)
    except (OSError, ValueError) as error:
        raise UnreadableError(name, reason(error)) from None
    check_size(name, text, max_size, option)
    return text


def reason(error: OSError | ValueError) -> str:
    """Return the message for an error of the operating system."""
    return f"it can't be read: {getattr(error, 'strerror', None) or error}"


def check_size(name: str, text: bytes, max_size: int, option: str) -> None:
    """Raise if the size exceeds the limit.

    Raises:
        UnreadableError: It is larger.
    """
    if len(text) > max_size * MEGABYTE:
        raise UnreadableError(name, f"expected at most {max_size:,} MB, got more; raise the limit with {option}")


def _read_regular(name: str, size: int) -> bytes:
    _require_regular(name, Path(name).stat())  # opening a device can have side effects
    descriptor = os.open(name, _FLAGS)
    with os.fdopen(descriptor, "rb") as file:
        _require_regular(name, os.fstat(descriptor))
        return file.read(size)


_ENDINGS = (".json", ".jsonc", ".yaml", ".yml", ".tf")
_MOST = 10_000  # files of a directory that are looked at


def _within(directory: Path) -> str:
    """Return what to do with a directory in place of a file."""
    try:
        files = sorted(each.name for each in itertools.islice(directory.iterdir(), _MOST) if each.suffix.lower() in _ENDINGS)
    except OSError:
        files = []
    if not files:
        return f" without {', '.join(_ENDINGS[:-1])} or {_ENDINGS[-1]} files; name a file"
    return f"; name one file in it, for example {(directory / files[0]).as_posix()}"


def _require_regular(name: str, status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise UnreadableError(name, f"this is a directory{_within(Path(name))}")
    for is_kind, kind in _KINDS:
        if is_kind(status.st_mode):
            raise UnreadableError(
                name, f"expected a file, got {kind}, which may never end; write it to a file, or pipe it to - instead"
            )
