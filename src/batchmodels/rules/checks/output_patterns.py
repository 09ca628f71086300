"""BM066: output files that match nothing."""

from __future__ import annotations

import fnmatch
import posixpath
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from ...models.cloud_task import CloudTask
from ...models.job_tasks import JobManagerTask
from ...models.tasks import TaskAddParameter
from ...secrets.masking import cut, mask_text
from ...spelling import nearest
from ..analysis.command_line import Analysis, analysis_of
from ..analysis.flow import runs_of
from ..analysis.inner_scripts import parts_of
from ..analysis.output_patterns import WILDCARDS, means_standard_files, pattern_of
from ..analysis.word_sets import names
from ..analysis.written_files import targets_of
from ..command_lines import CommandLine
from ..context import Context
from ..finding import Edit, Finding, Replace, Severity
from ..rule import rule

_TASKS = (TaskAddParameter, JobManagerTask, CloudTask)
_VARIABLE_OF_WINDOWS = re.compile(r"%\w+%")
_VARIABLE_OF_LINUX = re.compile(r"\$\{?AZ_BATCH_\w+\}?")
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
_WORKING_DIRECTORY = re.compile(
    r"(?:\$\{?AZ_BATCH_TASK_WORKING_DIR\}?|%AZ_BATCH_TASK_WORKING_DIR%|\$\{?PWD\}?|\$env:AZ_BATCH_TASK_WORKING_DIR)/"
)
_CHANGING_DIRECTORY = names("cd pushd chdir set-location sl")
_REMOVING = names("rm rmdir unlink del erase rd remove-item mkdir md chmod")
_SIMILAR = 0.8
_MOUNTS = re.compile(r"(?:^|\s)(?:-v|--volume|--mount|--volumes-from)\b")


class _Written(NamedTuple):
    """What a command line writes.

    Attributes:
        files: The files, relative to the working directory where they are in it.
        names: The last parts of all words of the command line, and how often each occurs.
        text: The command line.
    """

    files: list[str]
    names: list[str]
    text: str


class _Nothing(NamedTuple):
    """The reason that a pattern matches nothing, with the fix, and the pattern to use instead if that is certain."""

    message: str
    fix: str
    pattern: str | None = None


@rule(
    "BM066",
    Severity.warning,
    "output file that matches nothing",
    _TASKS,
    reads=("commandLine", "outputFiles", "filePattern", "containerSettings"),
)
def matches_nothing(context: Context[TaskAddParameter | JobManagerTask | CloudTask]) -> Iterator[Finding]:
    """Find a pattern for files that the command writes elsewhere, or that the operating system reads differently."""
    files: Any = context.model.output_files
    if not isinstance(files, list) or not files:
        return
    analysis = analysis_of(context)
    written = _written_by(context)
    others = [pattern_of(file) for file in files]
    for index, file in enumerate(files):
        pattern = getattr(file, "file_pattern", None)
        if not isinstance(pattern, str) or not pattern.strip():
            continue
        found = _wrong_system(pattern, analysis) or _wrong_place(pattern_of(file), written, context, others)
        if found:
            edit: Edit | None = None
            if found.pattern is not None:
                edit = Replace(("outputFiles", index, "filePattern"), found.pattern)
            yield context.finding(found.message, found.fix, "outputFiles", index, "filePattern", edit=edit)


def _shown(text: str) -> str:
    return cut(mask_text(text), 80)


def _wrong_system(pattern: str, analysis: Analysis) -> _Nothing | None:
    """Return the reason that the operating system doesn't read a pattern as it is meant."""
    if analysis.windows is None:
        return None
    if analysis.windows:
        variable = _VARIABLE_OF_LINUX.search(pattern)
        if variable is None:
            return None
        name = variable[0].strip("${}")
        meant = pattern.replace(variable[0], f"%{name}%")
        return _Nothing(
            f"patterns have variables as %{name}% on Windows, so {variable[0]} isn't expanded and the pattern matches no file.",
            f"Use {_shown(meant)}.",
            meant,
        )
    if variable := _VARIABLE_OF_WINDOWS.search(pattern):
        name = variable[0].strip("%")
        meant = pattern.replace(variable[0], f"${name}").replace("\\", "/")
        return _Nothing(
            f"patterns have variables as ${name} on Linux, so {variable[0]} isn't expanded and the pattern matches no file.",
            f"Use {_shown(meant)}.",
            meant,
        )
    if _DRIVE.match(pattern):
        return _Nothing(
            f"{_shown(pattern)} is a Windows path, but the task runs on Linux, so it matches no file.",
            "Use a path of Linux.",
        )
    if re.search(r"\\(?![*?\[\]])", pattern):
        meant = pattern.replace("\\", "/")
        return _Nothing(
            f"only / separates directories on Linux, so {_shown(pattern)} matches no file.",
            f"Use {_shown(meant)}.",
            meant,
        )
    return None


