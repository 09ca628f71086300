"""A baseline: the known diagnostics of some files, which are not reported again.

An entry has no line and no index of a list: moving a member, or adding one before it, changes nothing.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from ..documents.configuration import relative_to
from ..documents.diagnostics import UNREADABLE, Diagnostic
from ..documents.file_bytes import reason

_VERSION = 1
_MEMBERS = {"file": str, "rule": str, "path": str, "message": str, "count": int}


class BaselineError(Exception):
    """A baseline can't be read or written: one sentence."""


class _Key(NamedTuple):
    """What makes two diagnostics the same."""

    file: str
    rule: str
    path: str
    message: str


class Filtered(NamedTuple):
    """Diagnostics that a baseline doesn't have; how many it has; how many of its own weren't found."""

    new: list[Diagnostic]
    known: int
    stale: int


def write_baseline(file: str, diagnostics: Iterable[Diagnostic]) -> int:
    """Write the diagnostics into a file. Returns how many there are; what can't be read isn't among them.

    Raises:
        BaselineError: It can't be written.
    """
    directory = Path(file).parent
    counted = Counter(_key(each, directory) for each in diagnostics if each.rule != UNREADABLE)
    entries = [{**key._asdict(), "count": count} for key, count in sorted(counted.items())]
    text = json.dumps({"version": _VERSION, "diagnostics": entries}, indent=2)
    try:
        Path(file).write_text(f"{text}\n", encoding="utf-8", newline="\n")
    except (OSError, ValueError) as error:
        raise BaselineError(f"{file}: it can't be written: {getattr(error, 'strerror', None) or error}") from None
    return counted.total()


class Baseline:
    """The known diagnostics that a file lists.

    Raises:
        BaselineError: It can't be read, or isn't a baseline.
    """

    def __init__(self, file: str) -> None:
        try:
            content = json.loads(Path(file).read_bytes())
        except OSError as error:
            raise BaselineError(f"{file}: {reason(error)}") from None
        except (ValueError, RecursionError):
            raise BaselineError(f"{file}: expected a baseline, got something that isn't JSON") from None
        self._directory = Path(file).parent
        self._known: Counter[_Key] = Counter()
        for entry in _entries(file, content):
            self._known[_Key(entry["file"], entry["rule"], entry["path"], entry["message"])] += entry["count"]

    def filter(self, diagnostics: Iterable[Diagnostic], files: Iterable[str]) -> Filtered:
        """Leave out the known diagnostics.

        Args:
            diagnostics: The diagnostics.
            files: The files that were checked; only what is known about these can be stale.
        """
        rest = self._known.copy()
        new: list[Diagnostic] = []
        known = 0
        for each in diagnostics:
            key = _key(each, self._directory)
            if rest[key] > 0:
                rest[key] -= 1
                known += 1
            else:
                new.append(each)
        checked = {relative_to(Path(file), self._directory) for file in files}
        return Filtered(new, known, sum(count for key, count in rest.items() if key.file in checked))


def _key(diagnostic: Diagnostic, directory: Path) -> _Key:
    file = relative_to(Path(diagnostic.file), directory).encode("utf-8", "backslashreplace").decode()
    return _Key(file, diagnostic.rule, _without_numbers(diagnostic.path), _without_numbers(diagnostic.message))


def _without_numbers(text: str) -> str:
    """A text without the indexes and lines in it."""
    text = re.sub(r"\[\d+\]", "[*]", text.encode("utf-8", "backslashreplace").decode())
    return re.sub(r"\b(lines?) \d+", r"\1 *", text)


def _entries(file: str, content: Any) -> list[dict[str, Any]]:
    entries = content.get("diagnostics") if isinstance(content, dict) else None
    if not isinstance(entries, list) or content.get("version") != _VERSION:
        raise BaselineError(f"{file}: expected a baseline of version {_VERSION}, as --write-baseline writes it")
    for each in entries:
        if not isinstance(each, dict) or any(type(each.get(name)) is not kind for name, kind in _MEMBERS.items()):
            raise BaselineError(f"{file}: expected entries with {', '.join(_MEMBERS)}, got something else; write it again")
    return entries
