"""How msrest's Deserializer reads our models."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .correctsource import UNDECLARED
from .reference.constructing import constructed
from .shapes import Enumeration, ListOf, Time, innermost

if TYPE_CHECKING:
    from .model import Model


class Reading:
    """What msrest's Deserializer is given in the place of a class.

    msrest takes a document apart with its own extractors, and then calls this with the parts. What it reads differently from
    us is taken from what we read: unknown values of enumerations, the last digit of a time, keys of another dialect, and the
    members that no attribute is declared for.
    """

    def __init__(self, model: type[Model], read: Model) -> None:
        self.model = model
        self.read = read
        # With a key here, msrest leaves the members that no attribute is declared for to us.
        undeclared = {"key": UNDECLARED, "type": "{object}"}
        self._attribute_map: dict[str, Any] = {**model.__definition__.attribute_map, "additional_properties": undeclared}
        self._validation: dict[str, Any] = {}

    def __call__(self, **extracted: Any) -> Model:
        """Make the model of what msrest has extracted."""
        definition = self.model.__definition__
        values: dict[str, Any] = {}
        for attribute in definition.attributes:
            theirs, ours = extracted.get(attribute.name), getattr(self.read, attribute.name)
            shape = innermost(attribute.shape)
            if ours is not None and (theirs is None or isinstance(shape, (Enumeration, Time))):
                theirs = ours
            elif isinstance(shape, Enumeration):
                theirs = _with_members(attribute.shape, theirs)
            values[attribute.name] = theirs
        result = constructed(self.model, values)
        result.additional_properties = {
            key: value for key, value in self.read.additional_properties.items() if not self._is_extracted(key, extracted)
        }
        if self.read.__dialect__:
            result.__dialect__ = self.read.__dialect__
        return result

    def _is_extracted(self, key: Any, extracted: dict[str, Any]) -> bool:
        """Whether an extractor has found the value of an attribute under a key that isn't its wire key."""
        attribute = self.model.__definition__.by_any_name.get(key.lower()) if isinstance(key, str) else None
        return attribute is not None and extracted.get(attribute.name) is not None


def _with_members(shape: Any, value: Any) -> Any:
    if isinstance(shape, ListOf) and isinstance(value, list):
        return [_with_members(shape.element, element) for element in value]
    return shape.read(value) if isinstance(shape, Enumeration) and isinstance(value, str) else value
