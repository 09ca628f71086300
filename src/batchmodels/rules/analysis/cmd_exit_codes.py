"""Which commands of cmd set the exit code of the script, and which installers ``start`` waits for."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from ...shells.script import Block, Command, Compound, Element, commands_in
from .word_sets import names

_WITHOUT_EXIT_CODE = names(
    "echo title pause endlocal popd rd rmdir break cls set path prompt assoc ftype start goto for if call shift"
)
"""Builtins that don't set the exit code when they succeed; ``call`` leaves it to what it calls."""

_STARTED = re.compile(r"(?i)(?:.*\.(?:exe|msi|msu|bat|cmd)|msiexec|wusa)\Z", re.DOTALL)
_UNLESS_THERE = re.compile(r'(?i)if\s+not\s+exist\s+("[^"]*"|[^\s"(]+)')


def sets_exit_code(command: Command) -> bool:
    """Return whether a command that succeeds sets the exit code to 0: a program, and builtins such as ``mkdir`` and ``del``."""
    return _waits(command) or command.name not in _WITHOUT_EXIT_CODE


def awaited_by_start(command: Command) -> Command:
    """Return the installer or the batch file that ``start /wait`` runs; any other command as it is."""
    if not _waits(command):
        return command
    words, first = command.words, 1
    while first < len(words) and (words[first].raw.startswith('"') or words[first].text.startswith("/")):
        if first > 1 and _STARTED.fullmatch(words[first].text):
            break
        first += 2 if words[first].text.lower() == "/d" else 1
    named = first < len(words) and _STARTED.fullmatch(words[first].text)
    return msgspec.structs.replace(command, words=words[first:]) if named else command


def _waits(command: Command) -> bool:
    return command.name == "start" and any(text.lower() == "/wait" for text in command.arguments)


def asks_in_cmd(element: Element, script: str) -> bool:
    """Return whether the first part of a statement may test the exit code of the statement before."""
    if isinstance(element, Compound):
        return directory_made_by(element, script) is None
    return any("errorlevel" in word.raw.lower() for word in element.words)


def directory_makers(body: Block, script: str) -> Iterator[Command]:
    """Yield each ``mkdir`` whose only condition is that its directory doesn't exist: ``if not exist D mkdir D``."""
    for statement in body.statements:
        first = statement.pipelines[0].elements[0]
        if isinstance(first, Compound) and (made := directory_made_by(first, script)) is not None:
            yield made


def directory_made_by(compound: Compound, script: str) -> Command | None:
    """Return the command of an ``if`` that only makes the directory which its condition misses; None for any other."""
    match = _UNLESS_THERE.match(script, compound.start) if compound.keyword == "if" else None
    commands = commands_in(compound)
    if match is None or not commands:
        return None
    makes, *others = commands
    if makes.name not in {"mkdir", "md"} or len(makes.words) != 2:  # noqa: PLR2004  # its only argument
        return None
    only = all(other.name == "echo" for other in others)
    return makes if only and _plain(match[1]) == _plain(makes.words[1].text) else None


def _plain(path: str) -> str:
    return re.sub(r"(?i)\\(?:nul)?\Z", "", path.replace('"', "")).lower()
