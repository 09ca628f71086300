"""The notation for sets of names in rules."""

from __future__ import annotations


def names(text: str) -> frozenset[str]:
    """Return the names in a text with blanks between them."""
    return frozenset(text.split())
