"""Fixes for values that the file's format gives another type: numbers in quotes, unquoted texts in YAML."""

from __future__ import annotations

import re
from typing import Any

from ..engine.shapes import Boolean, Enumeration, Integer, Number, Text
from ..errors import Problem
from ..secrets.masking import cut, mask_text
from .entries import Entry
from .partial_models import declared_shape, model_named
from .templates import Origins
from .values import value_at

_NUMBER = re.compile(r"-?\d{1,20}", re.ASCII)
_MOST = 1e15
"""Below it, every float that is a whole number has the digits that the file has."""


def type_fix(entry: Entry, problem: Problem) -> str:
    """Return what to do about a number or bool in quotes, 3.0 for 3, or a text that YAML reads as another type; else ``""``."""
    value = value_at(entry.content, entry.partial.spelling.locate(entry.content, problem.steps))
    shape = declared_shape(model_named(entry.model_type), problem.steps)
    written = value_at(entry.source.content, entry.locate(problem.steps))
    if entry.origins is not None and isinstance(written, str) and written != value:
        return "" if problem.rule != "type" or problem.hidden else _of_expression(entry.origins, written, shape, value)
    if isinstance(shape, (Text, Enumeration)) and not isinstance(value, (str, dict, list)):
        return _with_quotes(entry.source.unquoted(entry.locate(problem.steps)), value, problem.hidden)
    if problem.rule != "type" or problem.hidden:
        return ""
    if isinstance(shape, Integer) and isinstance(value, float) and value.is_integer():
        return f"Write it without the decimal point: {int(value)}." if abs(value) < _MOST else ""
    if not isinstance(value, str):
        return ""
    return f"Write it without quotes: {value.lower()}." if _type_of(shape, value) else ""


def _type_of(shape: Any, value: Any) -> str:
    """Return the type of a parameter that holds what a text says, if the shape takes that; empty otherwise."""
    if not isinstance(value, str):
        return ""
    is_number = isinstance(shape, (Integer, Number)) and _NUMBER.fullmatch(value)
    is_bool = isinstance(shape, Boolean) and value.lower() in ("true", "false")
    return "int" if is_number else "bool" if is_bool else ""


def _of_expression(origins: Origins, written: str, shape: Any, value: Any) -> str:
    """Return what to do about an expression of which the value has another type: the place of the value decides."""
    is_text = isinstance(shape, Text) and isinstance(value, (bool, int)) and not origins.scope.embedded
    meant = _type_of(shape, value)
    if is_text:
        return "Put string(...) around the expression, within the brackets."
    if not meant:
        return ""
    named = origins.name_of(written)
    if named is None:
        return "" if origins.scope.embedded else f"Put {meant}(...) around the expression, within the brackets."
    kind, name = named
    shown = cut(mask_text(name))
    if kind == "variables":
        return f"Write the value of the variable {shown} without quotes."
    declared = origins.scope.parameters.get(name)
    if isinstance(declared, dict) and str(declared.get("type", "")).lower() == meant:
        return f"Write the value of the parameter {shown} without quotes."
    return f"Give the parameter {shown} the type {meant}, and write its value without quotes."


def _with_quotes(text: str | None, value: Any, hidden: bool) -> str:
    if text is None:
        return ""
    if value is None or isinstance(value, bool):  # one of a few words, so it can't be a secret
        kind = "nothing" if value is None else "true or false"
    elif hidden:
        return "YAML reads this as a number, not as a string: write it in quotes."
    else:
        kind = "a number"
    return f'YAML reads {text} as {kind}, not as a string: write it in quotes, "{text}".'
