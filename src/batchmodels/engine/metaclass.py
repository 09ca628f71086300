"""ModelMeta, which makes a model class, a msgspec Struct, from its annotations."""

from __future__ import annotations

import inspect
import sys
import warnings
from types import MemberDescriptorType
from typing import TYPE_CHECKING, Any, TypeVar, cast

import msgspec

from .. import spelling
from ..errors import UnknownAttributeWarning
from .constraints import rules_of
from .declarations import Declarations
from .definition import Definition
from .docstrings import Docstring
from .fast import Fast, first_check

if TYPE_CHECKING:
    from .model import Model

T = TypeVar("T")

_construct: Any = msgspec.StructMeta.__call__

_FOLLOWS = "it follows from the annotations. Declare attributes instead, for example: name: Annotated[str, Key('wireKey')]"

_REFUSED = {
    "_attribute_map": _FOLLOWS,
    "_validation": _FOLLOWS,
    "__new__": "msgspec makes the object. Define __init__ instead",
    "__slots__": "they follow from the annotations. Use a name that begins with an underscore for a value that isn't sent",
}
"""The names that a class body must not define, with the reasons."""


class ModelMeta(msgspec.StructMeta):
    """The class of every model class.

    msgspec makes the class and its constructor. This adds what msgspec lacks: wire keys from annotations, warnings for
    unknown keywords, required attributes that may be missing from responses of the service, and own constructors of subclasses.
    """

    __definition__: Definition
    __fast__: Fast[Any]

    def __new__(  # noqa: PYI034  # because msgspec's own metaclass is declared to return a plain type
        mcls,
        name: str,
        bases: tuple[type, ...],
        namespace: dict[str, Any],
        *,
        since: str | None = None,
        until: str | None = None,
        **keywords: Any,
    ) -> ModelMeta:
        """Make a class.

        Args:
            name: Its name.
            bases: Its bases.
            namespace: Its body.
            since: The API version that introduces the class; None if the first one has it.
            until: The first API version without it; None if the last one has it.
            **keywords: Keywords for the ``__init_subclass__`` of another base.

        Raises:
            TypeError: The body defines something that follows from the annotations, or its rules aren't rules.
        """
        if not any(isinstance(base, ModelMeta) for base in bases):
            return super().__new__(mcls, name, bases, namespace, omit_defaults=True, **keywords)
        for refused, reason in _REFUSED.items():
            if refused in namespace:
                raise TypeError(f"{name} must not define {refused}: {reason}")
        declarations = Declarations(name, namespace, sys._getframe(1))  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]  # because there is no public alternative
        _refuse_equal_wire_keys(name, bases, declarations)
        namespace["__annotations__"] = declarations.for_msgspec
        # A required attribute may be missing from a response, so for msgspec every attribute has the default None. The
        # constructor requires it.
        namespace.update(dict.fromkeys(declarations.for_msgspec), __check__=first_check)
        # Each class needs its own, because a plain class among the bases has another one.
        namespace["__dict__"] = next(vars(base)["__dict__"] for base in bases if isinstance(base, ModelMeta))
        constructor = namespace.pop("__init__", None)
        try:
            cls = super().__new__(
                mcls,
                name,
                tuple(map(_without_constructor, bases)),
                namespace,
                kw_only=True,
                omit_defaults=True,
                forbid_unknown_fields=True,
                rename=declarations.wire_keys,
            )
        except TypeError as error:
            if "lay-out conflict" not in str(error):
                raise
            raise TypeError(_conflict(name, bases)) from None
        _refuse_hidden_attributes(cls)
        rules_of(cls)  # which refuses what isn't a rule
        if keywords:
            super(cls, cls).__init_subclass__(**keywords)  # type: ignore[arg-type]  # because a metaclass makes classes
        if constructor is not None:
            cls.__init__ = constructor  # type: ignore[misc]  # because msgspec accepts no constructor in the body
        cls.__definition__ = Definition(cast("type[Model]", cls), declarations, since, until)
        cls.__fast__ = Fast(cls.__definition__)
        if cls.__doc__ is not None:
            type.__setattr__(cls, "__doc__", Docstring(cls.__doc__))
        return cls

    def __call__(cls: type[T], *args: Any, **kwargs: Any) -> T:  # noqa: N805  # because its self is a class
        """Make a model."""
        model = cast("type[Model]", cls)
        definition = model.__definition__
        if definition.has_constructor:
            self = _construct(cls)
            self.__init__(*args, **kwargs)
            return cast("T", self)
        if args:
            given = f"1 positional argument but {len(args) + 1} were given"
            raise TypeError(f"{cls.__name__}.__init__() takes {given}")
        if not definition.required.issubset(kwargs):
            raise TypeError(missing(model, kwargs))
        try:
            return cast("T", _construct(cls, **kwargs))
        except TypeError:  # an unknown keyword
            return cast("T", _construct(cls, **known(model, kwargs, stacklevel=4)))

    @property
    def __signature__(cls) -> inspect.Signature:  # noqa: N805  # because its self is a class
        """The signature of the constructor."""
        if cls.__definition__.has_constructor:
            own = inspect.signature(cls.__init__)  # type: ignore[misc]  # because it is the subclass's own
            return own.replace(parameters=list(own.parameters.values())[1:])
        return signature(cls.__definition__)


