"""Values that another tool replaces before a document is sent: ``<<NAME>>``, ``{{ name }}``, ``#{name}#``, ``__NAME__``."""

from __future__ import annotations

import re
from typing import Any

from .expressions.values import Unknown

_PLACEHOLDER = r"<<[^<>\"\n]{1,80}>>|\{\{[^{}\"\n]{1,80}\}\}|#\{[^{}\"\n]{1,80}\}#?|__[A-Z][A-Z0-9_]{0,80}__"
_WHOLE = re.compile(_PLACEHOLDER)
_SOMEWHERE = re.compile(rf"[\"' ](?:{_PLACEHOLDER})(?:[\"'\s]|\Z)")
_UNKNOWN = Unknown("it is a placeholder", "Check the file that has the value.")


def may_have_placeholders(text: str, start: int, end: int) -> bool:
    """Return whether a part of a text may have values that are placeholders."""
    return _SOMEWHERE.search(text, start, end) is not None


def without_placeholders(content: Any) -> Any:
    """Return content in which values that are placeholders are `Unknown`; the same object if it has none."""
    if isinstance(content, str):
        return _UNKNOWN if _WHOLE.fullmatch(content) else content
    if isinstance(content, list):
        elements = [without_placeholders(each) for each in content]
        return elements if any(new is not old for new, old in zip(elements, content, strict=True)) else content
    if isinstance(content, dict):
        members = {key: without_placeholders(each) for key, each in content.items()}
        return members if any(members[key] is not each for key, each in content.items()) else content
    return content
