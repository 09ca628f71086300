"""review(): walks over a model and asks every rule about every part of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import ExitStack
from datetime import datetime, timezone
from typing import TYPE_CHECKING

from ..engine.masking import describe
from ..engine.model import Model
from ..engine.paths import path_text
from ..engine.printing import printable
from .finding import Finding

if TYPE_CHECKING:
    from .registry import Place, Rule


def review(model: Model, *, ignore: Collection[str] = (), now: datetime | None = None) -> list[Finding]:
    """Find what will go wrong on the node, or may, although the service takes it.

    ``validate()`` is another matter: it finds what the service refuses. A review takes models that don't pass it.

    Args:
        model: A start task, a pool body, or any other model.
        ignore: The ids of rules that aren't asked: ``{"BM701"}``.
        now: The time to review it for, which decides whether a SAS has expired; UTC if it has no zone. None is the present.

    Returns:
        What was found, in the order of the document.

    Raises:
        TypeError: It is no model, or ``ignore`` is one text in place of a set of them.
        ValueError: There is no rule with such an id; the error lists those that there are.
    """
    from .catalogue import RULES  # noqa: PLC0415  # because importing the rules takes time, and few programs ask them

    if not isinstance(model, Model):  # pyright: ignore[reportUnnecessaryIsInstance]  # because not everybody checks types
        raise TypeError(f"expected a model, got {describe(model, hidden=True)}: read it first, with StartTask.deserialize say")
    if isinstance(ignore, str):
        raise TypeError(f'expected a set of ids of rules to ignore, {{"BM701"}} say, got {describe(ignore)}')
    unknown = sorted(set(ignore) - set(RULES))
    if unknown:
        raise ValueError(f"expected ids of rules to ignore, {', '.join(sorted(RULES))}, got {', '.join(unknown)}")
    (findings,) = review_all([model], ignore=ignore, now=now)
    return findings


def review_all(
    models: Iterable[Model], *, ignore: Collection[str] = (), now: datetime | None = None
) -> Iterator[list[Finding]]:
    """Review many models at once: what takes a process of its own, as shellcheck does, is run for all of them together.

    Args:
        models: The models. All of them are walked over before the first one is reviewed.
        ignore: The ids of rules that aren't asked; unknown ones have no effect.
        now: The time to review them for, as `review` takes it.

    Yields:
        What was found in each model.
    """
    from .catalogue import RULES, places  # noqa: PLC0415  # because importing the rules takes time, and few programs ask them

    now = datetime.now(timezone.utc) if now is None else now if now.tzinfo else now.replace(tzinfo=timezone.utc)
    asked = [rule for identifier, rule in sorted(RULES.items()) if identifier not in ignore]
    places_of = [list(places(model, now)) for model in models]
    with ExitStack() as prepared:
        for rule in asked:
            if rule.prepare is not None:
                about = (place for found in places_of for place in found if isinstance(place.model, rule.model))
                prepared.enter_context(rule.prepare(about))
        asked_of: dict[type[Model], list[Rule]] = {}
        for found in places_of:
            yield list(_findings(found, asked, asked_of))
            found.clear()  # what the rules have kept of a model isn't needed any more


def _findings(found: list[Place[Model]], asked: list[Rule], asked_of: dict[type[Model], list[Rule]]) -> Iterator[Finding]:
    """What the rules find in the places of one model; ``asked_of`` keeps which of them look at which class."""
    for place in found:
        kind = type(place.model)
        if kind not in asked_of:
            asked_of[kind] = [rule for rule in asked if issubclass(kind, rule.model)]
        for rule in asked_of[kind]:
            for advice in rule.look(place):
                path = path_text((*place.path, *advice.steps))
                severity = advice.severity or rule.severity
                yield Finding(rule.id, severity, path, printable(advice.message), printable(advice.fix))
