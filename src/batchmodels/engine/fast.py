"""The fast way to read and write: msgspec, and a check that is generated for each class when it is first needed.

It takes the common case only and doesn't track paths. For anything else it falls back to ``engine.reference``, which finds
the right result, or every problem with its path. So this module may be deleted without a change in behavior; what remains
is then to call the reference.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

import msgspec

from . import checksource, jsontext, reference, wiretexts
from .asides import UNDECLARED, attach, set_aside
from .checks import MaxSize
from .checksource import Check
from .once import once
from .shapes import Enumeration, ListOf, MapOf, Nested, innermost

if TYPE_CHECKING:
    from .attributes import Attribute
    from .definition import Definition
    from .model import Model

ModelT = TypeVar("ModelT", bound="Model")

_to_json = msgspec.json.encode
_to_builtins = msgspec.to_builtins
_convert = msgspec.convert

FALLBACK = True
"""False lets the exception pass that the fast way falls back with. Tests set it, so that a broken fast way cannot hide."""


class Part(NamedTuple):
    """An attribute that holds models."""

    name: str
    wire_key: str
    container: type | None
    """``list`` or ``dict`` if it holds many."""
    fast: Fast[Any]

    def pairs(self, model: Any, document: dict[str, Any]) -> Iterable[tuple[Any, dict[str, Any]]]:
        """The models that it holds, each with what msgspec writes of it."""
        value, written = getattr(model, self.name), document.get(self.wire_key)
        if value is None or written is None:
            return ()
        if self.container is None:
            return ((value, written),)
        if self.container is dict:
            value, written = value.values(), written.values()
        return zip(value, written, strict=True)


class Fast(Generic[ModelT]):
    """What the fast way needs of one class, each part made when it is first needed."""

    def __init__(self, definition: Definition) -> None:
        self.definition = definition

    @once
    def check(self) -> Check:
        """The check of one model. It becomes the method ``__check__`` of the class."""
        check = checksource.fall_back if self.definition.is_recursive else checksource.generate_check(self.definition)
        type.__setattr__(self.definition.model, "__check__", check)
        return check

    @once
    def check_all(self) -> Check:
        """The check of a list of models."""
        return checksource.fall_back if self.definition.is_recursive else checksource.generate_check_of_all(self.definition)

    @once
    def size_limit(self) -> int:
        """The least ``MaxSize`` in a document of this model; a JSON text that is no longer breaks none."""
        definitions = (self.definition, *(model.__definition__ for model in self.definition.held))
        attributes = [attribute for definition in definitions for attribute in definition.attributes]
        limits = [check.limit for attribute in attributes for check in attribute.checks if isinstance(check, MaxSize)]
        return min(limits, default=sys.maxsize)

    @once
    def wire_keys(self) -> frozenset[str]:
        """The wire keys of the attributes."""
        return frozenset(self.definition.by_wire_key)

    @once
    def corrected(self) -> tuple[Attribute, ...]:
        """The attributes that msgspec writes in another form than the wire's, and those that only the service sets."""
        return tuple(
            attribute for attribute in self.definition.attributes if attribute.read_only or checksource.is_duration(attribute)
        )

    @once
    def parts(self) -> tuple[Part, ...]:
        """The attributes that hold models."""
        found = []
        for attribute in self.definition.attributes:
            shape: Any = attribute.shape
            container = {ListOf: list, MapOf: dict}.get(type(shape))
            if isinstance(shape if container is None else shape.element, Nested):
                nested: Any = innermost(shape)
                found.append(Part(attribute.name, attribute.wire_key, container, nested.model.__fast__))
        return tuple(found)

    @once
    def enumerations(self) -> tuple[tuple[str, str, Enumeration], ...]:
        """The attributes that hold a value of an enumeration: their names, wire keys and shapes."""
        return tuple(
            (attribute.name, attribute.wire_key, attribute.shape)
            for attribute in self.definition.attributes
            if isinstance(attribute.shape, Enumeration)
        )

    @once
    def is_plain(self) -> bool:
        """Whether msgspec can read documents of this model."""
        if self.definition.is_recursive or self.definition.needs_reference:
            return False
        # msgspec builds its record of a type at first use, and without a lock: do it under ours.
        msgspec.convert({}, self.definition.model)
        return True

    @once
    def decode_json(self) -> Callable[[Any], ModelT]:
        """Reads a model from JSON that has no undeclared members."""
        model: Any = self.definition.model
        return msgspec.json.Decoder(model).decode if self.is_plain else checksource.fall_back

    @once
    def decode_json_list(self) -> Callable[[Any], list[ModelT]]:
        """Reads a JSON list of such models."""
        models: Any = list[self.definition.model]  # type: ignore[name-defined]  # because the type is made at run time
        return msgspec.json.Decoder(models).decode if self.is_plain else checksource.fall_back


