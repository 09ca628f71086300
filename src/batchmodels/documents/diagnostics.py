"""Diagnostics: problems and findings with their file and position, as the command prints them."""

from __future__ import annotations

import msgspec

from ..paths import Steps
from ..rules.finding import Finding, Rename, Replace, Severity

UNREADABLE = "unreadable"
"""The rule of a diagnostic about a file that can't be read."""

REFUSED = "refused/"
"""The prefix of the rule of a problem that ``validate()`` reports: ``refused/minimum``. It can't be ignored."""

DOCUMENT = "document/"
"""The prefix of the rule of a finding about the text of a file: ``document/duplicate``. It can't be ignored."""


class ValueSource(msgspec.Struct, frozen=True):
    """A place that a value comes from: a variable, or the default of a parameter.

    Attributes:
        line: The line, counted from 1.
        column: The column in characters, counted from 1.
        path: The path in the file's document: ``$.variables.install``.
    """

    line: int
    column: int
    path: str


class TextEdit(msgspec.Struct, frozen=True):
    """An edit of the text of a file.

    Attributes:
        start: The offset of the first character that is replaced, in the text without a byte order mark.
        end: The offset after the last one.
        text: What replaces them.
        change: What the edit changes in the content, with steps in the file; None if the content stays the same.
    """

    start: int
    end: int
    text: str
    change: Rename | Replace | None


class Excerpt(msgspec.Struct, frozen=True):
    """A line of a file, in three parts that are printable and have no secrets.

    Attributes:
        before: The line up to the mistake.
        marked: The mistake, as far as it is on this line.
        after: The rest.
    """

    before: str
    marked: str
    after: str


class Diagnostic(msgspec.Struct, frozen=True):
    """One problem or finding in a file.

    Attributes:
        file: The file as it was named; ``<stdin>`` for the standard input.
        line: The line, counted from 1; 0 if it is the file as a whole.
        column: The column in characters, counted from 1.
        end_line: The line of the end.
        end_column: The column after the last character.
        path: The path in the file's document: ``$.properties.startTask.commandLine``.
        rule: The id of a rule of the review, or a word that doesn't change: ``refused/minimum``, ``unreadable``.
        severity: How serious it is.
        title: What the rule finds, as a noun phrase.
        message: What is wrong. Never the value of a secret.
        fix: What to do about it; empty if unknown.
        help: Where the rule is explained: the address of a page, or the command that prints it.
        edit: The edit of the file's text that makes the fix; None where the fix needs a decision.
        excerpt: The line, without secrets; None if it wasn't asked for.
        sources: In a template, the places that the value comes from, through parameters and variables.
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
    edit: TextEdit | None = None
    excerpt: Excerpt | None = None
    sources: tuple[ValueSource, ...] = ()


def document_finding(steps: Steps, kind: str, message: str, fix: str) -> Finding:
    """Return a finding about the text of a file, which no model can make.

    Args:
        steps: The steps in the file.
        kind: What it is about: ``duplicate``, ``key``, ``date``, ``arm``.
        message: What is wrong.
        fix: What to do.
    """
    return Finding(DOCUMENT + kind, Severity.error, steps, message, fix)
