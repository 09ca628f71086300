"""The construction of a model from its attributes, whatever constructor its class has."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from ..model import Model

ModelT = TypeVar("ModelT", bound="Model")


def constructed(model: type[ModelT], values: dict[str, Any]) -> ModelT:
    """Make a model with these attributes. Call its constructor, unless that is its own and doesn't accept them."""
    if not model.__definition__.has_constructor:
        return model(**values)
    if _takes(model, values):
        try:
            return model(**values)
        except TypeError as error:
            if "multiple values for" not in str(error):  # a constructor that sets an attribute itself doesn't accept it
                raise
    result = model.__new__(model)
    for name, value in values.items():
        setattr(result, name, value)
    return result


def _takes(model: type[Model], values: dict[str, Any]) -> bool:
    try:
        inspect.signature(model).bind(**values)
    except TypeError:
        return False
    return True
