"""The fast path for reading and writing: msgspec, and a check that is generated for each class at first use.

It handles only the common case and doesn't track paths. For anything else it falls back to ``engine.reference``, which finds
the right result, or every problem with its path. So this module could be replaced by calls of the reference without a change
in behavior.
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
"""Whether to fall back silently. Tests set it to False, so that the exceptions of a broken fast path come through."""


ELEMENTS = "value"
NEXT_LINK = "odata.nextLink"
METADATA = "odata.metadata"


class Listed(msgspec.Struct, Generic[ModelT], forbid_unknown_fields=True):
    """A page of models with only the usual members of pages."""

    models: list[ModelT] = msgspec.field(name=ELEMENTS, default_factory=list)
    next_link: str | None = msgspec.field(name=NEXT_LINK, default=None)
    metadata: Any = msgspec.field(name=METADATA, default=msgspec.UNSET)


class Fast(Generic[ModelT]):
    """The fast path of one class, each part made at first use."""

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
        """The function that turns the output of msgspec for models into their REST documents."""
        return corrections.corrector(self.definition)

    @once
    def size_limit(self) -> int:
        """The least ``MaxSize`` in a document of this model. A JSON text of at most this length breaks none of them."""
        definitions = (self.definition, *(model.__definition__ for model in self.definition.held))
        attributes = [attribute for definition in definitions for attribute in definition.attributes]
        limits = [check.limit for attribute in attributes for check in attribute.checks if isinstance(check, MaxSize)]
        return min(limits, default=sys.maxsize)

    @once
    def is_plain(self) -> bool:
        """Whether msgspec can read documents of this model."""
        if self.definition.is_recursive or self.definition.needs_reference:
            return False
        # msgspec builds its record of a type at first use and without a lock, so do it under ours.
        convert({}, self.definition.model)
        return True

    @once
    def take(self) -> corrections.Take:
        """The function that takes what msgspec can't read out of a dict."""
        return corrections.taker(self.definition)

    @once
    def decode_json(self) -> Callable[[Any], ModelT]:
        """The function that reads a model from JSON without undeclared members."""
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
    """Generate the check of the class, replace this function with it, and run it."""
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
    except Exception:  # the reference reports the problem
        if not FALLBACK:
            raise
        return reference.write(model)
    return document


def encode_json(model: Model, path: Steps = ROOT) -> bytes:
    """Write a model as its REST document, in JSON.

    Args:
        model: The model.
        path: The path of the document, for the problems.

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
    except Exception:  # the reference reports the problem
        if not FALLBACK:
            raise
    else:
        return text
    return _to_json(reference.write(model, path=path))


def encode_json_list(models: Sequence[Any]) -> bytes | None:
    """Write models of one class as a JSON list; return None if they must be written one by one."""
    try:
        return None if models[0].__fast__.check_all(models, True) else _to_json(models)
    except Exception:  # noqa: BLE001  # because they are written one by one instead
        return None


def decode(model: type[ModelT], data: Any, path: Steps = ROOT) -> ModelT:
    """Read a model from a parsed document.

    Args:
        model: The class to read.
        data: The document.
        path: The path of the document, for the problems.

    Raises:
        DeserializationError: The document contains values that the model can't hold; the error lists all of them.
    """
    fast: Fast[ModelT] = model.__fast__
    # Another library's model goes to the reference, because its values mustn't be read one by one.
    if type(data) is dict and fast.is_plain:
        try:
            result: ModelT = convert(data, model)
        except Exception:  # noqa: BLE001, S110  # because the next attempt decides
            pass
        else:
            return result
        try:
            if not _LOGGER.isEnabledFor(logging.DEBUG):  # only the reference logs undeclared members
                return convert(fast.take(data), model)  # type: ignore[no-any-return]  # because convert is untyped here
        except Exception:  # the reference reports the problem
            if not FALLBACK:
                raise
    return reference.decode(model, data, path=path)


def decode_json(model: type[ModelT], text: str | bytes | bytearray | memoryview) -> ModelT:
    """Read a model from a document in JSON.

    Raises:
        DeserializationError: It is malformed, or contains values that the model can't hold; the error lists all of them.
    """
    fast: Fast[ModelT] = model.__fast__
    try:
        return fast.decode_json(text)
    except Exception:  # noqa: BLE001, S110  # because the next attempt decides
        pass
    return decode(model, jsontext.parse(text))
