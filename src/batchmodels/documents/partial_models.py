"""A model read as its model, as far as it can be: what can't be held is left out, so that one check shows everything."""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from typing import Any, cast

import msgspec

from ..engine import fast
from ..engine.attributes import Attribute
from ..engine.model import Model
from ..engine.shapes import ListOf, MapOf, Nested, Shape, TextOr
from ..errors import DeserializationError, Problem
from ..paths import ROOT, Steps
from ..secrets.masking import MASK
from .values import value_at

_ROUNDS = 3  # readings of one document: the first may find what is wrong, the second reads what is left


class Gaps:
    """The steps of what isn't in a model: what it can't hold, and what is known only at deployment."""

    def __init__(self, steps: Iterable[Steps]) -> None:
        self.steps: frozenset[Steps] = frozenset(steps)

    def cover(self, steps: Steps) -> bool:
        """Return whether a value is missing from the model, or is inside something that is."""
        return bool(self.steps) and any(steps[:length] in self.steps for length in range(len(steps) + 1))


class Spelling:
    """The keys of a document's objects, found by the keys of a model; each object is searched once."""

    def __init__(self) -> None:
        self._by_lower: dict[int, dict[str, str]] = {}  # by the object's id: it is part of the document, which stays

    def locate(self, content: Any, steps: Steps) -> Steps:
        """Return the steps as the document spells them: a key of another dialect may differ in letter case."""
        located: list[str | int] = []
        for step in steps:
            found: str | int = step
            if isinstance(content, dict):
                found = self._key(content, str(step))
                content = content.get(found)
            else:
                content = value_at(content, (step,))
            located.append(found)
        return tuple(located)

    def _key(self, content: dict[str, Any], key: str) -> str:
        if key in content:
            return key
        by_lower = self._by_lower.get(id(content))
        if by_lower is None:
            by_lower = self._by_lower[id(content)] = {}
            for each in content:
                by_lower.setdefault(each.lower(), each)
        return by_lower.get(key.lower(), key)


class PartialModel(msgspec.Struct, frozen=True):
    """A model as far as it can be read.

    Attributes:
        model: The model; None if nothing can be read.
        problems: The values that it can't hold.
        gaps: What is missing from it.
        spelling: The keys as the document spells them.
    """

    model: Model | None
    problems: tuple[Problem, ...]
    gaps: Gaps
    spelling: Spelling

    def is_moot(self, content: Any, problem: Problem) -> bool:
        """Return whether a problem of the model is due to a gap: at it, inside it, or by comparing a member that is one."""
        spelled = (self.spelling.locate(content, each) for each in (problem.steps, *problem.related))
        return bool(self.gaps.steps) and any(map(self.gaps.cover, spelled))


def model_named(name: str) -> type[Model]:
    """Return the public model of that name.

    Raises:
        KeyError: No model has that name.
    """
    found = getattr(importlib.import_module(__name__.partition(".")[0]), name, None)
    if not (isinstance(found, type) and issubclass(found, Model) and found.__definition__.attributes):
        raise KeyError(name)
    return found


def read_partially(model_type: str, content: Any, holes: Iterable[Steps] = ()) -> PartialModel:
    """Read a model, and leave out the members that hold what their attributes can't.

    Args:
        model_type: The name of the model.
        content: The document.
        holes: The steps of what is known only at deployment, and so isn't in the document.
    """
    gaps, spelling, rest = set(holes), Spelling(), content
    problems: list[Problem] = []
    for _ in range(_ROUNDS):
        model, refused = _attempt(model_type, rest)
        if model is not None:
            return PartialModel(model, tuple(problems), Gaps(gaps), spelling)
        problems += refused
        members = {_member(spelling.locate(content, problem.steps)) for problem in refused}
        rest = without(rest, members)
        gaps |= members
        if ROOT in members:
            break
    return PartialModel(None, tuple(problems), Gaps(gaps), spelling)


def _attempt(model_type: str, content: Any) -> tuple[Model | None, tuple[Problem, ...]]:
    try:
        # Not deserialize(), which would take a text for JSON.
        return fast.decode(model_named(model_type), content), ()
    except DeserializationError as error:
        return None, error.problems


def declared_shape(model: type[Model], steps: Steps) -> Shape | None:
    """Return the declared shape of the value at some steps from a model; None if nothing declares it."""
    shape: Shape | None = Nested(model.__name__, model.__name__, model)
    for step in steps:
        shape = shape.element if isinstance(shape, TextOr) else shape
        if isinstance(shape, Nested) and isinstance(step, str):
            attribute = _attribute(shape, step)
            shape = attribute.shape if attribute else None
        elif isinstance(shape, ListOf if isinstance(step, int) else MapOf):
            shape = shape.element
        else:
            return None
    return shape


def declared_attribute(model: type[Model], steps: Steps) -> Attribute | None:
    """Return the attribute at some steps from a model; None if nothing declares it."""
    *parents, key = steps or (None,)
    shape = declared_shape(model, tuple(parents)) if isinstance(key, str) else None
    return _attribute(shape, key) if isinstance(shape, Nested) and isinstance(key, str) else None


def _attribute(shape: Nested, key: str) -> Attribute | None:
    definition = cast("type[Model]", shape.model).__definition__
    return definition.by_wire_key.get(key) or definition.by_other_key.get(key)


def _member(steps: Steps) -> Steps:
    """Return the steps of the member that holds a value: leaving out one element of a list would renumber the others."""
    if MASK in steps:  # a key within a secret
        steps = steps[: steps.index(MASK)]
    while steps and isinstance(steps[-1], int):
        steps = steps[:-1]
    return steps


def without(content: Any, paths: Iterable[Steps]) -> Any:
    """Return a copy of a document in which some members are missing."""
    within: dict[str | int, list[Steps]] = {}
    gone: set[str | int] = set()
    for path in paths:
        if len(path) > 1:
            within.setdefault(path[0], []).append(path[1:])
        gone.update(path if len(path) == 1 else ())
    if isinstance(content, dict):
        kept = content.items() if not gone else [(key, member) for key, member in content.items() if key not in gone]
        return {key: without(member, within[key]) if key in within else member for key, member in kept}
    if isinstance(content, list):
        return [without(element, within[index]) if index in within else element for index, element in enumerate(content)]
    return content
