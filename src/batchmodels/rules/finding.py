"""Finding: what a review has to say, and how bad it is."""

from __future__ import annotations

from enum import Enum

import msgspec

from ..paths import Steps, path_text

SITE = ""
"""The address of the documentation's site, with a slash at its end; empty while the site isn't published.

This is the only place that has it. Everything that refers to a page falls back to ``batchmodels explain`` while it is empty.
"""


def help_for(rule: str) -> str:
    """Return where a rule is explained: the address of its page, or the command that prints it.

    Args:
        rule: The rule's id, or the name of another kind of report of ``batchmodels check``: ``refused/minimum``.
    """
    if not SITE:
        return f"batchmodels explain {rule}"
    return f"{SITE}rules/{rule}/" if rule.startswith("BM") else f"{SITE}how-to/checking-files/"


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
        steps: The wire keys and indexes that lead to it from the model that was reviewed: ``("startTask", "commandLine")``.
        message: What will happen, in one or two sentences. Never the value of a secret.
        fix: What to do or to write instead, as a text that can be pasted where there is one.
    """

    rule: str
    severity: Severity
    steps: Steps
    message: str
    fix: str

    @property
    def path(self) -> str:
        """The steps as a JSONPath: ``$.startTask.commandLine``."""
        return path_text(self.steps)

    @property
    def help(self) -> str:
        """Where the rule is explained: the address of its page, or the command that prints it."""
        return help_for(self.rule)

    def __str__(self) -> str:
        return f"{self.path}: {self.rule} {self.severity.value}: {self.message} {self.fix}"
