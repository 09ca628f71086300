"""Model, the base class. A subclass declares its attributes with annotations; everything else follows from them."""

from __future__ import annotations

import copyreg
from collections.abc import Iterable, Mapping
from enum import Enum
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any, ClassVar, Self, cast, dataclass_transform

import msgspec
from msrest.serialization import attribute_transformer

from ..errors import Problem, found_together
from ..secrets.masking import MASK, describe, shown
from . import fast, jsontext, maps, reference
from .bases import AttributeMap, Root, Validation, instance_dict
from .constraints import Constraint
from .corrections import UNDECLARED, Undeclared
from .declarations import Declarations
from .definition import Definition
from .fast import Fast
from .metaclass import ModelMeta, nearest, warn_of_unknown
from .msrestreading import KeyExtractor, Reading, extract
from .once import making
from .pages import Page, read_page
from .reference.encoding import KeyTransformer


@dataclass_transform(kw_only_default=True)
class Model(msgspec.Struct, Root, metaclass=ModelMeta, kw_only=True):
    """The base class of all models; a subclass declares its attributes.

    Attributes:
        rules: The rules between the attributes of the class.
        api_versions: The versions that ``serialize(api_version=...)`` accepts, the oldest first. They begin with their dates.
        additional_properties: The undeclared members of the document.
    """

    rules: ClassVar[tuple[Constraint, ...]] = ()
    api_versions: ClassVar[tuple[str, ...]] = ()

    if TYPE_CHECKING:
        __definition__: ClassVar[Definition]
        __fast__: ClassVar[Fast[Any]]

        def __check__(self, for_dict_: bool, /) -> bool: ...

        @property
        def __dialect__(self) -> str | None:
            """The dialect of the document that the model was read from, judging by its keys; None is the main one."""

        @__dialect__.setter
        def __dialect__(self, dialect: str | None) -> None: ...

        @property
        def additional_properties(self) -> dict[str, Any]:
            """The undeclared members, by their wire keys."""
            return {}

        @additional_properties.setter
        def additional_properties(self, members: dict[str, Any]) -> None: ...

    else:
        additional_properties: Undeclared = msgspec.field(default_factory=dict, name=UNDECLARED)
        _attribute_map = AttributeMap()
        _validation = Validation()
        __dialect__ = None

        @property
        def __dict__(self) -> dict[str, Any]:
            return {name: getattr(self, name) for name in self.__struct_fields__} | instance_dict(self)

        @property
        def __rich_repr__(self) -> Any:
            raise AttributeError  # so that rich prints repr(), which masks secrets, instead of msgspec's fields

        # Hidden from type checkers, which would accept an assignment to any name otherwise.
        def __setattr__(self, name: str, value: Any) -> None:
            model = type(self)
            # A subclass with its own constructor may set other names, unless they look like misspelled attributes.
            if (
                name not in self.__struct_fields__
                and not name.startswith("_")
                and not hasattr(model, name)
                and (not model.__definition__.has_constructor or nearest(name, model))
            ):
                warn_of_unknown(name, model)
            super().__setattr__(name, value)

        def __delattr__(self, name: str) -> None:
            if name in self.__struct_fields__:
                setattr(self, name, {} if name == "additional_properties" else None)
            else:
                super().__delattr__(name)

    def __copy__(self) -> Self:
        copied = type(self).__new__(type(self))
        copied.__setstate__(self.__getstate__())
        return copied

    def __reduce__(self) -> tuple[Any, ...]:
        return copyreg.__newobj__, (type(self),), self.__getstate__()  # type: ignore[attr-defined]  # because typeshed lacks it

    def __getstate__(self) -> dict[str, Any]:
        return vars(self)

    def __setstate__(self, state: dict[str, Any]) -> None:
        for name, value in state.items():
            super().__setattr__(name, value)

    def serialize(self, keep_readonly: bool = False, *, api_version: str | None = None, **kwargs: Any) -> dict[str, Any]:
        """Return the REST document of this model, including secrets.

        Args:
            keep_readonly: Whether to include attributes that only the service sets.
            api_version: The API version of the document; anything that it doesn't support is refused. None skips this check.
            **kwargs: Options of msrest, for example ``is_xml``. With them, msrest writes the document, after the same checks.

        Returns:
            A new dict of JSON values. It omits attributes that are None, but not empty lists.

        Raises:
            ValidationError: The model can't be sent; the error lists every problem.
            ValueError: Unknown API version; the message lists the supported ones.
        """
        if not (keep_readonly or api_version is not None or kwargs):
            return fast.encode(self)
        known = None if api_version is None else self._known_version(api_version)
        document = reference.write(self, reference.Encoding(keep_readonly, known))
        if kwargs:
            document = super().serialize(keep_readonly, **kwargs)  # type: ignore[no-untyped-call]  # because msrest has no annotations
        return document

    def to_json(self, indent: int | None = None, *, api_version: str | None = None, masked: bool = False) -> bytes:
        """Return the REST document of this model as JSON.

        Args:
            indent: The number of spaces for each level; None writes one line.
            api_version: The API version of the document; anything that it doesn't support is refused. None skips this check.
            masked: Whether to write ``***`` instead of each secret, to print or log the document. It can't be sent then.

        Raises:
            ValidationError: The model can't be sent; the error lists every problem.
            ValueError: Unknown API version; the message lists the supported ones.
        """
        if indent is None and api_version is None and not masked:
            return fast.encode_json(self)
        document = self.serialize(api_version=api_version)
        if masked:
            document, _ = reference.encode(self, reference.Encoding(masked=True))
        text = jsontext.write(document)
        return text if indent is None else jsontext.indented(text, indent)

    def validate(self, *, api_version: str | None = None) -> list[Problem]:
        """Return every problem for which ``serialize()`` would refuse this model; if there are none, it can be sent.

        Args:
            api_version: The API version of the document; None skips this check.

        Raises:
            ValueError: Unknown API version; the message lists the supported ones.
        """
        known = None if api_version is None else self._known_version(api_version)
        return found_together(reference.encode(self, reference.Encoding(api_version=known))[1], type(self).__name__)

    @classmethod
    def _known_version(cls, api_version: str) -> str:
        if api_version in cls.api_versions:
            return api_version
        known = ", ".join(cls.api_versions) or "none"
        raise ValueError(f"expected one of the API versions that {cls.__name__} supports, {known}, got {describe(api_version)}")

    def as_dict(
        self,
        keep_readonly: bool = True,
        key_transformer: KeyTransformer = attribute_transformer,
        **kwargs: Any,
    ) -> dict[str, Any]:
        """Return this model as a dict under its Python names, including secrets and without any check.

        Args:
            keep_readonly: Whether to include attributes that only the service sets.
            key_transformer: A function of msrest that chooses the key of each attribute.
            **kwargs: Options of msrest, for example ``is_xml``.
        """
        if kwargs:
            members: dict[str, Any] = super().as_dict(keep_readonly, maps.for_msrest(key_transformer), **kwargs)  # type: ignore[no-untyped-call]  # because msrest has no annotations
            return members
        return reference.as_dict(self, keep_readonly, key_transformer)

    @classmethod
    def deserialize(cls, data: Any, content_type: str | None = None) -> Self:
        """Read a model from a REST document.

        Args:
            data: The document: a dict, JSON as ``str`` or ``bytes``, or a model of azure-batch.
            content_type: Needed only for XML, which msrest reads.

        Raises:
            DeserializationError: It is malformed, or contains values that the model can't hold; the error lists every problem.
        """
        if type(data) is dict and content_type is None:
            return fast.decode(cls, data)
        if content_type and "xml" in content_type:
            model: Self = super().deserialize(data, content_type)  # type: ignore[no-untyped-call]  # because msrest has no annotations
            return model
        if type(data) is not dict and isinstance(data, (str, bytes, bytearray, memoryview)):
            return fast.decode_json(cls, data)
        return fast.decode(cls, data)

    @classmethod
    def from_json(cls, data: str | bytes) -> Self:
        """Read a model from JSON text; see ``deserialize``."""
        return fast.decode_json(cls, data)

    @classmethod
    def read_page(cls, data: dict[str, Any] | str | bytes) -> Page[Self]:
        """Read one page of a list as the service returns it: ``{"value": [...], "odata.nextLink": "..."}``.

        msgspec reads it in one pass, which takes little more memory than the models themselves. If that isn't possible, for
        example because an element has an unknown member, the document is parsed first and its elements are read one by one.

        Args:
            data: The page: a dict, or JSON.

        Raises:
            DeserializationError: It is malformed, or an element contains values that the model can't hold; the error lists
                every problem.
        """
        return read_page(cls, data)

    @classmethod
    def json_schema(cls, *, closed: bool = False, api_version: str | None = None) -> dict[str, Any]:
        """Return a JSON Schema, Draft 2020-12, of this model's documents.

        A document is valid if ``deserialize`` reads it and ``validate()`` finds no problems. Some of their checks can't be
        expressed in a schema, for example whether a date exists or whether 3.0 is an int.

        Args:
            closed: Whether to refuse undeclared members and enumeration values, so that an editor marks misspellings.
            api_version: The API version of the documents, as `serialize` takes it; the schema lacks what it doesn't support.
        """
        with making:
            from .schema import json_schema  # noqa: PLC0415  # because the import takes a millisecond, and few programs need it

        version = None if api_version is None else cls._known_version(api_version)
        return json_schema(cls, closed, reference.supported_by(version))

    @classmethod
    def from_dict(
        cls, data: Mapping[str, Any], key_extractors: Iterable[KeyExtractor] | None = None, content_type: str | None = None
    ) -> Self:
        """Read a model from a dict with Python names or wire keys, in any letter case.

        Args:
            data: The dict, for example one that ``as_dict`` returned.
            key_extractors: Functions of msrest that find members another way; the first that finds a value wins.
            content_type: Needed only for XML, which msrest reads.

        Raises:
            DeserializationError: The dict contains values that the model can't hold; the error lists every problem.
        """
        if content_type and "xml" in content_type:
            model: Self = super().from_dict(data, key_extractors, content_type)  # type: ignore[no-untyped-call]  # because msrest has no annotations
            return model
        if key_extractors is not None:
            return reference.decode(cls, extract(cls, data, list(key_extractors)))
        return reference.decode(cls, data, any_name=True)

    @classmethod
    def _infer_class_models(cls) -> dict[str, type[Model | Enum]]:
        # msrest would guess from module names; the annotations are exact.
        return cls.__definition__.neighbours

    @classmethod
    def _classify(cls, response: Any, objects: Any) -> Any:
        # msrest's Deserializer passes the document here before it reads it, coerces wrong values and prints them in errors.
        # `_classify` removes the discriminator from its argument.
        shown_one = dict(response) if isinstance(response, dict) else response
        found: Any = super()._classify(shown_one, objects)  # type: ignore[no-untyped-call]  # because msrest has no annotations
        if isinstance(response, Mapping) and isinstance(found, ModelMeta):
            model = cast("type[Model]", found)
            return Reading(model, response, reference.decode(model, response))
        return found

    __hash__ = None  # type: ignore[assignment]  # because a model can change

    @recursive_repr()
    def __repr__(self) -> str:
        definition = self.__definition__
        members = vars(self)
        parts = []
        for name, attribute in definition.by_name.items():
            value = reference.own_value(attribute, getattr(self, name, None))
            if value is not None:
                secret = definition.is_secret(attribute, members.get)
                parts.append(f"{name}={shown(value, secret, name in definition.hidden, labels=attribute.shape.has_labels)}")
        unknown = getattr(self, "additional_properties", None)
        if unknown:
            written = shown(unknown, secret=False, hidden=not isinstance(unknown, dict))
            if definition.has_secrets and isinstance(unknown, dict):  # any member may be the secret one, misspelled
                written = "{" + ", ".join(f"{definition.shown_key(key)!r}: {MASK!r}" for key in unknown) + "}"
            parts.append(f"additional_properties={written}")
        return f"{type(self).__name__}({', '.join(parts)})"

    def __str__(self) -> str:
        return repr(self)


def _new(cls: type[Model], *_: Any, **__: Any) -> Model:
    """Make a model without calling its constructor; no attribute is set."""
    return msgspec.StructMeta.__call__(cls)  # type: ignore[no-any-return]  # because a metaclass returns anything


Model.__new__ = _new  # type: ignore[assignment]  # because msgspec accepts none in the body
Model.__definition__ = Definition(Model, Declarations("Model", {}))
Model.__fast__ = Fast(Model.__definition__)
Model.__check__ = fast.first_check  # type: ignore[method-assign]  # because it is generated
