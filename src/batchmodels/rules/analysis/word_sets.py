"""How the rules write down what they know by name."""

from __future__ import annotations


def names(text: str) -> frozenset[str]:
    """Names that are written with blanks between them."""
    return frozenset(text.split())
