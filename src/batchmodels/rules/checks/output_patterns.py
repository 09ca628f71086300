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
from ..analysis.container_mounts import stays_inside
from ..analysis.output_patterns import WILDCARDS, is_about_output, output_pattern, pattern_of
from ..analysis.outputs import Outputs, in_working_directory, is_absolute, outputs_of
from ..analysis.written_places import matches, written_elsewhere
from ..context import Context
from ..finding import Edit, Finding, Replace, Severity
from ..rule import rule

_TASKS = (TaskAddParameter, JobManagerTask, CloudTask)
_VARIABLE_OF_WINDOWS = re.compile(r"%\w+%")
_VARIABLE_OF_LINUX = re.compile(r"\$\{?AZ_BATCH_\w+\}?")
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
_SIMILAR = 0.8
_MOUNTS = re.compile(r"(?:^|\s)(?:-v|--volume|--mount|--volumes-from)\b")


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
    outputs = outputs_of(context)
    others = [pattern_of(file) for file in files]
    for index, file in enumerate(files):
        pattern = getattr(file, "file_pattern", None)
        if not isinstance(pattern, str) or not pattern.strip():
            continue
        found = _wrong_system(pattern, analysis) or _wrong_place(pattern_of(file), outputs, context, others)
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


def _wrong_place(pattern: str, outputs: Outputs, context: Context[Any], others: list[str]) -> _Nothing | None:
    """Return the reason that the files of a pattern are in another place."""
    if is_about_output(pattern) and not any(fnmatch.fnmatchcase(name, pattern) for name in _names(outputs)):
        meant = f"../{output_pattern(pattern)}"
        return _Nothing(
            f"Batch writes stdout.txt and stderr.txt to the directory above the working directory, so {_shown(pattern)} "
            "matches neither of them.",
            f"Use {_shown(meant)}.",
            meant,
        )
    if pattern.startswith("wd/") and not re.search(r"(?<![\w.-])wd\b", outputs.text):
        meant = pattern.removeprefix("wd/")
        return _Nothing(
            f"patterns are relative to the task's working directory, which is wd itself, so {_shown(pattern)} matches no file.",
            f"Use {_shown(meant)}.",
            meant,
        )
    if re.search(r"\{[^{}]*,[^{}]*\}", pattern):
        return _Nothing(
            f"braces aren't wildcards in patterns, so {_shown(pattern)} matches no file.",
            "Use one output file for each of the alternatives.",
        )
    own = in_working_directory(pattern)
    if own.endswith("/") or (own in outputs.directories and not WILDCARDS.search(own)):
        meant = f"{own.rstrip('/')}/**/*"
        return _Nothing(
            f"{_shown(pattern)} is a directory, and a pattern matches files.",
            f"Use {_shown(meant)} for all files in it.",
            meant,
        )
    if not own:
        return None
    if inside := _inside_the_container(own, outputs, context):
        return inside
    if WILDCARDS.search(own):
        return (
            _hidden(own, outputs, others)
            or _in_another_directory(own, outputs, others)
            or _in_directories(own, outputs, context, others)
        )
    if own in outputs.files and own not in outputs.moved:
        return _of_a_container(own, context)
    return _elsewhere(own, outputs, others) or _of_a_container(own, context) or _in_directories(own, outputs, context, others)


def _hidden(pattern: str, outputs: Outputs, others: list[str]) -> _Nothing | None:
    """Return the reason that a pattern doesn't match the hidden file that it is for."""
    directory, name = posixpath.split(pattern)
    if not WILDCARDS.match(name) or WILDCARDS.search(directory):
        return None
    near = [file for file in (*outputs.files, *outputs.others) if posixpath.dirname(file) == directory]
    matching = [file for file in near if fnmatch.fnmatchcase(posixpath.basename(file), name)]
    hidden = [file for file in matching if posixpath.basename(file).startswith(".")]
    if not hidden or len(set(hidden)) < len(set(matching)):
        return None
    if any(fnmatch.fnmatchcase(hidden[0], other) for other in others if posixpath.basename(other).startswith(".")):
        return None
    meant = posixpath.join(directory, f".{name}")
    return _Nothing(
        f"wildcards don't match a period at the beginning of a name, so {_shown(pattern)} doesn't match {_shown(hidden[0])}.",
        f"Use {_shown(meant)}.",
    )


def _in_another_directory(pattern: str, outputs: Outputs, others: list[str]) -> _Nothing | None:
    """Return the reason that a pattern looks in a directory to which the command line writes nothing."""
    directory, name = posixpath.split(pattern)
    if not directory or WILDCARDS.search(directory) or _variables(pattern) or directory.startswith(("/", "..")):
        return None
    if any(part in outputs.text for part in directory.split("/")) or "." not in name:
        return None
    places = {file for file in outputs.files if fnmatch.fnmatchcase(posixpath.basename(file), name)}
    if len(places) != 1 or _variables(place := next(iter(places))) or any(fnmatch.fnmatchcase(place, each) for each in others):
        return None
    meant = posixpath.join(posixpath.dirname(place), name)
    return _Nothing(
        f"the command writes {_shown(place)}, which the pattern {_shown(pattern)} doesn't match.",
        f"Use the pattern {_shown(meant)}, or write to {_shown(directory)}.",
    )


