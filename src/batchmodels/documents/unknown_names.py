"""Members with names that no model has, and with values that aren't known: the name can still be judged."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, cast

from ..engine.model import Model
from ..engine.shapes import Nested
from ..paths import Steps
from .partial_models import declared_shape, model_named
from .values import value_at, with_value


def with_unknown_names(model_type: str, content: Any, holes: Collection[Steps]) -> tuple[Any, frozenset[Steps]]:
    """Put members into content that are missing from it because their values aren't known, if no model has their names.

    Args:
        model_type: The name of the content's model.
        content: The content.
        holes: The steps of what is missing from it.

    Returns:
        The content, in which these members are null, and the other holes.
    """
    model = model_named(model_type)
    named = [steps for steps in holes if steps and _is_unknown(model, content, steps)]
    for steps in named:
        content = with_value(content, steps, None)
    return content, frozenset(holes).difference(named)


def _is_unknown(model: type[Model], content: Any, steps: Steps) -> bool:
    *parent, key = steps
    shape = declared_shape(model, tuple(parent))
    if not isinstance(shape, Nested) or not isinstance(key, str) or not isinstance(value_at(content, tuple(parent)), dict):
        return False
    definition = cast("type[Model]", shape.model).__definition__
    return not {key, key[:1].lower() + key[1:]} & {*definition.by_wire_key, *definition.by_other_key}
