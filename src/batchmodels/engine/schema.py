"""JSON Schema, Draft 2020-12, of a model's documents."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable
from enum import EnumMeta
from typing import TYPE_CHECKING, Any

from . import shapes
from .attributes import Attribute, camel_case
from .checks import Check, Maximum, MaxItems, MaxLength, Minimum, MinLength, Pattern
from .constraints import AtMostOne, Conditional, ExactlyOne, Excludes
from .docstrings import attribute_docstrings, class_docstring, member_docstrings
from .enumerations import TextEnum
from .wiretexts import DURATION_PATTERN, TIME_PATTERN

if TYPE_CHECKING:
    from .model import Model

Schema = dict[str, Any]

_DRAFT = "https://json-schema.org/draft/2020-12/schema"

_PLAIN: dict[type[shapes.Shape], Schema] = {
    shapes.Text: {"type": "string"},
    shapes.Integer: {"type": "integer"},
    shapes.Boolean: {"type": "boolean"},
    shapes.Number: {"type": "number"},
    shapes.Time: {"type": "string", "format": "date-time", "pattern": TIME_PATTERN},
    shapes.Duration: {"type": "string", "format": "duration", "pattern": DURATION_PATTERN},
    shapes.Json: {},
}

_KEYWORDS: dict[type[Check], str] = {
    Minimum: "minimum",
    Maximum: "maximum",
    MinLength: "minLength",
    MaxLength: "maxLength",
    MaxItems: "maxItems",
}

_NULL: Schema = {"type": "null"}


Supports = Callable[[Attribute | TextEnum], bool]
"""A function that decides whether an attribute or a value of an enumeration is in a schema."""


def json_schema(model: type[Model], closed: bool, supports: Supports | None = None, dialect: str | None = None) -> Schema:
    """Return the JSON Schema of a model's documents; see ``Model.json_schema``.

    Args:
        model: The model.
        closed: Whether to refuse undeclared members and enumeration values.
        supports: What is in the schema; None is everything.
        dialect: The dialect of keys and values; None is the main one.
    """
    held_models = model.__definition__.held
    writer = _Writer(closed, _WireNames([model, *held_models], dialect), supports, dialect)
    root = writer.object_schema(model)
    for held in held_models:
        writer.definitions[writer.name(held)] = writer.object_schema(held)
    return with_definitions({"$schema": _DRAFT, **root}, writer.definitions)


def with_definitions(schema: Schema, definitions: Schema) -> Schema:
    """Return a schema with the definitions that it refers to, directly or through others."""
    needed: set[str] = set()
    waiting: list[Any] = [schema]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            name = str(each.get("$ref", "")).rpartition("/")[2]
            if name in definitions and name not in needed:
                needed.add(name)
                waiting.append(definitions[name])
            waiting += each.values()
        elif isinstance(each, list):
            waiting += each
    kept = {name: each for name, each in sorted(definitions.items()) if name in needed}
    return {**schema, "$defs": kept} if kept else schema


def _text_of(member: Any, dialect: str | None) -> str:
    """Return the text of an enumeration's member in a dialect."""
    spellings: dict[str, str] = getattr(member, "spellings", {})
    return str(spellings.get(dialect, member.value) if dialect else member.value)


class _WireNames:
    """A translator of descriptions from the Python names in docstrings, which are in backticks, to wire keys."""

    def __init__(self, models: Iterable[type[Model]], dialect: str | None = None) -> None:
        self._dialect = dialect
        attributes = [attribute for model in models for attribute in model.__definition__.attributes]
        enums = [shape.enum for each in attributes if isinstance(shape := shapes.innermost(each.shape), shapes.Enumeration)]
        self._modules = {enum.__module__: sys.modules[enum.__module__] for enum in enums}
        self._names: dict[str, str] = {member.name: _text_of(member, dialect) for enum in enums for member in enum}
        self._names |= {attribute.name: attribute.key_in(dialect) for attribute in attributes}

    def translated(self, text: str, model: type[Model] | None = None) -> str:
        """Return a text with wire keys; names of the given model come first."""
        own = model.__definition__.by_name if model else {}

        def on_the_wire(code: re.Match[str]) -> str:
            owner, name = code.groups()
            if owner:
                return self._of_class(owner, name)
            if name in own:
                return f"`{own[name].key_in(self._dialect)}`"
            return f"`{self._names.get(name, camel_case(name))}`" if "_" in name else code[0]

        return re.sub(r"(?<!`)`(?:([A-Z]\w*)\.)?([a-z][a-z0-9_]*)`(?!`)", on_the_wire, text)

    def _of_class(self, owner: str, name: str) -> str:
        """Translate `Class.name`; a value of an enumeration needs no class."""
        for module in self._modules.values():
            enum = getattr(module, owner, None)
            if isinstance(enum, EnumMeta) and name in enum.__members__:
                member: Any = enum[name]
                return f"`{_text_of(member, self._dialect)}`"
        return f"`{owner}.{self._names.get(name, camel_case(name))}`"


