"""The fast way to encode and decode: functions generated for each class when they are first needed.

They take the common case only, and keep no account of where they are. Whatever else comes makes them give up, and
``engine.reference`` decides: it finds the right result, or every problem with its path. So this package may be deleted
without a change in behaviour; what remains is then to call the reference.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from .. import jsontext, reference

if TYPE_CHECKING:
    from ..model import Model
    from .codec import Codec

ModelT = TypeVar("ModelT", bound="Model")

_to_json = msgspec.json.encode

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
            return model.__codec__.encode(model)
        except Exception:  # whatever it was, the reference says what is wrong
            if not FALLBACK:
                raise
    return reference.write(model, keep_readonly)


def encode_json(model: Model) -> bytes:
    """Write a model as its REST document, in JSON.

    Raises:
        ValidationError: The model can't be sent; the error lists every problem.
    """
    try:
        codec = model.__codec__
        text = _to_json(codec.encode_for_json(model))
        if len(text) > codec.size_limit:
            codec.encode(model)  # which looks at the size of every list
    except Exception:  # whatever it was, the reference says what is wrong
        if not FALLBACK:
            raise
    else:
        return text
    return _to_json(reference.write(model))


def decode(model: type[ModelT], data: Any) -> ModelT:
    """Read a model from a document that is parsed.

    Raises:
        DeserializationError: The document holds what the model can't; the error lists all of it.
    """
    if type(data) is not dict:  # another library's model, say, whose values mustn't be looked at one by one
        return reference.decode(model, data)
    codec: Codec[ModelT] = model.__codec__
    try:
        return codec.decode(data)
    except Exception:  # noqa: BLE001, S110  # because whatever it was, somebody slower says what is wrong
        pass
    return _decode_undeclared(model, data)


def decode_json(model: type[ModelT], text: str | bytes | bytearray | memoryview) -> ModelT:
    """Read a model from a document in JSON.

    Raises:
        DeserializationError: It is malformed, or holds what the model can't; the error lists all of it.
    """
    codec: Codec[ModelT] = model.__codec__
    try:
        return codec.decode_json(text)
    except Exception:  # noqa: BLE001, S110  # because whatever it was, somebody slower says what is wrong
        pass
    return _decode_undeclared(model, jsontext.parse(text))


def _decode_undeclared(model: type[ModelT], data: Any) -> ModelT:
    """Read a model from a document that has undeclared members, or something wrong."""
    codec: Codec[ModelT] = model.__codec__
    try:
        return codec.read_dict(data)
    except Exception:  # whatever it was, the reference says what is wrong
        if not FALLBACK:
            raise
    return reference.decode(model, data)
