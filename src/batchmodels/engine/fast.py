"""The fast way to read and write: msgspec, and a check that is generated for each class when it is first needed.

It takes the common case only and doesn't track paths. For anything else it falls back to ``engine.reference``, which finds
the right result, or every problem with its path. So this module may be deleted without a change in behavior; what remains
is then to call the reference.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import msgspec

from . import checksource, correctsource, jsontext, readsource, reference
from .checks import MaxSize
from .checksource import Check
from .correctsource import Correct
from .once import once

if TYPE_CHECKING:
    from .definition import Definition
    from .model import Model

ModelT = TypeVar("ModelT", bound="Model")

_LOGGER = logging.getLogger("batchmodels")

_to_json = msgspec.json.encode
to_builtins: Any = msgspec.to_builtins
convert: Any = msgspec.convert

ELEMENTS = "value"
NEXT_LINK = "odata.nextLink"
METADATA = "odata.metadata"

FALLBACK = True
"""False lets the exception pass that the fast way falls back with. Tests set it, so that a broken fast way cannot hide."""


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
    def correct(self) -> Correct:
        """Turns what msgspec writes of a list of models into their REST documents."""
        return correctsource.generate_correct(self.definition)

    @once
    def read(self) -> Callable[[Any], ModelT]:
        """Reads a model from a dict that msgspec can't read as it is."""
        return readsource.generate_read(self.definition) if self.is_plain else checksource.fall_back

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
    def page(self) -> Any:
        """The Struct of a page of such models that has no other members than pages mostly have."""
        if self.is_plain:
            elements: Any = list[self.definition.model]  # type: ignore[name-defined]  # because the type is made at run time
            fields: list[Any] = [
                ("models", elements, msgspec.field(name=ELEMENTS, default_factory=list)),
                ("next_link", str | None, msgspec.field(name=NEXT_LINK, default=None)),
                ("metadata", Any, msgspec.field(name=METADATA, default=msgspec.UNSET)),
            ]
            page = msgspec.defstruct("Page", fields, forbid_unknown_fields=True)
            convert({}, page)  # builds msgspec's record of the type under our lock
            return page
        return None

    @once
    def decode_page(self) -> Callable[[Any], Any]:
        """Reads such a page from JSON."""
        return checksource.fall_back if self.page is None else msgspec.json.Decoder(self.page).decode


def first_check(self: Model, for_dict: bool) -> bool:
    """What ``__check__`` is until the check of the class is generated."""
    return self.__fast__.check(self, for_dict)


def encode(model: Model) -> dict[str, Any]:
    """Write a model as its REST document.

    Raises:
        ValidationError: The model can't be sent; the error lists every problem.
    """
    try:
        to_correct = model.__check__(True)
        document: dict[str, Any] = to_builtins(model)
        if to_correct:
            model.__fast__.correct((model,), (document,))
    except Exception:  # whatever it is, the reference reports what is wrong
        if not FALLBACK:
            raise
        return reference.write(model)
    return document


def encode_json(model: Model) -> bytes:
    """Write a model as its REST document, in JSON.

    Raises:
        ValidationError: The model can't be sent; the error lists every problem.
    """
    try:
        if model.__check__(False):
            document = to_builtins(model)
            model.__fast__.correct((model,), (document,))
            text = _to_json(document)
        else:
            text = _to_json(model)
        if len(text) > model.__fast__.size_limit:
            model.__check__(True)
    except Exception:  # whatever it is, the reference reports what is wrong
        if not FALLBACK:
            raise
    else:
        return text
    return _to_json(reference.write(model))


def encode_json_list(models: list[Any]) -> bytes | None:
    """Write models of one class as a JSON list; None if that can't be done at once."""
    fast: Fast[Any] | None = getattr(type(models[0]), "__fast__", None) if models else None
    try:
        return None if fast is None or fast.check_all(models, True) else _to_json(models)
    except Exception:  # noqa: BLE001  # because they are written one by one then
        return None


def decode(model: type[ModelT], data: Any) -> ModelT:
    """Read a model from a document that is parsed.

    Raises:
        DeserializationError: The document holds what the model can't; the error lists all of it.
    """
    if type(data) is not dict:  # for example another library's model, whose values mustn't be looked at one by one
        return reference.decode(model, data)
    if model.__fast__.is_plain:
        try:
            result: ModelT = convert(data, model)
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
    if not _LOGGER.isEnabledFor(logging.DEBUG):  # only the reference logs what isn't declared
        try:
            result: ModelT = model.__fast__.read(data)
        except Exception:  # whatever it is, the reference reports what is wrong
            if not FALLBACK:
                raise
        else:
            return result
    return reference.decode(model, data)
