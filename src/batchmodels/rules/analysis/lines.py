"""Command lines that are scripts of several lines, which the node reads as one command."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from .command_line import Analysis

_PROGRAM = re.compile(
    r"[A-Za-z_][\w+-]*(?:\.(?:[0-9]+|sh|py|exe|bat|cmd|ps1))?|\.{0,2}/[^\s:]*|[A-Za-z_]\w*=.*|#.*|[A-Za-z]:\\.*", re.DOTALL
)

_UNFINISHED = ("\\", ";", "&", "|", "{", "(", " do", " then", " in", "else", "fi", "done", "esac")
_ERREXIT = re.compile(r"set -[a-z]*e")


def lines_of(analysis: Analysis) -> list[str]:
    """Return the lines of a command line if they are meant as commands; an empty list if no line begins with a command.

    Without a shell, a line feed separates arguments like a blank. Lines that begin with an option continue a command.
    """
    text = analysis.text
    starts = [*(_starts_on_windows(text) if analysis.windows else _starts(analysis))]
    if not starts:
        return []
    ends = [*starts, len(text)]
    lines = [line for start, end in zip([0, *starts], ends, strict=True) if (line := text[start:end].strip())]
    return lines if lines[1:] else []  # only blank lines may come before the first command


def joined_lines(lines: list[str]) -> str:
    """Return the lines of a script as one line; ``...`` if they aren't all simple commands."""
    if any("#" in line or line.endswith(_UNFINISHED) for line in lines):
        return "..."
    return ("; " if _ERREXIT.match(lines[0]) else " && ").join(lines)


def _starts(analysis: Analysis) -> Iterator[int]:
    """Yield the offsets of the words after the first line that begin a line and may be programs."""
    for before, after in itertools.pairwise(analysis.words):
        between = analysis.text[before.start + len(before.raw) : after.start]
        if "\n" in between and _PROGRAM.fullmatch(after.text):
            yield after.start


def _starts_on_windows(text: str) -> Iterator[int]:
    """Yield the same where a program splits its own arguments, and a line feed is part of one."""
    start, quoted = 0, False
    for line in text.splitlines(keepends=True):
        words = line.split()
        if start and not quoted and words and _PROGRAM.fullmatch(words[0]) and not words[0].startswith("/"):
            yield start
        quoted ^= line.count('"') % 2 == 1
        start += len(line)
