"""The values of a document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ..paths import Steps


class Window(list[Any]):
    """A part of a list, whose elements have the indexes that they have in the whole."""

    def __init__(self, elements: Iterable[Any], first: int, total: int) -> None:
        super().__init__(elements)
        self.first = first
        self.total = total


def indexed(elements: list[Any]) -> Iterator[tuple[int, Any]]:
    """Yield the elements of a list with their indexes."""
    return enumerate(elements, elements.first if isinstance(elements, Window) else 0)


def value_at(content: Any, steps: Steps) -> Any:
    """Return the value at some steps of a document; None if it is missing."""
    for step in steps:
        content = content.get(step) if isinstance(content, dict) else _element(content, step)
    return content


def _element(content: Any, step: str | int) -> Any:
    if not isinstance(content, list) or not isinstance(step, int):
        return None
    index = step - content.first if isinstance(content, Window) else step
    return content[index] if 0 <= index < len(content) else None


def with_value(content: Any, steps: Steps, value: Any) -> Any:
    """Return a copy of a document with another value at some steps; the last one may be a new key."""
    if not steps:
        return value
    first, *rest = steps
    copy: Any = dict(content) if isinstance(content, dict) else list(content)
    copy[first] = with_value(content[first], tuple(rest), value) if rest else value
    return copy
