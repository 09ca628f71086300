"""Files that are common to the nodes of a multi-instance task, and where its command lines look for them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import Any

from ...models.tasks import TaskAddParameter
from ...shells.script import Command, Shell, Word
from ..command_lines import command_line_of
from ..context import Context
from ..finding import Span
from .command_line import Analysis
from .display import shown_word
from .inner_scripts import meant_parts_of
from .needed_files import needed_by
from .pool_values import value_of
from .word_sets import names

_MOVING = re.compile(
    r"(?i)(?<![\w./$-])(?:cd|chdir|pushd|cp|ln|mv|rsync|install|copy|xcopy|robocopy|move|mklink|set-location|copy-item)(?![\w.=-])"
    r"|-wdir|-workdir|-working-directory|\s-wd\s"
)
"""What changes the directory or copies files, so that a common file may be where a command line looks for it."""
_IN_WORKING_DIRECTORY = re.compile(r"(?i)(?:\$\{?AZ_BATCH_TASK_WORKING_DIR\}?/|%AZ_BATCH_TASK_WORKING_DIR%[\\/]|\.[\\/])(.+)")
_WRITING = re.compile(r"-o|--?(?:out|output|log|dest|result|save)[\w-]*(?:=.*)?", re.IGNORECASE)
LAUNCHERS = names("mpirun mpiexec mpiexec.hydra orterun")
"""The programs that start a program of MPI with the arguments after it, on each node in the launcher's own directory."""
_NOT_READING = names("test [ [[ echo printf rm del touch mkdir md curl wget gcc g++ cc cmake")


def paths_of(files: Any) -> set[str]:
    """Return the paths of resource files."""
    paths = (value_of(file, "file_path") for file in (files if isinstance(files, list) else ()))
    return {path.removeprefix("./") for path in paths if isinstance(path, str) and path}


def moves_files(context: Context[Any]) -> bool:
    """Return whether a command line may copy a common file or change to its directory."""
    text = command_line_of(context.model)
    return text is not None and _MOVING.search(text) is not None


def named_in_working_directory(word: Word) -> str:
    """Return the path in the working directory that a word names with ``./`` or its variable; otherwise an empty string."""
    found = _IN_WORKING_DIRECTORY.fullmatch(word.text)
    return found[1] if found else ""


def files_sought(command: Command, analysis: Analysis) -> Iterator[str]:
    """Yield the paths in the working directory of the files that a command reads or changes."""
    if command.name in _NOT_READING or not command.words:
        return
    for word in command.words:
        if path := named_in_working_directory(word):
            yield path
    for need in needed_by(command, analysis.shell, windows=bool(analysis.windows)):
        if not need.searched:
            yield need.word.text
    if command.name in LAUNCHERS:
        for before, word in itertools.pairwise(command.words):
            if not _WRITING.fullmatch(before.text) and not _WRITING.match(word.text):
                yield word.text.rpartition("=")[2].removeprefix("./")
    if command.name == "chmod":
        yield from (text for text in command.arguments[1:] if not text.startswith("-"))


def shared_directory(analysis: Analysis) -> str:
    """Return the task's shared directory with the separator after it, as the shell of a command line writes it."""
    if analysis.shell is Shell.powershell:
        return "$env:AZ_BATCH_TASK_SHARED_DIR\\"
    if analysis.shell is Shell.cmd or (analysis.shell is None and analysis.windows):
        return "%AZ_BATCH_TASK_SHARED_DIR%\\"
    return "$AZ_BATCH_TASK_SHARED_DIR/"


def common_files_sought(context: Context[Any]) -> Iterator[tuple[str, str, Span | None]]:
    """Yield the problem with each common file that a command looks for in the working directory, the fix and its place."""
    model = context.model
    settings: Any = model.multi_instance_settings if isinstance(model, TaskAddParameter) else None
    if settings is None or model.container_settings is not None or moves_files(context):
        return
    coordination: Any = value_of(settings, "coordination_command_line")
    own: Any = model.resource_files or []
    if (isinstance(coordination, str) and _MOVING.search(coordination)) or not isinstance(own, list):
        return
    if any(value_of(file, "http_url") is None for file in own):  # the blobs of a container may have any names
        return
    common, seen = paths_of(value_of(settings, "common_resource_files")) - paths_of(own), set[str]()
    for part in meant_parts_of(context):
        for _, command in part.analysis.runs:
            for path in files_sought(command, part.analysis):
                if path in common - seen:
                    seen.add(path)
                    yield (
                        (
                            "common resource files are in the task's shared directory, but the command starts in the working "
                            f"directory, so it doesn't find {shown_word(path)}."
                        ),
                        f"Use {shared_directory(part.analysis)}{shown_word(path)} in a shell.",
                        part.analysis.span(command),
                    )