def _in_directories(pattern: str, outputs: Outputs, context: Context[Any], others: list[str]) -> _Nothing | None:
    """Return the reason that a pattern without a directory doesn't match the files, which are all in directories."""
    places = written_elsewhere(pattern, outputs, context) if "/" not in pattern else []
    if not places or any(matches(other, place) for other in others for place in places):
        return None
    if getattr(context.model, "container_settings", None) is not None and any(map(is_absolute, places)):
        return None  # in a directory that is mounted
    directories = {posixpath.dirname(place) for place in places}
    meant = posixpath.join(directories.pop(), pattern) if len(directories) == 1 else f"**/{pattern}"
    if not WILDCARDS.search(pattern):
        return _Nothing(
            f"the command writes {_shown(places[0])}, which the pattern {_shown(pattern)} doesn't match.",
            f"Use the pattern {_shown(meant)}, or write {_shown(pattern)}.",
        )
    return _Nothing(
        f"wildcards don't match a slash, so {_shown(pattern)} doesn't match {_shown(places[0])}, which the command writes.",
        f"Use the pattern {_shown(meant)}, or write to the working directory.",
    )


def _inside_the_container(pattern: str, outputs: Outputs, context: Context[Any]) -> _Nothing | None:
    """Return the reason that the files of a pattern stay in the container."""
    settings: Any = context.model.container_settings
    if settings is None or is_absolute(pattern) or pattern.startswith(".."):
        return None
    places = written_elsewhere(pattern, outputs, context)
    if not places or not all(stays_inside(place, settings) for place in places):
        return None
    directory = posixpath.dirname(pattern)
    target = posixpath.join("" if WILDCARDS.search(directory) else directory, posixpath.basename(places[0]))
    return _Nothing(
        f"{_shown(places[0])} stays in the container, which shares only Batch's directories and mounts with the node, so "
        f"{_shown(pattern)} matches no file.",
        f"Write $AZ_BATCH_TASK_WORKING_DIR/{_shown(target)} instead, in a shell."
        if _starts_in_the_image(settings)
        else f"Write {_shown(target)} instead, which is in the task's working directory.",
    )


def _starts_in_the_image(settings: Any) -> bool:
    """Return whether a container starts in the directory of its image instead of the task's working directory."""
    directory: Any = getattr(settings, "working_directory", None)
    return isinstance(directory, str) and directory.lower() == "containerimagedefault"


def _names(outputs: Outputs) -> list[str]:
    return [path.rsplit("/", 1)[-1] for path in (*outputs.files, *outputs.others)]


def _elsewhere(pattern: str, outputs: Outputs, others: list[str]) -> _Nothing | None:
    if pattern in outputs.moved:
        goal = _shown(outputs.moved[pattern])
        return _Nothing(
            f"the command moves {_shown(pattern)} to {goal}, so the pattern {_shown(pattern)} matches no file.",
            f"Use the pattern {goal}, or keep the file.",
        )
    name = pattern.rsplit("/", 1)[-1]
    places = list(dict.fromkeys(file for file in outputs.files if file.rsplit("/", 1)[-1] == name))
    if pattern in outputs.others or _variables(pattern):
        return None
    if len(places) == 1 and re.findall(rf"(?<![\w.-]){re.escape(name)}(?![\w.-])", outputs.text)[1:] == []:
        return _Nothing(
            f"the command writes {_shown(places[0])}, which the pattern {_shown(pattern)} doesn't match.",
            f"Use the pattern {_shown(places[0])}, or write {_shown(pattern)}.",
        )
    if places or name in outputs.text:
        return None
    meant = _similar(pattern, outputs)
    if meant is None or any(fnmatch.fnmatchcase(meant, other) for other in others):
        return None
    return _Nothing(
        f"the command line doesn't write {_shown(pattern)}. Did you mean {_shown(meant)}?",
        f"Use the pattern {_shown(meant)}, or write {_shown(pattern)}.",
    )


def _similar(pattern: str, outputs: Outputs) -> str | None:
    """Return the file with almost the same name: a log beside a table isn't a misspelled table."""
    stem, extension = posixpath.splitext(pattern)
    same = [file for file in outputs.converted if posixpath.splitext(file)[0] == stem]
    if len(same) == 1:
        return same[0]
    digits = re.findall(r"[0-9]+", pattern)
    alike = [
        file
        for file in outputs.files
        if re.findall(r"[0-9]+", file) == digits and posixpath.splitext(file)[1].lower() == extension.lower()
    ]
    return nearest(pattern, alike, _SIMILAR)


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
            "directories aren't on the node.",
            "Write the file to the working directory, or to a directory such as $AZ_BATCH_TASK_DIR.",
        )
    if _starts_in_the_image(settings) and pattern in outputs_of(context).files and "/" not in pattern:
        return _Nothing(
            f"the container starts in the image's directory, so the command writes {_shown(pattern)} there, and not to the "
            "task's working directory.",
            f"Write it to $AZ_BATCH_TASK_WORKING_DIR/{_shown(pattern)}, or remove workingDirectory.",
        )
    return None
