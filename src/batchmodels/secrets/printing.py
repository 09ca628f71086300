"""Untrusted texts made safe to print: they stay on one line, and don't affect a terminal or a CI job."""

from __future__ import annotations

import re

# Characters that end a line, control a terminal, change the direction of writing, or are invisible.
_UNPRINTABLE = (
    r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    r"\ud800-\udfff\U000e0000-\U000e007f]"
)


def printable(text: str) -> str:
    """Write a text on one line, with control characters and line breaks as escapes."""
    return re.sub(_UNPRINTABLE, lambda found: found[0].encode("unicode_escape").decode(), text)


def printable_lines(text: str) -> str:
    r"""Make each line of a text printable; only ``\n`` ends a line."""
    return "\n".join(printable(line) for line in text.split("\n"))


def without_commands(text: str) -> str:
    r"""Change a text so that a GitHub Actions runner finds no command in any of its lines.

    The runner looks for ``::`` at the start of a line, after white space, and for ``##[`` anywhere. In both, one character is
    replaced by its escape, which JSON reads as the same text. Colors count as white space, because another program may remove
    them before the runner reads the text.
    """
    return re.sub(r"(?m)^((?:\s|\x1b\[[0-9;]*m)*+):(?=:)", r"\1\\u003a", text).replace("##[", r"#\u0023[")
