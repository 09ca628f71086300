"""review(): walks over a model and asks every rule about every part of it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timezone
from typing import TYPE_CHECKING

from ..engine.masking import describe
from ..engine.model import Model
from ..engine.paths import path_text
from .finding import Finding

if TYPE_CHECKING:
    from .registry import Rule


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
    from .catalogue import RULES, places  # noqa: PLC0415  # because importing the rules takes time, and few programs ask them

    if not isinstance(model, Model):  # pyright: ignore[reportUnnecessaryIsInstance]  # because not everybody checks types
        raise TypeError(f"expected a model, got {describe(model, hidden=True)}: read it first, with StartTask.deserialize say")
    if isinstance(ignore, str):
        raise TypeError(f'expected a set of ids of rules to ignore, {{"BM701"}} say, got {describe(ignore)}')
    unknown = sorted(set(ignore) - set(RULES))
    if unknown:
        raise ValueError(f"expected ids of rules to ignore, {', '.join(sorted(RULES))}, got {', '.join(unknown)}")
    now = datetime.now(timezone.utc) if now is None else now if now.tzinfo else now.replace(tzinfo=timezone.utc)
    asked = [rule for identifier, rule in sorted(RULES.items()) if identifier not in ignore]
    asked_of: dict[type[Model], list[Rule]] = {}
    findings: list[Finding] = []
    for place in places(model, now):
        kind = type(place.model)
        if kind not in asked_of:
            asked_of[kind] = [rule for rule in asked if issubclass(kind, rule.model)]
        for rule in asked_of[kind]:
            for advice in map(place.without_secrets, rule.look(place)):
                path = path_text((*place.path, *advice.steps))
                findings.append(Finding(rule.id, advice.severity or rule.severity, path, advice.message, advice.fix))
    return findings
