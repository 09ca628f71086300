"""Scope, the names that the annotations of a class body can use."""

from __future__ import annotations

import functools
import operator
import sys
import typing
from collections.abc import Callable, Mapping
from types import FrameType, UnionType
from typing import Any


class Scope:
    """The names that the annotations of one class body can use.

    These are the names of its module and of the functions around the class, its own type parameters, and the classes and
    aliases in its body. The frames of the functions are kept, since a function may define a class after another one that names
    it.
    """

    def __init__(self, name: str, namespace: Mapping[str, Any], frame: FrameType | None) -> None:
        self._name = name
        self.module: str = namespace.get("__module__", "")
        is_there = frame is not None and frame.f_globals.get("__name__") == self.module
        self._globals: dict[str, Any] = frame.f_globals if is_there else getattr(sys.modules.get(self.module), "__dict__", {})  # type: ignore[union-attr]  # because mypy doesn't see that there is a frame
        self._functions = self._functions_around(namespace.get("__qualname__", ""), frame)
        parameters = {parameter.__name__: parameter for parameter in namespace.get("__type_params__", ())}
        self._body = {each: value for each, value in namespace.items() if not hasattr(value, "__get__")} | parameters

    def _functions_around(self, qualified_name: str, frame: FrameType | None) -> list[FrameType]:
        """Return the frames of the functions that a class is defined in, the innermost first."""
        found = []
        while frame and "<locals>" in qualified_name:
            is_around = qualified_name.startswith(f"{frame.f_code.co_qualname}.<locals>.")
            if is_around and frame.f_globals is self._globals:
                found.append(frame)
            frame = frame.f_back
        return found

    def evaluate(self, annotations: Mapping[str, Any], names: Mapping[str, Any]) -> dict[str, Any]:
        """Evaluate the annotations of the class body.

        The class's own name isn't looked up, because another class may have it until this one exists, for example from an
        earlier run of the same notebook cell.

        Args:
            annotations: The annotations, by name.
            names: Further names, for example that of the class itself.
        """
        module = self._globals
        if self._name in module:
            module = {name: value for name, value in module.items() if name != self._name}
        scope: dict[str, Any] = {}
        for frame in reversed(self._functions):
            scope.update(frame.f_locals)
        scope.pop(self._name, None)
        scope |= {name: value for name, value in self._body.items() if name not in annotations}
        holder = type(self._name, (), {"__annotations__": annotations})
        found = typing.get_type_hints(holder, module, {**scope, **names}, include_extras=True)
        return {name: replaced(annotation, _value_of_alias) for name, annotation in found.items()}


def _value_of_alias(annotation: Any) -> Any:
    """Return the value of a type alias that Python 3.12's ``type`` statement made; anything else unchanged."""
    is_alias = type(annotation).__name__ == "TypeAliasType"
    return replaced(annotation.__value__, _value_of_alias) if is_alias else annotation


def replaced(annotation: Any, replace: Callable[[Any], Any]) -> Any:
    """Return an annotation with some of its parts replaced, at any depth.

    Args:
        annotation: The annotation.
        replace: Returns the replacement of a part, or the part itself.
    """
    new = replace(annotation)
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if new is not annotation or not arguments:
        return new
    changed = tuple(replaced(argument, replace) for argument in arguments)
    if all(new is old for new, old in zip(changed, arguments, strict=True)):
        return annotation
    if origin is typing.Annotated:
        return typing.Annotated[changed]
    if origin in (typing.Union, UnionType):
        return functools.reduce(operator.or_, changed)
    return origin[changed]


class Later(type):
    """The class of placeholders for names that aren't defined yet. Their attributes and items are themselves."""

    def __getattr__(cls, name: str) -> Later:
        if name.startswith("__"):
            raise AttributeError(name)
        return cls

    def __getitem__(cls, _: Any) -> Later:
        return cls
