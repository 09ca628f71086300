"""BM107: background processes left running."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import NamedTuple

from ...models.start_task import StartTask
from ...shells.script import Command, Shell, commands_in, statements_in
from ..analysis.command_line import Analysis, analysis_of, without_prefixes
from ..analysis.display import shown_command
from ..analysis.inner_scripts import parts_of
from ..analysis.word_sets import names
from ..context import Context
from ..failure_kinds import COMMAND_LINE_FAILURES
from ..finding import Finding, Severity
from ..rule import rule

_MAY_CONTINUE = names("reboot shutdown sleep")


@rule("BM107", Severity.warning, "background process left running", StartTask, explains=COMMAND_LINE_FAILURES)
def in_the_background(context: Context[StartTask]) -> Iterator[Finding]:
    """Find a command that keeps running after the start task ends."""
    analysis = analysis_of(context)
    process = next((found for part in parts_of(context) if (found := _left_running(part.analysis))), "")
    if not process:
        return
    fix = (
        "Make it a system service with its files outside the task's directory, or make the script wait for it, for example "
        "first & wait."
    )
    if analysis.windows or analysis.shell in {Shell.cmd, Shell.powershell}:
        fix = "Make it a Windows service with its files outside the task's directory, or wait for it with start /wait or -Wait."
    yield context.finding(
        f"{process} keeps running after the start task ends: its failure goes unnoticed, and while it uses the task's "
        "directory, the start task can't run again on that node.",
        fix,
        "commandLine",
    )


def _left_running(analysis: Analysis) -> str:
    """Name the first process that nothing waits for, or return an empty string."""
    awaited = max((command.start for command in analysis.commands if _awaits(command)), default=-1)
    left = [
        (command.start, _started_by(command, analysis.shell))
        for command in analysis.commands
        if _detaches(command, analysis.shell)
    ]
    for statement in statements_in(analysis.body) if analysis.shell is Shell.posix else ():
        if statement.background:
            started = [command for command in commands_in(statement, in_words=False) if command.words]
            if started and started[-1].name not in _MAY_CONTINUE:
                left.append((started[-1].start, shown_command(started[-1])))
    return next((process for place, process in sorted(left, key=lambda each: each[0]) if place > awaited), "")


def _started_by(command: Command, shell: Shell | None) -> str:
    """Name the process that a command starts: ``setsid ./agent`` becomes ``./agent``, ``screen`` starts one by itself."""
    name = shown_command(command)
    return f"the process that {name} launches" if _detaches(without_prefixes(command), shell) else name


def _awaits(command: Command) -> bool:
    if command.name in {"wait", "kill", "pkill", "killall", "fg", "wait-process", "stop-process", "taskkill", "tail"}:
        return True
    return any("waitforexit" in word.raw.lower() for word in command.words)


class _Detaching(NamedTuple):
    """Programs that start something and don't wait for it.

    Attributes:
        shell: The shell that they are commands of.
        names: Their names.
        given: What their arguments have, one a line, if they don't wait.
        unless: What their arguments have if they do wait, or start nothing.
    """

    shell: Shell
    names: frozenset[str]
    given: re.Pattern[str] = re.compile("")
    unless: re.Pattern[str] = re.compile("(?!)")


def _lines(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.MULTILINE | re.IGNORECASE)


_DETACHING = (
    _Detaching(Shell.powershell, names("start-process saps"), unless=_lines(r"^-(?:wai?t?|pas)")),
    _Detaching(Shell.cmd, names("start"), given=_lines(r"."), unless=_lines(r"\A(?:.*\n){0,5}/wait$")),
    _Detaching(Shell.posix, names("setsid"), unless=re.compile(r"^(?:-w|--wait|-fw|-h|--help)$", re.MULTILINE)),
    # -dm, or -d and -m, among the first two arguments
    _Detaching(Shell.posix, names("screen"), given=re.compile(r"\A(?=.*(?:\n.*)?m)(?:.*\n)?-[A-Za-z]*d")),
    _Detaching(Shell.posix, names("tmux"), given=_lines(r"\Anew(?:-session)?\n(?s:.*\n)?-(?>[a-z]*?d)[a-z]*$")),
    _Detaching(Shell.posix, names("disown")),
)
_STARTERS = names("sudo nohup env")


def _detaches(command: Command, shell: Shell | None) -> bool:
    """Return whether a command starts a process without waiting for it."""
    shell = shell or Shell.posix
    words = command.words
    if shell is Shell.posix:
        words = tuple(itertools.dropwhile(lambda word: Command((word,)).name in _STARTERS, words))
    bare = Command(words)
    lines = "\n".join(bare.arguments)
    rows = (row for row in _DETACHING if row.shell is shell and bare.name in row.names)
    return any(row.given.search(lines) and not row.unless.search(lines) for row in rows)
