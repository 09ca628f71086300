"""Variables that cmd expands before it runs a line in which they get their value."""

from __future__ import annotations

import re
from typing import NamedTuple

from ...shells.script import Command
from .command_line import Analysis

_USE = re.compile(r"(?<!%)%([A-Za-z_]\w*)(?::[^%\n]*)?%")
_DELAYED_USE = re.compile(r"!([A-Za-z_]\w*)(?::[^!\n]*)?!")
_ASSIGNMENT = re.compile(r"([A-Za-z_]\w*)=")
_CHANGING = frozenset({"cd", "chdir", "pushd", "popd"})


class EarlyUse(NamedTuple):
    """A variable that is expanded too early.

    Attributes:
        name: Its name, as it is written.
        start: The offset of the reference in the script.
        end: The offset after it.
        command: The command that gives it its value.
    """

    name: str
    start: int
    end: int
    command: Command


def early_uses(analysis: Analysis) -> list[EarlyUse]:
    """Return the references ``%NAME%`` after a command on the same line that gives the variable its value."""
    script = analysis.script or ""
    set_by = _values(analysis)
    called = [command for command in analysis.commands if command.name in {"call", "cmd"}]  # they expand it once more
    found: list[EarlyUse] = []
    for match in _USE.finditer(script):
        before = _before(set_by.get(match[1].upper(), ()), match.start(), script)
        if before is not None and not any(command.start <= match.start() < command.end for command in called):
            found.append(EarlyUse(match[1], match.start(), match.end(), before))
    return found


def delayed_uses(analysis: Analysis) -> list[EarlyUse]:
    """Return the references ``!NAME!`` after a command that gives the variable its value."""
    script = analysis.script or ""
    set_by = _values(analysis)
    found: list[EarlyUse] = []
    for match in _DELAYED_USE.finditer(script):
        before = _before(set_by.get(match[1].upper(), ()), match.start(), script)
        if before is not None:
            found.append(EarlyUse(match[1], match.start(), match.end(), before))
    return found


def _before(commands: list[Command] | tuple[()], at: int, script: str) -> Command | None:
    """Return the last of the commands that ends before an offset, on the same line."""
    found = (command for command in reversed(commands) if command.end <= at and "\n" not in script[command.end : at])
    return next(found, None)


def _values(analysis: Analysis) -> dict[str, list[Command]]:
    """Return the commands that give each variable its value, by the variable's name in upper case."""
    found: dict[str, list[Command]] = {}
    for command in analysis.commands:
        for name in (*_set_by(command), "ERRORLEVEL"):
            found.setdefault(name, []).append(command)
    return found


def _set_by(command: Command) -> tuple[str, ...]:
    if command.name in _CHANGING and command.arguments:
        return ("CD",)
    if command.name != "set":
        return ()
    words = [text for text in command.arguments if not re.match(r"(?i)/[ap]", text)]
    match = _ASSIGNMENT.match(words[0]) if words else None
    return (match[1].upper(),) if match else ()
