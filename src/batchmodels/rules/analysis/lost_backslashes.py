"""Paths of Windows whose backslashes JSON or Python has read together with the letters after them."""

from __future__ import annotations

import re

from ...shells.script import Shell
from ..finding import Span
from .command_line import Analysis
from .display import shown_word

_ESCAPES = {"\t": r"\t", "\r": r"\r", "\n": r"\n", "\a": r"\a", "\b": r"\b", "\v": r"\v", "\f": r"\f"}
_NAMES = {
    "\t": "a tab",
    "\r": "a carriage return",
    "\n": "a line feed",
    "\a": "a bell",
    "\b": "a backspace",
    "\v": "a vertical tab",
    "\f": "a form feed",
}
_LOST = re.compile(r"(?:(?<!\w)[A-Za-z]:|%AZ_BATCH_\w+_DIR%)[\t\r\n](?=\w)|[\w.:%][\a\b\v\f](?=\w)")
"""A character that is a backslash with a letter in a path of Windows, as JSON or Python reads it."""
_END_OF_PATH = frozenset(" \"'&|<>,;()")


def lost_backslashes(analysis: Analysis) -> tuple[str, str, Span] | None:
    """Return the path that JSON or Python has read as one with control characters, with what to do and its place."""
    found = _LOST.search(analysis.text) if analysis.shell is not Shell.posix else None
    if found is None:
        return None
    text, start, end = analysis.text, found.start(), found.end()
    while start > 0 and text[start - 1] not in _END_OF_PATH:
        start -= 1
    while end < len(text) and text[end] not in _END_OF_PATH and not text.startswith("\r\n", end):
        end += 1
    part = text[start:end]
    signs = [sign for sign in dict.fromkeys(part) if sign in _ESCAPES]
    if signs == ["\n"] and analysis.shell is Shell.powershell and analysis.script is not None:
        return None  # the end of a line: cd D:, and a command after it
    path = "".join(_ESCAPES.get(sign, sign) for sign in part)
    *others, last = [f"{_ESCAPES[sign]} as {_NAMES[sign]}" for sign in signs]
    escapes = f"{', '.join(others)} and {last}" if others else last
    return (
        f"the path {shown_word(path)} has lost backslashes, so it isn't found: JSON and Python read {escapes}.",
        r"Double each backslash: \\.",
        (start, end),
    )
