"""The files that a command line writes, as far as it shows, of which none is where a pattern looks for it."""

from __future__ import annotations

import fnmatch
import itertools
import posixpath
import re
from collections.abc import Iterator
from typing import Any

from ...shells.script import Command
from ..context import Context
from .brought_files import brought_files
from .inner_scripts import meant_parts_of
from .output_patterns import WILDCARDS
from .outputs import Outputs, in_working_directory, is_absolute, written_by
from .pool_values import value_of
from .prefixes import without_prefixes
from .word_sets import names

_FOR_OUTPUT = names("out output outputs result results export exports report reports")
"""Names of directories for what a program writes."""
_NO_WRITERS = names(
    "mkdir md cd pushd popd chdir set-location echo printf export set unset source . rm rmdir del ls dir cat head tail chmod "
    "chown pip pip3 apt apt-get yum dnf conda mamba module sleep test [ [[ date hostname env true : exit trap ulimit type if "
    "nvidia-smi which command tar unzip curl wget az azcopy gunzip new-item write-host write-output conda.exe"
)
"""Programs that write no tables, pictures and the like that a pattern is for, unless they name them."""
_MOVING = names("cp mv copy move rsync install copy-item move-item cpi mi")
_MOVING_ALL = names("ln xcopy robocopy find xargs zip 7z")
_SHELLS = names("bash sh dash zsh cmd powershell pwsh")
_SCRIPT = re.compile(r"-[a-z]*c|/[ck]|-command", re.IGNORECASE)
_EXTENSION = re.compile(r"\.[A-Za-z]\w{0,7}\Z")
_READING = re.compile(
    r"-i|-f|--?(?:in|input|data|data-?set|src|source|from|file|config|cfg|train|test|ref|reference|model|load|read|base|baseline)"
    r"(?:[-_]?\w+)?",
    re.IGNORECASE,
)
_FILE = re.compile(r"(?<![^\s\"'`,;|&<>()=])[^\s\"'`,;|&<>()=]+\.[A-Za-z]\w{0,7}(?![\w.*?])")


def written_elsewhere(pattern: str, outputs: Outputs, context: Context[Any]) -> list[str]:
    """Return the files that a command line writes and that a pattern is for, if all of them are in other directories.

    Args:
        pattern: A pattern that is relative to the working directory.
        outputs: What the command line writes.
        context: The place of the task.
    """
    name = pattern.rpartition("/")[2]
    if not _EXTENSION.search(name) or is_absolute(pattern):
        return []
    named = [file for file in _FILE.findall(outputs.text) if fnmatch.fnmatchcase(_base(file), name)]
    written = dict.fromkeys((*outputs.files, *_given_for_output(named, outputs, context)))
    places = [file for file in written if fnmatch.fnmatchcase(_base(file), name)]
    if not places or any(_is_unknown(posixpath.dirname(place)) or matches(pattern, place) for place in places):
        return []
    inputs = brought_files(value_of(context.model, "resource_files"))
    brought = set(inputs.modes) if inputs else set[str]()
    for file in named:
        path = in_working_directory(file)
        if path in brought or any(path == place or place.endswith(f"/{path}") for place in places):
            continue
        if _is_unknown(path) or matches(pattern, path):
            return []
    return [] if _others_write(places, context, named_exactly=not WILDCARDS.search(name)) else places


def matches(pattern: str, path: str) -> bool:
    """Return whether a pattern matches a path: ``*`` any name in one directory, and ``**`` any directories."""
    if path.startswith(("/", "..")) != pattern.startswith(("/", "..")):
        return False
    if "**" in pattern:
        return fnmatch.fnmatchcase(path, pattern) or fnmatch.fnmatchcase(path, pattern.replace("**/", ""))
    parts, places = pattern.split("/"), path.split("/")
    return len(parts) == len(places) and all(map(fnmatch.fnmatchcase, places, parts))


def _base(path: str) -> str:
    return re.split(r"[/\\]", path)[-1]


def _is_unknown(path: str) -> bool:
    """Return whether a path has variables or wildcards, so that it isn't known."""
    return bool(re.search(r"[$%~]", path) or WILDCARDS.search(path))


def _given_for_output(named: list[str], outputs: Outputs, context: Context[Any]) -> Iterator[str]:
    """Yield the files that commands get for their output, in directories that they make, or that are named like such ones."""
    files = brought_files(value_of(context.model, "resource_files"))
    kept = {in_working_directory(file) for file in named}
    for part in meant_parts_of(context):
        for _, command in part.analysis.runs:
            for path in _option_values(without_prefixes(command)):
                directory = posixpath.dirname(path)
                made = directory in outputs.directories or directory.split("/")[0].lower() in _FOR_OUTPUT
                if path in kept and directory and made and not (files and files.has_directory(directory)):
                    yield path


def _option_values(command: Command) -> Iterator[str]:
    """Yield the values of the options of a command that aren't named like those for input."""
    texts = [word.text for word in command.words]
    for before, text in itertools.pairwise(texts):
        option, _, value = text.partition("=") if text.startswith("-") else (before, "", text)
        if option.startswith("-") and not value.startswith("-") and not _READING.fullmatch(option):
            yield in_working_directory(value)


def _others_write(places: list[str], context: Context[Any], *, named_exactly: bool) -> bool:
    """Return whether another program may write a file that the pattern matches, or one may bring the files to another place."""
    directories = {posixpath.dirname(place) for place in places}
    bases = {_base(place) for place in places}
    for part in meant_parts_of(context):
        for _, command in part.analysis.runs:
            bare = without_prefixes(command)
            moved = bare.arguments if bare.name in _MOVING_ALL else bare.arguments[:-1] if bare.name in _MOVING else ()
            if any(_is_about(text, directories) for text in moved):
                return True
            if named_exactly or not bare.words or bare.name in _NO_WRITERS | _MOVING | _MOVING_ALL or _runs_a_script(bare):
                continue
            written = (*written_by(command), *written_by(bare), *_option_values(bare))
            if not any(_base(text) in bases for text in written):
                return True
    return False


def _runs_a_script(command: Command) -> bool:
    return command.name in _SHELLS and any(map(_SCRIPT.fullmatch, command.arguments[:2]))


def _is_about(text: str, directories: set[str]) -> bool:
    path = in_working_directory(text)
    return any(path == directory or path.startswith(f"{directory}/") for directory in directories) or path in {"", ".", "*"}
