"""The fast way to encode and decode: functions generated for each class when they are first needed.

They take the common case only, and keep no account of where they are. Whatever else comes makes them give up, and
``engine.reference`` decides: it finds the right result, or every problem with its path. So this package may be deleted
without a change in behaviour; what remains is then to call the reference.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from ...errors import ValidationError
from .. import jsontext, reference

if TYPE_CHECKING:
    from ..model import Model

ModelT = TypeVar("ModelT", bound="Model")

FALLBACK = True
"""False lets the exception pass with which the fast way gives up. Tests set it, so that a broken fast way cannot hide."""


def encode(model: Model, keep_readonly: bool = False) -> dict[str, Any]:
    """Write a model as its REST document.

    What only the service sets is written by the reference: that is no hot path.

    Raises:
        ValidationError: The model can't be sent; the error lists every problem.
    """
    if not keep_readonly:
        try:
            return model.__definition__.codec.encode(model)
        except Exception:  # because whatever it was, the reference says what is wrong
            if not FALLBACK:
                raise
    document, problems = reference.encode(model, keep_readonly)
    if problems:
        raise ValidationError(problems)
    return document


def encode_json(model: Model) -> bytes:
    """Write a model as its REST document, in JSON.

    Raises:
        ValidationError: The model can't be sent; the error lists every problem.
    """
    return msgspec.json.encode(encode(model))


def decode(model: type[ModelT], data: Any) -> ModelT:
    """Read a model from a document that is parsed.

    Raises:
        DeserializationError: The document holds what the model can't; the error lists all of it.
    """
    found: ModelT | None = attempt(model.__definition__.codec.decode, data)
    return decode_undeclared(model, data) if found is None else found


def decode_json(model: type[ModelT], text: str | bytes | bytearray | memoryview) -> ModelT:
    """Read a model from a document in JSON.

    Raises:
        DeserializationError: It is malformed, or holds what the model can't; the error lists all of it.
    """
    found: ModelT | None = attempt(model.__definition__.codec.decode_json, text)
    return decode_undeclared(model, jsontext.parse(text)) if found is None else found


def decode_undeclared(model: type[ModelT], data: Any) -> ModelT:
    """Read a model from a document that has undeclared members, or something wrong."""
    found: ModelT | None = attempt(model.__definition__.codec.decode_undeclared, data)
    if found is not None:
        return found
    if not FALLBACK:
        raise AssertionError("the fast way gave up")
    return reference.decode(model, data)


def attempt(function: Callable[[Any], Any], data: Any) -> Any:
    """Call a function that may give up; None if it did."""
    try:
        return function(data)
    except Exception:  # noqa: BLE001  # because whatever it was, somebody slower says what is wrong
        return None
