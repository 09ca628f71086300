"""Expressions within texts, as the Batch CLI extension has them."""

from __future__ import annotations

import re

MARKED = re.compile(r"\[\[|\[[^\[\]']*(?:'[^']*'[^\[\]']*|\[[^\[\]]*\][^\[\]']*)*\]")
"""In a text of the Batch CLI extension: an escaped bracket, or brackets with an expression between them."""

CALLED = re.compile(r"\s*(parameters|variables|concat|reference)\b")


def embedded_in(text: str) -> list[str]:
    """Return the expressions within a text of the Batch CLI extension, with their brackets."""
    return [found[0] for found in MARKED.finditer(text) if found[0] != "[[" and CALLED.match(found[0], 1)]


def is_one(text: str) -> bool:
    """Return whether a whole text is one expression; then it may call any function, as in an ARM template."""
    found = MARKED.match(text)
    if found is None or found.end() != len(text):
        return False
    return CALLED.match(text, 1) is not None or re.match(r"\[\s*[A-Za-z]\w*\(.*\)[^()]*\]\Z", text, re.DOTALL) is not None
