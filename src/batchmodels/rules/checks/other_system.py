"""BM403 and BM404: commands of another operating system than the nodes'."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from ...secrets.masking import cut, mask_text
from ...shells.script import Command, Shell
from ..analysis.command_line import Analysis, analysis_of, one_in_each_line, span_outside
from ..analysis.display import shown_word
from ..analysis.foreign_programs import LINUX_PROGRAM, has_own_image, is_foreign
from ..analysis.pool import pool_of, runs_windows
from ..analysis.pool_values import value_of
from ..analysis.word_sets import names
from ..command_lines import COMMAND_LINES, CommandLine
from ..context import Context
from ..failure_kinds import COMMAND_LINE_FAILURES
from ..finding import Finding, Severity, Span
from ..rule import rule

_WINDOWS_PATH = re.compile(
    r"(?i)[\"']?[CD]:\\+(?:windows|program files|programdata|users|batch|temp|tools)\b"
    r"|.*%(?:AZ_BATCH_\w+|TEMP|PATH|USERPROFILE|SYSTEMROOT|WINDIR|PROGRAMFILES|PROGRAMDATA|APPDATA)%"
)
_ONLY_ON_LINUX = names("apt-get apt yum dnf zypper apk dpkg systemctl useradd usermod groupadd modprobe sysctl")
_ONLY_IN_POWERSHELL = names("touch grep which unzip export source head tail sed awk ln uname nproc env printenv")
_ONLY_IN_CMD = names("ls rm cp mv cat wget pwd") | _ONLY_IN_POWERSHELL
"""Programs of Linux that cmd and PowerShell don't have; PowerShell has others as aliases."""
_ONLY_IN_POSIX = names("apt-get yum dnf dpkg systemctl useradd usermod modprobe export source")
"""Those of them that nothing brings to Windows."""

_IN_CMD = {
    "ls": "dir",
    "rm": "del /q or rd /s /q",
    "cp": "copy /y or xcopy /e /i /y",
    "mv": "move /y",
    "cat": "type",
    "pwd": "cd",
    "unzip": "tar -xf",
    "touch": "type nul > FILE",
    "grep": "findstr",
    "which": "where",
    "export": "set",
    "source": "call",
    "env": "set",
    "printenv": "set",
}
_IN_POWERSHELL = {
    "unzip": "Expand-Archive -Force",
    "touch": "New-Item -Force",
    "grep": "Select-String",
    "which": "Get-Command",
    "export": "$env:NAME = 'value'",
    "source": "a dot: . .\\FILE.ps1",
    "head": "Select-Object -First",
    "tail": "Select-Object -Last",
    "env": "Get-ChildItem env:",
    "printenv": "$env:NAME",
}
_BRINGS_PROGRAMS = re.compile(r"(?i)choco|cinst|winget|scoop|msys|cygwin|mingw|busybox|\\git\\|git-|\bpath\s*\+?=")
_WITH_GIT_TOO = names("chmod chown")  # in the directories that Git brings to Windows
_LINUX_VARIABLE = re.compile(r"\$\{?(AZ_BATCH_\w+)\}?")
_VARIABLE_OF_CMD = re.compile(r"(?i)%(AZ_BATCH_\w+)%")
_EXPANDING = names("bash sh dash zsh ksh wsl docker podman ssh powershell pwsh cmd cmd.exe rem")
"""Programs that start a shell of the other system."""

_REPLACING = names("sed perl awk gawk envsubst grep egrep findstr")
"""Programs that may look for a variable's name or replace it."""
_CODE = re.compile(r"[\s()]")


