"""From ARM's form of a model to the Batch service's, with the place in the source of every value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from ..engine.shapes import Enumeration, ListOf, MapOf, Nested, TextOr
from ..errors import Loss, Problem
from ..paths import ROOT, Steps
from ..secrets.masking import describe
from .differences import AROUND, BY_ARM, BY_OURS, ONLY_ARM, arm_key, names_in, own_place, place_of
from .names import ARM
from .values import READERS

if TYPE_CHECKING:
    from ..engine.model import Model

PATCH = "patch"
"""The kind of a model whose ARM form is the body of a change, without a name."""

_OF_A_RESOURCE = frozenset(("apiVersion", "properties", "type"))
"""The members of a resource that say nothing about the pool."""

_ONLY_A_RESOURCE = "it belongs to the resource, and a pool of the Batch service has no such member"
_ACCOUNT = "the Batch service has no account in it; to_arm(account=...) writes it again"
_TWICE = "the object has it in both spellings"


class Reader:
    """One walk over a document of ARM.

    Subclasses decide what happens to values that aren't known yet, and to mistakes.

    Attributes:
        model: The model that is read.
        content: The Batch service's form of it.
        origins: The steps in the source of each value of the content.
        holes: The steps in the content of values that aren't known yet.
        losses: What the content can't express, with steps in the source.
        rest: The values that only ARM has and that can be set there, with steps in the source.
        problems: What can't be read, with steps in the source.
    """

    def __init__(self, model: type[Model], origin: Steps = ROOT) -> None:
        self.model = model
        self.content: dict[str, Any] = {}
        self.origins: dict[Steps, Steps] = {ROOT: origin}
        self.holes: set[Steps] = set()
        self.losses: list[Loss] = []
        self.rest: list[tuple[Steps, Any]] = []
        self.problems: list[Problem] = []

    # What a subclass decides.

    readers: ClassVar[Mapping[str, Callable[[Any], Any]]] = READERS

    def is_unknown(self, value: Any, path: Steps) -> bool:
        """Return whether a value isn't known yet."""
        return False

    def text(self, value: str) -> str:
        """Return the value of a text."""
        return value

    def is_skipped(self, key: str, value: Any) -> bool:
        """Return whether a member isn't one of the model's."""
        return False

    def loops(self, members: dict[str, Any]) -> list[str]:
        """Return the names of members that will be made only at deployment."""
        return []

    def misplaced(self, path: Steps, key: str) -> None:
        """Take a member of the Batch service that ARM has elsewhere."""
        place = own_place(key)
        self.losses.append(Loss(path, f"a pool in ARM has no member {key} here" + (f", but {place}" if place else "")))

    def is_misspelled(self, path: Steps, around: str, key: str, siblings: int) -> bool:
        """Return whether an undeclared member is a misspelled one, which is taken then."""
        return False

    def undeclared(self, path: Steps, around: str, key: str, value: Any) -> None:
        """Take an undeclared member of an object that only ARM has around members: it stays where it is."""
        into = self.content
        for step in around.removeprefix("properties.").split("."):
            into = into.setdefault(step, {})
        into[key] = value

    def wrong(self, path: Steps, expected: str, value: Any) -> None:
        """Take a value that no pool in ARM has."""
        self.problems.append(Problem(path, "type", expected, describe(value, False)))

    # The walk.

    def read(self, document: dict[str, Any]) -> None:
        """Read a document: a pool's resource, the body of a change, or that of a nested model."""
        origin = self.origins[ROOT]
        if kind_of(self.model) is None:
            self.content = self._object(self.model, document, ROOT, origin)
            return
        self._own(document, "", origin)
        if self.content.get("startTask") == {}:
            del self.content["startTask"]  # which means no start task
            if kind_of(self.model) == PATCH:
                reason = "an empty object removes the start task, which PATCH of the Batch service can't"
                self.losses.append(Loss((*origin, "properties", "startTask"), reason))

    def where(self, path: Steps) -> Steps:
        """From a path within the content to the one in the source, where it is or where it would have to be."""
        known = next(count for count in range(len(path), -1, -1) if path[:count] in self.origins)
        return (*self.origins[path[:known]], *arm_steps(self.model, path)[len(arm_steps(self.model, path[:known])) :])

    def _own(self, members: dict[str, Any], around: str, origin: Steps) -> None:
        """Take the members of the pool itself out of the objects that ARM has around them."""
        for loop in self.loops(members):
            self.holes.update((name,) for name in self._held_by(around, loop))
        for key, value in members.items():
            place = place_of(around, key)
            here = (*origin, key)
            if self.is_skipped(key, value) or (not around and key in _OF_A_RESOURCE and key != "properties"):
                continue
            if place in ONLY_ARM:
                self._lose(here, ONLY_ARM[place].note, value, is_status=ONLY_ARM[place].read_only)
            elif self.is_unknown(value, here):
                self.holes.update((name,) for name in self._held_by(around, key))
            elif place in BY_ARM or place in AROUND:
                self._take_records(value, place, here)
                self._take_inside(key, value, place, here)
            else:
                self._take_other(key, value, around, here, len(members))

    def _take_other(self, key: str, value: Any, around: str, here: Steps, siblings: int) -> None:
        """Take what the table doesn't have: it is the same in both, or is no member of a pool at all."""
        if not around:
            self._lose(here, _ONLY_A_RESOURCE, value, is_status=True)
        elif key in BY_OURS:
            self.misplaced(here, key)
        elif self.is_misspelled(here, around, key, siblings):
            return
        elif around == "properties":
            self._put(self.model, key, value, (key,), self.content, here)
        else:
            self.undeclared(here, around, key, value)

    def _take_records(self, value: Any, place: str, here: Steps) -> None:
        """Take what the table has at a place."""
        for record in BY_ARM.get(place, []):
            if record.ours in self.model.__definition__.by_wire_key:
                self._put(self.model, record.ours, value, (record.ours,), self.content, here)
            else:
                why = f": {record.note}" if record.ours == "identity" else ""
                self._lose(here, f"{self.model.__name__} has no {record.ours}{why}", value, is_status=record.read_only)

    def _take_inside(self, key: str, value: Any, place: str, here: Steps) -> None:
        """Take the members of an object that only ARM has around them."""
        if place not in AROUND:
            return
        if isinstance(value, dict):
            self._own(value, place, here)
        elif value is not None:
            self.wrong(here, f"an object as {key}", value)

    def _lose(self, path: Steps, reason: str, value: Any, *, is_status: bool = False) -> None:
        if value is not None:
            self.losses.append(Loss(path, reason))
            if not is_status:
                self.rest.append((path, value))

    def _put(self, model: type[Model] | None, key: str, value: Any, path: Steps, into: dict[str, Any], origin: Steps) -> None:
        """Put a value into an object of ours."""
        if self.is_unknown(value, origin):
            self.holes.add(path)
            return
        self.origins[path] = origin
        attribute = model.__definition__.by_wire_key.get(key) if model else None
        owner = "" if model is None or (model is self.model and kind_of(model) is not None) else f"{model.__name__}."
        convert = self.readers.get(f"{owner}{key}") if attribute else None
        try:
            value = convert(value) if convert else value
        except ValueError as error:
            self.wrong(origin, str(error), value)
            return
        into[key] = self._value(attribute.shape if attribute else None, value, path, origin)

    def _value(self, shape: Any, value: Any, path: Steps, origin: Steps) -> Any:
        while isinstance(shape, TextOr):
            shape = shape.element
        if isinstance(value, list):
            return self._list(shape.element if isinstance(shape, ListOf) else None, value, path, origin)
        if isinstance(value, dict):
            return self._object(_element(shape), value, path, origin)
        if isinstance(value, str):
            text = self.text(value)
            return _spelled(shape, text) if isinstance(shape, Enumeration) else text
        return value

    def _list(self, shape: Any, value: list[Any], path: Steps, origin: Steps) -> list[Any]:
        elements: list[Any] = []
        for index, element in enumerate(value):
            if self.is_unknown(element, (*origin, index)):  # the others move up, and it gets an index that none of them has
                self.holes.add((*path, len(value) + index))
            else:
                here = (*path, len(elements))
                self.origins[here] = (*origin, index)
                elements.append(self._value(shape, element, here, (*origin, index)))
        return elements

    def _object(self, model: type[Model] | None, value: dict[str, Any], path: Steps, origin: Steps) -> dict[str, Any]:
        into: dict[str, Any] = {}
        names = names_in(model) if model else {}
        for loop in self.loops(value):
            self.holes.update((*path, name) for name in names.get(loop, (loop,)))
        if model and model.__name__ == "CertificateReference" and "/" in str(value.get("id", "")):
            self.losses.append(Loss((*origin, "id"), _ACCOUNT))
        for key, member in value.items():
            here = (*origin, key)
            only_arm = ONLY_ARM.get(f"{model.__name__}.{key}") if model else None
            if self.is_skipped(key, member):
                continue
            if only_arm:
                self._lose(here, only_arm.note, member, is_status=only_arm.read_only)
            elif (
                model
                and key in model.__definition__.by_wire_key
                and arm_key(model, key) not in ("", key)
                and (value.get(arm_key(model, key)) is not None)
            ):
                self._lose(here, _TWICE, member, is_status=True)
            else:
                for name in names.get(key, (key,)):
                    self._put(model, name, member, (*path, name), into, here)
        return into

    def _held_by(self, around: str, key: str) -> list[str]:
        """Our names of what an object of ARM's holds, or of the one member that it is."""
        place = place_of(around, key)
        keys = self.model.__definition__.by_wire_key
        if place == "properties":
            return [key for key in keys if key != "id"]
        names = [
            key
            for arm, records in BY_ARM.items()
            for key in (record.ours for record in records)
            if key in keys and (arm == place or arm.startswith(f"{place}."))
        ]
        return names or [key]


