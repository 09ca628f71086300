"""Model: the base class. A subclass declares its attributes through annotations; everything else follows from them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any, ClassVar, Self, dataclass_transform

import msrest.serialization
from msrest.serialization import attribute_transformer

from ..errors import Problem, found_together
from . import compiled, jsontext, maps, reference
from .compiled.codec import Codec
from .constraints import Constraint
from .constructor import Constructor
from .definition import Definition
from .masked import masked_document
from .masking import MASK, describe, shown
from .once import making
from .pages import Page, read_page
from .reference.encoding import KeyTransformer
from .shapes import Enumeration, innermost


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
    """What every model does; a subclass declares its attributes.

    Attributes:
        constraints: The rules between the attributes of the class.
        api_versions: The versions that ``serialize(api_version=...)`` takes, the oldest first. They begin with their dates.
        additional_properties: The members of a document that no attribute is declared for.
    """

    constraints: ClassVar[tuple[Constraint, ...]] = ()
    api_versions: ClassVar[tuple[str, ...]] = ()

    if TYPE_CHECKING:
        __definition__: ClassVar[Definition]
        __codec__: ClassVar[Codec[Any]]
        __dialect__: str | None
        """The dialect of the document that the model was read from, where a key of it gave it away; None is the main one."""
        additional_properties: dict[str, Any]
        """The members that no attribute is declared for, by their wire keys."""

    else:
        _attribute_map = _AttributeMap()
        _validation = _Validation()
        __dialect__ = None

    def __init_subclass__(cls, *, since: str | None = None, until: str | None = None, **keywords: Any) -> None:
        """Take in a class.

        Args:
            since: The API version that brings the class; None if the first one has it.
            until: The first API version without it; None if the last one has it.
            **keywords: Those of other base classes.
        """
        super().__init_subclass__(**keywords)
        for name in ("_attribute_map", "_validation"):
            if name in vars(cls):
                raise TypeError(f"{cls.__name__} must not define {name}: it follows from the annotations")
        cls.__definition__ = Definition(cls, "__init__" in vars(cls), since, until)
        cls.__codec__ = Codec(cls.__definition__)
        if not cls.__definition__.own_constructor:
            setattr(cls, "__init__", Constructor(cls))  # noqa: B010  # because no type checker knows what stands in for a method

    def serialize(self, keep_readonly: bool = False, *, api_version: str | None = None, **kwargs: Any) -> dict[str, Any]:
        """Write the REST document of this model, secrets and all.

        Args:
            keep_readonly: Whether to write what only the service sets.
            api_version: The API version that the document is for: what it doesn't know is refused. None checks nothing.
            **kwargs: msrest's own options, ``is_xml`` say; msrest writes the document then, after the same checks.

        Returns:
            A new dict of JSON values; None is never written, an empty list is.

        Raises:
            ValidationError: The model can't be sent; the error lists every problem.
            ValueError: There is no such API version; the error lists those that there are.
        """
        document = (
            compiled.encode(self, keep_readonly)
            if api_version is None
            else reference.write(self, keep_readonly, self._known_version(api_version))
        )
        if kwargs:
            document = super().serialize(keep_readonly, **kwargs)  # type: ignore[no-untyped-call]  # because msrest has no annotations
        return document

    def to_json(self, indent: int | None = None, *, api_version: str | None = None, masked: bool = False) -> bytes:
        """Write the REST document of this model as JSON.

        Args:
            indent: Spaces for each level; None writes all on one line.
            api_version: The API version that the document is for: what it doesn't know is refused. None checks nothing.
            masked: Whether to write ``***`` in place of each secret, to print the document or to log it. It can't be sent then.

        Raises:
            ValidationError: The model can't be sent; the error lists every problem.
            ValueError: There is no such API version; the error lists those that there are.
        """
        if masked:
            text = jsontext.write(masked_document(self, self.serialize(api_version=api_version)))
        elif api_version is None:
            text = compiled.encode_json(self)
        else:
            text = jsontext.write(self.serialize(api_version=api_version))
        return text if indent is None else jsontext.indented(text, indent)

    def validate(self, *, api_version: str | None = None) -> list[Problem]:
        """Find everything for which ``serialize()`` would refuse this model; an empty list means that it can be sent.

        Args:
            api_version: The API version that the document would be for. None checks nothing of the kind.

        Raises:
            ValueError: There is no such API version; the error lists those that there are.
        """
        known = None if api_version is None else self._known_version(api_version)
        return found_together(reference.encode(self, api_version=known)[1])

    @classmethod
    def _known_version(cls, api_version: str) -> str:
        if api_version in cls.api_versions:
            return api_version
        known = ", ".join(cls.api_versions) or "none"
        raise ValueError(f"expected one of the API versions that {cls.__name__} knows, {known}, got {describe(api_version)}")

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
    def read_page(cls, data: dict[str, Any] | str | bytes) -> Page[Self]:
        """Read one page of a list, as the service answers it: ``{"value": [...], "odata.nextLink": "..."}``.

        The elements are read one by one, so a page takes hardly more memory than what is kept of it.

        Args:
            data: The page: a dict, or JSON.

        Raises:
            DeserializationError: It is malformed, or an element holds what the model can't; the error lists every case.
        """
        return read_page(cls, data)

    @classmethod
    def json_schema(cls, *, closed: bool = False) -> dict[str, Any]:
        """Describe this model's documents in JSON Schema, Draft 2020-12.

        A document is valid when ``deserialize`` reads it and ``validate()`` finds nothing wrong. What a schema can't say is
        left to them: whether a day is in the calendar, whether 3.0 is an int.

        Args:
            closed: Also refuse what isn't declared, members and values of enumerations, so that an editor marks a misspelling.
        """
        with making:
            from .schema import json_schema  # noqa: PLC0415  # because it takes a millisecond, and few programs need it

        return json_schema(cls, closed)

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
            for key, attribute in cls.__definition__.by_other_key.items():
                if response.get(attribute.wire_key) is None and key in response:
                    response[attribute.wire_key] = response.pop(key)
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
        members = vars(self)
        parts = [
            f"{name}={shown(value, definition.is_secret(attribute, members.get), name in definition.hidden)}"
            for name, attribute in definition.by_name.items()
            if (value := getattr(self, name, None)) is not None
        ]
        unknown = getattr(self, "additional_properties", None)
        if unknown:
            written = shown(unknown, secret=False, hidden=not isinstance(unknown, dict))
            if definition.has_secrets and isinstance(unknown, dict):  # any member may be the secret one, misspelled
                written = "{" + ", ".join(f"{definition.shown_key(key)!r}: {MASK!r}" for key in unknown) + "}"
            parts.append(f"additional_properties={written}")
        return f"{type(self).__name__}({', '.join(parts)})"

    def __str__(self) -> str:
        return repr(self)


Model.__definition__ = Definition(Model)
Model.__codec__ = Codec(Model.__definition__)
