"""The constructor of a model, generated from its attributes when it is first asked for."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

from ..errors import UnknownAttributeWarning
from .masking import cut, mask_text
from .once import making
from .source import Names, Source, compile_function

if TYPE_CHECKING:
    from .model import Model


class Constructor:
    """Stands as ``__init__`` in a model class until someone asks for it; then the real function takes its place."""

    def __init__(self, model: type[Model]) -> None:
        self.model = model

    def __get__(self, instance: Model | None, owner: type[Model]) -> Any:
        with making:
            function = vars(self.model)["__init__"]
            if function is self:
                function = write_constructor(self.model)
                type.__setattr__(self.model, "__init__", function)
        return function.__get__(instance, owner)


def constructor_source(model: type[Model], names: Names) -> str:
    """Write the constructor: keywords only, each stored, always in the same order."""
    # An attribute of which every instance has a value, stored always in the same order, is the quickest to read.
    source = Source()
    with source.block("def __init__("):
        source.line("self,")
        attributes = model.__definition__.attributes
        if attributes:
            source.line("*,")
        for attribute in attributes:
            source.line(f"{attribute.name}," if attribute.required else f"{attribute.name}=None,")
        source.line("**kwargs,")
    with source.block("):"):
        source.line("self.additional_properties = {}")
        for attribute in attributes:
            source.line(f"self.{attribute.name} = {attribute.name}")
        with source.block("if kwargs:"):
            source.line(f"{names.bind('take_undeclared', take_undeclared)}(self, kwargs)")
    return str(source)


def write_constructor(model: type[Model]) -> Any:
    """Generate the constructor of a model, with its annotations."""
    names = Names()
    function = compile_function(model, "__init__", constructor_source(model, names), names)
    function.__annotations__ = {attribute.name: attribute.annotation for attribute in model.__definition__.attributes}
    function.__annotations__["return"] = None
    return function


def take_undeclared(model: Model, keywords: dict[str, Any]) -> None:
    """Keep ``additional_properties``; warn of every other keyword that no attribute has, and drop it."""
    for name, value in keywords.items():
        if name == "additional_properties":
            model.additional_properties = value
            continue
        near = nearest(name, type(model))
        hint = f"; did you mean {near!r}?" if near else ""
        text = f"{type(model).__name__} has no attribute {cut(mask_text(name))!r}{hint}"
        warnings.warn(text, UnknownAttributeWarning, stacklevel=3)


def nearest(name: str, model: type[Model]) -> str | None:
    """The attribute that was probably meant by a name that is none."""
    import difflib  # noqa: PLC0415  # because few programs ever get here, and importing it takes a millisecond

    definition = model.__definition__
    if name.lower() in definition.by_any_name:
        return definition.by_any_name[name.lower()].name
    return next(iter(difflib.get_close_matches(name, definition.by_name)), None)
