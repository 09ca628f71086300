"""Environment settings whose values contain a variable that nothing expands, although the command line uses them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ...shells.script import Command, Shell, Word
from ..context import Context
from .display import program_of, shown_command
from .inner_scripts import Part, parts_of
from .word_sets import names

_LINUX = r"AZ_BATCH_\w+|HOME|PWD|TMPDIR"
_WINDOWS = (
    r"AZ_BATCH_[\w#.-]+|USERPROFILE|HOMEDRIVE|HOMEPATH|TE?MP|APPDATA|LOCALAPPDATA|ProgramData|ProgramFiles(?:\(x86\))?|"
    r"SystemRoot|SystemDrive|windir|ALLUSERSPROFILE|PUBLIC|COMPUTERNAME"
)
_IN_VALUE = {
    Shell.posix: re.compile(rf"\$(?:\{{(?:{_LINUX})\}}|(?:{_LINUX})(?!\w))"),
    Shell.cmd: re.compile(rf"(?i)%(?:{_WINDOWS})%"),
    Shell.powershell: re.compile(rf"(?i)%(?:{_WINDOWS})%|\$env:(?:{_WINDOWS})(?!\w)|\$\{{env:(?:{_WINDOWS})\}}"),
}
_OF_BATCH = re.compile(r"\$(?:\{AZ_BATCH_\w+\}|AZ_BATCH_\w+)")
_EXPANDS = re.compile(
    r"(?i)\beval\b|\benvsubst\b|\bcall\b|ExpandEnvironmentVariables|ExpandString|\biex\b|invoke-expression|@P\}"
)
_PASSED_ON = names(
    "echo printf cat tee export set local declare typeset readonly unset printenv env test [ [[ : true write-host write-output "
    "set-content add-content out-file ssh if rem"
)
_INTERPRETERS = names("bash sh dash zsh ksh python python3 perl ruby sed awk cmd powershell pwsh docker podman xargs")
_OWN_SCRIPT = re.compile(r"(?i)-[a-z]*[ce]|/[ck]|-command|--expression")


def unexpanded_in(context: Context[Any], name: str, value: str) -> tuple[str, str] | None:
    """Return the variable in a value that nothing expands, and the command that gets the value; None if it isn't used so."""
    if not any(pattern.search(value) for pattern in _IN_VALUE.values()):
        return None
    for part in parts_of(context):
        if _in_scripts(part, name):
            return None  # the shell that runs such a script expands what the value contains
        shell = part.analysis.shell
        match = None if shell is None else _IN_VALUE[shell].search(value)
        if match is None or _EXPANDS.search(part.analysis.code):
            continue
        user = next(_users(part, name), None)
        if user is not None and not _assigns(part, name):
            return match[0], user
    return None


_READ_BY_PROGRAMS = names(
    "PATH LD_LIBRARY_PATH PYTHONPATH PERL5LIB CLASSPATH NODE_PATH TMPDIR TMP TEMP HOME XDG_CACHE_HOME XDG_CONFIG_HOME "
    "XDG_DATA_HOME TORCH_HOME PIP_CACHE_DIR MPLCONFIGDIR NUMBA_CACHE_DIR GOPATH GOCACHE CARGO_HOME JULIA_DEPOT_PATH "
    "APPTAINER_CACHEDIR SINGULARITY_CACHEDIR AZCOPY_LOG_LOCATION AZCOPY_JOB_PLAN_LOCATION"
)
"""The settings that programs read by themselves and take as they are; huggingface_hub expands HF_HOME."""


def read_unexpanded(context: Context[Any], name: str, value: str) -> tuple[str, str] | None:
    """Return the variable of Batch in a value that programs read by its name, and who gets it; None if it may be expanded."""
    match = _OF_BATCH.search(value)
    if match is None or name not in _READ_BY_PROGRAMS:
        return None
    for part in parts_of(context):
        if part.analysis.shell not in {None, Shell.posix} or _EXPANDS.search(part.analysis.text) or _assigns(part, name):
            return None
    return match[0], "a program that reads it"


def _users(part: Part, name: str) -> Iterator[str]:
    """Yield the commands that get the value of a variable as an argument, or that have it in their path."""
    shell = part.analysis.shell
    for step in part.flow.steps:
        command = program_of(part.analysis, step.command)
        if not command.words or command.name in _PASSED_ON or step.piped or _has_own_script(command):
            continue
        program, *arguments = command.words
        if re.search(r"[/\\]", program.text) and _reads(program, name, shell):
            yield "the shell"
        elif any(_reads(word, name, shell) for word in (*arguments, *(redirect.target for redirect in command.redirects))):
            yield "the shell" if program.variables else shown_command(command)


def _in_scripts(part: Part, name: str) -> bool:
    """Return whether the value of a variable becomes a part of a script that a command passes to another shell."""
    passing = (command for command in part.analysis.commands if _has_own_script(program_of(part.analysis, command)))
    return any(_reads(word, name, part.analysis.shell) for command in passing for word in command.words)


def _has_own_script(command: Command) -> bool:
    return command.name in _INTERPRETERS and any(_OWN_SCRIPT.fullmatch(text) for text in command.arguments)


def _reads(word: Word, name: str, shell: Shell | None) -> bool:
    if shell is Shell.posix:
        return name in word.variables
    if shell is Shell.powershell:
        return f"env:{name}".lower() in map(str.lower, word.variables)
    return re.search(rf"[%!]{re.escape(name)}[%!]", word.raw, re.IGNORECASE) is not None


def _assigns(part: Part, name: str) -> bool:
    """Return whether a script gives a variable another value."""
    if any(command.name in {"read", "unset"} and name in command.arguments for command in part.analysis.commands):
        return True
    assigned = rf"(?i)(?<![\w:{{])(?:\$env:|\$\{{env:)?{re.escape(name)}\}}?[ \t]*\+?=(?!=)"
    return re.search(assigned, part.analysis.code) is not None
