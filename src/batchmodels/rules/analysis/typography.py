"""Quotes and dashes of word processors, which are letters like any other for a shell."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...shells.script import Command, Shell, Word
from .command_line import Analysis
from .prefixes import without_prefixes
from .word_sets import names

QUOTES = ("\u201c", "\u201d", "\u201e", "\u201f", "\u2018", "\u2019", "\u201a", "\u201b", "\u00ab", "\u00bb")
ANY_DASH = "\u2013\u2014\u2212\u2010\u2011\u2012\u2015"
DASHES = tuple(ANY_DASH)
_ASSIGNED = re.compile(r"\A[A-Za-z_]\w*=")
_PRINTING = names("echo printf logger write-host write-output rem")


def typographic(analysis: Analysis) -> Iterator[tuple[Command, Word]]:
    """Yield the words in which a typographic quote or dash is meant as a quote or as the beginning of an option.

    PowerShell reads both as the plain ones. Text that is only printed isn't meant to be read by a shell.
    """
    if analysis.text.isascii() or analysis.shell is Shell.powershell:
        return
    for command in analysis.commands:
        bare = without_prefixes(command)
        if bare.name in _PRINTING or bare.name in {"powershell", "pwsh"}:
            continue
        for word in (*command.assignments, *command.words):
            if _is_meant(word):
                yield command, word


def outer_words(analysis: Analysis) -> Iterator[Word]:
    """Yield such words among those that the node passes to the program that it starts."""
    if not analysis.text.isascii() and analysis.shell in {None, Shell.posix}:
        yield from (word for word in analysis.words if _is_meant(word))


def _is_meant(word: Word) -> bool:
    if word.text.startswith(DASHES):
        return len(word.text) > 1 and not word.quoted and (word.text[1].isalpha() or word.text[1] in "-\u2013\u2014")
    return _ASSIGNED.sub("", word.raw, count=1).startswith(QUOTES)
