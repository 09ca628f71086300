"""The functions on texts, numbers and truth values."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, unquote

from ..json_reader import without_comments
from .arguments import array, as_json, boolean, number, shown, text
from .values import Budget, ExpressionError, Unknown, UnknownValueError, Value

Arguments = list[Value]
Run = Callable[[Arguments, Budget], Value]

_LARGEST = 2**63 - 1

_FIELD = re.compile(r"\{\{|\}\}|\{(\d{1,4})(?:,(-?\d{1,9}))?(?::([^{}]*))?\}|[{}]")


def _format(arguments: Arguments, budget: Budget) -> str:
    def field(found: re.Match[str]) -> str:
        if found[0] in ("{{", "}}"):
            return found[0][0]
        if found[1] is None or int(found[1]) + 1 >= len(arguments):
            raise ExpressionError(f"format has no argument for {found[0]}")
        written = _formatted(arguments[int(found[1]) + 1], found[3] or "")
        width = int(found[2] or 0)
        budget.spend(len(written) + abs(width))
        return written.ljust(-width) if width < 0 else written.rjust(width)

    return _FIELD.sub(field, text(arguments[0]))


def _formatted(value: Value, spec: str) -> str:
    if not spec or not isinstance(value, int) or isinstance(value, bool):
        return shown(value)
    if re.fullmatch(r"[Dd]\d{0,2}", spec) or re.fullmatch("0{1,50}", spec):
        digits = int(spec[1:] or 0) if spec[0] in "Dd" else len(spec)
        return ("-" if value < 0 else "") + str(abs(value)).zfill(digits)
    raise UnknownValueError(Unknown(f"the format {spec} of a number isn't evaluated here"))


def _replace(arguments: Arguments, budget: Budget) -> str:
    whole, old, new = map(text, arguments)
    if not old:
        raise ExpressionError("replace expects a text to look for, got an empty one")
    budget.spend(len(whole) + whole.count(old) * len(new))
    return whole.replace(old, new)


def _pad_left(arguments: Arguments, budget: Budget) -> str:
    value, width = shown(arguments[0]), number(arguments[1])
    fill = text(arguments[2]) if len(arguments) == 3 else " "  # noqa: PLR2004  # because the third argument is optional
    if len(fill) != 1:
        raise ExpressionError("padLeft expects one character to pad with")
    budget.spend(max(width, 0))
    return value.rjust(width, fill)


def _split(arguments: Arguments, _budget: Budget) -> list[str]:
    delimiters = arguments[1] if isinstance(arguments[1], list) else [arguments[1]]
    pattern = "|".join(re.escape(text(each)) for each in delimiters if each)
    return re.split(pattern, text(arguments[0])) if pattern else [text(arguments[0])]


def _substring(arguments: Arguments, _budget: Budget) -> str:
    whole, start = text(arguments[0]), number(arguments[1])
    length = number(arguments[2]) if len(arguments) == 3 else len(whole) - start  # noqa: PLR2004  # because the third argument is optional
    if start < 0 or length < 0 or start + length > len(whole):
        raise ExpressionError("substring is outside of the text")
    return whole[start : start + length]


def _join(arguments: Arguments, budget: Budget) -> str:
    parts, between = [shown(each) for each in array(arguments[0])], text(arguments[1])
    budget.spend(sum(map(len, parts)) + len(parts) * len(between))
    return between.join(parts)


def _trim(arguments: Arguments, _budget: Budget) -> str:
    return text(arguments[0]).strip()


def _string(arguments: Arguments, _budget: Budget) -> str:
    (value,) = arguments
    return as_json(value) if isinstance(value, (list, dict)) else shown(value)


def _int(arguments: Arguments, _budget: Budget) -> int:
    (value,) = arguments
    if isinstance(value, str) and re.fullmatch(r"\s*[+-]?\d{1,19}\s*", value):
        return int(value)
    return number(value)


def _bool(arguments: Arguments, _budget: Budget) -> bool:
    (value,) = arguments
    if isinstance(value, str) and value.lower() in ("true", "false"):
        return value.lower() == "true"
    return value != 0 if isinstance(value, int) else boolean(value)


def _arithmetic(compute: Callable[[int, int], int]) -> Run:
    def run(arguments: Arguments, _budget: Budget) -> int:
        first, second = map(number, arguments)
        try:
            result = compute(first, second)
        except ZeroDivisionError:
            raise ExpressionError("a division by zero") from None
        if abs(result) > _LARGEST:
            raise ExpressionError("the result has more than 64 bits")
        return result

    return run


def _quotient(first: int, second: int) -> int:
    whole = abs(first) // abs(second)
    return whole if (first < 0) == (second < 0) else -whole


def _compared(compare: Callable[[Any, Any], bool]) -> Run:
    def run(arguments: Arguments, _budget: Budget) -> bool:
        first, second = arguments
        if isinstance(first, str) and isinstance(second, str):
            if not (first.isascii() and second.isascii()) or first.lower() == second.lower():
                raise UnknownValueError(Unknown("the order of these texts isn't evaluated here"))
            return compare(first.lower(), second.lower())
        return compare(number(first), number(second))

    return run


def _on_text(run: Callable[[str], Value]) -> Run:
    return lambda arguments, _budget: run(text(arguments[0]))


def _on_two(run: Callable[[str, str], Value]) -> Run:
    return lambda arguments, _budget: run(text(arguments[0]), text(arguments[1]))


def _json(value: str) -> Value:
    if "//" in value or "/*" in value:  # Resource Manager allows comments, and commas at the ends
        value = without_comments(value)
    value = _LAST_COMMA.sub(lambda found: found[1] or "", value)
    try:
        return json.loads(value, parse_constant=_refuse, parse_float=_refuse)
    except (ValueError, RecursionError):
        raise ExpressionError("json expects JSON that can be read here") from None


def _refuse(number: str) -> Any:
    raise ValueError(number)


def _from_base64(value: str) -> str:
    try:
        return base64.b64decode(value, validate=True).decode()
    except ValueError:
        raise ExpressionError("expected a text in base64") from None


_LAST_COMMA = re.compile(r'("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])')
_DATA = "data:text/plain;charset=utf8;base64,"
_GUIDS = "11fb06fb-712d-4ddd-98c7-e71bbd588830"  # the namespace of guid


def _from_data_uri(value: str) -> str:
    header, comma, data = value.partition(",")
    if not comma or not header.lower().startswith("data:"):
        raise ExpressionError("expected a data URI")
    return _from_base64(data) if header.lower().endswith(";base64") else unquote(data)


def _guid(arguments: Arguments, _budget: Budget) -> str:
    import uuid  # noqa: PLC0415  # because few templates need it

    return str(uuid.uuid5(uuid.UUID(_GUIDS), "-".join(text(each) for each in arguments)))


def _uri(base: str, relative: str) -> str:
    if base.endswith("/"):
        return base + relative.removeprefix("/")
    start = base.find("//")
    slash = base.rfind("/")
    if slash > start + 1:  # what comes after the last slash is replaced
        return base[:slash] + "/" + relative.removeprefix("/")
    return base + ("" if relative.startswith("/") else "/") + relative


def equal(first: Value, second: Value) -> bool:
    """Return whether two values are equal; true is not 1."""
    if isinstance(first, bool) is not isinstance(second, bool):
        return False
    if isinstance(first, list) and isinstance(second, list):
        return len(first) == len(second) and all(map(equal, first, second))
    if isinstance(first, dict) and isinstance(second, dict):
        return first.keys() == second.keys() and all(equal(member, second[key]) for key, member in first.items())
    return bool(first == second)


TEXT_FUNCTIONS: dict[str, tuple[int, int, Run]] = {
    "add": (2, 2, _arithmetic(lambda first, second: first + second)),
    "base64": (1, 1, _on_text(lambda value: base64.b64encode(value.encode()).decode())),
    "base64tojson": (1, 1, _on_text(lambda value: _json(_from_base64(value)))),
    "base64tostring": (1, 1, _on_text(_from_base64)),
    "bool": (1, 1, _bool),
    "datauri": (1, 1, _on_text(lambda value: _DATA + base64.b64encode(value.encode()).decode())),
    "datauritostring": (1, 1, _on_text(_from_data_uri)),
    "div": (2, 2, _arithmetic(_quotient)),
    "endswith": (2, 2, _on_two(lambda whole, part: whole.lower().endswith(part.lower()))),
    "equals": (2, 2, lambda arguments, _budget: equal(*arguments)),
    "false": (0, 0, lambda _arguments, _budget: False),
    "format": (1, 100, _format),
    "greater": (2, 2, _compared(lambda first, second: first > second)),
    "greaterorequals": (2, 2, _compared(lambda first, second: first >= second)),
    "guid": (1, 100, _guid),
    "int": (1, 1, _int),
    "join": (2, 2, _join),
    "json": (1, 1, _on_text(_json)),
    "less": (2, 2, _compared(lambda first, second: first < second)),
    "lessorequals": (2, 2, _compared(lambda first, second: first <= second)),
    "mod": (2, 2, _arithmetic(lambda first, second: first - second * _quotient(first, second))),
    "mul": (2, 2, _arithmetic(lambda first, second: first * second)),
    "not": (1, 1, lambda arguments, _budget: not boolean(arguments[0])),
    "null": (0, 0, lambda _arguments, _budget: None),
    "padleft": (2, 3, _pad_left),
    "replace": (3, 3, _replace),
    "split": (2, 2, _split),
    "startswith": (2, 2, _on_two(lambda whole, part: whole.lower().startswith(part.lower()))),
    "string": (1, 1, _string),
    "sub": (2, 2, _arithmetic(lambda first, second: first - second)),
    "substring": (2, 3, _substring),
    "tolower": (1, 1, _on_text(str.lower)),
    "toupper": (1, 1, _on_text(str.upper)),
    "trim": (1, 1, _trim),
    "true": (0, 0, lambda _arguments, _budget: True),
    "uri": (2, 2, _on_two(_uri)),
    "uricomponent": (1, 1, _on_text(lambda value: quote(value, safe="-_.~"))),
    "uricomponenttostring": (1, 1, _on_text(unquote)),
}
"""The functions by their names in lower case, each with the fewest and the most arguments. All arguments are known."""
