"""Names for the variables and resources of converted text."""

from __future__ import annotations

import re

from ..engine.model import Model

_SUFFIX = re.compile(r"(?:Add|Update|Patch)?Parameter$|Specification$")


def variable_of(model: Model, taken: set[str]) -> str:
    """Return a name for a variable with a model: ``pool``, ``start_task``."""
    short = _SUFFIX.sub("", type(model).__name__).removeprefix("Cloud") or "model"
    words = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+", short)
    base = found = "_".join(word.lower() for word in words)
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
