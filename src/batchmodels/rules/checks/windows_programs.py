"""BM320 and BM322: programs that wait for a key, or that aren't found yet."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from ...shells.script import Command, Shell
from ..analysis.brought_files import brought_files
from ..analysis.command_line import Analysis, analysis_of
from ..analysis.display import program_of, shown_word
from ..analysis.environment_settings import environment_of
from ..analysis.inner_scripts import parts_of
from ..analysis.path_changes import found_later, installs_chocolatey, renews_path, stores_path
from ..analysis.pool_values import value_of
from ..analysis.steps import Status, Step
from ..analysis.windows_programs import needs_console, sets_long_password
from ..analysis.windows_system import BUILTINS, SYSTEM_PROGRAMS
from ..analysis.word_sets import names
from ..command_lines import COMMAND_LINES, TASK, CommandLine
from ..context import Context
from ..failure_kinds import COMMAND_LINE_FAILURES
from ..finding import Finding, Severity
from ..rule import rule


def _is_of_windows(analysis: Analysis) -> bool:
    """Return whether a script may run on Windows; the names of the programs decide where that is unknown."""
    return analysis.windows is not False and analysis.shell is not Shell.posix


_CMDLET = re.compile(r"(?!read-host|get-credential)(?:window of )?[A-Za-z]+-[A-Za-z]+", re.IGNORECASE)


def _has_input(step: Step) -> bool:
    return step.reads or any("<" in redirect.operator for redirect in step.command.redirects)


@rule("BM320", Severity.warning, "command that waits for input on Windows", COMMAND_LINES, explains=COMMAND_LINE_FAILURES)
def waits_for_a_key(context: Context[CommandLine]) -> Iterator[Finding]:
    """``timeout /t 10`` and ``pause``."""
    if option := _stays_open(analysis_of(context)):
        yield context.finding(
            f"because of {option}, the shell waits for more commands after these, so the {TASK} may never end.",
            "Use /c instead of /k." if option == "/k" else f"Remove {option}.",
            "commandLine",
        )
    settings = {name.upper(): value for name, value in environment_of(context).items()}
    for part in parts_of(context):
        made = [command.arguments for command in part.analysis.commands if command.name in {"mkdir", "md"}]
        for step in part.flow.steps if _is_of_windows(part.analysis) else ():
            name = needs_console(step.command, part.analysis.shell)
            if not name and sets_long_password(step.command, settings):
                name = "question of net user"
            if _has_input(step) and not _CMDLET.fullmatch(name):  # a cmdlet doesn't ask its input
                continue
            exists = name == "xcopy of a file" and any(set(step.command.arguments) & set(paths) for paths in made)
            if name and not exists and not (made and name == "xcopy"):
                said, fix = _of_timeout(step, part.analysis.shell) if name == "timeout" else _without_console(name)
                yield context.finding(said, fix, "commandLine", span=part.analysis.span(step.command))


def _stays_open(analysis: Analysis) -> str:
    """Return the option with which the shell waits for more commands after its script; empty without one."""
    if analysis.shell is Shell.cmd:
        return "/k" if re.match(r"(?i)\S*cmd(?:\.exe)?\"?(?:\s+/(?!c)\w\S*)*\s+/k", analysis.text.strip()) else ""
    if analysis.shell is Shell.powershell:
        options = itertools.takewhile(lambda word: word.text[:1] in "-/", analysis.words[1:])
        return next((word.text for word in options if word.text.lower().lstrip("-/") in {"noe", "noexit"}), "")
    return ""


def _of_timeout(step: Step, shell: Shell | None) -> tuple[str, str]:
    """Return what ``timeout`` does without a console, and what waits for as long."""
    said = 'timeout needs a console, which a task doesn\'t have: it fails with "Input redirection is not supported" and '
    said += "doesn't wait."
    if step.fate is Status.counts and not step.guarded:
        said += f" The {TASK} fails with it."
    seconds = next((int(text) for text in step.command.arguments if text.isdecimal() and len(text) <= _DIGITS), 0)
    if not seconds:
        return said, "Remove it."
    if shell is Shell.powershell:
        return said, f"Use Start-Sleep -Seconds {seconds}."
    plural = "" if seconds == 1 else "s"
    return said, f"Use ping -n {seconds + 1} 127.0.0.1 >nul to wait for {seconds} second{plural}, or Start-Sleep in PowerShell."


_DIGITS = 5  # of the most seconds that timeout takes: 99999


def _without_console(name: str) -> tuple[str, str]:
    """Return what a program does without a console, and what to use instead."""
    if name.startswith("window of "):
        return f"{name.removeprefix('window of ')} opens a window that nothing closes.", "Remove it."
    if name.startswith("question of "):
        return _QUESTIONS[name.removeprefix("question of ")]
    if "-" in name and name.lower() not in {"read-host", "get-credential"}:
        return f"{name} asks for confirmation, and nothing can answer.", f"Add {_without_question(name)}."
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


_QUESTIONS = {
    "format": ("format asks for confirmation before it formats, and nothing can answer.", "Add /y."),
    "diskpart": ("diskpart waits for commands that never come.", "Write them to a file, and use diskpart /s FILE."),
    "chkdsk": (
        "chkdsk can't lock a volume in use, asks whether to check it at the next restart, and nothing can answer.",
        "Pass the answer: echo n | chkdsk ….",
    ),
    "reg": ("reg delete asks for confirmation, and nothing can answer.", "Add /f."),
    "regedit": ("regedit asks for confirmation in a window, and nothing can answer.", "Use reg import FILE."),
    "schtasks": ("schtasks asks a question, and nothing can answer.", "Add /f, and /ru SYSTEM or /rp with the password."),
    "cmdkey": ("cmdkey asks for the password, and nothing can answer.", "Write a colon and the password after /pass."),
    "net": ("net asks for the password because of *, and nothing can answer.", "Pass the password as an environment setting."),
    "net user": ("net user asks whether to set a password of more than 14 characters, and nothing can answer.", "Add /y."),
    "certutil": ("certutil asks for the password of the PFX file, and nothing can answer.", "Add -p and the password."),
    "winrm": ("winrm asks for confirmation, and nothing can answer.", "Add -q."),
    "cacls": ("cacls asks for confirmation, and nothing can answer.", "Use icacls."),
    "copy": ("copy con reads lines from a console that a task doesn't have.", "Use echo TEXT > FILE, or a resource file."),
    "date": ("date asks for a new date, and nothing can answer.", "Use date /t."),
    "time": ("time asks for a new time, and nothing can answer.", "Use time /t."),
}


def _without_question(cmdlet: str) -> str:
    """Return the option without which a cmdlet asks."""
    known = {"set-executionpolicy", "enable-psremoting", "clear-recyclebin", "remove-smbmapping", "remove-smbshare"}
    return "-Force" if cmdlet.lower() in known else "-Confirm:$false"


@rule("BM322", Severity.warning, "program that isn't in PATH yet", COMMAND_LINES, explains=COMMAND_LINE_FAILURES)
def not_in_path_yet(context: Context[CommandLine]) -> Iterator[Finding]:
    """``choco install git -y && git clone …``."""
    for part in parts_of(context):
        if not _is_of_windows(part.analysis) or part.analysis.script is None:
            continue
        later: dict[str, str] = {}
        stored = ""
        for step in part.flow.steps:
            command = program_of(part.analysis, step.command)
            if renews_path(command):
                later.clear()
                stored = ""
            if not command.words:
                continue
            if stored and not step.guarded and _is_from_path(command, part.analysis, context):
                yield context.finding(
                    f"{stored} changes PATH for processes that start later, so {shown_word(command.words[0].text)} isn't "
                    "found in the same command line.",
                    "Use the full path of the program.",
                    "commandLine",
                    span=part.analysis.span(step.command),
                )
                return
            stored = stores_path(command) or stored
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


_OF_POWERSHELL = names(
    "cat cp foreach gc gci gi gm group iex ii irm iwr kill ls mi mv ni ps pwd rm saps select sleep tee write else while return "
    "throw trap try"
)
"""Aliases and keywords of PowerShell that cmd doesn't have."""


def _is_from_path(command: Command, script: Analysis, context: Context[CommandLine]) -> bool:
    """Return whether a command is the name of a program that neither Windows nor the shell has."""
    written = command.words[0].text
    if not re.fullmatch(r"(?i)[a-z][\w+]*(?:\.exe)?", written) or command.name in SYSTEM_PROGRAMS | BUILTINS:
        return False
    files = brought_files(value_of(context.model, "resource_files"))
    brought = {path.lower().rpartition(".")[0] for path in (files.modes if files else ())}
    return command.name not in brought and not (script.shell is Shell.powershell and command.name in _OF_POWERSHELL)


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
