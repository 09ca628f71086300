"""A subject read as its model, as far as it can be: what can't be held is left out, so that one check shows everything."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable
from typing import Any

import msgspec

from ..engine import fast
from ..engine.model import Model
from ..engine.paths import ROOT, Path, path_text
from ..errors import DeserializationError, Problem
from .subjects import Subject

_STEP = re.compile(r'\.([A-Za-z_]\w*…?)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]')

_ROUNDS = 3  # readings of one document: the first may find what is wrong, the second reads what is left


class Gaps:
    """The paths that aren't in a model: what could not be held, and what only a deployment knows."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self.paths: frozenset[Path] = frozenset(paths)
        self._names_around: dict[Path, set[str]] = {}
        for path in self.paths:
            if path:
                self._names_around.setdefault(path[:-1], set()).add(str(path[-1]))
                if len(path) > 1 and isinstance(path[-2], int):
                    self._names_around.setdefault(path[:-2], set()).add(str(path[-1]))

    def explain(self, path: Path, message: str) -> bool:
        """Whether what is said about a path may come of a gap: it is at one, in one, or misses one in what stands around it."""
        if any(path[:length] in self.paths for length in range(len(path) + 1)):
            return True
        names = self._names_around.get(path)
        return names is not None and not names.isdisjoint(re.findall(r"\w+", message))


class Keys:
    """The keys of a document's objects by the ways in which a path may write them; each object is looked through once."""

    def __init__(self) -> None:
        self._spelled: dict[int, dict[str, str]] = {}  # by the object's id: it is part of the document, which stays

    def find(self, content: dict[str, Any], written: str) -> str:
        """The key of an object that a path writes so; the text as it is if there is none."""
        if written in content:
            return written
        spelled = self._spelled.get(id(content))
        if spelled is None:
            spelled = self._spelled[id(content)] = {}
            for key in content:
                spelled.setdefault(key.lower(), key)
                spelled.setdefault(path_text((key,)), key)
        known = (spelled.get(each) for each in (f"$.{written}", f"$[{written}]", written.lower()))
        return next((key for key in known if key is not None), written)


class Reading(msgspec.Struct, frozen=True):
    """What reading came to.

    Attributes:
        model: What could be read; None if nothing could.
        problems: What could not be held.
        gaps: What isn't in the model.
        keys: What is known of the keys of the subject's content.
    """

    model: Model | None
    problems: tuple[Problem, ...]
    gaps: Gaps
    keys: Keys


def model_named(name: str) -> type[Model]:
    """The public model of that name.

    Raises:
        KeyError: There is none.
    """
    found = getattr(importlib.import_module(__name__.partition(".")[0]), name, None)
    if not (isinstance(found, type) and issubclass(found, Model) and found.__definition__.attributes):
        raise KeyError(name)
    return found


def read(subject: Subject) -> Reading:
    """Read a subject, and leave out the members that hold what their attributes can't."""
    content, gaps, keys = subject.content, set(subject.holes), Keys()
    problems: list[Problem] = []
    for _ in range(_ROUNDS):
        model, refused = _attempt(subject.model_type, content)
        if model is not None:
            return Reading(model, tuple(problems), Gaps(gaps), keys)
        problems += refused
        paths = {_member(path_in(subject.content, problem.path, keys)) for problem in refused}
        content = without(content, paths)
        gaps |= paths
        if ROOT in paths:
            break
    return Reading(None, tuple(problems), Gaps(gaps), keys)


def _attempt(model_type: str, content: Any) -> tuple[Model | None, tuple[Problem, ...]]:
    try:
        # Not deserialize(), which would take a text for JSON.
        return fast.decode(model_named(model_type), content), ()
    except DeserializationError as error:
        return None, error.problems


def path_in(content: Any, text: str, keys: Keys | None = None) -> Path:
    """Read a path as a problem or a finding writes it; a key that was cut or is spelled otherwise is looked up.

    Args:
        content: The document.
        text: The path.
        keys: What is known of the document's keys, for as long as it stays as it is.
    """
    keys = Keys() if keys is None else keys
    path: Path = ROOT
    for name, index, quoted in _STEP.findall(text):
        step: str | int = int(index) if index else name or quoted
        if isinstance(content, dict):
            step = keys.find(content, name or quoted)
            content = content.get(step)
        else:
            content = content[step] if isinstance(content, list) and isinstance(step, int) and step < len(content) else None
        path = (*path, step)
    return path


def _member(path: Path) -> Path:
    """The member that holds a value: leaving out one element of a list would count the others anew."""
    while path and isinstance(path[-1], int):
        path = path[:-1]
    return path


def without(content: Any, paths: Iterable[Path]) -> Any:
    """A copy of a document in which some members are missing."""
    within: dict[str | int, list[Path]] = {}
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
