"""The types and limits of a template's parameters: a deployment with any other value is refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ..paths import Steps
from ..rules.finding import Finding
from ..secrets.masking import cut, mask_text, shown_text
from ..secrets.secret_names import is_secret_member
from .diagnostics import document_finding
from .expressions.arguments import find_key, read_written
from .expressions.evaluating import value_of
from .expressions.scope import Scope
from .expressions.values import Unknown
from .templates import Origins

_LISTED = 8
_BOUNDS = (("minValue", "at least {}"), ("maxValue", "at most {}"))
_CHARACTERS = (("minLength", "at least {} characters"), ("maxLength", "at most {} characters"))
_ELEMENTS = (("minLength", "at least {} elements"), ("maxLength", "at most {} elements"))


def beyond_limits(origins: Iterable[Origins | None]) -> Iterator[Finding]:
    """Yield a finding for each value of a parameter that its template doesn't allow.

    Args:
        origins: The templates that values come from; several may be of the same one.
    """
    scopes = {id(each.scope): each.scope for each in origins if each is not None}
    for scope in scopes.values():
        for name, declared in scope.parameters.items():
            if isinstance(declared, dict):
                yield from _beyond(name, declared, scope)


def _beyond(name: str, declared: dict[str, Any], scope: Scope) -> Iterator[Finding]:
    kind = str(declared.get("type", "")).lower()
    value = _value(name, kind, scope)
    if isinstance(value, Unknown) or value is None:
        return
    steps = _place(name, scope)
    shown = cut(mask_text(name))
    is_secret = kind.startswith("secure") or is_secret_member(name)
    if not scope.embedded and not _has_type(value, kind):  # the Batch CLI extension converts texts
        came = "another type" if is_secret else _shown(value)
        message = f"expected {_TYPES[kind][1]} as the parameter {shown}, got {came}, so the deployment is refused"
        is_here = scope.definition("parameters", name) is not None and not is_secret
        fix = _as_type(kind, value) if is_here else ""
        yield document_finding(steps, "parameter", message, fix or f"Give {shown} {_TYPES[kind][1]}.")
        return
    for expected in _expected(declared, value):
        came = "another value" if is_secret else _shown(value)
        message = f"expected {expected} as the parameter {shown}, got {came}, so the deployment is refused"
        yield document_finding(steps, "parameter", message, f"Give {shown} a value that the template allows.")


_TYPES: dict[str, tuple[type, str]] = {
    "array": (list, "an array"),
    "bool": (bool, "true or false"),
    "int": (int, "an integer"),
    "object": (dict, "an object"),
    "secureobject": (dict, "an object"),
    "securestring": (str, "a string"),
    "string": (str, "a string"),
}
"""The types of parameters, with their names."""


def _has_type(value: Any, kind: str) -> bool:
    """Return whether a value may have a parameter's type; an unknown type has any value."""
    is_whole = isinstance(value, float) and value.is_integer()
    return kind not in _TYPES or type(value) is _TYPES[kind][0] or (kind == "int" and is_whole)


def _as_type(kind: str, value: Any) -> str:
    """Return how to write a value so that it has the type of its parameter; empty if it can't have it."""
    read = read_written(value, kind) if kind in ("bool", "int") else value
    if read is not value:
        return f"Write it without quotes: {_shown(read)}."
    return f'Write it in quotes: "{_shown(value)}".' if kind == "string" and isinstance(value, (bool, int)) else ""


def _value(name: str, kind: str, scope: Scope) -> Any:
    given = scope.given.get(name.lower())
    if given is not None and kind.startswith("secure"):  # which no expression shows
        return read_written(given.value, kind) if given.written else given.value
    quoted = name.replace("'", "''")
    return value_of(f"[parameters('{quoted}')]", scope)


def _place(name: str, scope: Scope) -> Steps:
    """Return where the file has the value; its declaration if the value is from elsewhere."""
    return scope.definition("parameters", name) or (*scope.path, "parameters", name)


def _expected(declared: dict[str, Any], value: Any) -> Iterator[str]:
    """Yield the limits that a value exceeds."""
    allowed = _limit(declared, "allowedValues")
    if isinstance(allowed, list) and not _is_allowed(value, allowed):
        listed = ", ".join(_shown(each) for each in allowed[:_LISTED]) + (", …" if len(allowed) > _LISTED else "")
        yield f"one of {listed}" if len(allowed) > 1 else listed
    if isinstance(value, bool) or not isinstance(value, (int, str, list)):
        return
    size = value if isinstance(value, int) else len(value)
    for key, text in _BOUNDS if isinstance(value, int) else _CHARACTERS if isinstance(value, str) else _ELEMENTS:
        limit = _limit(declared, key)
        if type(limit) is int and (size < limit if key.startswith("min") else size > limit):
            yield text.format(limit)


def _limit(declared: dict[str, Any], name: str) -> Any:
    key = find_key(declared, name)
    return None if key is None else declared[key]


def _is_allowed(value: Any, allowed: list[Any]) -> bool:
    """Return whether a value is among the allowed ones; an array may also have some of them as its elements.

    Letter case is ignored: whether a deployment ignores it is reported differently by different tools.
    """
    if any(_same(value, each) for each in allowed):
        return True
    return isinstance(value, list) and all(any(_same(one, each) for each in allowed) for one in value)


def _same(value: Any, allowed: Any) -> bool:
    if isinstance(value, Unknown):
        return True
    if isinstance(value, str) and isinstance(allowed, str):
        return value.lower() == allowed.lower()
    return type(value) is type(allowed) and bool(value == allowed)


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return shown_text(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, (int, float)) else "an array" if isinstance(value, list) else "an object"
