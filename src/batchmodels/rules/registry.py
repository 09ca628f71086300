"""The rules by their ids, and what a rule is given to look at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime, timezone
from typing import Any, Generic, TypeVar

import msgspec

from ..engine.model import Model
from ..engine.paths import MAX_DEPTH, ROOT, Path
from ..secrets.texts import secrets_in, without
from .finding import Severity

ModelT_co = TypeVar("ModelT_co", bound=Model, covariant=True)


class Place(Generic[ModelT_co]):
    """A model within the document that is reviewed.

    Attributes:
        model: The model.
        path: Where it stands.
        parents: What it stands in, the root first.
        now: The time of the review.
        memo: What one rule has worked out, for the others.
    """

    def __init__(self, model: ModelT_co, path: Path, parents: tuple[Model, ...], now: datetime | None = None) -> None:
        self.model = model
        self.path = path
        self.parents = parents
        self.now: datetime = datetime.now(timezone.utc) if now is None else now
        self.memo: dict[str, Any] = {}

    def within(self, kind: type[Any] | tuple[type[Any], ...]) -> Any:
        """The nearest model of a class, or of several, that this one stands in, itself included; None if there is none."""
        return next((model for model in (self.model, *reversed(self.parents)) if isinstance(model, kind)), None)

    def without_secrets(self, advice: Advice) -> Advice:
        """Mask what an advice repeats of the secrets in the model's texts: a rule sees words without what makes them secret."""
        secrets: list[str] | None = self.memo.get("secrets")
        if secrets is None:
            secrets = self.memo["secrets"] = [secret for text in _texts_of(self.model) for secret in secrets_in(text)]
        if not secrets:
            return advice
        return msgspec.structs.replace(advice, message=without(advice.message, secrets), fix=without(advice.fix, secrets))


def _texts_of(value: Any, depth: int = 0) -> Iterator[str]:
    """The texts of a model, and of the models that it holds directly."""
    for attribute in value.__definition__.attributes:
        held = getattr(value, attribute.name, None)
        if isinstance(held, str) and not attribute.secret:
            yield str.__str__(held)
        elif isinstance(held, Model) and depth == 0:
            yield from _texts_of(held, 1)


def places(value: Any, now: datetime, path: Path = ROOT, parents: tuple[Model, ...] = ()) -> Iterator[Place[Model]]:
    """Every model that hangs on one, itself first, in the order of the document."""
    if len(path) > MAX_DEPTH:
        return
    if isinstance(value, Model):
        yield Place(value, path, parents, now)
        within = (*parents, value)
        for attribute in value.__definition__.attributes:
            held = getattr(value, attribute.name, None)
            if isinstance(held, (Model, list, dict)):
                yield from places(held, now, (*path, attribute.wire_key), within)
    elif isinstance(value, list):
        for index, element in enumerate(value):
            yield from places(element, now, (*path, index), parents)
    elif isinstance(value, dict):
        for key, member in value.items():
            yield from places(member, now, (*path, str(key)), parents)


class Advice(msgspec.Struct, frozen=True):
    """What a rule found in a model.

    Attributes:
        message: What will happen.
        fix: What to do instead.
        steps: The wire keys and indexes that lead from the model to the place.
        severity: How bad it is; None is as bad as the rule says.
    """

    message: str
    fix: str
    steps: Path = ()
    severity: Severity | None = None


Look = Callable[[Place[Any]], Iterator[Advice]]

Prepare = Callable[[Iterable[Place[Any]]], AbstractContextManager[None]]
"""Works out what a rule needs for all the places of a review at once; entered before it looks at the first one."""


class Rule(msgspec.Struct, frozen=True):
    """One rule.

    Attributes:
        id: ``BM`` and three digits; the first one is the subject's.
        severity: How bad its findings are.
        title: What it is about, in a few words.
        model: The class of the models that it looks at.
        look: Finds.
        prepare: Is entered once for all places that it is going to look at; None if there is nothing to do.
        reads: The wire keys that the rule expects around the model. A finding is moot where one of them is known only
            at deployment, as a parameter of a template is.
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
    data_plane_only: bool = False
    unversioned_only: bool = False


RULES: dict[str, Rule] = {}
"""Every rule, by its id."""


def rule(
    identifier: str, severity: Severity, title: str, model: type[Model], *, prepare: Prepare | None = None
) -> Callable[[Look], Look]:
    """Make a rule of a function that looks at one model."""

    def register(look: Look) -> Look:
        if identifier in RULES:
            raise ValueError(f"there are two rules {identifier}")
        facts = (_reads(identifier), identifier in _DATA_PLANE, identifier == "BM703")
        RULES[identifier] = Rule(identifier, severity, title, model, look, prepare, *facts)
        return look

    return register


_RIGHTS = {"userIdentity", "userAccounts"}
_DATA_PLANE = frozenset({"BM701", "BM703"})
_READS = {
    "BM201": _RIGHTS,
    "BM202": _RIGHTS,
    "BM203": _RIGHTS,
    "BM302": {"maxTaskRetryCount"},
    "BM303": {"maxTaskRetryCount"},
    "BM305": {"maxTaskRetryCount"},
    "BM402": {"environmentSettings"},
    "BM501": {"containerSettings", "mountConfiguration"},
    "BM504": {"virtualMachineConfiguration", "containerConfiguration"},
    "BM801": {"userAccounts"},
    "BM802": {"identity"},
}


def _reads(identifier: str) -> frozenset[str]:
    return frozenset(_READS.get(identifier, ()))