def _without_constructor(base: type) -> type:
    """Return a base that msgspec accepts: an empty subclass in place of a base that defines ``__init__`` itself."""
    if isinstance(base, ModelMeta) or "__init__" not in vars(base):
        return base
    return type(base)(base.__name__, (base,), {"__module__": base.__module__, "__qualname__": base.__qualname__})


def _conflict(name: str, bases: tuple[type, ...]) -> str:
    listed = " and ".join(base.__name__ for base in bases)
    fix = f"Repeat the attributes of the others in {name}, or derive one base from the other"
    return f"{name} can't have the bases {listed}: only one base can declare attributes or __slots__. {fix}"


def _refuse_hidden_attributes(cls: ModelMeta) -> None:
    for attribute in cls.__struct_fields__:
        if type(getattr(cls, attribute)) is not MemberDescriptorType:
            owner = next(each for each in cls.__mro__ if attribute in vars(each))
            fix = "Annotate it to declare it again, set its value in __init__, or choose another name"
            raise TypeError(f"{owner.__name__}.{attribute} hides the attribute that {cls.__name__} inherits. {fix}")


def _refuse_equal_wire_keys(name: str, bases: tuple[type, ...], declarations: Declarations) -> None:
    keys: dict[str, str] = {}
    for base in bases:
        if isinstance(base, ModelMeta):
            inherited = zip(base.__struct_encode_fields__, base.__struct_fields__, strict=True)
            keys |= {key: attribute for key, attribute in inherited if attribute not in declarations.wire_keys}
    for attribute, key in declarations.wire_keys.items():
        other = keys.setdefault(key, attribute)
        if other != attribute:
            raise TypeError(f"attributes {other!r} and {attribute!r} of {name} have the same wire key {key!r}")


def signature(definition: Definition) -> inspect.Signature:
    """Return the signature of a class: keyword-only parameters, and ``**kwargs``, which warns."""
    parameters = [
        inspect.Parameter(
            attribute.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=inspect.Parameter.empty if attribute.required else None,
            annotation=attribute.annotation,
        )
        for attribute in definition.attributes
    ]
    others = inspect.Parameter("kwargs", inspect.Parameter.VAR_KEYWORD)
    return inspect.Signature([*parameters, others], return_annotation=None)


def missing(model: type[Model], given: dict[str, Any]) -> str:
    """Return Python's own message for missing required keywords."""
    required = model.__definition__.required
    names = [repr(name) for name in model.__struct_fields__ if name in required and name not in given]
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])}{',' * (len(names) > 2)} and {names[-1]}"  # noqa: PLR2004  # because Python writes a comma before the last of three
    arguments = "argument" if len(names) == 1 else "arguments"
    return f"{model.__name__}.__init__() missing {len(names)} required keyword-only {arguments}: {listed}"


def known(model: type[Model], keywords: dict[str, Any], stacklevel: int) -> dict[str, Any]:
    """Return the keywords that are attributes; warn about the others."""
    for name in keywords:
        if name not in model.__struct_fields__:
            warn_of_unknown(name, model, stacklevel)
    return {name: value for name, value in keywords.items() if name in model.__struct_fields__}


def warn_of_unknown(name: str, model: type[Model], stacklevel: int = 3) -> None:
    """Warn about a keyword or an assignment to a name that isn't an attribute."""
    near = nearest(name, model)
    hint = f"; did you mean {near!r}?" if near else ""
    warnings.warn(f"{model.__name__} has no attribute {name!r}{hint}", UnknownAttributeWarning, stacklevel=stacklevel)


def nearest(name: str, model: type[Model]) -> str | None:
    """Return the attribute closest to an unknown name."""
    definition = model.__definition__
    if name.lower() in definition.by_any_name:
        return definition.by_any_name[name.lower()].name
    return spelling.nearest(name, (*definition.by_name, "additional_properties"))
