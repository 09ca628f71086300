"""Names for the variables and resources of converted text."""

from __future__ import annotations

from ..engine.model import Model
from .kinds import words_of


def variable_of(model: Model, taken: set[str]) -> str:
    """Return a name for a variable with a model: ``pool``, ``start_task``."""
    base = found = "_".join(words_of(type(model).__name__)) or "model"
    number = 2
    while found in taken:
        found = f"{base}_{number}"
        number += 1
    taken.add(found)
    return found


def symbol_of(model: Model, taken: set[str]) -> str:
    """Return a symbolic name of Bicep for a model: ``pool``, ``startTask``."""
    words = variable_of(model, taken).split("_")
    return words[0] + "".join(word.capitalize() for word in words[1:])
