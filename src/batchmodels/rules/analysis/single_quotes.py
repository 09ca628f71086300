"""The parts of a word that are in single quotes, in which a shell expands nothing."""

from __future__ import annotations

import re

from ...shells.script import Word

_PIECE = re.compile(r"\\.|'([^']*)'|\"|[^\\'\"]+", re.DOTALL)
_VARIABLE = re.compile(r"(?<![\\$])\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)[^}]*\})")


def in_single_quotes(word: Word) -> list[str]:
    """Return the names of the variables in the parts of a word that are in single quotes."""
    return [name or braced for text in quoted_texts(word) for name, braced in _VARIABLE.findall(text)]


def quoted_texts(word: Word) -> list[str]:
    """Return the parts of a word in single quotes that contain a dollar sign."""
    if "'" not in word.raw or "$" not in word.raw:
        return []
    found: list[str] = []
    double = False
    before = ""
    for piece in _PIECE.finditer(word.raw):
        if piece[0] == '"':
            double = not double
        elif piece[1] and not double and not before.endswith("$"):
            found += [piece[1]] if "$" in piece[1] else []
        before = piece[0]
    return found
