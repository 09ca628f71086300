"""The plain encoder: writes a model as its REST document, and tells everything that is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...errors import Problem, ValidationError
from ..paths import ROOT, Path
from ..shapes import shape_of
from .encoder import encode_model, encode_value
from .encoding import Encoding, KeyTransformer

if TYPE_CHECKING:
    from ..model import Model


def encode(
    model: Model,
    keep_readonly: bool = False,
    api_version: str | None = None,
    dialect: str | None = None,
    path: Path = ROOT,
) -> tuple[dict[str, Any], list[Problem]]:
    """Write a model as its REST document.

    Args:
        model: The model.
        keep_readonly: Whether to write what only the service sets.
        api_version: The API version that has to know everything that is written; None for any.
        dialect: The dialect of the wire to write; None is the main one.
        path: Where the model stands, for the problems.

    Returns:
        The document, and all that is wrong with it: it may be sent only if that is nothing.
    """
    encoding = Encoding(keep_readonly, api_version=api_version, dialect=dialect)
    document = encode_model(model, path, encoding)
    return document, encoding.problems


def write(
    model: Model, keep_readonly: bool = False, api_version: str | None = None, dialect: str | None = None
) -> dict[str, Any]:
    """Write a model as its REST document; the arguments are those of ``encode``.

    Raises:
        ValidationError: The model can't be sent; the error lists every problem.
    """
    document, problems = encode(model, keep_readonly, api_version, dialect)
    if problems:
        raise ValidationError(problems, type(model).__name__)
    return document


def encode_json(value: Any) -> tuple[Any, list[Problem]]:
    """Write a JSON value that nobody declared: a copy of it, and all that is wrong with it."""
    encoding = Encoding()
    return encode_value(shape_of(Any), value, ROOT, True, encoding), encoding.problems


def as_dict(model: Model, keep_readonly: bool, key_transformer: KeyTransformer) -> dict[str, Any]:
    """Write a model under other names, without a check: what can't be sent stays as it is."""
    return encode_model(model, ROOT, Encoding(keep_readonly, key_transformer))
