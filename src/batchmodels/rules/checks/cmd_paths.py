"""BM138, BM139 and BM141: separators and paths that cmd reads differently than other shells."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...shells.script import Command, Shell
from ..analysis.command_line import analysis_of
from ..analysis.display import shown_word
from ..analysis.word_sets import names
from ..command_lines import COMMAND_LINES, CommandLine
from ..context import Context
from ..failure_kinds import COMMAND_LINE_FAILURES
from ..finding import Finding, Severity
from ..rule import rule

_WITH_SEMICOLONS = names("set setx path echo rem title prompt powershell pwsh bash sh wsl for msbuild")
_QUOTED = re.compile(r'"[^"]*"?')
_SEPARATOR = re.compile(r";\s+(?=[A-Za-z.\\%])")


@rule("BM138", Severity.error, "semicolon in cmd", COMMAND_LINES, explains=COMMAND_LINE_FAILURES)
def semicolon(context: Context[CommandLine]) -> Iterator[Finding]:
    """``cmd /c "a.exe; b.exe"``."""
    analysis = analysis_of(context)
    script = analysis.script
    for command in analysis.commands if analysis.shell is Shell.cmd and script else ():
        if not command.words or command.name in _WITH_SEMICOLONS:
            continue
        written = _QUOTED.sub(lambda quoted: "_" * len(quoted[0]), (script or "")[command.start : command.end])
        if _SEPARATOR.search(written):
            name = shown_word(command.words[0].text.rstrip(";,"))
            yield context.finding(
                f"cmd doesn't separate commands with a semicolon, so {name} receives what follows as arguments.",
                "Use && or & between commands.",
                "commandLine",
                span=analysis.span(command),
            )
            return


_WITH_SLASHES = re.compile(r"\.{1,2}/[^\"]+|[\w.-]+/[^\"]*\.(?:exe|bat|cmd|com)", re.IGNORECASE)


@rule("BM139", Severity.error, "program path with slashes in cmd", COMMAND_LINES, explains=COMMAND_LINE_FAILURES)
def slashes(context: Context[CommandLine]) -> Iterator[Finding]:
    """``cmd /c ./setup.bat``."""
    analysis = analysis_of(context)
    for command in analysis.commands if analysis.shell is Shell.cmd and analysis.script else ():
        written = command.words[0].raw if command.words else ""
        if _WITH_SLASHES.fullmatch(written):
            first = written.partition("/")[0]
            yield context.finding(
                f"cmd reads a slash after {shown_word(first)} as the beginning of an option, so it looks for a program named "
                f"{shown_word(first)} and doesn't find it.",
                f"Use backslashes: {shown_word(written.replace('/', chr(92)))}.",
                "commandLine",
                span=analysis.span(command.words[0]),
            )
            return


_ON_A_DRIVE = re.compile(r"[A-Za-z]:(?:[\\/].*)?", re.DOTALL)


@rule("BM141", Severity.warning, "cd that stays in the old directory", COMMAND_LINES, explains=COMMAND_LINE_FAILURES)
def other_drive(context: Context[CommandLine]) -> Iterator[Finding]:
    r"""``cmd /c "cd C:\tools && setup.cmd"``."""
    analysis = analysis_of(context)
    commands = analysis.commands if analysis.shell is Shell.cmd and analysis.script else ()
    for command in commands[:-1]:
        share = next((text for text in command.arguments if text.startswith("\\\\")), "")
        if command.name in {"cd", "chdir"} and share:
            yield context.finding(
                f"cmd can't change to a directory of a share, so cd {shown_word(share)} fails.",
                f"Use pushd {shown_word(share)}, which gives the share a drive letter.",
                "commandLine",
                severity=Severity.error,
                span=analysis.span(command),
            )
            return
        target = _target(command)
        if target:
            yield context.finding(
                f"cd doesn't change the drive without /d: where the task's directory is on another drive than "
                f"{shown_word(target)}, the commands after it run in the old directory.",
                f"Use cd /d {shown_word(target)}.",
                "commandLine",
                span=analysis.span(command),
            )
            return


def _target(command: Command) -> str:
    """Return the directory on a certain drive to which ``cd`` changes without the drive; empty if it does something else."""
    if command.name not in {"cd", "chdir"} or len(command.arguments) != 1:
        return ""
    text = command.arguments[0]
    return text if _ON_A_DRIVE.fullmatch(text) else ""
