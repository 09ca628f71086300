"""``--fix`` and ``--diff``: make the certain edits of files, or show them."""

from __future__ import annotations

import difflib
from pathlib import Path

import click

from ..documents.excerpts import Excerpts, lines_of
from ..documents.fixing import Fixed, fix
from ..documents.source import read_source
from ..secrets.printing import printable
from .check_run import Settings, check_with
from .files import Target
from .inputs import STDIN

_CONTEXT = 2  # unchanged lines around a change


class Fixer:
    """Fixes the files of a run.

    Args:
        writes: Whether the files are changed; else the differences are only collected.
    """

    def __init__(self, *, writes: bool) -> None:
        self._writes = writes
        self.count: int = 0
        """The number of edits."""
        self.differences: list[str] = []
        """The differences, a text for each file that has some."""

    def change(self, target: Target, data: bytes, settings: Settings) -> bytes:
        """Fix a file. Returns its new bytes.

        Raises:
            OSError: It can't be written.
        """
        name = target.name
        if name == STDIN and self._writes:
            return data
        fixed = fix(name, data, lambda text: check_with(name, text, settings))
        if not fixed.count:
            return data
        self.count += fixed.count
        if self._writes:
            Path(name).write_bytes(fixed.data)
        else:
            self.differences.append(difference(name, data, fixed))
        return fixed.data


def difference(name: str, data: bytes, fixed: Fixed) -> str:
    """The changed lines of a file as a unified diff, for people: secrets are masked, and comments are left out."""
    before, after = read_source(name, data), read_source(name, fixed.data)
    old, new = lines_of(before.text), lines_of(after.text)
    shown_old, shown_new = Excerpts(before).masked(), Excerpts(after).masked()
    lines = [click.style(f"--- {printable(name)}", bold=True), click.style(f"+++ {printable(name)}", bold=True)]
    for group in difflib.SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(_CONTEXT):
        first, last = group[0], group[-1]
        span = f"-{first[1] + 1},{last[2] - first[1]} +{first[3] + 1},{last[4] - first[3]}"
        lines.append(click.style(f"@@ {span} @@", fg="cyan"))
        for kind, start, end, new_start, new_end in group:
            if kind == "equal":
                lines += [f" {line}" for line in shown_old[start:end]]
                continue
            lines += [click.style(f"-{line}", fg="red") for line in shown_old[start:end]]
            lines += [click.style(f"+{line}", fg="green") for line in shown_new[new_start:new_end]]
    return "\n".join(lines)
