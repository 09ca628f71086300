"""Report: one thing that a check says about a file, in the shape that every format prints."""

from __future__ import annotations

import msgspec

from ..rules.finding import Severity

UNREADABLE = "unreadable"
"""The rule of a report about a file that nothing could be checked in."""


class Report(msgspec.Struct, frozen=True):
    """One thing that is wrong in a file.

    Attributes:
        file: The file as it was named; ``<stdin>`` for the standard input.
        line: The line, counted from 1; 0 where it is the file as a whole.
        column: The column in characters, counted from 1.
        end_line: The line in which the place ends.
        end_column: The column behind its last character.
        path: The path in the file's document: ``$.properties.startTask.commandLine``.
        rule: The id of a rule of the review, or a word that stays the same: ``refused/minimum``, ``unreadable``.
        severity: How bad it is.
        title: What the rule is about, in a few words.
        message: What is wrong. Never the value of a secret.
        fix: What to do about it; empty where there is nothing to say.
        help: Where the rule is explained: the address of a page, or the command that prints it.
    """

    file: str
    line: int
    column: int
    end_line: int
    end_column: int
    path: str
    rule: str
    severity: Severity
    title: str
    message: str
    fix: str
    help: str


class Outcome(msgspec.Struct, frozen=True):
    """What came of checking files.

    Attributes:
        files: The files, as they were named.
        reports: What is wrong in them: file by file, in the order of the lines.
        hidden: How many reports are less severe than what is shown.
    """

    files: tuple[str, ...]
    reports: tuple[Report, ...]
    hidden: int

    @property
    def status(self) -> int:
        """The exit status: 0 for nothing wrong, 1 for reports, 2 if a file could not be read."""
        if any(report.rule == UNREADABLE for report in self.reports):
            return 2
        return 1 if self.reports else 0
