"""A model's document without its secrets: for people to read, not to be sent."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any, cast

from .masking import MASK, mask_text, masked_json

if TYPE_CHECKING:
    from .definition import Definition
    from .model import Model


def masked_document(model: Model, document: dict[str, Any]) -> dict[str, Any]:
    """Return the document of a model with ``***`` in place of each secret.

    Args:
        model: The model. It decides what is secret: a subclass may declare more than its base class.
        document: What ``serialize()`` wrote of it, unchanged here.
    """
    return _document(type(model).__definition__, model, document)


def _document(definition: Definition, model: Any, document: dict[str, Any]) -> dict[str, Any]:
    declared = definition.by_wire_key
    masked: dict[str, Any] = {}
    for key, value in document.items():
        attribute = declared.get(key)
        if attribute:
            masked[key] = MASK if attribute.secret else _value(getattr(model, attribute.name, None), value)
    return masked | _undeclared({key: value for key, value in document.items() if key not in declared})


def _value(held: Any, value: Any) -> Any:
    """Mask what one attribute holds, or one element of its list."""
    if isinstance(value, list) and isinstance(held, list):
        return [_value(element, member) for element, member in zip(held, value, strict=True)]
    if isinstance(value, dict):
        definition = getattr(type(held), "__definition__", None)
        return _undeclared(value) if definition is None else _document(definition, held, value)
    return mask_text(value) if isinstance(value, str) else value


def _undeclared(members: dict[str, Any]) -> dict[str, Any]:
    """Mask members that no attribute is declared for.

    ``masked_json`` decides what is a secret among them. Of JSON values it writes Python literals.
    """
    try:
        masked = ast.literal_eval(masked_json(members))
    except (ValueError, SyntaxError):  # it names the type of what it doesn't write, such as a very large int
        return {mask_text(key): MASK for key in members}
    return cast("dict[str, Any]", _without_ellipses(masked))


def _without_ellipses(value: Any) -> Any:
    """Write what was cut for its depth as a text."""
    if isinstance(value, dict):
        return {key: _without_ellipses(member) for key, member in value.items()}
    if isinstance(value, list):
        return [_without_ellipses(element) for element in value]
    return "..." if value is ... else value
