"""Conversion of our models to azure-batch 15's, and back."""

from __future__ import annotations

import importlib
from typing import Any, cast

from msrest.serialization import full_restapi_key_transformer

from .. import models
from ..forms.counterpart import Counterpart
from ..forms.counterparts import COUNTERPARTS
from ..models.base import Model

_BY_OURS = {each.ours: each for each in COUNTERPARTS}
_BY_THEIRS = {each.theirs: each for each in COUNTERPARTS if not each.one_way}


def to_model(model: Model, *, api_version: str | None = None) -> Any:
    """Convert one of our models to azure-batch 15's, with everything in it, for example ``StartTask`` to ``BatchStartTask``.

    A model that is part of requests is checked as ``serialize()`` checks it. One that only the service sends, such as
    ``CloudPool``, is not, because the service leaves out secrets that are required in requests.

    Args:
        model: One of our models; not the result of ``to_json()`` or ``serialize()``.
        api_version: The API version of the model. If the model is part of requests, what the version doesn't support is
            refused. azure-batch 15.1 uses 2025-06-01. None skips this check.

    Raises:
        ValidationError: The model can't be sent; the error lists every problem.
        TypeError: This is not a model, or azure-batch 15 has no such model.
    """
    given = cast("object", model)  # not every caller runs a type checker
    counterpart = _counterpart(type(given), _BY_OURS) if isinstance(given, Model) else None
    if counterpart is None:
        raise TypeError(f"expected a model of batchmodels that azure-batch 15 has, got {_kind(model)}")
    if counterpart.answer:
        document = model.as_dict(key_transformer=full_restapi_key_transformer)
    else:
        document = model.serialize(keep_readonly=True, api_version=api_version)
    _spell(model, document)
    return _their_class(counterpart.theirs)(document)


def from_model(model: Any) -> Model:
    """Convert one of azure-batch 15's models to ours, with everything in it, for example ``BatchPool`` to ``CloudPool``.

    ``CloudPool.deserialize(model)`` gives the same, and type checkers know its type.

    Args:
        model: A model of azure-batch 15.

    Raises:
        DeserializationError: It contains values that ours can't hold; the error lists every problem.
        TypeError: This is not a model of azure-batch 15, or batchmodels has no such model.
    """
    kind = type(model)
    ours = any(base.__module__.startswith("azure.batch.") for base in kind.__mro__)
    counterpart = _counterpart(kind, _BY_THEIRS) if ours else None
    if counterpart is None:
        raise TypeError(f"expected a model of azure-batch 15 that batchmodels has, got {_kind(model)}")
    found: type[Model] = getattr(models, counterpart.ours)
    return found.deserialize(model)


def _counterpart(kind: type, records: dict[str, Counterpart]) -> Counterpart | None:
    """Return the record of a class, or of the class that it derives from."""
    return next((records[base.__name__] for base in kind.__mro__ if base.__name__ in records), None)


def _kind(value: object) -> str:
    return f"{type(value).__module__}.{type(value).__qualname__}".removeprefix("builtins.")


def _their_class(name: str) -> Any:
    # Some classes are not among the public names, although operations take them.
    modules = [importlib.import_module(name) for name in ("azure.batch.models", "azure.batch.models._models")]
    return next(getattr(module, name) for module in modules if hasattr(module, name))


def _spell(model: Model, document: dict[str, Any]) -> None:
    """Convert the values of enumerations in a document to the letter case of azure-batch 15, which accepts no other."""
    counterpart = _counterpart(type(model), _BY_OURS)
    spellings = counterpart.values if counterpart else {}
    entries: dict[str, dict[str, str]] = type(model)._attribute_map  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]  # because msrest's maps are private in name only
    for name, entry in entries.items():
        value, written = getattr(model, name, None), document.get(entry["key"])
        if name in spellings and isinstance(written, str):
            document[entry["key"]] = spellings[name].get(written, written)
        elif isinstance(value, Model) and isinstance(written, dict):
            _spell(value, written)
        elif isinstance(value, list) and isinstance(written, list):
            for part, member in zip(value, written, strict=True):
                if isinstance(part, Model):
                    _spell(part, member)
