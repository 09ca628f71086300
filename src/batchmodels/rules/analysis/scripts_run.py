"""The files of the task that a command runs."""

from __future__ import annotations

import posixpath
import re

from ...shells.script import Command

_INTERPRETERS = re.compile(r"(?:ba|da|k|z|a)?sh|source|\.|python[0-9.]*|perl|ruby|node|Rscript|pwsh")


def script_of(command: Command) -> str:
    """Return the relative path of the file that a command runs, or an empty string."""
    match [word.text for word in command.words]:
        case [program, *_] if program.startswith("./"):
            return program
        case [program, file, *_] if _INTERPRETERS.fullmatch(posixpath.basename(program)) and not file.startswith(("-", "/")):
            return file
        case _:
            return ""
