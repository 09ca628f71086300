"""BM121: commands that never run, because the script ends before them or another shell is started without a script."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...shells.script import Command, Compound, Shell, Statement
from ..analysis.answers import brackets_have_input, is_answered
from ..analysis.display import shown_command
from ..analysis.important_commands import matters
from ..analysis.inner_scripts import Part, parts_of
from ..analysis.prefixes import without_prefixes
from ..analysis.reachable import leaving_command
from ..analysis.reruns import positional
from ..analysis.word_sets import names
from ..command_lines import COMMAND_LINES, TASK, CommandLine
from ..context import Context
from ..failure_kinds import COMMAND_LINE_FAILURES
from ..finding import Finding, Severity
from ..rule import rule

_LOGINS = names("su runuser newgrp sg")
_SHELLS = names("bash sh zsh dash")
_HARMLESS_CMDLETS = re.compile(r"(?:write|get|out|test|remove|throw)(?:-|\Z)|start-sleep\Z")
_SCRIPT = re.compile(r"-[a-z]*c|--command(?:=.*)?|--session-command(?:=.*)?")


@rule("BM121", Severity.warning, "commands in the wrong shell", COMMAND_LINES, explains=COMMAND_LINE_FAILURES)
def wrong_shell(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find ``su - user; ./install.sh``, and commands after ``exit``, ``exec``, ``return`` or ``throw``."""
    for part in parts_of(context):
        if part.analysis.shell is Shell.posix and part.analysis.script is not None:
            yield from _started(context, part)
        yield from _ended(context, part)


def _started(context: Context[CommandLine], part: Part) -> Iterator[Finding]:
    """Yield the shells that are started without a script, and after which others run."""
    shared = brackets_have_input(part)
    for number, step in enumerate(part.flow.steps):
        program = _shell_without_script(step.command, without_prefixes(step.command))
        if (
            not program
            or part.analysis.calls_function(step.command)
            or step.nested
            or step.guarded
            or is_answered(part, number, shared)
        ):
            continue
        following = part.flow.steps[number + 1 :]
        if any(not each.nested for each in following):
            rest = shown_command(following[0].command)
            yield context.finding(
                f"{program} starts a shell of its own, which has no input and ends at once: {rest} and the commands after it "
                "run in the first shell, as its user.",
                f"Pass the commands to it: {program} -c '...'." if program != "newgrp" else "Use sg GROUP -c '...'.",
                "commandLine",
                span=part.analysis.span(step.command),
            )
            return


def _shell_without_script(given: Command, command: Command) -> str:
    """Return the program of a command that starts an interactive shell; empty if it doesn't."""
    name = command.name
    if name in _LOGINS and not any(map(_SCRIPT.fullmatch, command.arguments)):
        plain = positional(command.words[1:])
        if {"--help", "--version"}.isdisjoint(command.arguments) and len(plain) <= 1 and "--" not in command.arguments:
            return " ".join(
                ["newgrp"] if name in {"newgrp", "sg"} else [name, *(text for text in command.arguments if text != "-")][:2]
            )
    if given.name == "sudo" and given.arguments in {("-i",), ("-s",), ("bash",)}:
        return f"sudo {given.arguments[0]}"
    return name if name in _SHELLS and not command.arguments and given.words == command.words else ""


def _ended(context: Context[CommandLine], part: Part) -> Iterator[Finding]:
    """Yield the first command that matters after the end of a script."""
    analysis, unreachable = part.analysis, part.analysis.unreachable
    if not unreachable or analysis.shell is None or any(map(_is_function, unreachable)):
        return
    ending = leaving_command(analysis.body.statements[-1], analysis.shell, analysis.code)
    lost = (each.last for each in unreachable if isinstance(each.last, Command))
    first = next((command for command in lost if _matters(command, analysis.shell)), None)
    if first is not None:
        yield context.finding(
            f"{shown_command(first)} never runs, because {ending} ends the script before it.",
            f"Move {ending} to the end, or remove it, so that the {TASK} runs all commands.",
            "commandLine",
            span=analysis.span(first),
        )


def _is_function(statement: Statement) -> bool:
    return isinstance(statement.last, Compound) and statement.last.keyword == "function"


def _matters(command: Command, shell: Shell) -> bool:
    if shell is Shell.posix:
        return matters(command, in_cmd=False)
    return matters(command, in_cmd=True) and matters(command, in_cmd=False) and not _HARMLESS_CMDLETS.match(command.name)