@rule("BM403", Severity.error, "Windows command on Linux nodes", COMMAND_LINES, explains=COMMAND_LINE_FAILURES)
def windows_on_linux(context: Context[CommandLine]) -> Iterator[Finding]:
    """``cmd /c`` where the pool's image is one of Linux."""
    analysis = analysis_of(context)
    if runs_windows(context) is None:
        yield from _not_expanded(context, Shell.posix, _VARIABLE_OF_CMD, "${}")
    if runs_windows(context) is not False or not analysis.words:
        return
    if is_foreign(context, analysis.words):
        yield context.finding(
            f"{_named(analysis.words[0].raw)} is a Windows program, but the pool's image is Linux, so the node can't find it.",
            "Use /bin/bash -c '…', or choose a Windows image.",
            "commandLine",
            span=span_outside(analysis.words[0]),
        )
        return
    found: dict[str, list[Span | None]] = {}
    for command in analysis.commands:
        for word in (*command.assignments, *command.words, *(redirect.target for redirect in command.redirects)):
            if (match := _WINDOWS_PATH.match(word.raw)) and command.name not in _REPLACING:
                found.setdefault(_named(match[0]), []).append(analysis.span(word))
    for name, spans in found.items():
        for span in one_in_each_line(spans, analysis.text):
            yield context.finding(
                f"{name} is a Windows path or variable, but the pool's image is Linux.",
                "Use forward slashes and variables such as $AZ_BATCH_NODE_SHARED_DIR.",
                "commandLine",
                span=span,
            )


@rule("BM404", Severity.error, "Linux command on Windows nodes", COMMAND_LINES, explains=COMMAND_LINE_FAILURES)
def linux_on_windows(context: Context[CommandLine]) -> Iterator[Finding]:
    """``/bin/bash -c`` where the pool's image is one of Windows."""
    analysis = analysis_of(context)
    if runs_windows(context) is None:
        yield from _not_expanded(context, Shell.cmd, _LINUX_VARIABLE, "%{}%")
        yield from _in_a_shell_of_windows(context, analysis)
    if not runs_windows(context) or not analysis.words:
        return
    if is_foreign(context, analysis.words):
        yield context.finding(
            f"{_named(analysis.words[0].text)} is a Linux program, but the pool's image is Windows, so the node can't find it.",
            'Use cmd /c "…" or powershell -Command "…", or choose a Linux image.',
            "commandLine",
            span=span_outside(analysis.words[0]),
        )
        return
    if analysis.shell is Shell.posix:  # a bash that is installed on Windows brings Linux's programs
        return
    foreign = _ONLY_IN_POWERSHELL if analysis.shell is Shell.powershell else _ONLY_IN_CMD
    if _BRINGS_PROGRAMS.search(_start_of(context) + analysis.text) or has_own_image(context) or analysis.in_container:
        foreign = frozenset[str]()
    for index, run in analysis.runs:
        command = run if run.words else analysis.commands[index]  # env without a command
        if found := _path_of_linux(command, analysis):
            message, fix, severity = found
            yield context.finding(message, fix, "commandLine", severity=severity, span=analysis.span(command))
            return
        missing = (
            command.name in _ONLY_ON_LINUX
            or command.name in foreign
            or (command.name in _WITH_GIT_TOO and not has_own_image(context))
        )
        if missing or (command.words and LINUX_PROGRAM.match(command.words[0].text)):
            yield context.finding(
                f"{_named(command.words[0].text)} is a Linux program, but the pool's image is Windows.",
                _instead_on_windows(command, analysis),
                "commandLine",
                span=analysis.span(command),
            )
        elif analysis.shell is Shell.cmd and (match := _linux_variable(command)):
            name = match.strip("${}")
            yield context.finding(f"cmd doesn't expand {match}.", f"Use %{name}%.", "commandLine", span=analysis.span(command))


def _start_of(context: Context[CommandLine]) -> str:
    """Return the command line of the pool's start task, which may bring programs to the nodes; empty without one."""
    line = value_of(pool_of(context), "start_task", "command_line")
    return f"{line}\n" if isinstance(line, str) else ""


