"""BM107: background processes left running."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...models.start_task import StartTask
from ...shells.script import Command, Shell
from ..analysis.command_line import Analysis, analysis_of
from ..analysis.parts import parts_of
from ..analysis.telling import shown_command
from ..context import Context
from ..failure_kinds import COMMAND_LINE_FAILURES
from ..finding import Finding, Severity
from ..rule import rule


@rule("BM107", Severity.warning, "background process left running", StartTask, explains=COMMAND_LINE_FAILURES)
def in_the_background(context: Context[StartTask]) -> Iterator[Finding]:
    """Find a command that keeps running after the start task ends."""
    analysis = analysis_of(context)
    command = next((found for part in parts_of(context) if (found := _left_running(part.analysis))), None)
    if command is None:
        return
    fix = "Make it a system service with its files outside the task's directory, or wait for it: first & wait."
    if analysis.windows or analysis.shell in {Shell.cmd, Shell.powershell}:
        fix = "Make it a Windows service with its files outside the task's directory, or wait for it with start /wait or -Wait."
    name = shown_command(command)
    yield context.finding(
        f"{name} keeps running after the start task ends: its failure goes unnoticed, and while it uses the task's "
        "directory, the start task can't run again on that node.",
        fix,
        "commandLine",
    )


def _left_running(analysis: Analysis) -> Command | None:
    commands = analysis.commands
    awaiting = max((number for number, command in enumerate(commands) if _awaits(command)), default=-1)
    last: Command | None = None  # the last command with words, this one included
    for number, command in enumerate(commands):
        last = command if command.words else last
        is_not_awaited = number > awaiting
        if analysis.shell is Shell.posix and command.operator == "&" and is_not_awaited:
            started = last or command
            if started.name not in {"reboot", "shutdown", "sleep"}:
                return started
        elif is_not_awaited and _detaches(command, analysis.shell):
            return command
    return None


def _awaits(command: Command) -> bool:
    if command.name in {"wait", "kill", "pkill", "killall", "fg", "wait-process", "stop-process", "taskkill", "tail"}:
        return True
    return any("waitforexit" in word.raw.lower() for word in command.words)


def _detaches(command: Command, shell: Shell | None) -> bool:
    """Return whether a command starts a process without waiting for it."""
    if shell is Shell.powershell:
        return command.name in {"start-process", "saps"} and not any(
            re.match(r"-(?:wai?t?|pas)", text, re.IGNORECASE) for text in command.arguments
        )
    if shell is Shell.cmd:
        return (
            command.name == "start"
            and len(command.words) > 1
            and "/wait" not in (text.lower() for text in command.arguments[:6])
        )
    start = 0
    while start < len(command.words) and Command(command.words[start : start + 1]).name in {"sudo", "nohup", "env"}:
        start += 1
    command = Command(command.words[start:])
    if command.name == "setsid":
        return not any(text in {"-w", "--wait", "-fw", "-h", "--help"} for text in command.arguments)
    if command.name == "screen":
        return any(re.match(r"-[A-Za-z]*d", text) and "m" in "".join(command.arguments[:2]) for text in command.arguments[:2])
    if command.name == "tmux":
        return command.arguments[:1] in {("new",), ("new-session",)} and any(
            re.fullmatch(r"-(?>[A-Za-z]*?d)[A-Za-z]*", text) for text in command.arguments
        )
    return command.name == "disown"
