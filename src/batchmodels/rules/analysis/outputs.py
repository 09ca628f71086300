"""The files that a command line leaves on the node, as far as it shows."""

from __future__ import annotations

import itertools
import posixpath
import re
from collections.abc import Iterator
from typing import Any

import msgspec

from ...shells.script import Command
from ..context import Context, shared
from .command_line import analysis_of
from .inner_scripts import parts_of
from .word_sets import names
from .written_files import targets_of

_CHANGING_DIRECTORY = names("cd pushd chdir set-location sl")
_REMOVING = names("rm rmdir unlink del erase rd remove-item chmod")
_MAKING_DIRECTORIES = names("mkdir md")
_MOVING = names("mv move")
_COPYING = names("cp copy")
_FETCHING = names(
    "curl wget invoke-webrequest iwr azcopy tar unzip git rsync xcopy robocopy copy-item move-item expand-archive az aws ln "
    "chmod"
)
_WRITING_NOTHING = _MAKING_DIRECTORIES | names("cd set export echo test [ exit if mkdir md ls dir sleep date cat type pwd")
_OPTION = re.compile(r"(?:-o|--?out|--?output|--?out-?file|--?output[-_]?(?:file|path))(?:=(.+))?", re.IGNORECASE)
_DRIVE = re.compile(r"[A-Za-z]:/")
_SWITCH = re.compile(r"-|/[A-Za-z?]\Z")
_ABOVE = re.compile(r"(?:\$\{?AZ_BATCH_TASK_DIR\}?|%AZ_BATCH_TASK_DIR%|\$\{?env:AZ_BATCH_TASK_DIR\}?)/", re.IGNORECASE)
_HERE = re.compile(
    r"(?:\$\{?AZ_BATCH_TASK_WORKING_DIR\}?|%AZ_BATCH_TASK_WORKING_DIR%|\$\{?env:AZ_BATCH_TASK_WORKING_DIR\}?|\$\{?PWD\}?|%CD%"
    r"|\.\./wd|\.)/",
    re.IGNORECASE,
)


class Outputs(msgspec.Struct, frozen=True):
    """What a command line writes.

    Attributes:
        files: The files; those in the working directory, and beside it, are relative to it.
        converted: Those of them that a converter makes, whose names show their format.
        moved: The files that are moved away, each with its new place.
        directories: The directories that it makes.
        made: The files that a program makes, not those that it only fetches or copies.
        programs: The programs that may write files that the command line doesn't name.
        others: The other files and words that it names.
        text: The command line.
    """

    files: list[str] = []
    converted: list[str] = []
    moved: dict[str, str] = {}
    directories: list[str] = []
    made: list[str] = []
    programs: list[str] = []
    others: list[str] = []
    text: str = ""


@shared
def outputs_of(context: Context[Any]) -> Outputs:
    """Return what a command line writes."""
    found = Outputs([], [], {}, [], [], [], [], analysis_of(context).text)
    for part in parts_of(context):
        _follow(part, found)
    return found


def in_working_directory(path: str) -> str:
    """Return a path relative to the working directory, with slashes, if it is in it or beside it; else the path."""
    plain = _ABOVE.sub("../", path.replace("\\", "/").strip("\"'"))
    while found := _HERE.match(plain):
        plain = plain[found.end() :]
    return plain


def is_absolute(path: str) -> bool:
    """Return whether a path begins at a root, at a drive, or with a variable."""
    return path.startswith(("/", "$", "%", "~")) or bool(_DRIVE.match(path))


def _follow(part: Any, found: Outputs) -> None:
    """Add what the commands of a script write, until the current directory isn't known."""
    directory = ""
    for index, command in part.analysis.runs:
        step = part.flow.steps[index]
        if command.name in _CHANGING_DIRECTORY:
            places = [text for text in command.arguments if not _SWITCH.match(text)]
            if len(places) != 1 or step.nested or step.guarded or directory:
                found.others.append(part.analysis.text)
                return
            directory = in_working_directory(places[0])
            continue
        _add(command, directory, found, sure=not step.guarded)


def _add(command: Command, directory: str, found: Outputs, *, sure: bool) -> None:
    if command.name not in _WRITING_NOTHING:
        found.programs.append(command.name)
    written = list(written_by(command))
    place = _Place(directory)
    if command.name in _MAKING_DIRECTORIES:
        found.directories.extend(place.of(target) for target in written)
        return
    if command.name in _MOVING | _COPYING and len(plain := _plain(command)) == 2:  # noqa: PLR2004  # because a file goes somewhere
        source, target = plain
        into = target.endswith(("/", "\\")) or re.search(r"(?i)_DIR[}%]?\Z|\A\.\Z", target)
        goal = place.of(
            f"{target.rstrip('/' + chr(92))}/{posixpath.basename(in_working_directory(source))}" if into else target
        )
        if command.name in _MOVING and sure:
            found.moved[place.of(source)] = goal
        found.files.append(goal)
        found.others.append(place.of(source))
        return
    if command.name not in _REMOVING:
        files = [place.of(target) for target in written if _is_file(target)]
        found.files.extend(files)
        found.made.extend(files if command.name not in _FETCHING else ())
        found.converted.extend(files if command.name in {"ffmpeg", "convert", "magick"} else ())
        for file in files:
            found.moved.pop(file, None)
    words = [word.text for word in (*command.assignments, *command.words)]
    found.others.extend(place.of(text.rpartition("=")[2]) for text in words)


class _Place(msgspec.Struct, frozen=True):
    """The current directory of a script, relative to the working directory."""

    directory: str

    def of(self, path: str) -> str:
        """Return a path relative to the working directory."""
        plain = in_working_directory(path)
        return plain if not plain or is_absolute(plain) else posixpath.normpath(posixpath.join(self.directory, plain))


def _is_file(target: str) -> bool:
    return bool(target) and not target.startswith(("-", "&", "/dev/")) and target.lower() not in {"nul", "$null"}


def _plain(command: Command) -> list[str]:
    return [text for text in command.arguments if not _SWITCH.match(text)]


def _option_value(text: str) -> str:
    match = _OPTION.fullmatch(text)
    return match[1] or "" if match else ""


def written_by(command: Command) -> Iterator[str]:
    """Yield the files that a command writes, also those that an option with a usual name, or a known position, names."""
    yield from targets_of(command)
    arguments = command.arguments
    for text, following in itertools.pairwise((*arguments, "")):
        if value := _option_value(text):
            yield value
        elif _OPTION.fullmatch(text) and re.search(r"[./\\]", following) and not following.startswith("-"):
            yield following
    plain = _plain(command)
    if command.name in {"ffmpeg", "convert", "magick"} and len(plain) > 1:
        yield plain[-1]
    elif command.name == "zip" and plain:
        yield plain[0]
    elif command.name == "tar":
        for text, following in itertools.pairwise((*arguments[:4], "")):
            if re.fullmatch(r"-?(?=[A-Za-z]*c)[A-Za-z]*f|--file", text):
                yield following
