"""URLs without quotes, which end at their & in cmd and which Windows PowerShell doesn't parse."""

from __future__ import annotations

import re

from ...shells.script import Shell
from .command_line import Analysis
from .powershell_texts import without_texts

_URL = re.compile(r"(?i)https?://[^\s\"'&|<>^]+\?[^\s\"'&|<>^]*=[^\s\"'&|<>^]*(&)(?=[\w.%-]+=)")
_IN_QUOTES = re.compile(r'"[^"\n]*"')


def cut_off_url(analysis: Analysis) -> re.Match[str] | None:
    """Return the match of a URL that is cut off, whose group is the ``&``; None if no URL is."""
    if analysis.shell not in {Shell.cmd, Shell.powershell} or not analysis.script:
        return None
    return _URL.search(_without_quoted(analysis) if analysis.shell is Shell.cmd else without_texts(analysis.script))


def _without_quoted(script: Analysis) -> str:
    """Return a script of cmd without the texts in its quotes; the outer quotes are around all of it."""
    text = script.code
    bare = re.fullmatch(r"(\s*)\"(.*)\"(\s*)", text, re.DOTALL)
    if bare is not None and script.commands and script.commands[0].start > len(bare[1]):
        text = f"{bare[1]} {bare[2]} {bare[3]}"  # cmd has removed the outer quotes
    return _IN_QUOTES.sub(lambda found: "_" * len(found[0]), text)