def _wrong_place(pattern: str, written: _Written, context: Context[Any], others: list[str]) -> _Nothing | None:
    """Return the reason that the files of a pattern are in another place."""
    if means_standard_files(pattern) and not any(fnmatch.fnmatchcase(name, pattern) for name in written.names):
        return _Nothing(
            f"Batch writes stdout.txt and stderr.txt to the directory above the working directory, so {_shown(pattern)} "
            "matches "
            "neither of them.",
            f"Use ../{_shown(pattern)}.",
            f"../{pattern}",
        )
    if pattern.startswith("wd/") and not re.search(r"(?<![\w.-])wd\b", written.text):
        return _Nothing(
            f"patterns are relative to the task's working directory, which is wd itself, so {_shown(pattern)} matches no file.",
            f"Use {_shown(pattern.removeprefix('wd/'))}.",
            pattern.removeprefix("wd/"),
        )
    own = _WORKING_DIRECTORY.sub("", pattern)
    if WILDCARDS.search(own) or not own or own in written.files:
        return None if own not in written.files else _of_a_container(own, context)
    return _elsewhere(own, written, others) or _of_a_container(own, context)


def _elsewhere(pattern: str, written: _Written, others: list[str]) -> _Nothing | None:
    name = pattern.rsplit("/", 1)[-1]
    places = [file for file in written.files if file.rsplit("/", 1)[-1] == name]
    if len(places) == 1 and written.names.count(name) == 1 and not _variables(pattern):
        return _Nothing(
            f"the command writes {_shown(places[0])}, which the pattern {_shown(pattern)} doesn't match.",
            f"Use the pattern {_shown(places[0])}, or write {_shown(pattern)}.",
        )
    if name in written.names or places or name in written.text:
        return None
    candidates = [file for file in written.files if re.findall(r"[0-9]+", file) == re.findall(r"[0-9]+", pattern)]
    meant = nearest(pattern, candidates, _SIMILAR)
    if meant is None or any(fnmatch.fnmatchcase(meant, other) for other in others):
        return None
    return _Nothing(
        f"the command line doesn't write {_shown(pattern)}. Did you mean {_shown(meant)}?",
        f"Use the pattern {_shown(meant)}, or write {_shown(pattern)}.",
    )


def _variables(text: str) -> bool:
    return "$" in text or "%" in text


def _of_a_container(pattern: str, context: Context[Any]) -> _Nothing | None:
    """Return the reason that a file in a container isn't on the node."""
    settings: Any = context.model.container_settings
    options = getattr(settings, "container_run_options", None)
    if settings is None or (isinstance(options, str) and _MOUNTS.search(options)):
        return None
    if pattern.startswith("/") and not re.match(r"/(?:mnt|opt/batch)/", pattern):
        return _Nothing(
            f"{_shown(pattern)} is a file of the node, but the task runs in a container, whose files outside of Batch's "
            "directories "
            "aren't on the node.",
            "Write the file to the working directory, or to a directory such as $AZ_BATCH_TASK_DIR.",
        )
    directory: Any = getattr(settings, "working_directory", None)
    in_image = isinstance(directory, str) and directory.lower() == "containerimagedefault"
    if in_image and pattern in _written_by(context).files and "/" not in pattern:
        return _Nothing(
            f"the container starts in the image's directory, so the command writes {_shown(pattern)} there, and not to the "
            "task's "
            "working directory.",
            f"Write it to $AZ_BATCH_TASK_WORKING_DIR/{_shown(pattern)}, or remove workingDirectory.",
        )
    return None


def _written_by(context: Context[CommandLine] | Context[Any]) -> _Written:
    """Return what the command line writes, as far as it shows; the result is kept."""
    found: _Written | None = context.memo.get("written files")
    if found is None:
        found = context.memo["written files"] = _Written(
            list(_files(context)), list(_names(context)), analysis_of(context).text
        )
    return found


def _files(context: Context[Any]) -> Iterator[str]:
    for part in parts_of(context):
        directory = ""
        for index, command in runs_of(part.analysis):
            step = part.flow.steps[index]
            if command.name in _CHANGING_DIRECTORY:
                places = [text for text in command.arguments if not text.startswith("-") and text.lower() != "/d"]
                if len(places) != 1 or step.nested or step.guarded or directory:
                    return  # the directory isn't known any more
                directory = _in_working_directory(places[0])
                continue
            for target in () if command.name in _REMOVING else targets_of(command):
                file = _in_working_directory(target)
                if file and not file.startswith(("-", "&", "/dev/")) and not file.lower().startswith("nul"):
                    yield file if _is_absolute(file) else posixpath.normpath(posixpath.join(directory, file))


def _is_absolute(file: str) -> bool:
    return file.startswith(("/", "$", "%", "~")) or bool(_DRIVE.match(file))


def _in_working_directory(path: str) -> str:
    return re.sub(r"\A(?:\./)+", "", _WORKING_DIRECTORY.sub("", path.replace("\\", "/").strip("\"'")))


def _names(context: Context[Any]) -> Iterator[str]:
    for part in parts_of(context):
        for command in part.analysis.commands:
            words = (*command.assignments, *command.words, *(redirect.target for redirect in command.redirects))
            for word in words:
                yield re.split(r"[/\\=]", word.text.strip("\"'"))[-1]