def kind_of(model: type[Model]) -> str | None:
    """Return what ARM's form of a model is: a pool's ``resource``, an ``answer``, or a ``patch``; None for a part of it."""
    kind: str | None = getattr(model, "arm_kind", None)
    return kind


def arm_steps(model: type[Model], path: Steps) -> Steps:
    """Return where ARM has what a document of the Batch service has at a path; a member that ARM lacks keeps its key."""
    steps: list[str | int] = []
    inside: Any = model
    shape: Any = None
    for index, step in enumerate(path):
        if isinstance(step, int):
            steps.append(step)
            shape = shape.element if isinstance(shape, (ListOf, MapOf, TextOr)) else shape
        else:
            if index == 0 and kind_of(model) is not None:
                steps += own_place(step).split(".") if own_place(step) else [step]
            else:
                steps.append((arm_key(inside, step) or step) if inside else step)
            attribute = inside.__definition__.by_wire_key.get(step) if inside else None
            shape = attribute.shape if attribute else None
            shape = shape.element if isinstance(shape, TextOr) else shape
        inside = _element(shape.element if isinstance(shape, ListOf) else shape)
    return tuple(steps)


def _element(shape: Any) -> Any:
    """Return the model of a shape; None for anything else."""
    return shape.model if isinstance(shape, Nested) else None


def _spelled(shape: Enumeration, text: str) -> str:
    """Return the Batch service's text of an enumeration's value, if another word than ARM's."""
    if text.lower() in shape.members:
        return text
    members: Any = shape.enum
    return next((each.value for each in members if each.spellings.get(ARM, "").lower() == text.lower()), text)
