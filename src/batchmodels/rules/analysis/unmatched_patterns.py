"""The reasons that a pattern of an output file matches none of the files that a command line writes."""

from __future__ import annotations

import fnmatch
import posixpath
import re
from typing import Any, NamedTuple

from ...spelling import nearest
from ..context import Context
from .command_line import Analysis, analysis_of
from .container_mounts import stays_inside
from .output_patterns import WILDCARDS
from .outputs import Outputs, is_absolute, outputs_of
from .pool_values import shown, value_of
from .written_places import matches, written_elsewhere

_SIMILAR = 0.8
_MOUNTS = re.compile(r"(?:^|\s)(?:-v|--volume|--mount|--volumes-from)\b")
_OF_OUTPUT = frozenset({".txt", ".log", ".out", ".err"})
"""The extensions of files to which people redirect what a program says beside its results."""
_BATCH_DIRECTORY = re.compile(r"(?i)(?:\$\{?(?:env:)?|%)(AZ_BATCH_\w+_DIR)[}%]?(?=/)")
_PATH_OF_BATCH = re.compile(r"(?i)(?:\$\{?(?:env:)?|%)AZ_BATCH_\w+_DIR[}%]?/[^\s\"'&|;)]*")


class Unmatched(NamedTuple):
    """The reason that a pattern matches nothing, with the fix, and the pattern to use instead if that is certain."""

    message: str
    fix: str
    pattern: str | None = None


def in_another_place(pattern: str, outputs: Outputs, context: Context[Any], others: list[str]) -> Unmatched | None:
    """Return the reason that the files of a pattern are in another place than it says.

    Args:
        pattern: The pattern, relative to the working directory.
        outputs: What the command line writes.
        context: The place of the task.
        others: The patterns of all output files of the task.
    """
    if inside := _inside_the_container(pattern, outputs, context):
        return inside
    if WILDCARDS.search(pattern):
        return (
            _hidden(pattern, outputs, others)
            or _in_another_directory(pattern, outputs, others)
            or _below_a_variable(pattern, outputs, others, analysis_of(context))
            or _in_directories(pattern, outputs, context, others)
        )
    if pattern in outputs.files and pattern not in outputs.moved:
        return _of_a_container(pattern, context)
    return (
        _elsewhere(pattern, outputs, others, analysis_of(context))
        or _of_a_container(pattern, context)
        or _in_directories(pattern, outputs, context, others)
    )


def _hidden(pattern: str, outputs: Outputs, others: list[str]) -> Unmatched | None:
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
    return Unmatched(
        f"wildcards don't match a period at the beginning of a name, so {shown(pattern)} doesn't match {shown(hidden[0])}.",
        f"Use {shown(meant)}.",
    )


def _in_another_directory(pattern: str, outputs: Outputs, others: list[str]) -> Unmatched | None:
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
    return Unmatched(
        f"the command writes {shown(place)}, which the pattern {shown(pattern)} doesn't match.",
        f"Use the pattern {shown(meant)}, or write to {shown(directory)}.",
    )


def _below_a_variable(pattern: str, outputs: Outputs, others: list[str], analysis: Analysis) -> Unmatched | None:
    """Return the reason that a relative pattern is for files that the command writes to another directory of Batch."""
    directory, name = posixpath.split(pattern)
    if WILDCARDS.search(directory) or _variables(pattern) or is_absolute(pattern) or directory.startswith("..") or name == "*":
        return None
    places = [(place, match) for place in dict.fromkeys(outputs.made) if (match := _BATCH_DIRECTORY.match(place))]
    if len(places) != 1:
        return None
    place, variable = places[0]
    rest = place[variable.end() :].strip("/")
    relative = [path for path in (*outputs.files, *outputs.others) if not _variables(path)]
    covered = any(variable[1].upper() in each.upper() for each in others) or any(matches(pattern, path) for path in relative)
    if covered or not fnmatch.fnmatchcase(posixpath.basename(rest), name):
        return None
    if directory:
        near = re.findall(
            rf"(?<![\w.-]){re.escape(directory)}(?![\w.-])", re.sub(_PATH_OF_BATCH, "", outputs.text.replace("\\", "/"))
        )
        if near or posixpath.dirname(rest) != directory:
            return None
    elif len(outputs.programs) != 1 or posixpath.splitext(rest)[1] in _OF_OUTPUT:
        return None  # a program may write other such files to the working directory
    meant = _in_pattern(variable[1], posixpath.join(posixpath.dirname(rest), name), analysis)
    return Unmatched(
        f"patterns are relative to the task's working directory, but the command writes {shown(place)}, so {shown(pattern)} "
        "doesn't match it.",
        f"Use the pattern {shown(meant)}, or write to the working directory.",
    )


