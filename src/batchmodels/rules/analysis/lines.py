"""Command lines that are scripts of several lines, which the node reads as one command."""

from __future__ import annotations

import itertools
import re

from .command_line import Analysis

_PROGRAM = re.compile(
    r"[A-Za-z_][\w+-]*(?:\.(?:[0-9]+|sh|py|exe|bat|cmd|ps1))?|\.{0,2}/[^\s:]*|[A-Za-z_]\w*=.*|#.*|[A-Za-z]:\\.*", re.DOTALL
)


def lines_of(analysis: Analysis) -> list[str]:
    """Return the lines of a command line if they are meant as commands; an empty list if no line begins with a command.

    Without a shell, a line feed separates arguments like a blank. Lines that begin with an option continue a command.
    """
    text, words = analysis.text, analysis.words
    starts = [
        after.start
        for before, after in itertools.pairwise(words)
        if "\n" in text[before.start + len(before.raw) : after.start] and _PROGRAM.fullmatch(after.text)
    ]
    if not starts:
        return []
    ends = [*starts, len(text)]
    return [line for start, end in zip([words[0].start, *starts], ends, strict=True) if (line := text[start:end].strip())]
