"""The values of a document."""

from __future__ import annotations

from typing import Any

from ..paths import Steps


def value_at(content: Any, steps: Steps) -> Any:
    """Return the value at some steps of a document; None if it is missing."""
    for step in steps:
        content = content.get(step) if isinstance(content, dict) else _element(content, step)
    return content


def _element(content: Any, step: str | int) -> Any:
    return content[step] if isinstance(content, list) and isinstance(step, int) and step < len(content) else None
