"""The secrets that a pool or a job has and the service's answer about it doesn't."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ..arm.differences import model_of
from ..engine.model import Model
from ..engine.reference import Encoding, encode
from ..errors import Loss
from ..paths import ROOT, Steps
from ..secrets.masking import MASK

ABSENT = "\ue001absent\ue001"
"""A mark in place of a secret that an answer lacks. No document has it: its first and last characters mean nothing."""

_ONE_OF_TWO = "the service doesn't return accountKey or sasKey; write the one that the mount uses"

IN_JSON = "the service doesn't return it; write it in place of ***"
IN_BICEP = "the service doesn't return it; give the parameter its value"
IN_PYTHON = "the service doesn't return it; give the environment variable its value"


def completed(model: Model, losses: Iterable[Loss], reason: str) -> tuple[Model, tuple[Loss, ...]]:
    """Return the body that creates what the service has answered, with marks in place of the secrets that it lacks.

    Args:
        model: The body.
        losses: What it lacks.
        reason: The reason of a loss whose place has a mark.
    """
    document, _ = encode(model, Encoding(keep_readonly=True))
    marked: list[Steps] = []
    others: list[Loss] = []
    for name, found, path in _objects(type(model), document, ROOT):
        for key in _absent(name, found):
            found[key] = ABSENT
            marked.append((*path, key))
        if name.__name__ == "AzureBlobFileSystemConfiguration" and not _CREDENTIALS & found.keys():
            others.append(Loss(path, _ONE_OF_TWO))
    known = [each for each in losses if each.steps not in marked]
    model = type(model).deserialize(document) if marked else model
    return model, (*known, *others, *(Loss(steps, reason) for steps in marked))


_CREDENTIALS = frozenset(("accountKey", "sasKey", "identityReference"))


def _absent(model: type[Model], document: dict[str, Any]) -> Iterator[str]:
    """Yield the keys of the secrets that an object of an answer must have had."""
    for attribute in model.__definition__.attributes:
        if attribute.secret and attribute.required and attribute.wire_key not in document:
            yield attribute.wire_key
    if model.__name__ == "ContainerRegistry" and "username" in document and "identityReference" not in document:
        yield from {"password"} - document.keys()


def _objects(model: type[Model], value: Any, path: Steps) -> Iterator[tuple[type[Model], dict[str, Any], Steps]]:
    """Yield the objects of models in a document, each with its model and its steps."""
    if isinstance(value, list):
        for number, each in enumerate(value):
            yield from _objects(model, each, (*path, number))
    elif isinstance(value, dict):
        yield model, value, path
        for key, each in list(value.items()):
            attribute = model.__definition__.by_wire_key.get(key)
            inner = None if attribute is None else model_of(attribute.shape)
            if inner is not None:
                yield from _objects(inner, each, (*path, key))


def with_masks(value: Any) -> Any:
    """Return a document with ``***`` in place of the marks."""
    if isinstance(value, dict):
        return {key: with_masks(each) for key, each in value.items()}
    if isinstance(value, list):
        return [with_masks(each) for each in value]
    return MASK if value == ABSENT else value
