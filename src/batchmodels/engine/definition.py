"""Definition: everything derived from a model's annotations, each part computed at first use."""

from __future__ import annotations

import logging
import typing
from collections.abc import Callable, Mapping
from enum import Enum
from typing import TYPE_CHECKING, Any

import msgspec

from ..secrets.masking import MASK, cut, mask_text
from ..secrets.secret_names import is_secret_label
from ..spelling import nearest
from . import maps
from .attributes import Attribute, attribute_from
from .constraints import Constraint, rules_of
from .declarations import Declarations, substituted, type_arguments, with_zone
from .once import making, once
from .shapes import Enumeration, Nested, innermost

if TYPE_CHECKING:
    from .model import Model

_LOGGER = logging.getLogger("batchmodels")


class Definition:
    """The declarations of one model class and everything derived from them.

    Little is computed while the class is created, so importing stays cheap and annotations can name classes that are defined
    later.

    Attributes:
        model: The class.
        declarations: The declarations of its own body.
        own_constructor: Whether the class has a constructor that none of its model bases has.
        has_constructor: Whether the class or one of its bases has a constructor of its own.
        since: The API version that introduces the class; None if the first one has it.
        until: The first API version without it; None if the last one has it.
    """

    def __init__(
        self,
        model: type[Model],
        declarations: Declarations,
        since: str | None = None,
        until: str | None = None,
    ) -> None:
        self.model = model
        self.declarations = declarations
        self.since = since
        self.until = until
        *bases, _ = self._definitions()
        constructors: list[Any] = [base.model.__init__ for base in bases]
        self.own_constructor: bool = bool(bases) and model.__init__ not in constructors
        self.has_constructor: bool = bool(bases) and model.__init__ is not constructors[0]

    def _definitions(self) -> list[Definition]:
        """Return the definitions of the bases, from the root down, and this one."""
        bases = [base for base in reversed(self.model.__mro__) if "__definition__" in vars(base) and base is not self.model]
        return [*(base.__definition__ for base in typing.cast("list[type[Model]]", bases)), self]

    @once
    def required(self) -> frozenset[str]:
        """The attributes that the constructor requires.

        Raises:
            TypeError: A declaration can't work.
        """
        required: set[str] = set()
        has_constructor = not self.attributes  # which reports wrong declarations; without attributes, none is required
        for definition in self._definitions():
            declared = definition.declarations
            required -= declared.wire_keys.keys()
            # A subclass's own constructor may set the attributes of its class after it calls ours.
            has_constructor = has_constructor or definition.own_constructor
            if not has_constructor:
                required |= declared.wire_keys.keys() - declared.defaults.keys()
        return frozenset(required)

    @once
    def attributes(self) -> tuple[Attribute, ...]:
        """The attributes in the order of their declaration, beginning with those of base classes."""
        arguments = type_arguments(self.model)
        definitions = self._definitions()
        found: dict[str, Attribute] = {}
        for definition in definitions:
            for name, annotation in definition.declarations.evaluated(definition.model).items():
                required = not self._has_default(name, definition, definitions[0].model)
                annotation = substituted(annotation, arguments.get(definition.model, {}))  # noqa: PLW2901  # because it is the same annotation, filled in
                found[name] = attribute_from(name, annotation, required, definition.since, definition.until)
        return tuple(found.values())

    def _has_default(self, name: str, definition: Definition, root: type) -> bool:
        where = f"attribute {name!r} of {self.model.__name__}"
        if hasattr(root, name) or name in ("self", "kwargs", "additional_properties"):
            raise TypeError(f"{where} has the name of a member of every model; choose another name and declare the wire key")
        if name.startswith("_") or name.endswith("_"):
            raise TypeError(f"{where} begins or ends with an underscore; choose another name and declare the wire key")
        defaults = definition.declarations.defaults
        if defaults.get(name) is not None:
            raise TypeError(
                f"{where} has the default {defaults[name]!r}; only None is allowed, which leaves the value to the service"
            )
        return name in defaults

    def for_msgspec(self, name: str) -> Any:
        """Return the evaluated annotation of an attribute whose class was created before it could be evaluated."""
        with making:
            return with_zone(self.declarations.evaluated(self.model)[name])

    @once
    def by_name(self) -> dict[str, Attribute]:
        """The attributes by their Python names."""
        return {attribute.name: attribute for attribute in self.attributes}

    @once
    def by_wire_key(self) -> dict[str, Attribute]:
        """The attributes by their wire keys."""
        return {attribute.wire_key: attribute for attribute in self.attributes}

    @once
    def by_other_key(self) -> dict[str, Attribute]:
        """The attributes by wire keys that only other dialects have."""
        return {key: attribute for attribute in self.attributes for key in attribute.spellings.values()}

    @once
    def by_any_name(self) -> dict[str, Attribute]:
        """The attributes by Python names and wire keys, both in lower case."""
        return {
            key.lower(): attribute
            for attribute in self.attributes
            for key in (*attribute.spellings.values(), attribute.wire_key, attribute.name)
        }

    @once
    def constraints(self) -> tuple[Constraint, ...]:
        """The rules between attributes, including those of base classes."""
        found = rules_of(self.model)
        for constraint in found:
            for name in constraint.attributes:
                if name not in self.by_name:
                    raise TypeError(f"{constraint!r} of {self.model.__name__} names {name!r}, which isn't an attribute")
        return tuple(found)

    @once
    def held(self) -> tuple[type[Model], ...]:
        """Every model that a document of this one can contain at any depth; itself only if it can contain itself."""
        found: dict[type[Model], None] = {}
        waiting: list[Definition] = [self]
        while waiting:
            for attribute in waiting.pop().attributes:
                shape = innermost(attribute.shape)
                if isinstance(shape, Nested) and shape.model not in found:
                    nested = typing.cast("type[Model]", shape.model)
                    found[nested] = None
                    waiting.append(nested.__definition__)
        return tuple(found)

    @once
    def neighbours(self) -> dict[str, type[Model | Enum]]:
        """Every model and enumeration that a document of this model can contain, and the model itself, by name."""
        models = (self.model, *self.held)
        shapes = [innermost(attribute.shape) for model in models for attribute in model.__definition__.attributes]
        enumerations = [shape.enum for shape in shapes if isinstance(shape, Enumeration)]
        neighbours: list[type[Model | Enum]] = [*models, *enumerations]
        return {neighbour.__name__: neighbour for neighbour in neighbours}

    @once
    def holds_secrets(self) -> bool:
        """Whether a document of this model can contain a secret at any depth."""
        return any(attribute.secret for model in (self.model, *self.held) for attribute in model.__definition__.attributes)

    @once
    def has_secrets(self) -> bool:
        """Whether one of its own attributes is secret. Then an unknown member may be the secret, misspelled."""
        return any(attribute.secret for attribute in self.attributes)

    def shown_key(self, key: Any) -> str:
        """Return the key of an unknown member, masked if it may be secret.

        YAML reads ``{name: A, value: x,y}`` as a member ``y`` without a value, which is a part of the secret. So in a model
        with a secret attribute, a key is shown only if it looks like a declared one.
        """
        text = mask_text(str(key))
        if not self.has_secrets:
            return text
        with making:  # because it imports
            near = nearest(text.lower(), self.by_any_name, 0.7)
        return text if near else MASK

    def is_secret(self, attribute: Attribute, get: Callable[[str], Any]) -> bool:
        """Return whether the value of an attribute is secret, by its declaration or by the ``name`` that the value belongs to.

        Args:
            attribute: The attribute.
            get: Returns the value of an attribute of the same model, by name.
        """
        if attribute.secret or attribute.name != "value" or "name" not in self.by_name:
            return attribute.secret
        return is_secret_label(get("name"))

    @once
    def hidden(self) -> frozenset[str]:
        """The attributes whose wrong values aren't shown: secrets, and attributes that can contain secrets."""
        return frozenset(attribute.name for attribute in self.attributes if _is_hidden(attribute))

    @once
    def is_recursive(self) -> bool:
        """Whether a document of this model can contain a model that can contain itself."""
        return any(model in model.__definition__.held for model in (self.model, *self.held))

    @once
    def needs_reference(self) -> bool:
        """Whether msgspec would read a document of this model differently from the reference.

        It doesn't call a subclass's own constructor, and it accepts a time without a zone for a type variable.
        """
        return any(
            model.__definition__.has_constructor
            or any(with_zone(each) is not each for found in type_arguments(model).values() for each in found.values())
            for model in (self.model, *self.held)
        )

    def undeclared(self, data: Mapping[Any, Any]) -> dict[Any, Any]:
        """Return the undeclared members of a document.

        A key of another dialect counts as declared if the main key is missing.
        """
        known = self.by_wire_key
        found = {key: value for key, value in data.items() if key not in known}
        if found and self.by_other_key:
            for key, attribute in self.by_other_key.items():
                if key in found and data.get(attribute.wire_key) is None:
                    del found[key]
        return found

    def keep_undeclared(self, model: Model, members: dict[Any, Any]) -> None:
        """Store the undeclared members of a document in its model."""
        msgspec.Struct.__setattr__(model, "additional_properties", members)
        if _LOGGER.isEnabledFor(logging.DEBUG):
            keys = cut(", ".join(map(self.shown_key, members)), 500)
            _LOGGER.debug("%s does not declare the members: %s", self.model.__name__, keys)

    @once
    def attribute_map(self) -> dict[str, dict[str, Any]]:
        """msrest's ``_attribute_map`` of the class."""
        return maps.attribute_map(self.attributes)

    @once
    def validation(self) -> dict[str, dict[str, Any]]:
        """msrest's ``_validation`` of the class."""
        return maps.validation(self.attributes)


def _is_hidden(attribute: Attribute) -> bool:
    shape = innermost(attribute.shape)
    if isinstance(shape, Nested):
        return typing.cast("type[Model]", shape.model).__definition__.holds_secrets
    return attribute.secret