def _in_directories(pattern: str, outputs: Outputs, context: Context[Any], others: list[str]) -> Unmatched | None:
    """Return the reason that a pattern without a directory doesn't match the files, which are all in directories."""
    places = written_elsewhere(pattern, outputs, context) if "/" not in pattern else []
    if not places or any(matches(other, place) for other in others for place in places):
        return None
    if value_of(context.model, "container_settings") is not None and any(map(is_absolute, places)):
        return None  # in a directory that is mounted
    directories = {posixpath.dirname(place) for place in places}
    meant = posixpath.join(directories.pop(), pattern) if len(directories) == 1 else f"**/{pattern}"
    if not WILDCARDS.search(pattern):
        return Unmatched(
            f"the command writes {shown(places[0])}, which the pattern {shown(pattern)} doesn't match.",
            f"Use the pattern {shown(meant)}, or write {shown(pattern)}.",
        )
    return Unmatched(
        f"wildcards don't match a slash, so {shown(pattern)} doesn't match {shown(places[0])}, which the command writes.",
        f"Use the pattern {shown(meant)}, or write to the working directory.",
    )


def _in_pattern(variable: str, rest: str, analysis: Analysis) -> str:
    """Return a path below a variable as patterns have it."""
    return f"%{variable}%/{rest}" if analysis.seems_windows else f"${variable}/{rest}"


def _with_variable(place: str, analysis: Analysis) -> str:
    """Return a path as patterns have it, with the variable that it begins with, if any, in the syntax of patterns."""
    variable = _BATCH_DIRECTORY.match(place)
    return _in_pattern(variable[1], place[variable.end() :].strip("/"), analysis) if variable else place


def _inside_the_container(pattern: str, outputs: Outputs, context: Context[Any]) -> Unmatched | None:
    """Return the reason that the files of a pattern stay in the container."""
    settings: Any = context.model.container_settings
    if settings is None or is_absolute(pattern) or pattern.startswith(".."):
        return None
    places = written_elsewhere(pattern, outputs, context)
    if not places or not all(stays_inside(place, settings) for place in places):
        return None
    directory = posixpath.dirname(pattern)
    target = posixpath.join("" if WILDCARDS.search(directory) else directory, posixpath.basename(places[0]))
    return Unmatched(
        f"{shown(places[0])} stays in the container, which shares only Batch's directories and mounts with the node, so "
        f"{shown(pattern)} matches no file.",
        f"Write $AZ_BATCH_TASK_WORKING_DIR/{shown(target)} instead, in a shell."
        if _starts_in_the_image(settings)
        else f"Write {shown(target)} instead, which is in the task's working directory.",
    )


def _starts_in_the_image(settings: Any) -> bool:
    """Return whether a container starts in the directory of its image instead of the task's working directory."""
    directory: Any = value_of(settings, "working_directory")
    return isinstance(directory, str) and directory.lower() == "containerimagedefault"


def _elsewhere(pattern: str, outputs: Outputs, others: list[str], analysis: Analysis) -> Unmatched | None:
    if pattern in outputs.moved:
        goal = shown(outputs.moved[pattern])
        return Unmatched(
            f"the command moves {shown(pattern)} to {goal}, so the pattern {shown(pattern)} matches no file.",
            f"Use the pattern {goal}, or keep the file.",
        )
    name = posixpath.basename(pattern)
    places = list(dict.fromkeys(file for file in outputs.files if posixpath.basename(file) == name))
    if pattern in outputs.others or _variables(pattern):
        return None
    if len(places) == 1 and re.findall(rf"(?<![\w.-]){re.escape(name)}(?![\w.-])", outputs.text)[1:] == []:
        return Unmatched(
            f"the command writes {shown(places[0])}, which the pattern {shown(pattern)} doesn't match.",
            f"Use the pattern {shown(_with_variable(places[0], analysis))}, or write {shown(pattern)}.",
        )
    if places or name in outputs.text:
        return None
    meant = _similar(pattern, outputs)
    if meant is None or any(fnmatch.fnmatchcase(meant, other) for other in others):
        return None
    return Unmatched(
        f"the command line doesn't write {shown(pattern)}. Did you mean {shown(meant)}?",
        f"Use the pattern {shown(meant)}, or write {shown(pattern)}.",
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


def _of_a_container(pattern: str, context: Context[Any]) -> Unmatched | None:
    """Return the reason that a file in a container isn't on the node."""
    settings: Any = context.model.container_settings
    options = value_of(settings, "container_run_options")
    if settings is None or (isinstance(options, str) and _MOUNTS.search(options)):
        return None
    if pattern.startswith("/") and not re.match(r"/(?:mnt|opt/batch)/", pattern):
        return Unmatched(
            f"{shown(pattern)} is a file of the node, but the task runs in a container, whose files outside of Batch's "
            "directories aren't on the node.",
            "Write the file to the working directory, or to a directory such as $AZ_BATCH_TASK_DIR.",
        )
    if _starts_in_the_image(settings) and pattern in outputs_of(context).files and "/" not in pattern:
        return Unmatched(
            f"the container starts in the image's directory, so the command writes {shown(pattern)} there, and not to the "
            "task's working directory.",
            f"Write it to $AZ_BATCH_TASK_WORKING_DIR/{shown(pattern)}, or remove workingDirectory.",
        )
    return None
