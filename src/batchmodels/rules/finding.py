"""Finding: one result of a review, with its severity and, where the fix is certain, the edit that makes it."""

from __future__ import annotations

from enum import Enum
from typing import Any

import msgspec

from ..paths import Steps, path_text
from ..secrets.masking import mask_text

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
    """The severity of a finding."""

    error = "error"
    """Fails on every node."""

    warning = "warning"
    """Fails on some nodes or at some time, or does something other than it seems to."""

    note = "note"
    """Works, but there is something to know about it; or fails unless the definition is incomplete, which can't be known."""


class Rename(msgspec.Struct, frozen=True):
    """An edit that gives a member another key and keeps its value.

    Attributes:
        steps: The keys and indexes that lead to the member, as the document spells them.
        key: The new key.
    """

    steps: Steps
    key: str


class Replace(msgspec.Struct, frozen=True):
    """An edit that gives a member or an element another value.

    Attributes:
        steps: The keys and indexes that lead to it, as the document spells them.
        value: The new value, as JSON has it. It may repeat a secret that the document contains, because it is a
            change to that document; messages, ``str`` and ``repr`` of a finding leave it out.
    """

    steps: Steps
    value: Any


Edit = Rename | Replace
"""A change to a document. Its steps begin at the model that was reviewed."""


Span = tuple[int, int]
"""The offsets of a part of a text: its first character, and the one after its last."""


class Finding(msgspec.Struct, frozen=True):
    """One problem that the service accepts, and how to fix it.

    Attributes:
        rule: The rule's id, which never changes: ``BM701``.
        severity: How serious it is.
        steps: The wire keys and indexes that lead to it from the model that was reviewed: ``("startTask", "commandLine")``.
        message: What happens, in one or two sentences. Never the value of a secret.
        fix: What to do, as an imperative.
        edit: The change that makes the fix; None where the fix needs a decision.
        span: The offsets of the mistake within the text that ``steps`` lead to: its first character and the one after its
            last; None where it is the whole value. In a command line, it is the command.
    """

    rule: str
    severity: Severity
    steps: Steps
    message: str
    fix: str
    edit: Edit | None = None
    span: Span | None = None

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

    def __repr__(self) -> str:
        steps = tuple(mask_text(step) if isinstance(step, str) else step for step in self.steps)
        edit = "" if self.edit is None else f", edit={type(self.edit).__name__}(...)"
        return (
            f"Finding(rule={self.rule!r}, severity={self.severity!r}, steps={steps!r}, message={self.message!r}, "
            f"fix={self.fix!r}{edit})"
        )
