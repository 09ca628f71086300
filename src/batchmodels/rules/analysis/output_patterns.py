"""The patterns of output files, and the files of a task that they can match."""

from __future__ import annotations

import fnmatch
import re
from typing import Any

WILDCARDS = re.compile(r"[*?\[]")

_STANDARD = ("stdout.txt", "stderr.txt")


def pattern_of(file: Any) -> str:
    """Return the pattern of an output file with slashes between directories, and without ``./`` at its beginning."""
    pattern = getattr(file, "file_pattern", None)
    return re.sub(r"\A(?:\./)+", "", pattern.strip().replace("\\", "/")) if isinstance(pattern, str) else ""


def standard_files(pattern: str) -> list[str]:
    """Return which of ``stdout.txt`` and ``stderr.txt`` a pattern with wildcards matches in the task's own directory."""
    directory, _, name = pattern.rpartition("/")
    if directory not in {"..", "$AZ_BATCH_TASK_DIR", "%AZ_BATCH_TASK_DIR%"} or not name.startswith("std"):
        return []
    return [file for file in _STANDARD if fnmatch.fnmatchcase(file, name)]


def means_standard_files(pattern: str) -> bool:
    """Return whether a pattern is meant for the task's output, but looks for it in the working directory."""
    return "/" not in pattern and pattern.startswith("std") and any(fnmatch.fnmatchcase(file, pattern) for file in _STANDARD)
