"""What a model has from msrest, as msgspec and our annotations allow it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import msrest.serialization

from . import maps
from .metaclass import known, missing

if TYPE_CHECKING:
    from .model import Model


class AttributeMap:
    """``_attribute_map``: of a class, what msrest reads documents by; of an instance, what it writes that one by."""

    def __get__(self, instance: Model | None, owner: type[Model]) -> dict[str, dict[str, Any]]:
        return owner.__definition__.attribute_map if instance is None else maps.writing_map(instance)


class Validation:
    """``_validation``: msrest's limits of each attribute."""

    def __get__(self, instance: Model | None, owner: type[Model]) -> dict[str, dict[str, Any]]:
        return owner.__definition__.validation


class _Constructor(msrest.serialization.Model):
    """What the constructor of a subclass's own calls."""

    def __init__(self, **kwargs: Any) -> None:
        model: Any = type(self)
        if not model.__definition__.required.issubset(kwargs):
            raise TypeError(missing(model, kwargs))
        for name, value in known(model, kwargs, stacklevel=4).items():
            setattr(self, name, value)


class Root(_Constructor):
    """msgspec refuses a base that defines ``__init__`` itself, but not one that inherits it."""


instance_dict: Callable[[Any], dict[str, Any]] = vars(msrest.serialization.Model)["__dict__"].__get__
"""The dict of an object, which holds what isn't a field of the Struct."""