def _not_expanded(context: Context[CommandLine], shell: Shell, pattern: re.Pattern[str], written: str) -> Iterator[Finding]:
    """Find variables of Batch in the syntax of the other system, where only the shell shows the system."""
    analysis = analysis_of(context)
    if analysis.shell is not shell or (shell is Shell.posix and analysis.script is None):
        return
    for command in analysis.commands:
        if command.name in _EXPANDING | _REPLACING or any(word.text in _EXPANDING for word in command.words):
            continue
        for word in (*command.assignments, *command.words, *(redirect.target for redirect in command.redirects)):
            if (match := pattern.search(word.raw)) and not _CODE.search(word.text):
                yield context.finding(
                    f"{'cmd' if shell is Shell.cmd else 'the shell'} doesn't expand {match[0]}.",
                    f"Use {written.format(match[1])}.",
                    "commandLine",
                    span=analysis.span(word),
                )


def _in_a_shell_of_windows(context: Context[CommandLine], analysis: Analysis) -> Iterator[Finding]:
    """Find what fails in cmd and in Windows PowerShell, whatever the image is: only Windows has these shells."""
    is_powershell = analysis.in_windows_powershell
    if analysis.shell is not Shell.cmd and not is_powershell:
        return
    for _, command in analysis.runs:
        if found := _path_of_linux(command, analysis):
            message, fix, severity = found
            yield context.finding(message, fix, "commandLine", severity=severity, span=analysis.span(command))
            return
        if command.name in _ONLY_IN_POSIX:
            shell = "Windows PowerShell" if is_powershell else "cmd"
            yield context.finding(
                f"{command.name} is a Linux program, but {shell} runs only on Windows.",
                _instead_on_windows(command, analysis, ", or run it in a shell of Linux, on Linux nodes"),
                "commandLine",
                span=analysis.span(command),
            )
            return


def _path_of_linux(command: Command, analysis: Analysis) -> tuple[str, str, Severity] | None:
    """Return what happens to ``> /dev/null`` and ``mkdir -p`` on Windows, what to use instead, and how serious it is."""
    null = next((each.operator for each in command.redirects if each.target.text == "/dev/null"), "")
    if null and ">" not in null and analysis.shell is Shell.powershell:
        return "PowerShell doesn't support <, so it refuses the script.", "Remove it: a task has no input.", Severity.error
    if null:
        sign = ">" if ">" in null else "<"
        return (
            "Windows has no /dev/null, so the redirection fails and the command doesn't run.",
            f"Use {sign}{'$null' if analysis.shell is Shell.powershell else 'nul'}.",
            Severity.error,
        )
    if analysis.shell is Shell.cmd and command.name in {"mkdir", "md"} and "-p" in command.arguments:
        return (
            "mkdir of cmd doesn't know -p, so it makes a directory with this name, too.",
            "Remove -p: mkdir of cmd makes the directories above.",
            Severity.warning,
        )
    return None


def _instead_on_windows(command: Command, analysis: Analysis, otherwise: str = ", or choose a Linux image") -> str:
    """Return what to use on Windows instead of a program of Linux."""
    name = command.name
    if name == "wget":
        return f"Use {_curl_for_wget(command)}."
    found = _IN_POWERSHELL.get(name) if analysis.shell is Shell.powershell else _IN_CMD.get(name)
    if found is None:
        return f"Use a Windows program, for example msiexec /i to install software{otherwise}."
    return f"Use {found}." if analysis.shell else f'Use {found}, in cmd /c "…"{otherwise}.'


_OUTPUT = re.compile(r"-[A-Za-z]*O(.*)|--output-document(?:=(.*))?", re.DOTALL)


def _curl_for_wget(command: Command) -> str:
    """Return how curl writes the file that wget writes; wget always follows redirections."""
    for option, following in itertools.pairwise((*command.arguments, "")):
        if match := _OUTPUT.fullmatch(option):
            file = match[1] or match[2] or following
            return "curl -fL URL" if file == "-" else f"curl -fL -o {shown_word(file) or 'FILE'} URL"
    return "curl -fLO URL"


def _linux_variable(command: Command) -> str:
    matches = (_LINUX_VARIABLE.search(word.text) for word in command.words)
    return next((match[0] for match in matches if match), "")


def _named(text: str) -> str:
    """Return the beginning of a program's name or of a path, for a message."""
    return cut(mask_text(text.strip("\"'")), 60)
