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
        self.hidden: int = 0
        """The number of lines in them that aren't shown as they are."""

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
            text, hidden = difference(name, data, fixed)
            self.differences.append(text)
            self.hidden += hidden
        return fixed.data


def difference(name: str, data: bytes, fixed: Fixed) -> tuple[str, int]:
    """Return the changed lines of a file as a unified diff, and how many of them aren't shown as they are.

    Secrets are masked, and comments are left out, since they may have secrets.
    """
    before, after = read_source(name, data), read_source(name, fixed.data)
    old, new = (_lines(each.text, lines_of(each.text)) for each in (before, after))
    shown_old, shown_new = (_lines(each.text, Excerpts(each).masked()) for each in (before, after))
    hidden = 0
    lines = [click.style(f"--- {printable(name)}", bold=True), click.style(f"+++ {printable(name)}", bold=True)]
    for group in difflib.SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(_CONTEXT):
        first, last = group[0], group[-1]
        span = f"-{first[1] + 1},{last[2] - first[1]} +{first[3] + 1},{last[4] - first[3]}"
        lines.append(click.style(f"@@ {span} @@", fg="cyan"))
        for kind, start, end, new_start, new_end in group:
            parts = [(" ", "", old[start:end], shown_old[start:end])]
            if kind != "equal":
                parts = [
                    ("-", "red", old[start:end], shown_old[start:end]),
                    ("+", "green", new[new_start:new_end], shown_new[new_start:new_end]),
                ]
            for mark, color, written, shown in parts:
                lines += [click.style(f"{mark}{line}", fg=color) if color else f"{mark}{line}" for line in shown]
                hidden += sum(one != other for one, other in zip(written, shown, strict=True))
    return "\n".join(lines), hidden


def _lines(text: str, lines: list[str]) -> list[str]:
    """Return the lines of a text as a unified diff has them; nothing comes after the last line break."""
    if text.endswith(("\n", "\r")):
        return lines[:-1]
    return [*lines[:-1], f"{lines[-1]}\n\\ No newline at end of file"]
