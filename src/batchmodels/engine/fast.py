"""The fast way to read and write: msgspec, and a check that is generated for each class when it is first needed.

It takes the common case only and doesn't track paths. For anything else it falls back to ``engine.reference``, which finds
the right result, or every problem with its path. So this module may be deleted without a change in behavior; what remains
is then to call the reference.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import msgspec

from ..paths import ROOT, Steps
from . import checksource, corrections, jsontext, reference
from .checks import MaxSize
from .once import once

if TYPE_CHECKING:
    from .definition import Definition
    from .model import Model

ModelT = TypeVar("ModelT", bound="Model")

_LOGGER = logging.getLogger("batchmodels")

_to_json = msgspec.json.encode
_to_builtins: Any = msgspec.to_builtins
convert: Any = msgspec.convert

FALLBACK = True
"""False lets the exception pass that the fast way falls back with. Tests set it, so that a broken fast way cannot hide."""


ELEMENTS = "value"
NEXT_LINK = "odata.nextLink"
METADATA = "odata.metadata"


class Listed(msgspec.Struct, Generic[ModelT], forbid_unknown_fields=True):
    """A page of models that has no other members than pages mostly have."""

    models: list[ModelT] = msgspec.field(name=ELEMENTS, default_factory=list)
    next_link: str | None = msgspec.field(name=NEXT_LINK, default=None)
    metadata: Any = msgspec.field(name=METADATA, default=msgspec.UNSET)


class Fast(Generic[ModelT]):
    """What the fast way needs of one class, each part made when it is first needed."""

    def __init__(self, definition: Definition) -> None:
        self.definition = definition

    @once
    def check(self) -> checksource.Check:
        """The check of one model. It becomes the method ``__check__`` of the class."""
        check = checksource.fall_back if self.definition.is_recursive else checksource.generate_check(self.definition)
        type.__setattr__(self.definition.model, "__check__", check)
        return check

    @once
    def check_all(self) -> checksource.Check:
        """The check of a list of models."""
        return checksource.fall_back if self.definition.is_recursive else checksource.generate_check_of_all(self.definition)

    @once
    def correct(self) -> corrections.Correct:
        """Turns what msgspec writes of models into their REST documents."""
        return corrections.corrector(self.definition)

    @once
    def size_limit(self) -> int:
        """The least ``MaxSize`` in a document of this model; a JSON text that is no longer breaks none."""
        definitions = (self.definition, *(model.__definition__ for model in self.definition.held))
        attributes = [attribute for definition in definitions for attribute in definition.attributes]
        limits = [check.limit for attribute in attributes for check in attribute.checks if isinstance(check, MaxSize)]
        return min(limits, default=sys.maxsize)

    @once
    def is_plain(self) -> bool:
        """Whether msgspec can read documents of this model."""
        if self.definition.is_recursive or self.definition.needs_reference:
            return False
        # msgspec builds its record of a type at first use, and without a lock: do it under ours.
        convert({}, self.definition.model)
        return True

    @once
    def take(self) -> corrections.Take:
        """Takes what msgspec can't read out of a dict."""
        return corrections.taker(self.definition)

    @once
    def decode_json(self) -> Callable[[Any], ModelT]:
        """Reads a model from JSON that has no undeclared members."""
        model: Any = self.definition.model
        return msgspec.json.Decoder(model).decode if self.is_plain else checksource.fall_back

    @once
    def page(self) -> Any:
        """The type of a page of such models.

        Raises:
            Fallback: msgspec can't read documents of this model.
        """
        if not self.is_plain:
            checksource.fall_back()
        page: Any = Listed[self.definition.model]  # type: ignore[name-defined]  # because the type is made at run time
        convert({}, page)  # builds msgspec's record of the type under our lock
        return page


def first_check(self: Model, for_dict: bool) -> bool:
    """Return what ``__check__`` is until the check of the class is generated."""
    return self.__fast__.check(self, for_dict)


def encode(model: Model) -> dict[str, Any]:
    """Write a model as its REST document.

    Raises:
        ValidationError: The model can't be sent; the error lists every problem.
    """
    try:
        to_correct = model.__check__(True)
        document: dict[str, Any] = _to_builtins(model)
        if to_correct:
            model.__fast__.correct((document,))
    except Exception:  # whatever it is, the reference reports what is wrong
        if not FALLBACK:
            raise
        return reference.write(model)
    return document


def encode_json(model: Model, path: Steps = ROOT) -> bytes:
    """Write a model as its REST document, in JSON.

    Args:
        model: The model.
        path: Where it is, for the problems.

    Raises:
        ValidationError: The model can't be sent; the error lists every problem.
    """
    try:
        if model.__check__(False):
            document = _to_builtins(model)
            model.__fast__.correct((document,))
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
    return _to_json(reference.write(model, path=path))


def encode_json_list(models: Sequence[Any]) -> bytes | None:
    """Write models of one class as a JSON list; None if that can't be done at once."""
    try:
        return None if models[0].__fast__.check_all(models, True) else _to_json(models)
    except Exception:  # noqa: BLE001  # because they are written one by one then
        return None


def decode(model: type[ModelT], data: Any, path: Steps = ROOT) -> ModelT:
    """Read a model from a document that is parsed.

    Args:
        model: The class to read.
        data: The document.
        path: Where it is, for the problems.

    Raises:
        DeserializationError: The document holds what the model can't; the error lists all of it.
    """
    fast: Fast[ModelT] = model.__fast__
    # Another library's model goes to the reference: its values mustn't be looked at one by one.
    if type(data) is dict and fast.is_plain:
        try:
            result: ModelT = convert(data, model)
        except Exception:  # noqa: BLE001, S110  # because the next way decides
            pass
        else:
            return result
        try:
            if not _LOGGER.isEnabledFor(logging.DEBUG):  # only the reference logs what isn't declared
                return convert(fast.take(data), model)  # type: ignore[no-any-return]  # because convert is untyped here
        except Exception:  # whatever it is, the reference reports what is wrong
            if not FALLBACK:
                raise
    return reference.decode(model, data, path=path)


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
    return decode(model, jsontext.parse(text))
