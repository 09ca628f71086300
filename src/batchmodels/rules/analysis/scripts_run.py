"""The files of the task that a command runs."""

from __future__ import annotations

import posixpath
import re

from ...shells.script import Command

_INTERPRETERS = re.compile(r"(?:ba|da|k|z|a)?sh|source|\.|python[0-9.]*|perl|ruby|node|Rscript|pwsh")


def script_of(command: Command) -> str:
    """Return the relative path of the file that a command runs, or an empty string."""
    if not command.words:
        return ""
    program = command.words[0].text
    if program.startswith("./"):
        return program
    if not _INTERPRETERS.fullmatch(posixpath.basename(program)):
        return ""
    first = command.arguments[0] if command.arguments else ""
    return "" if first.startswith(("-", "/")) else first
