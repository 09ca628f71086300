"""The two maps that msrest reads: ``_attribute_map`` and ``_validation``."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any

from .attributes import Attribute
from .reference import own_value
from .reference.encoding import KeyTransformer
from .shapes import (
    Enumeration,
    ListOf,
    MapOf,
    Nested,
    Shape,
    Text,
    UnknownValue,
)

if TYPE_CHECKING:
    from .model import Model

_LIMITS = {"minimum", "maximum", "min_length", "max_length", "max_items", "pattern"}
"""The rules that msrest has as well."""

CONVERTED = "_converted:"
"""The prefix of the names by which msrest gets values in which another library's models are converted to ours."""

# The entry that makes msrest's Serializer send undeclared members.
_UNKNOWN_MEMBERS = {"additional_properties": {"key": "", "type": "{object}"}}


def attribute_map(attributes: tuple[Attribute, ...]) -> dict[str, dict[str, Any]]:
    """Return the map by which msrest reads a document: the wire key and the type of each attribute."""
    declared = {attribute.name: entry(attribute, attribute.shape.msrest_type) for attribute in attributes}
    return declared | _UNKNOWN_MEMBERS


def validation(attributes: tuple[Attribute, ...]) -> dict[str, dict[str, Any]]:
    """Return the limits of each attribute that has any, under msrest's names."""
    rules: dict[str, dict[str, Any]] = {}
    for attribute in attributes:
        own = {
            check.rule: check.limit
            for check in attribute.checks
            if check.rule in _LIMITS and isinstance(check.limit, (str, int))
        }
        if attribute.required:
            own["required"] = True
        if attribute.read_only:
            own["readonly"] = True
        if own:
            rules[attribute.name] = own
    return rules


def writing_map(model: Model) -> dict[str, dict[str, Any]]:
    """Return the map by which msrest writes one object: the map of the class, without names that msrest would look up.

    Given the name of a type that it knows, msrest replaces a value before it checks it: with a model of azure-batch that has
    the same name, or with another member of an enumeration. It doesn't find a full name, so it leaves the value unchanged. And
    for the type ``object`` it doesn't convert texts to bools, or lists to texts.

    Only a text in the wrong letter case keeps the name of its enumeration, because msrest corrects it.
    """
    definition = type(model).__definition__
    entries = dict(definition.attribute_map)
    for attribute in definition.attributes:
        held = getattr(model, attribute.name, None)
        value = held if attribute.read_only else own_value(attribute, held)
        written = entry(attribute, _written_type(attribute.shape, value))
        if value is held:
            entries[attribute.name] = written
        else:  # msrest would write their model without members and values that it doesn't know
            del entries[attribute.name]
            entries[_converted_name(attribute, type(model))] = written
    if not getattr(model, "additional_properties", None):
        del entries["additional_properties"]  # because XML has no place for them
    return entries


class _Converted:
    """The value of an attribute, with another library's models in it converted to ours."""

    def __init__(self, attribute: Attribute) -> None:
        self.attribute = attribute

    def __get__(self, instance: object, owner: type) -> Any:
        return self if instance is None else own_value(self.attribute, getattr(instance, self.attribute.name))


def _converted_name(attribute: Attribute, model: type[Model]) -> str:
    """Return the name by which msrest gets the converted value; add it to the class if it is missing."""
    name = f"{CONVERTED}{attribute.name}"
    if name not in vars(model):
        type.__setattr__(model, name, _Converted(attribute))
    return name


def for_msrest(key_transformer: KeyTransformer) -> KeyTransformer:
    """Return a key transformer that accepts the names in ``writing_map``."""
    return lambda name, entry, value: key_transformer(name.removeprefix(CONVERTED), entry, value)


def entry(attribute: Attribute, msrest_type: str) -> dict[str, Any]:
    """Return the entry of one attribute in msrest's map."""
    # To msrest, a plain dot is a step into a nested object.
    return {"key": attribute.wire_key.replace(".", "\\."), "type": msrest_type}


def _written_type(shape: Shape, value: Any) -> str:
    if isinstance(shape, Enumeration):
        return shape.msrest_type if _in_wrong_case(shape, value) else "str"
    if value is not None and not shape.holds(value) and not (isinstance(shape, Text) and isinstance(value, Enum)):
        return "object"  # msrest would convert other types to the declared one
    if isinstance(shape, Nested):
        return f"{shape.model.__module__}.{shape.model.__qualname__}"
    if isinstance(shape, ListOf):
        elements: Any = value or ()
        if any(isinstance(element, UnknownValue) for element in elements):
            return "[str]"  # msrest refuses values that the enumeration doesn't have
        corrected = next((element for element in elements if _in_wrong_case(shape.element, element)), None)
        return f"[{_written_type(shape.element, corrected)}]"
    if isinstance(shape, MapOf):
        return f"{{{_written_type(shape.element, None)}}}"
    return shape.msrest_type


def _in_wrong_case(shape: Shape, value: Any) -> bool:
    if not isinstance(shape, Enumeration) or type(value) is not str:
        return False
    member = shape.members.get(value.lower())
    return member is not None and member.value != value
