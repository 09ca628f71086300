"""The review, which applies every rule to every part of a model."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Iterator
from contextlib import ExitStack
from datetime import datetime, timezone
from typing import TYPE_CHECKING

from ..engine.model import Model
from ..engine.once import making
from ..paths import ROOT
from ..secrets.masking import describe
from .acyclic import acyclic
from .finding import Finding
from .internal_errors import failed

if TYPE_CHECKING:
    from .context import Context
    from .rule import Rule


def review(
    model: Model, *, ignore: Collection[str] = (), now: datetime | None = None, job: Model | None = None
) -> list[Finding]:
    """Find problems that the service accepts but that fail on the node.

    Call ``validate()`` as well: it finds what the service refuses. A review takes models that ``validate()`` doesn't
    accept. If a rule itself fails, the review reports that as BM000, and the logger ``batchmodels`` gets the traceback.

    Args:
        model: A start task, a pool body, or any other model.
        ignore: The ids of rules to skip: ``{"BM701"}``.
        now: The time of the review, which decides whether a SAS has expired; UTC without a time zone. None is the current time.
        job: The job that a task belongs to; its settings and its auto pool decide what the task can do.

    Returns:
        The findings, in the order of the document.

    Raises:
        TypeError: ``model`` or ``job`` is not a model, ``ignore`` is a single string, or ``now`` is not a datetime.
        ValueError: ``ignore`` has an unknown id; the message lists the known ones.
    """
    with making:
        from .discovery import RULES  # noqa: PLC0415  # because importing the rules takes time, and few programs need them

    if not isinstance(model, Model):  # pyright: ignore[reportUnnecessaryIsInstance]  # because not every caller uses a type checker
        came = describe(model, hidden=True)
        raise TypeError(f"expected a model, got {came}: deserialize it first, for example with StartTask.deserialize")
    if isinstance(ignore, str) or not isinstance(ignore, Collection):  # pyright: ignore[reportUnnecessaryIsInstance]  # because not every caller uses a type checker
        raise TypeError(f'expected a set of rule ids to ignore, for example {{"BM701"}}, got {describe(ignore)}')
    unknown = _unknown_rules(ignore, RULES)
    if unknown:
        raise ValueError(f"unknown rules to ignore: {', '.join(unknown)}; the rules are {', '.join(RULES)}")
    if now is not None and not isinstance(now, datetime):  # pyright: ignore[reportUnnecessaryIsInstance]  # for the same reason
        raise TypeError(f"expected datetime or None as now, got {describe(now)}")
    if job is not None and not isinstance(job, Model):  # pyright: ignore[reportUnnecessaryIsInstance]  # for the same reason
        raise TypeError(f"expected a model or None as job, got {describe(job)}")
    (findings,) = review_all([model], ignore=ignore, now=now, jobs=[job])
    return findings


def review_all(
    models: Iterable[Model],
    *,
    ignore: Collection[str] = (),
    now: datetime | None = None,
    jobs: Iterable[Model | None] = (),
) -> Iterator[list[Finding]]:
    """Review many models at once. A rule that needs a process, as the shellcheck rule does, runs it for all of them together.

    Args:
        models: The models. All of them are collected before the first one is reviewed.
        ignore: The ids of rules to skip; unknown ones have no effect.
        now: The time of the review, as for `review`.
        jobs: The jobs that the models belong to, as for `review`; those that are missing are None.

    Yields:
        The findings of each model.
    """
    with making:
        from .context import contexts  # noqa: PLC0415  # because importing the rules takes time, and few programs need them
        from .discovery import RULES  # noqa: PLC0415  # because importing the rules takes time

    now = datetime.now(timezone.utc) if now is None else now if now.tzinfo else now.replace(tzinfo=timezone.utc)
    asked = [rule for rule in RULES.values() if rule.id not in ignore]
    around = [(acyclic(job),) if job is not None else () for job in jobs]
    contexts_of = [
        list(contexts(acyclic(model), now, parents=parents or ()))
        for model, parents in itertools.zip_longest(models, around)
        if model is not None
    ]
    with ExitStack() as prepared:
        unprepared: dict[str, Exception] = {}
        for rule in asked:
            if rule.prepare is not None:
                about = (context for found in contexts_of for context in found if isinstance(context.model, rule.model))
                try:
                    prepared.enter_context(rule.prepare(about))
                except Exception as error:  # noqa: BLE001  # because a rule that fails must not take the others' findings with it
                    unprepared[rule.id] = error
        asked_of: dict[type[Model], list[Rule]] = {}
        ready = [rule for rule in asked if rule.id not in unprepared]
        for found in contexts_of:
            failures = [failed(identifier, ROOT, error) for identifier, error in unprepared.items()]
            yield failures + _findings(found, ready, asked_of)
            found.clear()  # frees the memoized results for the model


def _findings(contexts: list[Context[Model]], asked: list[Rule], asked_of: dict[type[Model], list[Rule]]) -> list[Finding]:
    """Return the findings for one model; ``asked_of`` remembers which rules look at which class."""
    found: list[Finding] = []
    for context in contexts:
        kind = type(context.model)
        if kind not in asked_of:
            asked_of[kind] = [rule for rule in asked if issubclass(kind, rule.model)]
        for rule in asked_of[kind]:
            context.rule = rule
            try:
                found.extend(rule.findings(context))
            except Exception as error:  # noqa: BLE001  # because a rule that fails must not take the findings of the others with it
                found.append(failed(rule.id, context.steps, error))
    return found


def _unknown_rules(identifiers: Collection[object], known: Collection[str]) -> list[str]:
    texts = {each for each in identifiers if isinstance(each, str)}
    others = [describe(each) for each in identifiers if not isinstance(each, str)]
    return sorted([*(texts - set(known)), *others])
