"""The names by which people choose an entry of a document."""

from __future__ import annotations

from typing import Any

from ..arm.values import last_segment
from .entries import Entry
from .expressions.evaluating import NO_LOOPS, evaluate
from .expressions.scope import Scope
from .expressions.syntax import Call, Literal, Syntax, is_expression, parse
from .expressions.values import ExpressionError, Unknown, UnknownValueError
from .values import value_at

_UNKNOWN = "\ue000"  # in place of a part of a name that isn't known


def is_named(entry: Entry, name: str | None) -> bool:
    """Return whether an entry has a name: its id, its label, or the last part of an ARM resource's name. None is any name."""
    return name is None or name in _names(entry)


def chosen_from(entries: tuple[Entry, ...], name: str | None) -> list[Entry]:
    """Return the entries with a name; those whose whole label it is win over those whose id it is."""
    labeled = [entry for entry in entries if name == entry.name]
    return labeled or [entry for entry in entries if is_named(entry, name)]


def _names(entry: Entry) -> set[str]:
    identifier = entry.content.get("id") if isinstance(entry.content, dict) else None
    found = {entry.name, *([identifier] if isinstance(identifier, str) else [])}
    if entry.resource is not None and entry.origins is not None:
        resource = value_at(entry.source.content, entry.where(()))
        written: Any = resource.get("name") if isinstance(resource, dict) else None
        if is_expression(written):
            found.add(_last_part(written, entry.origins.scope))
    return found - {""}


def _last_part(text: str, scope: Scope) -> str:
    """Return what follows the last slash of the value of an expression that joins texts; empty if that isn't known."""
    try:
        syntax = parse(text, 1, len(text) - 1)
        if not isinstance(syntax, Call) or syntax.name not in ("concat", "format"):
            return ""
        joined = Call(syntax.name, tuple(_literal(each, scope) for each in syntax.arguments), syntax.offset, syntax.spelled)
        value = last_segment(evaluate(joined, scope, NO_LOOPS))
    except (ExpressionError, UnknownValueError):
        return ""
    return value if isinstance(value, str) and _UNKNOWN not in value else ""


def _literal(syntax: Syntax, scope: Scope) -> Syntax:
    """Return an argument with its value, or with a mark if it isn't known."""
    try:
        value = evaluate(syntax, scope, NO_LOOPS)
    except UnknownValueError:
        return Literal(_UNKNOWN, syntax.offset)
    if isinstance(value, Unknown):
        return Literal(_UNKNOWN, syntax.offset)
    return Literal(value, syntax.offset) if isinstance(value, (str, int)) else syntax
