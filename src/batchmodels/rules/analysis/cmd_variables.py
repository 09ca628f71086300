"""Variables that cmd expands before it runs a line in which they get their value."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

from ...shells.script import Command, Shell
from .command_line import Analysis

_USE = re.compile(r"(?<!%)%([A-Za-z_]\w*)(?::[^%\n]*)?%")
_DELAYED_USE = re.compile(r"!([A-Za-z_]\w*)(?::[^!\n]*)?!")
_ENV_USE = re.compile(r"(?i)\$\{?env:(\w+)\}?")
_ENV_ASSIGNMENT = re.compile(r"(?i)\$\{?env:(\w+)\}?\s*\+?=")
_ASSIGNMENT = re.compile(r"([A-Za-z_]\w*)=")
_STORED = re.compile(
    r"(?i)\[(?:System\.)?Environment\]::SetEnvironmentVariable\(\s*['\"](?!path['\"])(\w+)['\"]\s*,[^;]*?"
    r"(?:['\"](?:Machine|User)['\"]|EnvironmentVariableTarget\]::(?:Machine|User))\s*\)"
)
_CHANGING = frozenset({"cd", "chdir", "pushd"})


class EarlyUse(NamedTuple):
    """A variable that is expanded too early.

    Attributes:
        name: Its name, as it is written.
        start: The offset of the reference in the script.
        end: The offset after it.
    """

    name: str
    start: int
    end: int


def early_uses(analysis: Analysis) -> list[EarlyUse]:
    """Return the references ``%NAME%`` after a command on the same line that gives the variable its value."""
    # "call" and "cmd" expand their arguments again.
    again = [(command.start, command.end) for command in analysis.commands if command.name in {"call", "cmd"}]
    found: list[EarlyUse] = []
    for use in _uses(analysis, _USE):
        number = bisect_right(again, (use.start, use.end)) - 1
        if number < 0 or use.start >= again[number][1]:
            found.append(use)
    return found


def delayed_uses(analysis: Analysis) -> list[EarlyUse]:
    """Return the references ``!NAME!`` after a command that gives the variable its value."""
    return _uses(analysis, _DELAYED_USE)


def _uses(analysis: Analysis, pattern: re.Pattern[str]) -> list[EarlyUse]:
    """Return the references to variables that get their value before, on the same line."""
    script = analysis.code
    set_by = _values(analysis)
    ends = {name: [command.end for command in commands] for name, commands in set_by.items()}
    found: list[EarlyUse] = []
    for match in pattern.finditer(script):
        name = match[1].upper()
        number = bisect_right(ends.get(name, ()), match.start()) - 1
        if number >= 0 and "\n" not in script[ends[name][number] : match.start()]:
            found.append(EarlyUse(match[1], match.start(), match.end()))
    return found


def uses_after_setx(analysis: Analysis) -> list[EarlyUse]:
    """Return the references to a variable after ``setx`` or .NET has stored its value, which the same shell doesn't read."""
    script = analysis.code
    given = {match[1].lower() for match in _ENV_ASSIGNMENT.finditer(script)}
    stored: dict[str, int] = {}
    for command in analysis.commands:
        name = command.arguments[1:2] if command.arguments[:1] in {("/m",), ("/M",)} else command.arguments[:1]
        if command.name == "setx" and name and re.fullmatch(r"(?!(?i:path)\Z)[A-Za-z_]\w*", name[0]):
            stored.setdefault(name[0].upper(), command.end)
        if command.name == "set":
            given.update(each.lower() for each in _set_by(command))
    for match in _STORED.finditer(script) if analysis.shell is Shell.powershell else ():
        stored.setdefault(match[1].upper(), match.end())
    pattern = _USE if analysis.shell is Shell.cmd else _ENV_USE
    return [
        EarlyUse(match[1], match.start(), match.end())
        for match in pattern.finditer(script)
        if match.start() >= stored.get(match[1].upper(), len(script)) and match[1].lower() not in given
    ]


def _values(analysis: Analysis) -> dict[str, list[Command]]:
    """Return the commands that give each variable its value, by the variable's name in upper case."""
    found: dict[str, list[Command]] = {}
    for command in analysis.commands:
        for name in (*_set_by(command), "ERRORLEVEL"):
            found.setdefault(name, []).append(command)
    return found


def _set_by(command: Command) -> tuple[str, ...]:
    if command.name == "popd" or (command.name in _CHANGING and command.arguments):
        return ("CD",)
    if command.name != "set":
        return ()
    words = [text for text in command.arguments if not re.match(r"(?i)/[ap]", text)]
    match = _ASSIGNMENT.match(words[0]) if words else None
    return (match[1].upper(),) if match else ()
