"""Model: the base class. A subclass declares its attributes through annotations; everything else follows from them."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from enum import Enum
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any, ClassVar

import msrest.serialization
from msrest.serialization import attribute_transformer

from ..errors import Problem, found_together
from . import compiled, jsontext, maps, reference
from .compiled.codec import Codec
from .constraints import Constraint
from .constructor import Constructor
from .definition import Definition
from .masking import shown
from .reference.encoder import KeyTransformer
from .shapes import Enumeration, innermost

if sys.version_info >= (3, 11):
    from typing import Self, dataclass_transform
else:
    from typing_extensions import Self, dataclass_transform


class _AttributeMap:
    """``_attribute_map``: of a class, what msrest reads documents by; of an instance, what it writes that one by."""

    def __get__(self, instance: Model | None, owner: type[Model]) -> dict[str, dict[str, Any]]:
        return owner.__definition__.attribute_map if instance is None else maps.writing_map(instance)


class _Validation:
    """``_validation``: msrest's limits of each attribute."""

    def __get__(self, instance: Model | None, owner: type[Model]) -> dict[str, dict[str, Any]]:
        return owner.__definition__.validation


@dataclass_transform(kw_only_default=True)
class Model(msrest.serialization.Model):
    """The base of every model.

    A subclass declares an attribute with one annotation. Without a default the attribute is required; the only default
    is None, which leaves the decision to the service. ``Annotated`` holds what else there is to say: ``Key``, ``Secret``,
    ``ReadOnly``, ``Minimum``, ``Maximum``, ``MinLength``, ``MaxLength``, ``Pattern``. Rules between attributes stand in
    the class attribute ``constraints``.

    The constructor takes keywords only and checks nothing but their names: ``validate()``, ``serialize()`` and
    ``to_json()`` check the values. ``additional_properties`` holds the members of a document that no attribute is
    declared for; they are sent back as they came.
    """

    constraints: ClassVar[tuple[Constraint, ...]] = ()

    if TYPE_CHECKING:
        __definition__: ClassVar[Definition]
        __codec__: ClassVar[Codec[Any]]
        additional_properties: dict[str, Any]
        """The members that no attribute is declared for, by their wire keys."""

    else:
        _attribute_map = _AttributeMap()
        _validation = _Validation()

    def __init_subclass__(cls, **keywords: Any) -> None:
        super().__init_subclass__(**keywords)
        for name in ("_attribute_map", "_validation"):
            if name in vars(cls):
                raise TypeError(f"{cls.__name__} must not define {name}: it follows from the annotations")
        cls.__definition__ = Definition(cls, own_constructor="__init__" in vars(cls))
        cls.__codec__ = Codec(cls.__definition__)
        if not cls.__definition__.own_constructor:
            setattr(cls, "__init__", Constructor(cls))  # noqa: B010  # because no type checker knows what stands in for a method

    def serialize(self, keep_readonly: bool = False, **kwargs: Any) -> dict[str, Any]:
        """Write the REST document of this model, secrets and all.

        Args:
            keep_readonly: Whether to write what only the service sets.
            **kwargs: msrest's own options, ``is_xml`` say; msrest writes the document then, after the same checks.

        Returns:
            A new dict of JSON values; None is never written, an empty list is.

        Raises:
            ValidationError: The model can't be sent; the error lists every problem.
        """
        document = compiled.encode(self, keep_readonly)
        if kwargs:
            document = super().serialize(keep_readonly, **kwargs)  # type: ignore[no-untyped-call]  # because msrest has no annotations
        return document

    def to_json(self, indent: int | None = None) -> bytes:
        """Write the REST document of this model as JSON.

        Args:
            indent: Spaces for each level; None writes all on one line.

        Raises:
            ValidationError: The model can't be sent; the error lists every problem.
        """
        text = compiled.encode_json(self)
        return text if indent is None else jsontext.indented(text, indent)

    def validate(self) -> list[Problem]:
        """Find everything for which ``serialize()`` would refuse this model; an empty list means that it can be sent."""
        return found_together(reference.encode(self)[1])

    def as_dict(
        self,
        keep_readonly: bool = True,
        key_transformer: KeyTransformer = attribute_transformer,
        **kwargs: Any,
    ) -> dict[str, Any]:
        """Write this model as a dict under its Python names, secrets and all, without a check.

        Args:
            keep_readonly: Whether to write what only the service sets.
            key_transformer: msrest's: decides on the key of each attribute.
            **kwargs: msrest's own options, ``is_xml`` say.
        """
        if kwargs:
            members: dict[str, Any] = super().as_dict(keep_readonly, key_transformer, **kwargs)  # type: ignore[no-untyped-call]  # because msrest has no annotations
            return members
        return reference.as_dict(self, keep_readonly, key_transformer)

    @classmethod
    def deserialize(cls, data: Any, content_type: str | None = None) -> Self:
        """Read a model from a REST document.

        Args:
            data: The document: a dict, or JSON as ``str`` or ``bytes``. A model of azure-batch will do as well.
            content_type: Only for XML, which msrest reads.

        Raises:
            DeserializationError: It is malformed, or holds what the model can't; the error lists every case.
        """
        if content_type and "xml" in content_type:
            model: Self = super().deserialize(data, content_type)  # type: ignore[no-untyped-call]  # because msrest has no annotations
            return model
        if type(data) is not dict and isinstance(data, (str, bytes, bytearray, memoryview)):
            return compiled.decode_json(cls, data)
        return compiled.decode(cls, data)

    @classmethod
    def from_json(cls, data: str | bytes) -> Self:
        """Read a model from JSON text; see ``deserialize``."""
        return compiled.decode_json(cls, data)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], key_extractors: Any = None, content_type: str | None = None) -> Self:
        """Read a model from a dict with Python names or wire keys, in any letter case.

        Args:
            data: The dict, as ``as_dict`` writes it, say.
            key_extractors: msrest's, to find members in some other way; msrest reads the dict then.
            content_type: Only for XML, which msrest reads.

        Raises:
            DeserializationError: The dict holds what the model can't; the error lists every case.
        """
        if key_extractors is not None or content_type is not None:
            model: Self = super().from_dict(data, key_extractors, content_type)  # type: ignore[no-untyped-call]  # because msrest has no annotations
            return model
        return reference.decode(cls, data, any_name=True)

    @classmethod
    def _infer_class_models(cls) -> dict[str, type[Model | Enum]]:
        # msrest would guess from module names; the annotations know.
        return cls.__definition__.neighbours

    @classmethod
    def _classify(cls, response: Any, objects: Any) -> Any:
        # Here msrest's Deserializer shows a document before it reads it, coercing what is wrong and printing it in errors.
        # So refuse it first, and mark the unknown values of enumerations, which msrest would turn into plain texts.
        if isinstance(response, dict):
            model = reference.decode(cls, response)
            for attribute in cls.__definition__.attributes:
                if isinstance(innermost(attribute.shape), Enumeration) and attribute.wire_key in response:
                    response[attribute.wire_key] = getattr(model, attribute.name)
        return super()._classify(response, objects)  # type: ignore[no-untyped-call]  # because msrest has no annotations

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other):
            return NotImplemented
        values = self.__definition__.values
        try:
            return bool(values(self) == values(other))
        except AttributeError:  # one is half made
            return vars(self) == vars(other)

    def __ne__(self, other: object) -> bool:
        return not self == other  # msrest's own would take NotImplemented for an answer

    __hash__ = None  # type: ignore[assignment]  # because a model can change

    @recursive_repr()
    def __repr__(self) -> str:
        definition = self.__definition__
        parts = [
            f"{attribute.name}={shown(value, attribute.secret, attribute.name in definition.hidden)}"
            for attribute in definition.attributes
            if (value := getattr(self, attribute.name, None)) is not None
        ]
        unknown = getattr(self, "additional_properties", None)
        if unknown:
            parts.append(f"additional_properties={shown(unknown, secret=False, hidden=not isinstance(unknown, dict))}")
        return f"{type(self).__name__}({', '.join(parts)})"

    def __str__(self) -> str:
        return repr(self)


Model.__definition__ = Definition(Model)
Model.__codec__ = Codec(Model.__definition__)
