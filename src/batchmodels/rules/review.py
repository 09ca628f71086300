"""review(): walks over a model and asks every rule about every part of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import ExitStack
from datetime import datetime, timezone
from typing import TYPE_CHECKING

from ..engine.masking import describe
from ..engine.model import Model
from ..engine.once import making
from ..engine.paths import ROOT, path_text
from ..engine.printing import printable
from .analysis.acyclic import whole
from .failures import failed
from .finding import Finding

if TYPE_CHECKING:
    from .registry import Place, Rule


def review(model: Model, *, ignore: Collection[str] = (), now: datetime | None = None) -> list[Finding]:
    """Find what will go wrong on the node, or may, although the service takes it.

    ``validate()`` is another matter: it finds what the service refuses. A review takes models that don't pass it. A rule that
    fails itself becomes a finding with the id BM000, and the logger ``batchmodels`` gets the traceback.

    Args:
        model: A start task, a pool body, or any other model.
        ignore: The ids of rules that aren't asked: ``{"BM701"}``.
        now: The time to review it for, which decides whether a SAS has expired; UTC if it has no zone. None is the present.

    Returns:
        What was found, in the order of the document.

    Raises:
        TypeError: It is no model, ``ignore`` is one text in place of a set of them, or ``now`` is no datetime.
        ValueError: There is no rule with such an id; the error lists those that there are.
    """
    with making:
        from .catalogue import RULES  # noqa: PLC0415  # because importing the rules takes time, and few programs ask them

    if not isinstance(model, Model):  # pyright: ignore[reportUnnecessaryIsInstance]  # because not everybody checks types
        raise TypeError(f"expected a model, got {describe(model, hidden=True)}: read it first, with StartTask.deserialize say")
    if isinstance(ignore, str) or not isinstance(ignore, Collection):  # pyright: ignore[reportUnnecessaryIsInstance]  # because not everybody checks types
        raise TypeError(f'expected a set of ids of rules to ignore, {{"BM701"}} say, got {describe(ignore)}')
    unknown = _unknown_rules(ignore, RULES)
    if unknown:
        raise ValueError(f"expected ids of rules to ignore, {', '.join(sorted(RULES))}, got {', '.join(unknown)}")
    if now is not None and not isinstance(now, datetime):  # pyright: ignore[reportUnnecessaryIsInstance]  # because of the same
        raise TypeError(f"expected datetime or None as now, got {describe(now)}")
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
    with making:
        from .catalogue import RULES, places  # noqa: PLC0415  # because importing the rules takes time

    now = datetime.now(timezone.utc) if now is None else now if now.tzinfo else now.replace(tzinfo=timezone.utc)
    asked = [rule for identifier, rule in sorted(RULES.items()) if identifier not in ignore]
    places_of = [list(places(whole(model), now)) for model in models]
    with ExitStack() as prepared:
        unprepared: dict[str, Exception] = {}
        for rule in asked:
            if rule.prepare is not None:
                about = (place for found in places_of for place in found if isinstance(place.model, rule.model))
                try:
                    prepared.enter_context(rule.prepare(about))
                except Exception as error:  # noqa: BLE001  # because a rule that fails must not take the others' findings with it
                    unprepared[rule.id] = error
        asked_of: dict[type[Model], list[Rule]] = {}
        ready = [rule for rule in asked if rule.id not in unprepared]
        for found in places_of:
            failures = [failed(identifier, path_text(ROOT), error) for identifier, error in unprepared.items()]
            yield [*failures, *_findings(found, ready, asked_of)]
            found.clear()  # what the rules have kept of a model isn't needed any more


def _findings(found: list[Place[Model]], asked: list[Rule], asked_of: dict[type[Model], list[Rule]]) -> Iterator[Finding]:
    """What the rules find in the places of one model; ``asked_of`` keeps which of them look at which class."""
    for place in found:
        kind = type(place.model)
        if kind not in asked_of:
            asked_of[kind] = [rule for rule in asked if issubclass(kind, rule.model)]
        for rule in asked_of[kind]:
            yield from _found_by(rule, place)


def _unknown_rules(identifiers: Collection[object], known: Collection[str]) -> list[str]:
    texts = {each for each in identifiers if isinstance(each, str)}
    others = [describe(each) for each in identifiers if not isinstance(each, str)]
    return sorted([*(texts - set(known)), *others])


def _found_by(rule: Rule, place: Place[Model]) -> Iterator[Finding]:
    try:
        for advice in map(place.without_secrets, rule.look(place)):
            path = path_text((*place.path, *advice.steps))
            severity = advice.severity or rule.severity
            yield Finding(rule.id, severity, path, printable(advice.message), printable(advice.fix))
    except Exception as error:  # noqa: BLE001  # because a rule that fails must not take the findings of the others with it
        yield failed(rule.id, path_text(place.path), error)
