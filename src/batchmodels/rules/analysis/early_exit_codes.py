"""Exit codes that a script of PowerShell reads while the program still runs, because nothing waits for it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from ...shells.script import Command
from .powershell_texts import without_texts
from .restart_codes import STARTERS, variable_of

_WAITING = re.compile(r"(?i)waitforexit|wait-process|hasexited|get-process|wait-event|start-sleep|\bsleep\b|-wait\b")
_STARTED_BY_CLASS = re.compile(
    r"(?i)\$(?:script:|global:)?(\w{1,60})(?:\s*=\s*\[(?:System\.)?Diagnostics\.Process\]::Start\(|\.Start\(\))"
)
_MOST = 50  # programs of a script that are looked at


def early_exit_code(commands: tuple[Command, ...], script: str) -> tuple[str, int, int] | None:
    """Return the expression that reads the exit code of a running program, and the place of its start; None if nothing does."""
    code = without_texts(script)
    for name, start, end in itertools.islice(_started(commands, code), _MOST):
        if not name:
            if re.match(r"(?i)\s*\)\.ExitCode\b", code[end:]):
                return "(Start-Process …).ExitCode", start, end
            continue
        read = re.compile(rf"(?i)\$(?:script:|global:)?{name}\.ExitCode\b").search(code, end)
        if read is not None and not _WAITING.search(code, end, read.start()):
            return read[0], start, end
    return None


def _started(commands: tuple[Command, ...], code: str) -> Iterator[tuple[str, int, int]]:
    """Yield the programs that a script starts without waiting: the variable of each, and the place of its start."""
    for command in commands:
        if command.name in STARTERS and _doesnt_wait(command) and not code[command.end :].lstrip().startswith("|"):
            yield variable_of(command), command.start, command.end
    for found in _STARTED_BY_CLASS.finditer(code):
        yield found[1], found.start(), found.end()


def _doesnt_wait(command: Command) -> bool:
    lower = [text.lower() for text in command.arguments]
    waits = any(re.fullmatch(r"-wai?t?(?::\$true)?", text) for text in lower)
    return (
        not waits
        and any(text.startswith("-pas") for text in lower)
        and not any(word.raw.startswith("@") for word in command.words)
    )
