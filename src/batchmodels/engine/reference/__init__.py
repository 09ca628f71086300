"""The reference implementation of encoding and decoding: complete, readable and exact about every problem.

The fast path must give the same results and the same problems as this package.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ...errors import Problem, ValidationError
from ...paths import ROOT, Steps
from ..attributes import Attribute
from ..enumerations import TextEnum
from ..shapes import shape_of
from .decoder import decode, own_value
from .encoder import encode_model, encode_value
from .encoding import Encoding, KeyTransformer

if TYPE_CHECKING:
    from ..model import Model

__all__ = ["Encoding", "as_dict", "decode", "encode", "encode_json", "own_value", "supported_by", "write"]


def encode(model: Model, encoding: Encoding | None = None, path: Steps = ROOT) -> tuple[dict[str, Any], list[Problem]]:
    """Write a model as its REST document.

    Args:
        model: The model.
        encoding: The options.
        path: The path of the model, for the problems.

    Returns:
        The document and its problems. It can be sent only if there are none.
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
    """Return a copy of an undeclared JSON value, and its problems."""
    encoding = Encoding()
    return encode_value(shape_of(Any), value, ROOT, True, encoding), encoding.problems


def supported_by(api_version: str | None) -> Callable[[Attribute | TextEnum], bool]:
    """Return a function that decides whether an API version supports an attribute or a value; None supports everything."""
    encoding = Encoding(api_version=api_version)
    return lambda known: encoding.expected_version(known) is None


def as_dict(model: Model, keep_readonly: bool, key_transformer: KeyTransformer) -> dict[str, Any]:
    """Write a model under other names, without any check; invalid values stay unchanged."""
    return encode_model(model, ROOT, Encoding(keep_readonly, key_transformer=key_transformer))
