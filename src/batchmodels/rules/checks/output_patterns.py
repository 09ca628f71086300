"""BM066: output files that match nothing."""

from __future__ import annotations

import fnmatch
import posixpath
import re
from collections.abc import Iterator
from typing import Any

from ...models.cloud_task import CloudTask
from ...models.job_tasks import JobManagerTask
from ...models.tasks import TaskAddParameter
from ..analysis.command_line import Analysis, analysis_of
from ..analysis.output_patterns import WILDCARDS, is_about_output, output_pattern, pattern_of
from ..analysis.outputs import Outputs, in_working_directory, outputs_of
from ..analysis.pool_values import shown, value_of
from ..analysis.unmatched_patterns import Unmatched, in_another_place
from ..context import Context
from ..finding import Edit, Finding, Replace, Severity
from ..rule import rule

_TASKS = (TaskAddParameter, JobManagerTask, CloudTask)
_VARIABLE_OF_WINDOWS = re.compile(r"%\w+%")
_VARIABLE_OF_LINUX = re.compile(r"\$\{?AZ_BATCH_\w+\}?")
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")


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
        pattern = value_of(file, "file_pattern")
        if not isinstance(pattern, str) or not pattern.strip():
            continue
        found = _wrong_system(pattern, analysis) or _wrong_place(pattern_of(file), outputs, context, others)
        if found:
            edit: Edit | None = None
            if found.pattern is not None:
                edit = Replace(("outputFiles", index, "filePattern"), found.pattern)
            yield context.finding(found.message, found.fix, "outputFiles", index, "filePattern", edit=edit)


def _wrong_system(pattern: str, analysis: Analysis) -> Unmatched | None:
    """Return the reason that the operating system doesn't read a pattern as it is meant."""
    if analysis.windows is None:
        return None
    if analysis.windows:
        variable = _VARIABLE_OF_LINUX.search(pattern)
        if variable is None:
            return None
        name = variable[0].strip("${}")
        meant = pattern.replace(variable[0], f"%{name}%")
        return Unmatched(
            f"patterns have variables as %{name}% on Windows, so {variable[0]} isn't expanded and the pattern matches no file.",
            f"Use {shown(meant)}.",
            meant,
        )
    if variable := _VARIABLE_OF_WINDOWS.search(pattern):
        name = variable[0].strip("%")
        meant = pattern.replace(variable[0], f"${name}").replace("\\", "/")
        return Unmatched(
            f"patterns have variables as ${name} on Linux, so {variable[0]} isn't expanded and the pattern matches no file.",
            f"Use {shown(meant)}.",
            meant,
        )
    if _DRIVE.match(pattern):
        return Unmatched(
            f"{shown(pattern)} is a Windows path, but the task runs on Linux, so it matches no file.",
            "Use a path of Linux.",
        )
    if re.search(r"\\(?![*?\[\]])", pattern):
        meant = pattern.replace("\\", "/")
        return Unmatched(
            f"only / separates directories on Linux, so {shown(pattern)} matches no file.",
            f"Use {shown(meant)}.",
            meant,
        )
    return None


def _wrong_place(pattern: str, outputs: Outputs, context: Context[Any], others: list[str]) -> Unmatched | None:
    """Return the reason that the files of a pattern are in another place."""
    if is_about_output(pattern) and not any(fnmatch.fnmatchcase(name, pattern) for name in _names(outputs)):
        meant = f"../{output_pattern(pattern)}"
        return Unmatched(
            f"Batch writes stdout.txt and stderr.txt to the directory above the working directory, so {shown(pattern)} "
            "matches neither of them.",
            f"Use {shown(meant)}.",
            meant,
        )
    if pattern.startswith("wd/") and not re.search(r"(?<![\w.-])wd\b", outputs.text):
        meant = pattern.removeprefix("wd/")
        return Unmatched(
            f"patterns are relative to the task's working directory, which is wd itself, so {shown(pattern)} matches no file.",
            f"Use {shown(meant)}.",
            meant,
        )
    if re.search(r"\{[^{}]*,[^{}]*\}", pattern):
        return Unmatched(
            f"braces aren't wildcards in patterns, so {shown(pattern)} matches no file.",
            "Use one output file for each of the alternatives.",
        )
    own = in_working_directory(pattern)
    if own.endswith("/") or (own in outputs.directories and not WILDCARDS.search(own)):
        meant = f"{own.rstrip('/')}/**/*"
        return Unmatched(
            f"{shown(pattern)} is a directory, and a pattern matches files.",
            f"Use {shown(meant)} for all files in it.",
            meant,
        )
    return in_another_place(own, outputs, context, others) if own else None


def _names(outputs: Outputs) -> list[str]:
    return [posixpath.basename(path) for path in (*outputs.files, *outputs.others)]
