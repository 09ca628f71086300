"""The functions of Terraform's language that are exact over known values. Any other one isn't evaluated."""

from __future__ import annotations

import base64
import json
import math
import re
from collections.abc import Callable
from typing import Any

from .expressions.arguments import array, boolean, mapping, number, text
from .expressions.text_functions import equal
from .expressions.values import Budget, ExpressionError, Unknown, UnknownValueError, Value

_MOST = 10_000  # elements that range makes

_VERB = re.compile(r"%(?:%|[sdvq])|%")


def written(value: Value) -> str:
    """Return a value as it is within a text: true, 15, 1.5."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)
    return str(value) if isinstance(value, int) else text(value)


def as_json(value: Value) -> str:
    """Write a value as jsonencode does: members are sorted, and characters that HTML gives a meaning are escaped."""
    encoded = json.dumps(value, separators=(",", ":"), ensure_ascii=False, sort_keys=True)
    for character in "<>&\u2028\u2029":
        encoded = encoded.replace(character, f"\\u{ord(character):04x}")
    return encoded


def _format(arguments: list[Value]) -> str:
    pattern, *values = arguments
    left = list(values)

    def verb(found: re.Match[str]) -> str:
        if found[0] == "%%":
            return "%"
        if found[0] == "%":
            raise UnknownValueError(Unknown("this verb of format isn't evaluated here"))
        if not left:
            raise ExpressionError("format has fewer values than verbs")
        value = left.pop(0)
        if found[0] == "%d":
            return str(number(value))
        if found[0] == "%v" and isinstance(value, (list, dict)):
            return as_json(value)
        return as_json(value) if found[0] == "%q" else written(value)

    made = _VERB.sub(verb, text(pattern))
    if left:
        raise ExpressionError("format has more values than verbs")
    return made


def _replace(arguments: list[Value]) -> str:
    whole, old, new = map(text, arguments)
    if len(old) > 1 and old.startswith("/") and old.endswith("/"):
        raise UnknownValueError(Unknown("replace with a pattern isn't evaluated here"))
    return whole.replace(old, new)


def _merge(arguments: list[Value]) -> dict[str, Any]:
    return {key: value for each in arguments if each is not None for key, value in mapping(each).items()}


def _element(arguments: list[Value]) -> Value:
    elements, index = array(arguments[0]), number(arguments[1])
    if not elements:
        raise ExpressionError("element expects a list with elements")
    return elements[index % len(elements)]


def _lookup(arguments: list[Value]) -> Value:
    members, key, *otherwise = arguments
    if text(key) in mapping(members):
        return members[key]
    if not otherwise:
        raise ExpressionError("the map has no such key")
    return otherwise[0]


def _coalesce(arguments: list[Value]) -> Value:
    for each in arguments:
        if each not in (None, ""):
            return each
    raise ExpressionError("coalesce has no value that isn't empty")


def _flatten(arguments: list[Value]) -> list[Any]:
    flat: list[Any] = []
    waiting = list(reversed(array(arguments[0])))
    while waiting:
        each = waiting.pop()
        if isinstance(each, list):
            waiting += reversed(each)
        else:
            flat.append(each)
    return flat


def _distinct(arguments: list[Value]) -> list[Any]:
    found: list[Any] = []
    for each in array(arguments[0]):
        if not any(equal(each, other) for other in found):
            found.append(each)
    return found


def _substr(arguments: list[Value]) -> str:
    whole, offset, length = text(arguments[0]), number(arguments[1]), number(arguments[2])
    if not whole.isascii():
        raise UnknownValueError(Unknown("substr of this text isn't evaluated here"))
    start = offset if offset >= 0 else max(0, len(whole) + offset)
    return whole[start:] if length < 0 else whole[start : start + length]


def _indent(arguments: list[Value]) -> str:
    blanks = " " * number(arguments[0])
    return text(arguments[1]).replace("\n", f"\n{blanks}")


def _length(arguments: list[Value]) -> int:
    (value,) = arguments
    if isinstance(value, (list, dict)):
        return len(value)
    if not text(value).isascii():
        raise UnknownValueError(Unknown("the length of this text isn't evaluated here"))
    return len(value)


def _contains(arguments: list[Value]) -> bool:
    return any(equal(each, arguments[1]) for each in array(arguments[0]))


def _extreme(choose: Callable[[list[Any]], Any]) -> Callable[[list[Value]], Any]:
    return lambda arguments: choose([_numeric(each) for each in arguments])


def _numeric(value: Value) -> Any:
    return value if isinstance(value, float) else number(value)


def _to_number(arguments: list[Value]) -> Value:
    (value,) = arguments
    if isinstance(value, str) and re.fullmatch(r"-?\d{1,18}", value):
        return int(value)
    return None if value is None else _numeric(value)


def _to_bool(arguments: list[Value]) -> Value:
    (value,) = arguments
    return value == "true" if value in ("true", "false") else None if value is None else boolean(value)


def _encoded(arguments: list[Value]) -> str:
    return base64.b64encode(text(arguments[0]).encode()).decode()


def _decoded(arguments: list[Value]) -> str:
    try:
        return base64.b64decode(text(arguments[0]), validate=True).decode()
    except ValueError:
        raise ExpressionError("expected a text in base64") from None


def _range(arguments: list[Value]) -> list[int]:
    numbers = [number(each) for each in arguments]
    start, end, step = (0, numbers[0], 1) if len(numbers) == 1 else (*numbers, 1) if len(numbers) == 2 else numbers  # noqa: PLR2004  # because range takes the end, or the start and the end
    if step == 0 or len(range(start, end, step)) > _MOST:
        raise ExpressionError(f"range makes at most {_MOST} elements")
    return list(range(start, end, step))


def _ascii(arguments: list[Value]) -> str:
    if not text(arguments[0]).isascii():
        raise UnknownValueError(Unknown("the case of this text isn't evaluated here"))
    return str(arguments[0])


FUNCTIONS: dict[str, tuple[int, int, Callable[[list[Value]], Value]]] = {
    "abs": (1, 1, lambda arguments: abs(_numeric(arguments[0]))),
    "base64decode": (1, 1, _decoded),
    "base64encode": (1, 1, _encoded),
    "ceil": (1, 1, lambda arguments: math.ceil(_numeric(arguments[0]))),
    "chomp": (1, 1, lambda arguments: text(arguments[0]).rstrip("\r\n")),
    "coalesce": (1, 100, _coalesce),
    "compact": (1, 1, lambda arguments: [each for each in array(arguments[0]) if each not in (None, "")]),
    "concat": (1, 100, lambda arguments: [element for each in arguments for element in array(each)]),
    "contains": (2, 2, _contains),
    "distinct": (1, 1, _distinct),
    "element": (2, 2, _element),
    "endswith": (2, 2, lambda arguments: text(arguments[0]).endswith(text(arguments[1]))),
    "flatten": (1, 1, _flatten),
    "floor": (1, 1, lambda arguments: math.floor(_numeric(arguments[0]))),
    "format": (1, 100, _format),
    "indent": (2, 2, _indent),
    "join": (2, 2, lambda arguments: text(arguments[0]).join(written(each) for each in array(arguments[1]))),
    "jsonencode": (1, 1, lambda arguments: as_json(arguments[0])),
    "keys": (1, 1, lambda arguments: sorted(mapping(arguments[0]))),
    "length": (1, 1, _length),
    "lookup": (2, 3, _lookup),
    "lower": (1, 1, lambda arguments: _ascii(arguments).lower()),
    "max": (1, 100, _extreme(max)),
    "merge": (1, 100, _merge),
    "min": (1, 100, _extreme(min)),
    "range": (1, 3, _range),
    "replace": (3, 3, _replace),
    "reverse": (1, 1, lambda arguments: array(arguments[0])[::-1]),
    "split": (2, 2, lambda arguments: text(arguments[1]).split(text(arguments[0])) if arguments[0] else list(arguments[1])),
    "startswith": (2, 2, lambda arguments: text(arguments[0]).startswith(text(arguments[1]))),
    "substr": (3, 3, _substr),
    "tobool": (1, 1, _to_bool),
    "tolist": (1, 1, lambda arguments: array(arguments[0])),
    "tomap": (1, 1, lambda arguments: mapping(arguments[0])),
    "tonumber": (1, 1, _to_number),
    "tostring": (1, 1, lambda arguments: None if arguments[0] is None else written(arguments[0])),
    "trimprefix": (2, 2, lambda arguments: text(arguments[0]).removeprefix(text(arguments[1]))),
    "trimspace": (1, 1, lambda arguments: text(arguments[0]).strip()),
    "trimsuffix": (2, 2, lambda arguments: text(arguments[0]).removesuffix(text(arguments[1]))),
    "upper": (1, 1, lambda arguments: _ascii(arguments).upper()),
    "values": (1, 1, lambda arguments: [arguments[0][key] for key in sorted(mapping(arguments[0]))]),
}
"""The functions by their names, each with the fewest and the most arguments."""


def call(name: str, arguments: list[Value], budget: Budget) -> Value:
    """Call a function with known values.

    Raises:
        UnknownValueError: It isn't evaluated here.
        ExpressionError: It can't be evaluated.
    """
    function = FUNCTIONS.get(name)
    if function is None:
        raise UnknownValueError(Unknown(f"the function {name} isn't evaluated here"))
    fewest, most, run = function
    if not fewest <= len(arguments) <= most:
        raise ExpressionError(f"{name} doesn't take {len(arguments)} arguments")
    budget.spend(sum(len(each) for each in arguments if isinstance(each, (str, list, dict))))
    return run(arguments)
