"""Models without cycles, so that rules can walk over them."""

from __future__ import annotations

import copy
from typing import Any, TypeVar

from ..engine import reference
from ..engine.model import Model
from ..paths import MAX_DEPTH

ModelT = TypeVar("ModelT", bound=Model)


def acyclic(model: ModelT) -> ModelT:
    """Return a model without cycles.

    A value that contains itself is replaced by None where it repeats, and so is a value more than 200 levels deep. Models of
    azure-batch become ours. Values of a wrong type stay unchanged.

    Returns:
        The model itself if nothing has to change, else a copy. The given model never changes.
    """
    made: ModelT = _Copies().of(model)
    return made


class _Copies:
    """The values seen so far, each with what replaces it."""

    def __init__(self) -> None:
        self._made: dict[int, Any] = {}
        self._depth = 0

    def of(self, value: Any) -> Any:
        if not isinstance(value, (Model, list, dict)):
            return value
        key = id(value)
        if key not in self._made:
            if self._depth > MAX_DEPTH:
                return None
            self._made[key] = None  # until it is complete; a value that contains itself ends here
            self._depth += 1
            self._made[key] = self._model(value) if isinstance(value, Model) else self._container(value)
            self._depth -= 1
        return self._made[key]

    def _model(self, model: Model) -> Model:
        changed: dict[str, Any] = {}
        for attribute in model.__definition__.attributes:
            held = getattr(model, attribute.name)
            if held is None:
                continue
            made = self.of(reference.own_value(attribute, held))
            if made is not held:
                changed[attribute.name] = made
        if not isinstance(model.additional_properties, dict):  # pyright: ignore[reportUnnecessaryIsInstance]  # because not every caller uses a type checker
            changed["additional_properties"] = {}
        if not changed:
            return model
        result = copy.copy(model)
        for name, made in changed.items():
            setattr(result, name, made)
        return result

    def _container(self, value: list[Any] | dict[Any, Any]) -> list[Any] | dict[Any, Any]:
        held = value if isinstance(value, list) else list(value.values())
        made = [self.of(element) for element in held]
        if all(new is old for new, old in zip(made, held, strict=True)):
            return value
        return made if isinstance(value, list) else dict(zip(value, made, strict=True))
