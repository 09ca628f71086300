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


def with_value(content: Any, steps: Steps, value: Any) -> Any:
    """Return a copy of a document with another value at some steps; the last one may be a new key."""
    if not steps:
        return value
    copy: Any = dict(content) if isinstance(content, dict) else list(content)
    copy[steps[0]] = with_value(content[steps[0]], steps[1:], value) if len(steps) > 1 else value
    return copy
