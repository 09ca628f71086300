"""Declarations: the annotations of a class body, evaluated as early as possible and as late as necessary."""

from __future__ import annotations

import datetime
import importlib
import typing
from collections.abc import Mapping
from types import FrameType
from typing import Any, TypeVar

import msgspec

from .attributes import Key, camel_case
from .scopes import Later, Scope, replaced

_WITH_ZONE = typing.Annotated[datetime.datetime, msgspec.Meta(tz=True)]
"""The type of a time for msgspec; a time without a zone is left to the reference."""


class Declarations:
    """The declarations of one class body.

    An annotation may name a class that is defined later, so it is evaluated while the class is created only if that works,
    and when the class is first used otherwise.

    Attributes:
        defaults: The defaults of the attributes that have one.
        wire_keys: The wire keys of the attributes.
        for_msgspec: The annotations for msgspec.
    """

    def __init__(self, name: str, namespace: dict[str, Any], frame: FrameType | None = None) -> None:
        self._name = name
        self._annotations = {
            each: annotation for each, annotation in _own_annotations(namespace).items() if not _is_class_variable(annotation)
        }
        self._scope: Scope | None = None
        found, complete = self._evaluate_known(Scope(name, namespace, frame))
        found = {each: annotation for each, annotation in found.items() if not _is_class_variable(annotation)}
        self._evaluated = found
        self.defaults: dict[str, Any] = {each: namespace[each] for each in found if each in namespace}
        self.wire_keys: dict[str, str] = {each: wire_key(each, annotation) for each, annotation in found.items()}
        if complete:
            self.for_msgspec: dict[str, Any] = {each: with_zone(annotation) for each, annotation in found.items()}
        else:
            # msgspec evaluates these texts in the namespace of the class.
            self.for_msgspec = {each: f"__definition__.for_msgspec({each!r})" for each in found}

    def evaluated(self, owner: type) -> dict[str, Any]:
        """Return the evaluated annotations by the attributes' names.

        Raises:
            NameError: One names something that isn't defined.
        """
        if self._scope is not None:
            try:
                found = self._scope.evaluate(self._annotations, {self._name: owner})
            except NameError as error:
                where = f"{self._name} is annotated with {error.name!r}, which isn't defined in {self._scope.module}"
                raise NameError(f"{where} or in the function that defines {self._name}") from None
            self._check_wire_keys(found)
            self._evaluated = {each: found[each] for each in self.wire_keys}
            self._scope = None  # which keeps the frames of functions alive
        return self._evaluated

    def _check_wire_keys(self, found: dict[str, Any]) -> None:
        for each, key in self.wire_keys.items():
            if wire_key(each, found[each]) != key:
                where = f"attribute {each!r} of {self._name}"
                raise TypeError(f"{where} gets its wire key from a name that is defined after the class; define it before")

    def _evaluate_known(self, scope: Scope) -> tuple[dict[str, Any], bool]:
        """Evaluate with a placeholder for each name that isn't defined yet; return whether none was needed.

        If one was, keep the scope, to evaluate again later.
        """
        later: dict[str, Any] = {}
        while True:
            try:
                found = scope.evaluate(self._annotations, later)
            except NameError as error:
                self._scope = scope
                if error.name is None or error.name in later:  # a type alias has names of its own
                    return self._annotations, False
                later[error.name] = Later(error.name, (), {})
            except AttributeError:  # of a module that is still being imported
                self._scope = scope
                return self._annotations, False
            else:
                return found, not later


def wire_key(name: str, annotation: Any) -> str:
    """Return the wire key of an attribute: the one that its annotation gives, or its name in camel case.

    Raises:
        TypeError: It gives a wire key that isn't a str.
    """
    if typing.get_origin(annotation) is typing.Annotated:
        for extra in annotation.__metadata__:
            if isinstance(extra, Key):
                key: Any = extra.wire_key
                if isinstance(key, str):
                    return key
                raise TypeError(f"attribute {name!r}: expected a str as the wire key, got {extra!r}")
    return camel_case(name)


def type_arguments(owner: type) -> dict[type, dict[TypeVar, Any]]:
    """Return the types that a class and its bases substitute for type variables, by generic class."""
    found: dict[type, dict[TypeVar, Any]] = {}
    for base in owner.__mro__:
        for alias in vars(base).get("__orig_bases__", ()):
            origin = typing.get_origin(alias)
            if isinstance(origin, type) and origin is not typing.Generic:
                own = found.get(base, {})
                arguments = (substituted(argument, own) for argument in typing.get_args(alias))
                found[origin] = dict(zip(getattr(origin, "__parameters__", ()), arguments, strict=False))
    return found


def substituted(annotation: Any, arguments: Mapping[TypeVar, Any]) -> Any:
    """Return an annotation with its type variables replaced: by the given types, else by their bounds, else by Any."""
    if isinstance(annotation, TypeVar):
        return arguments.get(annotation, annotation.__bound__ or Any)
    parameters = getattr(annotation, "__parameters__", ())
    if not parameters or isinstance(annotation, type):
        return annotation
    return annotation[tuple(substituted(parameter, arguments) for parameter in parameters)]


def _own_annotations(namespace: dict[str, Any]) -> dict[str, Any]:
    """Remove the annotations from a class body and return them."""
    if "__annotations__" in namespace:
        return dict(namespace.pop("__annotations__"))
    annotate = namespace.pop("__annotate_func__", None) or namespace.pop("__annotate__", None)
    if annotate is None:
        return {}
    annotationlib: Any = importlib.import_module("annotationlib")  # only Python 3.14 and later have it
    return dict(annotationlib.call_annotate_function(annotate, annotationlib.Format.STRING))


def _is_class_variable(annotation: Any) -> bool:
    if isinstance(annotation, str):  # which can be quoted itself, or import typing under another name
        return annotation.strip(" '\"").partition("[")[0].rpartition(".")[2].strip() == "ClassVar"
    return annotation is typing.ClassVar or typing.get_origin(annotation) is typing.ClassVar


def with_zone(annotation: Any) -> Any:
    """Return an annotation with the constraint that times have a zone."""
    return replaced(annotation, lambda part: _WITH_ZONE if part is datetime.datetime else part)
