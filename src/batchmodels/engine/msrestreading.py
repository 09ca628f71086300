"""Support for msrest as a reader of our models: its Deserializer, and key extractors, which find members of a document."""

from __future__ import annotations

import typing
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from ..paths import MAX_DEPTH
from . import maps, reference
from .corrections import UNDECLARED
from .shapes import ListOf, MapOf, Nested, Shape, TextOr, innermost

if TYPE_CHECKING:
    from .attributes import Attribute
    from .definition import Definition
    from .model import Model

KeyExtractor = Callable[[str, dict[str, Any], Any], Any]
"""A function of msrest that takes an attribute's name, its map entry and a document, and returns the value or None."""


class _AsItIs(str):
    """The name of a type that msrest doesn't convert values to, because it considers the name empty."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return False


class Reading:
    """The object that msrest's Deserializer receives in place of a class.

    msrest takes a document apart with its extractors and then calls this with the parts. If all of them are in the document
    under their wire keys, the model that we read is the result. If an extractor found or converted a part differently, the
    document is read again with that part.
    """

    def __init__(self, model: type[Model], document: Any, read: Model) -> None:
        self.model = model
        self.document: dict[Any, Any] = document if isinstance(document, dict) else {}
        self.read = read
        # With a key here, msrest leaves undeclared members to us.
        self._attribute_map: dict[str, Any] = {"additional_properties": {"key": UNDECLARED, "type": _AsItIs("{object}")}}
        self._validation: dict[str, Any] = {}
        if self.document:
            self._attribute_map |= {attribute.name: _reading_entry(attribute) for attribute in model.__definition__.attributes}

    def __call__(self, **extracted: Any) -> Model:
        """Make the model from the parts that msrest has extracted."""
        definition = self.model.__definition__
        found, names = {}, set()
        for attribute in definition.attributes:
            part = extracted.get(attribute.name)
            if part is not None:
                names.add(attribute.name)
                if part is not self.document.get(attribute.wire_key):
                    found[attribute.wire_key] = part
        if not found:
            return self.read
        return reference.decode(self.model, _without(definition, names, self.document) | found)


def _reading_entry(attribute: Attribute) -> dict[str, Any]:
    entry = maps.entry(attribute, attribute.shape.msrest_type)
    nested = isinstance(innermost(attribute.shape), Nested)
    return entry if nested else {**entry, "type": _AsItIs(entry["type"])}


def _without(definition: Definition, names: set[str], document: dict[Any, Any]) -> dict[Any, Any]:
    """Return a document without members that are attributes under names other than the wire key."""

    def is_one(key: Any) -> bool:
        attribute = definition.by_any_name.get(key.lower()) if isinstance(key, str) else None
        return attribute is not None and attribute.name in names and key != attribute.wire_key

    return {key: value for key, value in document.items() if not is_one(key)}


class _Watched(dict[Any, Any]):
    """A document that records the keys that an extractor looks up."""

    looked_up: set[Any]

    def __getitem__(self, key: Any) -> Any:
        self.looked_up.add(key)
        return super().__getitem__(key)

    def get(self, key: Any, default: Any = None) -> Any:
        self.looked_up.add(key)
        return super().get(key, default)


def extract(model: type[Model], data: Any, extractors: Iterable[KeyExtractor], depth: int = 0) -> Any:
    """Convert a document to the wire keys of a model and of its nested models.

    Args:
        model: The model that will read it.
        data: The document; it isn't changed.
        extractors: Those of msrest. For each attribute, the first one that finds a value wins; else the wire key is used.
        depth: The number of documents around this one.
    """
    if not isinstance(data, dict) or depth > MAX_DEPTH:
        return data
    definition = model.__definition__
    watched = _Watched(data)
    extracted: dict[str, Any] = {}
    consumed: set[Any] = set()
    for attribute in definition.attributes:
        entry = _extractor_entry(definition, attribute)
        for extractor in extractors:
            watched.looked_up = set()
            value = extractor(attribute.name, entry, watched)
            if value is not None:
                consumed |= {key for key in watched.looked_up if data.get(key) is value}
                extracted[attribute.name] = value
                break
    left = {key: value for key, value in data.items() if key not in consumed}
    document = _without(definition, set(extracted), left)
    document |= {definition.by_name[name].wire_key: value for name, value in extracted.items()}
    for attribute in definition.attributes:
        value = document.get(attribute.wire_key)
        if value is not None:
            document[attribute.wire_key] = _extract_within(attribute.shape, value, extractors, depth + 1)
    return document


def _extractor_entry(definition: Definition, attribute: Attribute) -> dict[str, Any]:
    entry = dict(definition.attribute_map[attribute.name])
    internal_type = definition.neighbours.get(entry["type"].strip("[]{}"))
    return entry if internal_type is None else {**entry, "internalType": internal_type}


def _extract_within(shape: Shape, value: Any, extractors: Iterable[KeyExtractor], depth: int) -> Any:
    """Convert the documents of the models in an attribute."""
    if isinstance(shape, Nested):
        return extract(typing.cast("type[Model]", shape.model), value, extractors, depth)
    if isinstance(shape, ListOf) and isinstance(value, list):
        return [_extract_within(shape.element, element, extractors, depth) for element in value]
    if isinstance(shape, MapOf) and isinstance(value, dict):
        return {key: _extract_within(shape.element, member, extractors, depth) for key, member in value.items()}
    return _extract_within(shape.element, value, extractors, depth) if isinstance(shape, TextOr) else value
