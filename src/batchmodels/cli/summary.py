"""The result of checking files, for the output formats."""

from __future__ import annotations

import msgspec

from ..documents.diagnostics import UNREADABLE, Diagnostic


class Summary(msgspec.Struct, frozen=True):
    """The result of checking files.

    Attributes:
        files: The files, as they were named.
        diagnostics: What is wrong in them: file by file, in the order of the lines.
        hidden: The number of diagnostics that are less severe than what is shown.
    """

    files: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]
    hidden: int

    @property
    def status(self) -> int:
        """The exit status: 0 without diagnostics, 1 with some, 2 if a file can't be read."""
        if any(diagnostic.rule == UNREADABLE for diagnostic in self.diagnostics):
            return 2
        return 1 if self.diagnostics else 0
