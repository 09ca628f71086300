"""The patterns of output files, and the files of a task that they can match."""

from __future__ import annotations

import fnmatch
import re
from typing import Any

from .pool_values import value_of

WILDCARDS = re.compile(r"[*?\[]")

_LONGEST = 1000
"""Limit on the characters of a pattern that is compared with files; blob names have at most 1,024."""
_STANDARD = ("stdout.txt", "stderr.txt")


def pattern_of(file: Any) -> str:
    """Return the pattern of an output file with slashes between directories, and without ``./`` at its beginning.

    It is empty without a pattern, and for one that is too long for the name of a file.
    """
    pattern = value_of(file, "file_pattern")
    if not isinstance(pattern, str) or len(pattern) > _LONGEST:
        return ""
    return re.sub(r"\A(?:\./)+", "", pattern.strip().replace("\\", "/"))


def standard_files(pattern: str) -> list[str]:
    """Return which of ``stdout.txt`` and ``stderr.txt`` a pattern with wildcards matches in the task's own directory."""
    directory, _, name = pattern.rpartition("/")
    if directory != ".." or not name.startswith("std"):
        return []
    return [file for file in _STANDARD if fnmatch.fnmatchcase(file, name)]


_ABOUT_OUTPUT = re.compile(r"std(?:out|err)?[*?]*(?:\.(?:txt|log|out|err|\*))?")


def is_about_output(pattern: str) -> bool:
    """Return whether a pattern is meant for the task's output, but doesn't match it."""
    directory, _, name = pattern.rpartition("/")
    meant = bool(_ABOUT_OUTPUT.fullmatch(name)) or (
        name.startswith("std") and any(fnmatch.fnmatchcase(file, name) for file in _STANDARD)
    )
    return meant and (not directory or (directory == ".." and not any(fnmatch.fnmatchcase(file, name) for file in _STANDARD)))


def output_pattern(pattern: str) -> str:
    """Return the pattern, in the task's directory, that is meant by one that is about the task's output."""
    name = pattern.rpartition("/")[2]
    if any(fnmatch.fnmatchcase(file, name) for file in _STANDARD):
        return name
    return next((file for file in _STANDARD if name.startswith(file[:6])), "std*.txt")
