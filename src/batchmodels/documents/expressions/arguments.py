"""The arguments of the language's functions: their types, and texts of them."""

from __future__ import annotations

import json
from typing import Any, TypeVar

from .values import Budget, ExpressionError, Unknown, UnknownValueError, Value

T = TypeVar("T")


_OF_AZURE = frozenset(
    (
        *("deployer", "deployment", "environment", "managementgroup", "newguid", "pickzones", "providers", "reference"),
        *("references", "resourcegroup", "subscription", "tenant", "uniquestring", "utcnow", "getsecret"),
    )
)


def not_evaluated(name: str) -> Unknown:
    """Return the unknown value of a function that isn't evaluated here."""
    lower = name.lower()
    if lower in _OF_AZURE or lower.endswith("resourceid") or lower.startswith("list"):
        return Unknown(f"{name} is known only at deployment")
    return Unknown(f"the function {name} isn't evaluated here")


def some(value: Value) -> Value:
    """Return a value, or end the evaluation if it isn't known."""
    if isinstance(value, Unknown):
        raise UnknownValueError(value)
    return value


def text(value: Value) -> str:
    """Return a text, or refuse anything else."""
    return _checked(value, str, "a text")


def number(value: Value) -> int:
    """Return an integer, or refuse anything else."""
    return _checked(value, int, "an integer")


def boolean(value: Value) -> bool:
    """Return true or false, or refuse anything else."""
    if isinstance(value, bool):
        return value
    raise ExpressionError(f"expected true or false, got {_kind(value)}")


def array(value: Value) -> list[Any]:
    """Return a list, or refuse anything else."""
    return _checked(value, list, "an array")


def mapping(value: Value) -> dict[str, Any]:
    """Return an object, or refuse anything else."""
    return _checked(value, dict, "an object")


def _checked(value: Value, kind: type[T], name: str) -> T:
    if isinstance(value, Unknown):
        raise UnknownValueError(value)
    if not isinstance(value, kind) or isinstance(value, bool):
        raise ExpressionError(f"expected {name}, got {_kind(value)}")
    return value


_KINDS = {str: "a text", int: "an integer", bool: "true or false", list: "an array", dict: "an object", type(None): "null"}


def _kind(value: Value) -> str:
    return _KINDS.get(type(value), "something else")


def shown(value: Value) -> str:
    """Write a value as the language does within a text: True and False have capital letters."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int):
        return str(value)
    raise ExpressionError(f"expected a text, an integer or true or false, got {_kind(value)}")


def as_json(value: Value) -> str:
    """Write a known value as JSON without blanks."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def find_key(members: dict[str, Any], key: str) -> str | None:
    """Return the key of an object as it is spelled there; the language ignores case. None if it is missing."""
    if key in members:
        return key
    lower = key.lower()
    return next((each for each in members if each.lower() == lower), None)


def find_member(members: dict[str, Any], key: str, budget: Budget) -> str | None:
    """Return the key as `find_key` does, within a budget: it looks at every member."""
    if key not in members:
        budget.spend(len(members))
    return find_key(members, key)


def read_written(value: Value, kind: str) -> Value:
    """Read a text as a value of a parameter's type; a text that isn't one stays as it is."""
    if not isinstance(value, str) or kind not in ("int", "bool", "object", "array"):
        return value
    try:
        read = json.loads(value.lower() if kind == "bool" else value, parse_float=str, parse_constant=str)
    except (ValueError, RecursionError):
        return value
    expected = {"int": int, "bool": bool, "object": dict, "array": list}[kind]
    return read if type(read) is expected else value
