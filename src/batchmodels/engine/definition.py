"""Definition: all that follows from a model's annotations, each part worked out when it is first needed."""

from __future__ import annotations

import inspect
import logging
import operator
import typing
from collections.abc import Callable, Mapping
from enum import Enum
from typing import TYPE_CHECKING, Any

from ..secrets.names import is_secret_member
from . import maps
from .attributes import Attribute, attribute_from
from .constraints import Constraint
from .masking import MASK, cut, mask_text
from .once import making, once
from .shapes import Enumeration, Nested, innermost

if TYPE_CHECKING:
    from .model import Model

_LOGGER = logging.getLogger("batchmodels")

_LONGEST_KEY = 100  # letters of a key that may be a misspelled one


class Definition:
    """What one model class declares, and what msrest wants to know of it.

    Nothing is worked out while the class is made: importing stays cheap, and annotations may name classes that come later.
    """

    def __init__(
        self, model: type[Model], own_constructor: bool = False, since: str | None = None, until: str | None = None
    ) -> None:
        self.model = model
        self.own_constructor = own_constructor
        self.since = since
        self.until = until

    @once
    def attributes(self) -> tuple[Attribute, ...]:
        """The attributes in the order of their declaration, those of base classes first."""
        bases: list[Any] = [base for base in reversed(self.model.__mro__) if "__definition__" in vars(base)]
        declared_by = {name: base.__definition__ for base in bases for name in inspect.get_annotations(base)}
        # A class is not yet in its module while it is made, so it is told of itself.
        scope = {self.model.__name__: self.model}
        try:
            hints = typing.get_type_hints(self.model, localns=scope, include_extras=True)
        except NameError as error:
            where = f"{self.model.__name__} is annotated with {error.name!r}, which is no name of {self.model.__module__}"
            raise NameError(f"{where}: classes that annotations name as texts stand at the top of a module") from None
        found: dict[str, Attribute] = {}
        for name, definition in declared_by.items():
            if typing.get_origin(hints[name]) is not typing.ClassVar:
                required = not self._has_default(name, bases[0])
                attribute = attribute_from(name, hints[name], required, definition.since, definition.until)
                other = found.setdefault(attribute.wire_key, attribute)
                if other is not attribute:
                    both = f"attributes {other.name!r} and {name!r} of {self.model.__name__}"
                    raise TypeError(f"{both} have the same wire key {attribute.wire_key!r}")
        return tuple(found.values())

    def _has_default(self, name: str, root: type) -> bool:
        where = f"attribute {name!r} of {self.model.__name__}"
        if hasattr(root, name) or name in ("self", "kwargs", "additional_properties"):
            raise TypeError(f"{where} has the name of something that every model has; choose another and give the wire key")
        if name.startswith("_") or name.endswith("_"):
            raise TypeError(f"{where} begins or ends with an underscore; choose another name and give the wire key")
        default = getattr(self.model, name, None)
        if default is not None:
            raise TypeError(f"{where} has the default {default!r}; only None will do, which leaves it to the service")
        return hasattr(self.model, name)

    @once
    def values(self) -> Callable[[Any], Any]:
        """Gives the values of all attributes of a model, to compare."""
        return operator.attrgetter("additional_properties", *[attribute.name for attribute in self.attributes])

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
        """The attributes by the wire keys that they have in other dialects only."""
        return {key: attribute for attribute in self.attributes for key in attribute.spellings.values()}

    @once
    def by_any_name(self) -> dict[str, Attribute]:
        """The attributes by Python name and by wire key, both in lower case."""
        return {
            key.lower(): attribute
            for attribute in self.attributes
            for key in (*attribute.spellings.values(), attribute.wire_key, attribute.name)
        }

    @once
    def constraints(self) -> tuple[Constraint, ...]:
        """The rules between attributes, those of base classes included."""
        found = [
            constraint
            for base in reversed(self.model.__mro__)
            for constraint in vars(base).get("constraints", ())
            if isinstance(constraint, Constraint)
        ]
        for constraint in found:
            for name in constraint.attributes:
                if name not in self.by_name:
                    raise TypeError(f"{constraint!r} of {self.model.__name__} names {name!r}, which is no attribute")
        return tuple(found)

    @once
    def held(self) -> tuple[type[Model], ...]:
        """Every model that a document of this one can hold, at any depth; itself only if it can hold itself."""
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
        """Every model and enumeration that a document of this one can hold, and itself, by name."""
        models = (self.model, *self.held)
        shapes = [innermost(attribute.shape) for model in models for attribute in model.__definition__.attributes]
        enumerations = [shape.enum for shape in shapes if isinstance(shape, Enumeration)]
        neighbours: list[type[Model | Enum]] = [*models, *enumerations]
        return {neighbour.__name__: neighbour for neighbour in neighbours}

    @once
    def holds_secrets(self) -> bool:
        """Whether a document of this model can hold a secret, at any depth."""
        return any(attribute.secret for model in (self.model, *self.held) for attribute in model.__definition__.attributes)

    @once
    def has_secrets(self) -> bool:
        """Whether an attribute of its own is secret: an unknown member of the model may be that one, misspelled."""
        return any(attribute.secret for attribute in self.attributes)

    def shown_key(self, key: Any) -> str:
        """The key of an unknown member, as far as it may be shown.

        YAML reads ``{name: A, value: x,y}`` as a member ``y`` without a value: a part of the secret. So beside a secret
        attribute a key is shown only if it looks like one that is declared.
        """
        text = mask_text(str(key))
        if not self.has_secrets:
            return text
        with making:
            import difflib  # noqa: PLC0415  # because importing it takes a millisecond, and few programs get here

        near = len(text) <= _LONGEST_KEY and difflib.get_close_matches(text.lower(), self.by_any_name, 1, 0.7)
        return text if near else MASK

    def is_secret(self, attribute: Attribute, get: Callable[[str], Any]) -> bool:
        """Whether the value of an attribute is secret: it is declared so, or it is the value of a name that says so.

        Args:
            attribute: The attribute.
            get: Gives the value of an attribute of the same model by its name.
        """
        if attribute.secret or attribute.name != "value" or "name" not in self.by_name:
            return attribute.secret
        return is_secret_member(get("name"))

    @once
    def hidden(self) -> frozenset[str]:
        """The attributes of which a wrong value isn't shown: secrets, and what should hold one."""
        return frozenset(attribute.name for attribute in self.attributes if _is_hidden(attribute))

    @once
    def is_recursive(self) -> bool:
        """Whether a document of this model can hold one that can hold itself."""
        return any(model in model.__definition__.held for model in (self.model, *self.held))

    @once
    def is_plain(self) -> bool:
        """Whether this model and all that it holds have no other constructor than the generated one, and none holds itself."""
        return not self.is_recursive and not any(held.__definition__.own_constructor for held in (self.model, *self.held))

    def undeclared(self, data: Mapping[Any, Any]) -> dict[Any, Any]:
        """The members of a document that no attribute is declared for.

        A key of another dialect is one's own where the main key is missing.
        """
        found = {key: value for key, value in data.items() if key not in self.by_wire_key}
        if found and self.by_other_key:
            for key, attribute in self.by_other_key.items():
                if key in found and data.get(attribute.wire_key) is None:
                    del found[key]
        if found and _LOGGER.isEnabledFor(logging.DEBUG):
            keys = cut(", ".join(map(self.shown_key, found)), 500)
            _LOGGER.debug("%s does not declare the members: %s", self.model.__name__, keys)
        return found

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