class _Writer:
    """A writer of the schemas of one document's models, which keeps shared ones by name."""

    def __init__(self, closed: bool, names: _WireNames, supports: Supports | None, dialect: str | None) -> None:
        self.closed = closed
        self.names = names
        self.supports: Supports = supports or (lambda _: True)
        self.dialect = dialect
        self.definitions: dict[str, Schema] = {}
        self._named: dict[str, type] = {}

    def name(self, owner: type) -> str:
        """Return the name for references to a class: its own, or its full name if another class has the same name."""
        if self._named.setdefault(owner.__name__, owner) is owner:
            return owner.__name__
        full = f"{owner.__module__}.{owner.__qualname__}"
        number = 1
        while self._named.setdefault(full, owner) is not owner:
            number += 1
            full = f"{owner.__module__}.{owner.__qualname__}_{number}"
        return full

    def object_schema(self, model: type[Model]) -> Schema:
        definition = model.__definition__
        described = attribute_docstrings(model)
        properties: Schema = {}
        attributes = [attribute for attribute in definition.attributes if self.supports(attribute)]
        for attribute in attributes:
            own = self._attribute_schema(attribute, self.names.translated(described.get(attribute.name, ""), model))
            properties[attribute.key_in(self.dialect)] = own
            if not self.closed and self.dialect is None:
                for key in attribute.spellings.values():
                    properties[key] = {**own, "deprecated": True}
        schema = self._titled(model, {"type": "object", "properties": properties})
        required = [each.key_in(self.dialect) for each in attributes if each.required and not each.read_only]
        if required:
            schema["required"] = required
        if self.closed:
            schema["additionalProperties"] = False
        rules = [rule for constraint in definition.constraints if (rule := self._constraint_schema(constraint, model))]
        if len(rules) == 1:
            schema |= rules[0]
        elif rules:
            schema["allOf"] = rules
        return schema

    def _titled(self, owner: type, schema: Schema) -> Schema:
        model = owner if hasattr(owner, "__definition__") else None
        description = self.names.translated(class_docstring(owner), model)
        return {"title": owner.__name__, **({"description": description} if description else {}), **schema}

    def _attribute_schema(self, attribute: Attribute, description: str) -> Schema:
        schema = self._shape_schema(attribute.shape)
        for check in attribute.checks:
            if isinstance(check, Pattern):
                schema["pattern"] = f"^(?:{check.limit})$"
            elif type(check) in _KEYWORDS and not isinstance(attribute.shape, shapes.Duration):
                schema[_KEYWORDS[type(check)]] = check.limit
        if not attribute.required and schema:
            is_model = isinstance(shapes.innermost(attribute.shape), shapes.Nested)
            schema = _unless_null(schema) if self.closed and is_model else _or_null(schema)
        if description:
            schema = {"description": description, **schema}
        if attribute.read_only:
            schema["readOnly"] = True
        return schema

    def _shape_schema(self, shape: Any) -> Schema:
        if isinstance(shape, shapes.Nested):
            return {"$ref": f"#/$defs/{self.name(shape.model)}"}
        if isinstance(shape, shapes.ListOf):
            return {"type": "array", "items": self._shape_schema(shape.element)}
        if isinstance(shape, shapes.MapOf):
            return {"type": "object", "additionalProperties": self._shape_schema(shape.element)}
        if isinstance(shape, shapes.TextOr):
            return {"anyOf": [self._shape_schema(shape.element), {"type": "string"}]}
        if isinstance(shape, shapes.Enumeration):
            name = self.name(shape.enum)
            self.definitions[name] = self._enumeration_schema(shape)
            return {"$ref": f"#/$defs/{name}"}
        schema = _PLAIN[type(shape)]
        return {"type": [schema["type"], "string"]} if getattr(shape, "quoted", False) else dict(schema)

    def _enumeration_schema(self, shape: shapes.Enumeration) -> Schema:
        described = member_docstrings(shape.enum)
        known: list[Any] = [each for each in shape.enum if not isinstance(each, TextEnum) or self.supports(each)]
        texts = [_text_of(member, self.dialect) for member in known]
        members: list[Schema] = [{"enum": texts}]
        if described:  # editors show these beside the values
            members[0]["enumDescriptions"] = [self.names.translated(described.get(member.name, "")) for member in known]
        if self.closed:
            members += [{"type": "string", "pattern": f"^{_in_any_case(text)}$"} for text in texts]
        else:
            members.append({"type": "string", "description": "A value that this library doesn't know yet."})
        return self._titled(shape.enum, {"anyOf": members})

    def _first(self, constraint: Any, model: type[Model]) -> Attribute:
        """Return the attribute that a rule with a condition is about; any that is in the schema for the others."""
        attributes = [model.__definition__.by_name[name] for name in constraint.attributes]
        return attributes[0] if isinstance(constraint, Conditional) else next(filter(self.supports, attributes), attributes[0])

    def _constraint_schema(self, constraint: Any, model: type[Model]) -> Schema:
        attributes = [model.__definition__.by_name[name] for name in constraint.attributes]
        attributes = [attribute for attribute in attributes if self.supports(attribute)]
        keys = [
            [attribute.key_in(self.dialect)] if self.closed or self.dialect else _keys(attribute) for attribute in attributes
        ]
        if len(keys) < min(2, len(constraint.attributes)) or not self.supports(self._first(constraint, model)):
            return {}
        if isinstance(constraint, ExactlyOne):
            branches = [_present(own) for own in keys]
            return {
                "oneOf": branches
                if self.closed
                else [*branches, {"allOf": [{"not": {"anyOf": branches}}, _has_undeclared(model)]}]
            }
        if isinstance(constraint, AtMostOne):
            branches = [_present(own) for own in keys]
            return {"oneOf": [*branches, {"not": {"anyOf": branches}}]}
        if isinstance(constraint, Conditional):
            condition, *others = (_present(own) for own in keys)
            if constraint.when is not None:
                condition = {"anyOf": [{"required": [key], "properties": {key: {"const": constraint.when}}} for key in keys[0]]}
            if isinstance(constraint, Excludes):
                return {"if": condition, "then": {"not": {"anyOf": others}}}
            return {"if": condition, "then": {"anyOf": others if self.closed else [*others, _has_undeclared(model)]}}
        return {}  # a user-defined rule, which only validate() checks


