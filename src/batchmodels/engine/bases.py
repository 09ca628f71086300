"""The parts of a model that come from msrest, adapted to msgspec and our annotations."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import msrest.serialization

from . import maps
from .metaclass import known, missing

if TYPE_CHECKING:
    from .model import Model


class AttributeMap:
    """``_attribute_map``: that of a class is for reading documents, that of an instance for writing it."""

    def __get__(self, instance: Model | None, owner: type[Model]) -> dict[str, dict[str, Any]]:
        return owner.__definition__.attribute_map if instance is None else maps.writing_map(instance)


class Validation:
    """``_validation``: the limits of each attribute in msrest's form."""

    def __get__(self, instance: Model | None, owner: type[Model]) -> dict[str, dict[str, Any]]:
        return owner.__definition__.validation


class _Constructor(msrest.serialization.Model):
    """The constructor that a subclass's own constructor calls."""

    def __init__(self, **kwargs: Any) -> None:
        model: Any = type(self)
        if not model.__definition__.required.issubset(kwargs):
            raise TypeError(missing(model, kwargs))
        for name, value in known(model, kwargs, stacklevel=4).items():
            setattr(self, name, value)


class Root(_Constructor):
    """A base that inherits ``__init__``, because msgspec refuses a base that defines it."""


instance_dict: Callable[[Any], dict[str, Any]] = vars(msrest.serialization.Model)["__dict__"].__get__
"""The dict of an object, for values that aren't fields of the Struct."""
