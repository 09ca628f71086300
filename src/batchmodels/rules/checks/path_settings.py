"""BM122 and BM123: values of ``PATH`` without the old one, and variables that programs need and don't get."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from ...shells.script import Command, Shell, Word
from ..analysis.display import shown_command, shown_word
from ..analysis.environment_settings import environment_of
from ..analysis.flow import Status
from ..analysis.inner_scripts import Part, parts_of
from ..analysis.prefixes import without_prefixes
from ..analysis.word_sets import names
from ..command_lines import COMMAND_LINES, CommandLine
from ..context import Context
from ..failure_kinds import COMMAND_LINE_FAILURES
from ..finding import Finding, Severity
from ..rule import rule

_SETTING = names("export declare typeset")
_SYSTEM = re.compile(r"(?:\A|:)(?:/usr)?/s?bin/?(?=:|\Z)")
_WITHOUT_DOLLAR = re.compile(r"(?:\A|:)\{?PATH\}?(?:\Z|:)")
_ONE_DIRECTORY = re.compile(r"HOME|PWD|AZ_BATCH_\w+|CONDA_PREFIX|VIRTUAL_ENV|JAVA_HOME|CUDA_HOME|GOPATH|GOROOT")
"""Variables that have one directory, which isn't one of the system's."""
_BUILTINS = names(
    "echo printf cd export set unset source . exit return true false : test [ [[ read wait trap declare local readonly shift "
    "eval exec type command umask ulimit alias pwd let ((  "
)
_WORD = re.compile(r"\w+")
_UPPER = re.compile(r"[A-Z][A-Z0-9_]{2,}|(?:https?|ftp|no|all)_proxy")
_EXPORTS_ALL = re.compile(r"-[a-z]*a[a-z]*\b|-o allexport")


@rule("BM122", Severity.warning, "PATH without the system's directories", COMMAND_LINES, explains=COMMAND_LINE_FAILURES)
def lost_path(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find ``PATH=/opt/bin`` and ``PATH=PATH:/opt/bin``."""
    for part in parts_of(context):
        if part.analysis.shell is not Shell.posix or part.analysis.script is None:
            continue
        for number, step in enumerate(part.flow.steps):
            word = _new_path(step.command)
            if word is None or step.in_word:
                continue
            value = word.text.partition("=")[2]
            if word.substitutes or not all(map(_ONE_DIRECTORY.fullmatch, word.variables)):
                continue  # the value may contain the old one
            if _WITHOUT_DOLLAR.search(value):
                message, fix = "PATH=... contains the word PATH itself, not its value", "Write $PATH."
            elif value and not _SYSTEM.search(value):
                message, fix = f"PATH={shown_word(value)} replaces the old value", "Write PATH=DIRECTORY:$PATH."
            else:
                continue
            needing = next((each for each in _after(part, number) if _is_in_path(each)), None)
            if needing is None or step.status is Status.unreachable:
                continue
            yield context.finding(
                f"{message}, so the shell doesn't find {shown_command(needing)}.",
                fix,
                "commandLine",
                span=part.analysis.span(step.command),
            )
            break


def _after(part: Part, number: int) -> Iterator[Command]:
    """Yield the commands after one of a script, without those in its own words, and without calls of functions."""
    end = part.flow.steps[number].command.end
    for step in part.flow.steps[number + 1 :]:
        if step.command.start >= end and not part.analysis.calls_function(step.command):
            yield step.command


def _new_path(command: Command) -> Word | None:
    """Return the word that sets ``PATH`` for the rest of the script."""
    words = command.assignments if not command.words else command.words[1:] if command.name in _SETTING else ()
    return next((word for word in words if word.text.startswith("PATH=")), None)


def _is_in_path(command: Command) -> bool:
    """Return whether the shell looks for a program of the system in ``PATH``."""
    return command.name in _OF_SYSTEM and "/" not in command.words[0].text


_OF_SYSTEM = names(
    "apt-get apt yum dnf cp mv rm mkdir chmod chown ln cat curl wget tar sed grep awk ls touch systemctl mount "
    "useradd usermod sudo git python3 pip3 bash sh tee date sleep"
)


@rule("BM123", Severity.warning, "variable that isn't exported", COMMAND_LINES, explains=COMMAND_LINE_FAILURES)
def not_exported(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find ``DEBIAN_FRONTEND=noninteractive; apt-get install``."""
    given = {*environment_of(context), "PATH", "HOME", "IFS", "PS4", "LANG"}
    for part in parts_of(context):
        if part.analysis.shell is not Shell.posix or part.analysis.script is None:
            continue
        if _exports_all(part):
            continue
        times = Counter(_WORD.findall(part.analysis.script))
        for number, step in enumerate(part.flow.steps):
            name = _only_assigns(step.command)
            if not name or name in given or not _UPPER.fullmatch(name) or times[name] > 1:
                continue
            if step.status is Status.unreachable:
                continue
            needing = next((each for each in _after(part, number) if _is_program(each)), None)
            if needing is None:
                break
            yield context.finding(
                f"{name} isn't exported and the script doesn't use it, so {shown_command(needing)} and other programs don't "
                "see it.",
                f"Use export {name}=... instead.",
                "commandLine",
                span=part.analysis.span(step.command),
            )
            break


def _only_assigns(command: Command) -> str:
    """Return the variable of a command that only sets that one."""
    if command.words or len(command.assignments) != 1:
        return ""
    return command.assignments[0].text.partition("=")[0]


def _exports_all(part: Part) -> bool:
    """Return whether a script exports all variables, or runs something that may use them."""
    return any(
        (command.name == "set" and _EXPORTS_ALL.search(" ".join(command.arguments))) or command.name in {"eval", "source", "."}
        for command in part.analysis.commands
    )


def _is_program(command: Command) -> bool:
    bare = without_prefixes(command)
    return bool(bare.words) and bare.name not in _BUILTINS
