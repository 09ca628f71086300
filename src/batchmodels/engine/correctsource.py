"""Writes the function that turns what msgspec writes into the REST document.

msgspec writes durations in another form, what only the service sets, and the members that no attribute is declared for as a
member of their own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from . import shapes, wiretexts
from .source import Names, Source, compile_function

if TYPE_CHECKING:
    from .definition import Definition

UNDECLARED = "<additional_properties>"
"""The wire key of ``additional_properties``, which msgspec knows as a field like any other. No service uses it."""

Correct = Callable[[Any, Any], None]


class Undeclared:
    """The type of ``additional_properties`` to msgspec: no JSON value is one, so a document can't fill it."""


def generate_correct(definition: Definition) -> Correct:
    """Generate the function for models of one class, and what msgspec writes of them."""
    source, names = Source(), Names()
    with source.block("def correct(models_, documents_):"), source.block("for self, document_ in zip(models_, documents_):"):
        for attribute in definition.attributes:
            if attribute.read_only or isinstance(attribute.shape, shapes.Duration):
                with source.block(f"if self.{attribute.name} is not None:"):
                    written = f"{names.bind('write_duration', wiretexts.write_duration)}(self.{attribute.name})"
                    member = f"document_[{attribute.wire_key!r}]"
                    source.line(f"del {member}" if attribute.read_only else f"{member} = {written}")
            elif calls := _calls(attribute.shape, f"self.{attribute.name}", f"document_[{attribute.wire_key!r}]", names):
                with source.block(f"if self.{attribute.name} is not None:"):
                    source.line(calls)
        with source.block("if self.additional_properties:"):
            source.line(f"document_.update(document_.pop({UNDECLARED!r}))")
    correct: Correct = compile_function(definition.model, "correct", str(source), names)
    return correct


def _calls(shape: Any, value: str, written: str, names: Names) -> str | None:
    """The call that corrects what an attribute holds, if that is models."""
    if isinstance(shape, shapes.Nested):
        return f"{_function(shape, names)}(({value},), ({written},))"
    if isinstance(shape, shapes.ListOf) and isinstance(shape.element, shapes.Nested):
        return f"{_function(shape.element, names)}({value}, {written})"
    if isinstance(shape, shapes.MapOf) and isinstance(shape.element, shapes.Nested):
        return f"{_function(shape.element, names)}({value}.values(), {written}.values())"
    return None


def _function(shape: Any, names: Names) -> str:
    return names.bind(f"correct_{shape.model.__name__}", shape.model.__fast__.correct)
