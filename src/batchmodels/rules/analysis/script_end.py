"""The line on which a POSIX script ends for certain; what follows, such as an archive, is never read."""

from __future__ import annotations

import re

from ...shells.script import Command, Shell
from .command_line import Analysis

_LEAVES = re.compile(r"(?:exit|exec[ \t]+[^\s<>0-9])[^;&|()\n]*(?:\n|\Z)")


def certain_end(analysis: Analysis) -> int | None:
    """Return the end of the first line that is only an ``exit``, or an ``exec`` of a program, outside of everything.

    A shell runs each line before it reads the next one, so nothing after that line matters.
    """
    if analysis.shell is not Shell.posix or analysis.script is None:
        return None
    for statement in analysis.body.statements:
        last = statement.last
        alone = len(statement.pipelines) == 1 and len(statement.pipelines[0].elements) == 1
        if alone and isinstance(last, Command) and last.words and last.words[0].raw in {"exit", "exec"}:
            line = _LEAVES.match(analysis.script, last.start)
            if line is not None:
                return line.end()
    return None
