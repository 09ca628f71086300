"""A model's document without its secrets: for people to read, not to be sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..secrets.masking import MASK, is_hidden_member, mask_text
from .reference import own_value

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
            secret = definition.is_secret(attribute, vars(model).get)
            masked[key] = MASK if secret else _value(own_value(attribute, getattr(model, attribute.name)), value)
    undeclared = {key: value for key, value in document.items() if key not in declared}
    if definition.has_secrets:  # any member may be the secret one, misspelled
        return masked | {definition.shown_key(key): MASK for key in undeclared}
    members: dict[str, Any] = _undeclared(undeclared)
    return masked | members


def _value(held: Any, value: Any) -> Any:
    """Mask what one attribute holds, or one element of its list."""
    if isinstance(value, list) and isinstance(held, list):
        return [_value(element, member) for element, member in zip(held, value, strict=True)]
    if isinstance(value, dict):
        definition = getattr(type(held), "__definition__", None)
        return _undeclared(value) if definition is None else _document(definition, held, value)
    return mask_text(value) if isinstance(value, str) else value


def _undeclared(value: Any) -> Any:
    """Mask a JSON value that no attribute is declared for."""
    if isinstance(value, dict):
        return {mask_text(key): MASK if is_hidden_member(key, value) else _undeclared(value[key]) for key in value}
    if isinstance(value, list):
        return [_undeclared(element) for element in value]
    return mask_text(value) if isinstance(value, str) else value
