"""The functions on arrays and objects, some of which take texts too. Their elements may be unknown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .arguments import array, find_member, mapping, number, shown, text
from .text_functions import Arguments, Run, equal
from .values import Budget, ExpressionError, Unknown, UnknownValueError, Value, known

_MOST = 10_000  # elements that range makes: Resource Manager refuses more


def concat(arguments: Arguments, budget: Budget) -> Value:
    """Join arrays, or anything else as texts."""
    if isinstance(arguments[0], list):
        parts = [array(each) for each in arguments]
        budget.spend(sum(map(len, parts)))
        return [element for part in parts for element in part]
    texts = [shown(known(each, budget)) for each in arguments]
    budget.spend(sum(map(len, texts)))
    return "".join(texts)


def _contains(arguments: Arguments, budget: Budget) -> bool:
    whole, part = arguments[0], known(arguments[1], budget)
    if isinstance(whole, dict):
        return find_member(whole, shown(part), budget) is not None
    if isinstance(whole, list):
        return any(equal(each, part) for each in known(whole, budget))
    return shown(part) in text(whole)


def _create_object(arguments: Arguments, _budget: Budget) -> dict[str, Any]:
    if len(arguments) % 2:
        raise ExpressionError("createObject expects a value for each key")
    return {text(key): value for key, value in zip(arguments[::2], arguments[1::2], strict=True)}


def _empty(arguments: Arguments, _budget: Budget) -> bool:
    (value,) = arguments
    return value is None or len(_sized(value)) == 0


def _sized(value: Value) -> Any:
    if isinstance(value, (str, list, dict)):
        return value
    if isinstance(value, Unknown):
        raise UnknownValueError(value)
    raise ExpressionError("expected a text, an array or an object")


def _end(index: int) -> Run:
    def run(arguments: Arguments, _budget: Budget) -> Value:
        whole = arguments[0] if isinstance(arguments[0], list) else text(arguments[0])
        return whole[index] if whole else "" if isinstance(whole, str) else None

    return run


def _part(cut: Callable[[Any, int], Any]) -> Run:
    def run(arguments: Arguments, budget: Budget) -> Value:
        whole = arguments[0] if isinstance(arguments[0], list) else text(arguments[0])
        budget.spend(len(whole))
        return cut(whole, max(0, number(arguments[1])))

    return run


def _index_of(last: bool) -> Run:
    def run(arguments: Arguments, budget: Budget) -> int:
        whole, part = (known(each, budget) for each in arguments)
        if isinstance(whole, list):
            found = [index for index, each in enumerate(whole) if equal(each, part)]
            return found[-1 if last else 0] if found else -1
        whole, part = text(whole).lower(), text(part).lower()
        return whole.rfind(part) if last else whole.find(part)

    return run


def _extreme(choose: Callable[[list[int]], int]) -> Run:
    def run(arguments: Arguments, _budget: Budget) -> int:
        numbers = arguments[0] if len(arguments) == 1 and isinstance(arguments[0], list) else arguments
        if not numbers:
            raise ExpressionError("expected at least one integer")
        return choose([number(each) for each in numbers])

    return run


def _range(arguments: Arguments, budget: Budget) -> list[int]:
    start, count = map(number, arguments)
    if not 0 <= count <= _MOST:
        raise ExpressionError(f"range makes at most {_MOST} elements")
    budget.spend(count)
    return list(range(start, start + count))


def _union(arguments: Arguments, budget: Budget) -> Value:
    if isinstance(arguments[0], dict):
        merged: dict[str, Any] = {}
        for each in arguments:
            merged = _merged(merged, mapping(each), budget)
        return merged
    united: list[Any] = []
    for each in arguments:
        for element in known(array(each), budget):
            budget.spend(len(united))
            if not any(equal(element, other) for other in united):
                united.append(element)
    return united


def _merged(first: dict[str, Any], second: dict[str, Any], budget: Budget) -> dict[str, Any]:
    budget.spend(len(first) + len(second))
    merged = dict(first)
    for key, value in second.items():
        before = merged.get(key)
        merged[key] = _merged(before, value, budget) if isinstance(before, dict) and isinstance(value, dict) else value
    return merged


def _intersection(arguments: Arguments, budget: Budget) -> Value:
    first, *others = [known(each, budget) for each in arguments]
    if isinstance(first, dict):
        return {key: value for key, value in first.items() if all(equal(mapping(o).get(key), value) for o in others)}
    budget.spend(len(array(first)) * sum(len(array(other)) for other in others))
    return [each for each in first if all(any(equal(each, element) for element in other) for other in others)]


def _shallow_merge(arguments: Arguments, budget: Budget) -> dict[str, Any]:
    budget.spend(sum(len(mapping(each)) for each in array(arguments[0])))
    return {key: value for each in arguments[0] for key, value in each.items()}


def _flatten(arguments: Arguments, budget: Budget) -> list[Any]:
    budget.spend(sum(len(array(each)) for each in array(arguments[0])))
    return [element for each in arguments[0] for element in each]


def _items(arguments: Arguments, budget: Budget) -> list[Any]:
    members = mapping(arguments[0])
    budget.spend(2 * len(members))
    return [{"key": key, "value": members[key]} for key in sorted(members, key=str.lower)]


def _try_get(arguments: Arguments, budget: Budget) -> Value:
    value, *keys = arguments
    for key in keys:
        if isinstance(value, dict) and isinstance(key, str):
            value = value.get(find_member(value, key, budget) or "")
        elif isinstance(value, list) and isinstance(key, int) and 0 <= key < len(value):
            value = value[key]
        else:
            return None
    return value


def _from_end(arguments: Arguments, _budget: Budget) -> Value:
    """The element at an index that counts from the end, beginning with 1."""
    elements, index = array(arguments[0]), number(arguments[1])
    if not 0 < index <= len(elements):
        raise ExpressionError("the array has no such element")
    return elements[-index]


def _try_from_end(arguments: Arguments, budget: Budget) -> Value:
    try:
        return _from_end(arguments, budget)
    except ExpressionError:
        return None


def _as_array(arguments: Arguments, _budget: Budget) -> list[Any]:
    (value,) = arguments
    if isinstance(value, Unknown):
        raise UnknownValueError(value)
    return value if isinstance(value, list) else [value]


LIST_FUNCTIONS: dict[str, tuple[int, int, Run]] = {
    "array": (1, 1, _as_array),
    "concat": (1, 800, concat),
    "contains": (2, 2, _contains),
    "createarray": (0, 800, lambda arguments, _budget: arguments),
    "createobject": (0, 800, _create_object),
    "empty": (1, 1, _empty),
    "first": (1, 1, _end(0)),
    "flatten": (1, 1, _flatten),
    "indexfromend": (2, 2, _from_end),
    "indexof": (2, 2, _index_of(last=False)),
    "intersection": (2, 100, _intersection),
    "items": (1, 1, _items),
    "last": (1, 1, _end(-1)),
    "lastindexof": (2, 2, _index_of(last=True)),
    "length": (1, 1, lambda arguments, _budget: len(_sized(arguments[0]))),
    "max": (1, 800, _extreme(max)),
    "min": (1, 800, _extreme(min)),
    "objectkeys": (1, 1, lambda arguments, _budget: sorted(mapping(arguments[0]), key=str.lower)),
    "range": (2, 2, _range),
    "shallowmerge": (1, 1, _shallow_merge),
    "skip": (2, 2, _part(lambda whole, count: whole[count:])),
    "take": (2, 2, _part(lambda whole, count: whole[:count])),
    "tryget": (2, 100, _try_get),
    "tryindexfromend": (2, 2, _try_from_end),
    "union": (1, 100, _union),
}
"""The functions by their names in lower case, each with the fewest and the most arguments."""
