"""The result of checking files, for the output formats."""

from __future__ import annotations

import msgspec

from ..documents.coverage import EMPTY, NOT_JUDGED, Counts
from ..documents.diagnostics import UNREADABLE, Diagnostic


class Summary(msgspec.Struct, frozen=True):
    """The result of checking files.

    Attributes:
        files: The files, as they were named.
        diagnostics: What is wrong in them: file by file, in the order of the lines.
        hidden: The number of diagnostics that are less severe than what is shown.
        skipped: The number of files in directories that aren't about Batch.
        fixed: The number of problems that were fixed.
        in_baseline: The number of diagnostics that aren't shown because the baseline has them.
        stale: The number of diagnostics of the baseline that weren't found.
        counts: What was judged in them, and what was not; None if nothing has counted.
        allow_empty: Whether a file may have nothing to check.
        notes_count: Whether a note that something was not judged changes the exit status.
    """

    files: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]
    hidden: int
    skipped: int = 0
    fixed: int = 0
    in_baseline: int = 0
    stale: int = 0
    counts: Counts | None = None
    allow_empty: bool = False
    notes_count: bool = True

    @property
    def is_unreadable(self) -> bool:
        """Whether some file can't be read, or has nothing to check."""
        rules = {diagnostic.rule for diagnostic in self.diagnostics}
        return UNREADABLE in rules or (EMPTY in rules and not self.allow_empty)

    @property
    def status(self) -> int:
        """The exit status: 0 without diagnostics, 1 with some, 2 if a file can't be read or has nothing to check."""
        rules = {diagnostic.rule for diagnostic in self.diagnostics}
        if self.is_unreadable:
            return 2
        return int(any(self.notes_count or not rule.startswith(NOT_JUDGED) for rule in rules - {EMPTY}))
