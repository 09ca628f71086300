"""Rule, the record of one rule, and the decorator that makes it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import msgspec

from ..engine.model import Model
from .command_lines import command_line_of
from .context import Context
from .failure_kinds import FailureKind
from .finding import Finding, Severity

_SEPARATOR = re.compile(r"[;&|\n]")
"""What may be between two commands."""

Look = Callable[[Context[Any]], Iterator[Finding]]

Prepare = Callable[[Iterable[Context[Any]]], AbstractContextManager[None]]
"""A function that prepares a rule for all the models of a review; its result is entered before the rule looks at the first."""


class Rule(msgspec.Struct, frozen=True):
    """One rule.

    Attributes:
        id: ``BM`` and three digits, the first of which is the subject.
        severity: How serious its findings are.
        title: Its subject, as a noun phrase.
        model: The class of the models that it looks at, or a tuple of classes.
        look: A function that looks at one model and yields findings, each made with `Context.finding`.
        prepare: A context manager that is entered once for all the models that it will look at.
        reads: The wire keys around the model that the rule reads. A finding is moot if one of them is known only at
            deployment, like a parameter of a template.
        explains: The kinds of failure that its findings explain.
        data_plane_only: Whether it is for documents of the Batch service only, not for those of ARM.
        unversioned_only: Whether ``validate(api_version=...)`` reports the same, so that it is needed only without a version.
    """

    id: str
    severity: Severity
    title: str
    model: type[Model] | tuple[type[Model], ...]
    look: Look
    prepare: Prepare | None
    reads: frozenset[str]
    explains: frozenset[FailureKind]
    data_plane_only: bool
    unversioned_only: bool

    def findings(self, context: Context[Any]) -> Iterator[Finding]:
        """Yield what the rule finds in a model, without what it has found before in the same command of a command line."""
        text = command_line_of(context.model) or ""
        ends: dict[tuple[object, ...], int] = {}  # where the last finding with the same sentences ends
        for finding in self.look(context):
            key = (finding.steps, finding.message, finding.fix)
            start, end = finding.span or (0, 0)
            if key not in ends or _SEPARATOR.search(text, ends[key], start):
                yield finding
            ends[key] = end


def rule(
    identifier: str,
    severity: Severity,
    title: str,
    model: type[Model] | tuple[type[Model], ...],
    *,
    prepare: Prepare | None = None,
    reads: Collection[str] = (),
    explains: Collection[FailureKind] = (),
    data_plane_only: bool = False,
    unversioned_only: bool = False,
) -> Callable[[Look], Rule]:
    """Turn a function that looks at one model into a rule; the arguments are the attributes of `Rule`."""

    def make(look: Look) -> Rule:
        return Rule(
            identifier,
            severity,
            title,
            model,
            look,
            prepare,
            frozenset(reads),
            frozenset(explains),
            data_plane_only,
            unversioned_only,
        )

    return make
