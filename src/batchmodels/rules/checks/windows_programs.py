"""BM320 to BM323: programs that wait for a key, whose exit code isn't a failure, that aren't found yet, or restart the node."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from ...models.start_task import StartTask
from ...shells.script import Shell
from ..analysis.command_line import Analysis, analysis_of
from ..analysis.display import program_of, shown_word
from ..analysis.inner_scripts import parts_of
from ..analysis.path_changes import found_later, installs_chocolatey, renews_path
from ..analysis.steps import Status, Step
from ..analysis.windows_programs import needs_console, odd_exit_code
from ..command_lines import COMMAND_LINES, TASK, CommandLine
from ..context import Context
from ..failure_kinds import COMMAND_LINE_FAILURES
from ..finding import Finding, Severity
from ..rule import rule


def _is_of_windows(analysis: Analysis) -> bool:
    """Return whether a script may run on Windows; the names of the programs decide where that is unknown."""
    return analysis.windows is not False and analysis.shell is not Shell.posix


def _has_input(step: Step) -> bool:
    return step.reads or any("<" in redirect.operator for redirect in step.command.redirects)


@rule("BM320", Severity.warning, "command that waits for input on Windows", COMMAND_LINES, explains=COMMAND_LINE_FAILURES)
def waits_for_a_key(context: Context[CommandLine]) -> Iterator[Finding]:
    """``timeout /t 10`` and ``pause``."""
    if option := _stays_open(analysis_of(context)):
        yield context.finding(
            f"the shell stays open after its commands because of {option}, so the {TASK} doesn't end.",
            "Use /c instead of /k." if option == "/k" else f"Remove {option}.",
            "commandLine",
        )
    for part in parts_of(context):
        made = [command.arguments for command in part.analysis.commands if command.name in {"mkdir", "md"}]
        for step in part.flow.steps if _is_of_windows(part.analysis) else ():
            name = "" if _has_input(step) else needs_console(step.command, part.analysis.shell)
            exists = name == "xcopy of a file" and any(set(step.command.arguments) & set(paths) for paths in made)
            if name and not exists and not (made and name == "xcopy"):
                yield context.finding(*_without_console(name), "commandLine", span=part.analysis.span(step.command))


def _stays_open(analysis: Analysis) -> str:
    """Return the option with which the shell waits for more commands after its script; empty without one."""
    if analysis.shell is Shell.cmd:
        return "/k" if re.match(r"(?i)\S*cmd(?:\.exe)?\"?(?:\s+/(?!c)\w\S*)*\s+/k", analysis.text.strip()) else ""
    if analysis.shell is Shell.powershell:
        options = itertools.takewhile(lambda word: word.text[:1] in "-/", analysis.words[1:])
        return next((word.text for word in options if word.text.lower().lstrip("-/") in {"noe", "noexit"}), "")
    return ""


def _without_console(name: str) -> tuple[str, str]:
    """Return what a program does without a console, and what to use instead."""
    if name == "timeout":
        return (
            (
                'timeout needs a console, which a task doesn\'t have: it fails with "Input redirection is not supported" and '
                "doesn't wait."
            ),
            "Use ping -n 11 127.0.0.1 >nul to wait for 10 seconds, or Start-Sleep in PowerShell.",
        )
    if name.startswith(("rd", "rmdir", "del", "erase")):
        return f"{name} prompts for confirmation, and nothing can answer.", "Add /q."
    if name == "xcopy of a file":
        return (
            "xcopy asks whether a target that doesn't exist is a file or a directory, and nothing can answer.",
            "Use copy /y, or end the name of a directory with a backslash.",
        )
    if name == "xcopy":
        return (
            "xcopy asks whether a target that doesn't exist is a file or a directory, and nothing can answer.",
            "Add /i, or end the target with a backslash.",
        )
    if name == "runas" or name.lower() == "get-credential":
        return f"{name} asks for a password, and nothing can answer.", "Set userIdentity of the task instead."
    if name in {"choice", "set /p"} or name.lower() == "read-host":
        return (
            f"{name} waits for an answer that never comes.",
            "Remove it, and pass the answer as an environment setting.",
        )
    return f"{name} waits for a key press that never comes.", f"Remove {name}."


@rule("BM321", Severity.warning, "exit code that isn't a failure", COMMAND_LINES, explains=COMMAND_LINE_FAILURES)
def not_a_failure(context: Context[CommandLine]) -> Iterator[Finding]:
    """``cmd /c robocopy a b``."""
    for part in parts_of(context):
        if not _is_of_windows(part.analysis) or not part.counts:
            continue
        for step in part.flow.steps:
            command = program_of(part.analysis, step.command)
            code, succeeds = odd_exit_code(command) if step.status is Status.counts and not step.asked else ("", False)
            followed = _is_followed_by_and(step)
            if code and (succeeds or followed):
                lost = "what follows doesn't run" if followed else f"the {TASK} fails although nothing is wrong"
                fix = (
                    _how_to_test(part.analysis, followed=followed)
                    if succeeds
                    else "Use & instead of &&, so that its exit code doesn't count."
                )
                yield context.finding(f"{code}: {lost}.", fix, "commandLine", span=part.analysis.span(step.command))
                return


def _how_to_test(analysis: Analysis, *, followed: bool) -> str:
    """Return how to test the exit code of robocopy."""
    if analysis.shell is Shell.powershell:
        return "Test it: robocopy …; if ($LASTEXITCODE -ge 8) { exit 1 }; exit 0."
    if followed:
        return "Test it: robocopy … & if not errorlevel 8 (…)."
    whole = "robocopy … & if errorlevel 8 (exit /b 1) else exit /b 0"
    return f"Test it: {whole}." if analysis.shell is Shell.cmd else f'Test it: cmd /c "{whole}".'


def _is_followed_by_and(step: Step) -> bool:
    """Return whether a command runs only if this one succeeds."""
    joins = zip(step.statement.pipelines, step.statement.operators, strict=False)
    return any(operator == "&&" and pipeline.elements[-1] is step.command for pipeline, operator in joins)


@rule("BM322", Severity.warning, "program that isn't in PATH yet", COMMAND_LINES, explains=COMMAND_LINE_FAILURES)
def not_in_path_yet(context: Context[CommandLine]) -> Iterator[Finding]:
    """``choco install git -y && git clone …``."""
    for part in parts_of(context):
        if not _is_of_windows(part.analysis) or part.analysis.script is None:
            continue
        later: dict[str, str] = {}
        for step in part.flow.steps:
            command = program_of(part.analysis, step.command)
            if renews_path(command):
                later.clear()
            if not command.words:
                continue
            if (installer := later.get(command.words[0].text.lower().removesuffix(".exe"))) and not step.guarded:
                yield context.finding(
                    f"{installer} changes PATH for processes that start later, so {shown_word(command.words[0].text)} isn't "
                    "found in the same command line.",
                    _how_to_find(part.analysis, installer),
                    "commandLine",
                    span=part.analysis.span(step.command),
                )
                return
            if part.analysis.shell is Shell.cmd and installs_chocolatey(command):
                later["choco"] = "the installer of Chocolatey"
            if not step.guarded:
                name, programs = found_later(command)
                later.update(dict.fromkeys(programs, name))


def _how_to_find(analysis: Analysis, installer: str) -> str:
    if installer.startswith("the"):
        return 'Run set "PATH=%PATH%;%ALLUSERSPROFILE%\\chocolatey\\bin" in between, or run both in one PowerShell.'
    refresh = (
        "call refreshenv"
        if analysis.shell is Shell.cmd
        else "refreshenv, after Import-Module $env:ChocolateyInstall\\helpers\\chocolateyProfile.psm1,"
    )
    if installer.startswith(("choco", "cinst")):
        return f"Run {refresh} in between, or use the full path of the program."
    return "Use the full path of the program."


_RESTARTS = re.compile(r"(?i)[/-]r.*|[/-]g")


@rule("BM323", Severity.warning, "start task that restarts its node", StartTask, explains=COMMAND_LINE_FAILURES)
def restarts(context: Context[StartTask]) -> Iterator[Finding]:
    """``shutdown /r /t 0``."""
    if analysis_of(context).in_container:
        return
    for part in parts_of(context):
        for step in part.flow.steps:
            command = program_of(part.analysis, step.command)
            if _stops(command.name, command.arguments) and not step.guarded and step.status is not Status.unreachable:
                yield context.finding(
                    f"the {TASK} shuts its node down, so the node runs no task and may still cost money.",
                    f"Remove {command.name}; to get fewer nodes, resize the pool.",
                    "commandLine",
                    span=part.analysis.span(step.command),
                )
                return
            if _restarts(command.name, command.arguments) and not step.guarded and step.status is not Status.unreachable:
                yield context.finding(
                    f"the node runs the {TASK} again after a restart, so the {TASK} restarts it forever, and it never "
                    "becomes ready.",
                    "Restart only if it is needed, for example if a file doesn't exist that you create before.",
                    "commandLine",
                    span=part.analysis.span(step.command),
                )
                return


def _stops(name: str, arguments: tuple[str, ...]) -> bool:
    """Return whether a command shuts a Linux machine down."""
    if name in {"poweroff", "halt"}:
        return "--help" not in arguments
    if name == "systemctl":
        return arguments[:1] in {("poweroff",), ("halt",)}
    options = {text for text in arguments if text.startswith("-")}
    return (
        name == "shutdown"
        and not any(text.startswith("/") for text in arguments)
        and not options & {"-c", "-k", "-r"}
        and bool(arguments)
    )


def _restarts(name: str, arguments: tuple[str, ...]) -> bool:
    """Return whether a command restarts the machine."""
    if name == "shutdown":
        return any(_RESTARTS.fullmatch(text) for text in arguments)
    if name == "restart-computer":
        return not any(text.lower().startswith(("-c", "-whatif")) for text in arguments)
    if name in {"reboot", "systemctl"}:
        return (name == "reboot" and "--help" not in arguments) or "reboot" in arguments[:1]
    return name in {"init", "telinit"} and arguments == ("6",)