def _keys(attribute: Attribute) -> list[str]:
    return [attribute.wire_key, *attribute.spellings.values()]


def _or_null(schema: Schema) -> Schema:
    """Extend a schema to null, which is read as absent."""
    if set(schema) == {"type"} and isinstance(schema["type"], str):
        return {"type": [schema["type"], "null"]}
    return {"anyOf": [schema, _NULL]}


def _unless_null(schema: Schema) -> Schema:
    """Extend a schema to null; unlike ``anyOf``, a validator reports the mistake inside of a model, not the whole model."""
    return {"if": _NULL, "else": schema}


def _present(keys: list[str]) -> Schema:
    """Return a schema: one of the spellings of a member is present and isn't null."""
    found = [{"required": [key], "properties": {key: {"not": _NULL}}} for key in keys]
    return found[0] if len(found) == 1 else {"anyOf": found}


def _has_undeclared(model: type[Model]) -> Schema:
    """Return a schema: there is an undeclared member, which may replace a missing declared one."""
    keys = [key for attribute in model.__definition__.attributes for key in _keys(attribute)]
    return {"not": {"propertyNames": {"enum": keys}}}


def _in_any_case(text: str) -> str:
    letters = (f"[{letter.lower()}{letter.upper()}]" if letter.isalpha() else re.escape(letter) for letter in text)
    return "".join(letters)
