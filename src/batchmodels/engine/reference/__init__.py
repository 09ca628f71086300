"""The contract of encoding and decoding, stated plainly: complete, readable, exact about every problem.

Whatever is made to be fast has to give the same results and the same problems as this package.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...errors import Problem, ValidationError
from ...paths import ROOT, Steps
from ..shapes import shape_of
from .decoder import decode, own_value
from .encoder import encode_model, encode_value
from .encoding import Encoding, KeyTransformer

if TYPE_CHECKING:
    from ..model import Model

__all__ = ["Encoding", "as_dict", "decode", "encode", "encode_json", "own_value", "write"]


def encode(model: Model, encoding: Encoding | None = None, path: Steps = ROOT) -> tuple[dict[str, Any], list[Problem]]:
    """Write a model as its REST document.

    Args:
        model: The model.
        encoding: How to write.
        path: Where the model is, for the problems.

    Returns:
        The document, and all that is wrong with it: it may be sent only if that is nothing.
    """
    encoding = encoding or Encoding()
    document = encode_model(model, path, encoding)
    return document, encoding.problems


def write(model: Model, encoding: Encoding | None = None, path: Steps = ROOT) -> dict[str, Any]:
    """Write a model as its REST document; the arguments are those of ``encode``.

    Raises:
        ValidationError: The model can't be sent; the error lists every problem.
    """
    document, problems = encode(model, encoding, path)
    if problems:
        raise ValidationError(problems, type(model).__name__)
    return document


def encode_json(value: Any) -> tuple[Any, list[Problem]]:
    """Write a JSON value that nobody declared: a copy of it, and all that is wrong with it."""
    encoding = Encoding()
    return encode_value(shape_of(Any), value, ROOT, True, encoding), encoding.problems


def as_dict(model: Model, keep_readonly: bool, key_transformer: KeyTransformer) -> dict[str, Any]:
    """Write a model under other names, without a check: what can't be sent stays as it is."""
    return encode_model(model, ROOT, Encoding(keep_readonly, key_transformer=key_transformer))
