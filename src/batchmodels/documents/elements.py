"""The elements of a document that is a list or a page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..engine.annotations import is_annotation
from ..paths import ROOT, Steps
from .values import indexed


def elements_of(content: Any) -> Iterator[tuple[Steps, Any]]:
    """Yield the elements of a list or of a page, those of lists within a list too; else the document itself."""
    waiting: list[tuple[Steps, Any]] = [(ROOT, content)]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, dict) and isinstance(value.get("value"), list) and _is_page(value):
            path, value = (*path, "value"), value["value"]
        if isinstance(value, list):
            waiting += [((*path, index), element) for index, element in reversed(list(indexed(value)))]
        else:
            yield path, value


def _is_page(value: dict[str, Any]) -> bool:
    return all(key in ("value", "nextLink") or is_annotation(key) for key in value)
