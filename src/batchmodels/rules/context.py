"""The context that a rule gets for each model, and the walk over a document that makes the contexts."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import msgspec

from ..engine.model import Model
from ..paths import MAX_DEPTH, ROOT, Steps
from ..secrets.printing import printable
from ..secrets.text_masking import mask_known_secrets, mask_patterns, secrets_in
from .command_lines import TASK, TASKS, kind_of, task_of, with_name
from .common_words import COMMON_WORDS
from .finding import Edit, Finding, Severity, Span

if TYPE_CHECKING:
    from .rule import Rule

ModelT_co = TypeVar("ModelT_co", bound=Model, covariant=True)
ContextT = TypeVar("ContextT", bound="Context[Any]")
ResultT = TypeVar("ResultT")

_BRACKETS = "{}();"
"""What may follow an option in a script, and is no password: ``try { New-LocalUser worker -NoPassword }``."""


class Context(Generic[ModelT_co]):
    """One model of the reviewed document, as the rules get it.

    Attributes:
        model: The model.
        steps: The wire keys and indexes that lead to it from the reviewed model.
        parents: The models that contain it, the outermost first.
        now: The time of the review.
        memo: The results of functions that are `shared`, and what rules prepare.
        rule: The rule that is looking; the review sets it.
    """

    rule: Rule

    def __init__(self, model: ModelT_co, steps: Steps, parents: tuple[Model, ...], now: datetime | None = None) -> None:
        self.model = model
        self.steps = steps
        self.parents = parents
        self.now: datetime = datetime.now(timezone.utc) if now is None else now
        self.memo: dict[object, Any] = {}

    def within(self, kind: type[Any] | tuple[type[Any], ...]) -> Any:
        """Return the nearest model of one of these classes: this one or one that contains it, or None."""
        if isinstance(self.model, kind):
            return self.model
        for model in reversed(self.parents):  # a loop, because every rule asks
            if isinstance(model, kind):
                return model
        return None

    @property
    def task(self) -> Any:
        """The task with the settings for the model's command line; None for a coordination command outside of a task."""
        return task_of(self.model, self.parents)

    def finding(
        self,
        message: str,
        fix: str,
        *steps: str | int,
        severity: Severity | None = None,
        edit: Edit | None = None,
        span: Span | None = None,
    ) -> Finding:
        """Return a finding of the rule that is looking, printable and without the model's secrets.

        A finding about another task than a start task names that task, and the key of its command line.

        Args:
            message: What happens, as a sentence in lower case. `TASK` in it becomes the name of the task that is
                the model or contains it.
            fix: What to do, as an imperative.
            steps: The wire keys and indexes that lead to the problem from this model.
            severity: How serious it is, where that isn't the rule's severity.
            edit: The change that makes the fix; its steps begin at this model.
            span: The offsets of the problem within the text at the steps; None for all of it.
        """
        secrets = _secrets_of(self)
        kind = kind_of(self.model)
        if TASK in message or TASK in fix:
            task = self.within(TASKS) if kind is None else self.model
            named = None if task is None else kind_of(task)
            message, fix = with_name(message, named), with_name(fix, named)
        steps = steps if kind is None else kind.steps(steps)
        if secrets:
            message, fix = mask_known_secrets(message, secrets), mask_known_secrets(fix, secrets)
        message, fix = mask_patterns(message), mask_patterns(fix)  # they may quote another model
        if edit is not None:
            edit = msgspec.structs.replace(edit, steps=(*self.steps, *edit.steps))
        found = severity or self.rule.severity
        return Finding(self.rule.id, found, (*self.steps, *steps), printable(message), printable(fix), edit, span)


def shared(compute: Callable[[ContextT], ResultT]) -> Callable[[ContextT], ResultT]:
    """Make a function of a context that computes its result once, for all rules."""

    @functools.wraps(compute)
    def result_of(context: ContextT) -> ResultT:
        memo = context.memo
        if compute not in memo:
            memo[compute] = compute(context)
        result: ResultT = memo[compute]
        return result

    return result_of


@shared
def _secrets_of(context: Context[Any]) -> list[str]:
    found = (secret for text in _texts_of(context.model) for secret in secrets_in(text))
    return [secret for secret in found if secret.lower() not in COMMON_WORDS and secret.strip(_BRACKETS)]


def _texts_of(value: Any, depth: int = 0) -> Iterator[str]:
    """Yield the texts of a model and of the models that it holds directly."""
    for attribute in value.__definition__.attributes:
        held = getattr(value, attribute.name, None)
        if isinstance(held, str) and not attribute.secret:
            yield str.__str__(held)
        elif isinstance(held, Model) and depth == 0:
            yield from _texts_of(held, 1)


def contexts(value: Any, now: datetime, steps: Steps = ROOT, parents: tuple[Model, ...] = ()) -> Iterator[Context[Model]]:
    """Yield the context of a model and of every model in it, in the order of the document."""
    if len(steps) > MAX_DEPTH:
        return
    if isinstance(value, Model):
        yield Context(value, steps, parents, now)
        within = (*parents, value)
        for attribute in value.__definition__.attributes:
            held = getattr(value, attribute.name, None)
            if isinstance(held, (Model, list, dict)):
                yield from contexts(held, now, (*steps, attribute.wire_key), within)
    elif isinstance(value, list):
        for index, element in enumerate(value):
            yield from contexts(element, now, (*steps, index), parents)
    elif isinstance(value, dict):
        for key, member in value.items():
            yield from contexts(member, now, (*steps, str(key)), parents)
