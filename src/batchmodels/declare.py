"""The parts of your own model classes: the base, metadata of attributes, rules between attributes."""

from .engine.attributes import Key, Quoted, ReadOnly, Secret, Since, Until
from .engine.checks import Maximum, MaxItems, MaxLength, MaxSize, Minimum, MinLength, Pattern, StaysInside, UniqueBy
from .engine.constraints import at_most_one, exactly_one, excludes, requires
from .engine.enumerations import TextEnum
from .models.base import Model

__all__ = [
    "Key",
    "MaxItems",
    "MaxLength",
    "MaxSize",
    "Maximum",
    "MinLength",
    "Minimum",
    "Model",
    "Pattern",
    "Quoted",
    "ReadOnly",
    "Secret",
    "Since",
    "StaysInside",
    "TextEnum",
    "UniqueBy",
    "Until",
    "at_most_one",
    "exactly_one",
    "excludes",
    "requires",
]
