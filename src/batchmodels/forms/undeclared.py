"""The undeclared members of documents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..arm.differences import model_of
from ..engine.annotations import is_annotation
from ..engine.model import Model
from ..paths import ROOT, Steps


def without_annotations(model: type[Model], document: dict[str, Any]) -> dict[str, Any]:
    """Return a document without the annotations that the service adds to its answers.

    Args:
        model: The model of the document.
        document: The document; it has the Batch service's names.
    """
    kept: dict[str, Any] = {}
    for key, value in document.items():
        attribute = model.__definition__.by_wire_key.get(key)
        inner = None if attribute is None else model_of(attribute.shape)
        if inner is not None:
            kept[key] = _stripped(inner, value)
        elif attribute is not None or not is_annotation(key):
            kept[key] = value
    return kept


def _stripped(model: type[Model], value: Any) -> Any:
    if isinstance(value, list):
        return [_stripped(model, each) for each in value]
    return without_annotations(model, value) if isinstance(value, dict) else value


def undeclared_in(model: type[Model], value: Any, path: Steps = ROOT) -> Iterator[Steps]:
    """Yield the steps of the undeclared members in a document, except annotations.

    Args:
        model: The model of the document.
        value: The document, or a list of them.
        path: Its steps.
    """
    if isinstance(value, list):
        for number, each in enumerate(value):
            yield from undeclared_in(model, each, (*path, number))
    elif isinstance(value, dict):
        for key, each in value.items():
            attribute = model.__definition__.by_wire_key.get(key)
            inner = None if attribute is None else model_of(attribute.shape)
            if inner is not None:
                yield from undeclared_in(inner, each, (*path, key))
            elif attribute is None and not is_annotation(key):
                yield (*path, key)
