"""Programs that a script downloads or writes and then runs, without making them executable."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any

from ...shells.script import Command
from ..context import Context
from .brought_files import BroughtFiles
from .file_arguments import downloaded, path_of
from .linux_runs import Run, runs_on_linux
from .word_sets import names

_MAKING = names("chmod install cp mv ln tar unzip git gcc g++ make go setfacl 7z rsync dpkg python3 eval source .")
_BY_REDIRECTION = names("echo printf cat curl wget sed envsubst base64 tee")
_IN_PATH = re.compile(r"(?:/usr(?:/local)?)?/s?bin/([\w.-]+)")


def not_made_executable(context: Context[Any], files: BroughtFiles | None) -> Iterator[tuple[Run, str]]:
    """Yield the commands that run a file which has no execute permission, each with the file."""
    new: set[str] = set()  # the files that aren't executable; those in a directory of PATH also as */NAME
    for run in runs_on_linux(context):
        command = run.command
        if not command.words:
            continue
        program = command.words[0].text
        path = path_of(program) if "/" in program else f"*/{program}"
        if path in new and not run.step.guarded:
            yield run, program
            return
        if (changed := [*_changed(command, new)]) or command.name not in _MAKING:
            new |= {*changed}
        else:
            texts = [path_of(text) for text in command.arguments]
            unknown = any(re.search(r"[*?$\[]", text) for text in texts) or "-R" in command.arguments
            ends = {posixpath.basename(each) for each in texts}
            new = set() if unknown else {each for each in new if posixpath.basename(each) not in ends}
            continue
        if command.name in {"cd", "pushd"}:
            new = {each for each in new if each.startswith(("/", "*/"))} | {
                posixpath.basename(each) for each in new if command.arguments[:1] == (each.rpartition("/")[0],)
            }
        for each in map(path_of, _written(run)):
            new |= {each, *_by_name(each)}
        if files is not None:
            new -= {*files.modes}


def _by_name(path: str) -> Iterator[str]:
    """Yield the key of a file that a shell finds by its name."""
    if found := _IN_PATH.fullmatch(path):
        yield f"*/{found[1]}"


def _changed(command: Command, new: set[str]) -> Iterator[str]:
    """Yield the files that ``chmod`` makes unexecutable, and where ``mv`` and ``cp`` put one that isn't executable."""
    plain = [text for text in command.arguments if not text.startswith("-")]
    if command.name == "chmod" and plain and re.fullmatch(r"[0-7]{3,4}", plain[0]) and not int(plain[0], 8) & 0o111:
        yield from map(path_of, plain[1:])
    if command.name not in {"mv", "cp"} or len(plain) != 2 or path_of(plain[0]) not in new:  # noqa: PLR2004  # because a file goes somewhere
        return
    source, target = path_of(plain[0]), plain[1]
    goes_into = target.endswith("/") or _IN_PATH.fullmatch(f"{target}/x") is not None
    path = path_of(f"{target.rstrip('/')}/{source.rsplit('/', 1)[-1]}" if goes_into else target)
    yield from (path, *_by_name(path))


def _written(run: Run) -> Iterator[str]:
    """Yield the files that a command creates with the mode of a new file."""
    command = run.command
    if command.name in {"curl", "wget"}:
        yield from downloaded(command)
    if command.name in _BY_REDIRECTION:
        yield from (
            each.target.text for each in command.redirects if each.operator in {">", "1>", ">|"} and not each.target.variables
        )
