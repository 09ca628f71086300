"""Quotes within a script that end the quotes around it."""

from __future__ import annotations

import itertools
import re
from typing import NamedTuple

from ...shells.script import Shell, Word
from .command_line import Analysis

_PIECE = re.compile(r"\\.|\"(?:[^\"\\]|\\.)*(?:\"|\Z)|'[^']*(?:'|\Z)|[^\"'\\]+", re.DOTALL)
_OPERATOR = re.compile(r"[\"'](?:;|&&?|\|\|?)\Z")
_FIELD = re.compile(r"\$[0-9]")


class BrokenQuotes(NamedTuple):
    """The quotes of a script that end too early.

    Attributes:
        quote: The quotation mark.
        last: The last word that the shell still reads as part of the script.
        rest: The first word that it doesn't; None if it reads all of them.
        field: A field such as ``$1`` that it expands outside of the quotes, or a word that loses its quotes; empty if ``rest``
            isn't None.
    """

    quote: str
    last: Word
    rest: Word | None = None
    field: str = ""


def broken_quotes(analysis: Analysis) -> BrokenQuotes | None:
    """Return the quotes of a script that end too early; None if they don't."""
    if analysis.shell is not Shell.posix or analysis.script is None:
        return None
    position = len(analysis.words) - len(analysis.rest) - 1
    if not 0 <= position < len(analysis.words):
        return None
    script = analysis.words[position]
    quote = script.raw[:1]
    if quote not in {'"', "'"}:
        return None
    pieces = _PIECE.findall(script.raw)
    outside = [piece for piece in pieces[1:] if piece[0] not in {'"', "'", "\\"}]
    if outside and not analysis.rest and quote == "'":
        field = next((found[0] for piece in outside if "{" in piece and (found := _FIELD.search(piece))), "")
        lost = field or _lost_quotes(pieces)
        return BrokenQuotes(quote, script, None, lost) if lost else None
    ends_outside = bool(outside) and pieces[-1] is outside[-1]
    if not analysis.rest or not ends_outside or _OPERATOR.search(script.raw):
        return None
    if not any(quote in word.raw for word in analysis.rest):
        return None
    return BrokenQuotes(quote, script, analysis.rest[0])


def _lost_quotes(pieces: list[str]) -> str:
    """Return a word that loses its quotes within double quotes of the script: ``'... "f('x')" ...'``."""
    for before, piece in itertools.pairwise(pieces):
        if piece[0] in {'"', "'", "\\"} or before[:1] != "'":
            continue
        text = before[1:-1]
        if text.count('"') % 2 == 1 and text.endswith(("(", ",", "=", "[", ", ", "= ")) and re.fullmatch(r"[\w./:-]+", piece):
            return f"'{piece}'"
    return ""
