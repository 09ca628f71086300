"""Programs that a script downloads or writes and then runs, without making them executable."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ..context import Context
from .brought_files import BroughtFiles
from .file_arguments import downloaded, path_of
from .linux_runs import Run, runs_on_linux

_MAKING = frozenset({"chmod", "install", "cp", "mv", "ln", "tar", "unzip", "git", "gcc", "g++", "make", "go", "setfacl", "7z"})
_BY_REDIRECTION = frozenset({"echo", "printf", "cat", "curl", "wget", "sed", "envsubst", "base64", "tee"})


def not_made_executable(context: Context[Any], files: BroughtFiles | None) -> Iterator[tuple[Run, str]]:
    """Yield the commands that run a file which has no execute permission, each with the file."""
    new: set[str] = set()
    for run in runs_on_linux(context):
        command = run.command
        program = command.words[0].text if command.words else ""
        path = path_of(program)
        if "/" in program and path in new and not run.step.guarded:
            yield run, program
            return
        if command.name in _MAKING or "chmod" in command.arguments:
            texts = [path_of(text) for text in command.arguments]
            unknown = any(re.search(r"[*?$\[]", text) for text in texts) or "-R" in command.arguments
            new = set() if unknown else new - {*texts} - {each for each in new if each.rsplit("/", 1)[-1] in texts}
            continue
        if command.name in {"cd", "pushd"}:
            new = {each for each in new if each.startswith("/")} | {
                each.rsplit("/", 1)[-1] for each in new if command.arguments[:1] == (each.rpartition("/")[0],)
            }
        new |= {path_of(each) for each in _written(run)}
        if files is not None:
            new -= {*files.modes}


def _written(run: Run) -> Iterator[str]:
    """Yield the files that a command creates with the mode of a new file."""
    command = run.command
    if command.name in {"curl", "wget"}:
        yield from downloaded(command)
    if command.name in _BY_REDIRECTION:
        yield from (
            each.target.text for each in command.redirects if each.operator in {">", "1>", ">|"} and not each.target.variables
        )
