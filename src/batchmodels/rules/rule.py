"""What a rule is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import msgspec

from ..engine.model import Model
from .context import Context
from .failure_kinds import FailureKind
from .finding import Finding, Severity

Look = Callable[[Context[Any]], Iterator[Finding]]

Prepare = Callable[[Iterable[Context[Any]]], AbstractContextManager[None]]
"""Prepares a rule for all the models of a review at once; entered before the rule looks at the first one."""


class Rule(msgspec.Struct, frozen=True):
    """One rule.

    Attributes:
        id: ``BM`` and three digits, the first of which is the subject.
        severity: How serious its findings are.
        title: What it finds, as a noun phrase.
        model: The class of the models that it looks at.
        look: Looks at one model and yields findings, each made with `Context.finding`.
        prepare: Is entered once for all the models that it is going to look at.
        reads: The wire keys that the rule expects around the model. A finding is moot where one of them is known only
            at deployment, as a parameter of a template is.
        explains: The kinds of failure that its findings explain.
        data_plane_only: Whether it is for documents of the Batch service only, not for those of ARM.
        unversioned_only: Whether ``validate(api_version=...)`` reports the same, so that it is needed only without a version.
    """

    id: str
    severity: Severity
    title: str
    model: type[Model]
    look: Look
    prepare: Prepare | None = None
    reads: frozenset[str] = frozenset()
    explains: frozenset[FailureKind] = frozenset()
    data_plane_only: bool = False
    unversioned_only: bool = False


def rule(
    identifier: str,
    severity: Severity,
    title: str,
    model: type[Model],
    *,
    prepare: Prepare | None = None,
    reads: Collection[str] = (),
    explains: Collection[FailureKind] = (),
    data_plane_only: bool = False,
    unversioned_only: bool = False,
) -> Callable[[Look], Rule]:
    """Make a rule of a function that looks at one model; the arguments are the attributes of `Rule`."""

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
