"""Finding: what a review has to say, and how bad it is."""

from __future__ import annotations

from enum import Enum

import msgspec

DOCUMENTATION = "https://batchmodels.readthedocs.io/en/stable/rules/"
"""Where the pages of the rules are."""


class Severity(str, Enum):
    """How bad a finding is."""

    error = "error"
    """It fails, on every node."""

    warning = "warning"
    """It fails on some nodes, or some day; or it does something else than it seems to."""

    note = "note"
    """It works; there is something to know about it."""


class Finding(msgspec.Struct, frozen=True):
    """One thing that will go wrong, or may, and what to do about it.

    Attributes:
        rule: The rule's id, which stays the same: ``BM701``.
        severity: How bad it is.
        path: Where, from the model that was reviewed: ``$.startTask.commandLine``.
        message: What will happen, in one or two sentences. Never the value of a secret.
        fix: What to do or to write instead, as a text that can be pasted where there is one.
    """

    rule: str
    severity: Severity
    path: str
    message: str
    fix: str

    @property
    def url(self) -> str:
        """The rule's page in the documentation."""
        return f"{DOCUMENTATION}{self.rule}/"

    def __str__(self) -> str:
        return f"{self.path}: {self.rule} {self.severity.value}: {self.message} {self.fix}"
