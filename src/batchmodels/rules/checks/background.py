"""BM107: processes that nobody waits for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...models.start_task import StartTask
from ...shells.script import Command, Shell
from ..analysis.command_line import Analysis, analysis_of
from ..analysis.display import shown_command
from ..analysis.inner_scripts import parts_of
from ..finding import Severity
from ..registry import Advice, Place, rule

_COMMAND_LINE = ("commandLine",)


@rule("BM107", Severity.warning, "a process in the background", StartTask)
def in_the_background(place: Place[StartTask]) -> Iterator[Advice]:
    """What is still running when the start task is over."""
    analysis = analysis_of(place)
    command = next((found for part in parts_of(place) if (found := _left_running(part.analysis))), None)
    if command is None:
        return
    fix = "Make it a service of the system, with its files outside of the task's directory, or wait for it: first & wait."
    if analysis.windows or analysis.shell in {Shell.cmd, Shell.powershell}:
        fix = "Make it a Windows service, with its files outside of the task's directory, or wait for it: start /wait, -Wait."
    name = shown_command(command)
    yield Advice(
        f"{name} goes on when the start task is over: nobody hears of its failure, and while it uses the task's directory, "
        "the start task can't run again on that node.",
        fix,
        _COMMAND_LINE,
    )


def _left_running(analysis: Analysis) -> Command | None:
    commands = analysis.commands
    awaiting = max((number for number, command in enumerate(commands) if _awaits(command)), default=-1)
    last: Command | None = None  # the last command with words, this one included
    for number, command in enumerate(commands):
        last = command if command.words else last
        behind_this_nobody_waits = number > awaiting
        if analysis.shell is Shell.posix and command.operator == "&" and behind_this_nobody_waits:
            started = last or command
            if started.name not in {"reboot", "shutdown", "sleep"}:
                return started
        elif behind_this_nobody_waits and _detaches(command, analysis.shell):
            return command
    return None


def _awaits(command: Command) -> bool:
    if command.name in {"wait", "kill", "pkill", "killall", "fg", "wait-process", "stop-process", "taskkill", "tail"}:
        return True
    return any("waitforexit" in word.raw.lower() for word in command.words)


def _detaches(command: Command, shell: Shell | None) -> bool:
    """Whether a command starts something and doesn't wait for it."""
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
