"""Which texts YAML reads as themselves if they are written without quotes."""

from __future__ import annotations

import re

_WORD = re.compile(r"[A-Za-z][\w-]*", re.ASCII)
_OTHER = frozenset(("y", "n", "yes", "no", "on", "off", "true", "false", "null"))


def is_plain_text(text: str) -> bool:
    """Return whether a text may be without quotes: one word that YAML takes for nothing else."""
    return _WORD.fullmatch(text) is not None and text.lower() not in _OTHER