def first_check(self: Model, measure: bool) -> bool:
    """What ``__check__`` is until the check of the class is generated."""
    return self.__fast__.check(self, measure)


def encode(model: Model) -> dict[str, Any]:
    """Write a model as its REST document.

    Raises:
        ValidationError: The model can't be sent; the error lists every problem.
    """
    try:
        to_correct = model.__check__(True)
        document: dict[str, Any] = _to_builtins(model)
        if to_correct:
            _correct(model.__fast__, model, document)
    except Exception:  # whatever it is, the reference reports what is wrong
        if not FALLBACK:
            raise
    else:
        return document
    return reference.write(model)


def encode_json(model: Model) -> bytes:
    """Write a model as its REST document, in JSON.

    Raises:
        ValidationError: The model can't be sent; the error lists every problem.
    """
    try:
        to_correct = model.__check__(False)
        text = _to_json(model)
        if len(text) > model.__fast__.size_limit:
            model.__check__(True)
        if to_correct:
            document = _to_builtins(model)
            _correct(model.__fast__, model, document)
            text = _to_json(document)
    except Exception:  # whatever it is, the reference reports what is wrong
        if not FALLBACK:
            raise
    else:
        return text
    return _to_json(reference.write(model))


def _correct(fast: Fast[Any], model: Any, document: dict[str, Any]) -> None:
    """Turn what msgspec writes into the REST document."""
    for attribute in fast.corrected:
        value = getattr(model, attribute.name)
        if value is not None:
            if attribute.read_only:
                del document[attribute.wire_key]
            else:
                document[attribute.wire_key] = wiretexts.write_duration(value)
    for part in fast.parts:
        for each, written in part.pairs(model, document):
            if part.fast.corrected or part.fast.parts:
                _correct(part.fast, each, written)
            elif each.additional_properties:
                written.update(written.pop(UNDECLARED))
    if model.additional_properties:
        document.update(document.pop(UNDECLARED))


def decode(model: type[ModelT], data: Any) -> ModelT:
    """Read a model from a document that is parsed.

    Raises:
        DeserializationError: The document holds what the model can't; the error lists all of it.
    """
    if type(data) is not dict:  # for example another library's model, whose values mustn't be looked at one by one
        return reference.decode(model, data)
    if model.__fast__.is_plain:
        try:
            result: ModelT = _convert(data, model)
        except Exception:  # noqa: BLE001, S110  # because the next way decides
            pass
        else:
            return result
    return _decode_undeclared(model, data)


def decode_json(model: type[ModelT], text: str | bytes | bytearray | memoryview) -> ModelT:
    """Read a model from a document in JSON.

    Raises:
        DeserializationError: It is malformed, or holds what the model can't; the error lists all of it.
    """
    fast: Fast[ModelT] = model.__fast__
    try:
        return fast.decode_json(text)
    except Exception:  # noqa: BLE001, S110  # because the next way decides
        pass
    return _decode_undeclared(model, jsontext.parse(text))


def _decode_undeclared(model: type[ModelT], data: Any) -> ModelT:
    """Read a model from a document that has undeclared members, or something wrong."""
    if model.__fast__.is_plain:
        try:
            declared, aside = set_aside(model.__fast__, data)
            result: ModelT = _convert(declared, model)
            if aside:
                attach(result, aside)
        except Exception:  # whatever it is, the reference reports what is wrong
            if not FALLBACK:
                raise
        else:
            return result
    return reference.decode(model, data)
