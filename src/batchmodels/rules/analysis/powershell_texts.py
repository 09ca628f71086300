"""Scripts of PowerShell without their strings and comments, for rules that look for signs in the rest."""

from __future__ import annotations

import re

_TEXTS = re.compile(r"@'\n.*?\n'@|@\"\n.*?\n\"@|'[^']*'|\"(?:[^\"`]|`.)*\"|<#.*?#>|(?<!\S)#[^\n]*", re.DOTALL)

_LITERALS = re.compile(r"(\"(?:[^\"`]|`.)*\")|'[^']*'|<#.*?#>|(?<!\S)#[^\n]*", re.DOTALL)


def without_literals(script: str) -> str:
    """Return the same without what PowerShell doesn't expand: strings in double quotes stay."""
    return _LITERALS.sub(lambda found: found[1] or re.sub(r"[^\n]", "_", found[0]), script)


def without_texts(script: str) -> str:
    """Return a script with ``_`` in place of every character of its strings and comments; the offsets stay the same."""
    return _TEXTS.sub(lambda found: re.sub(r"[^\n]", "_", found[0]), script)
