"""Texts that may hold anything, made safe to print: each stays within its line and does nothing to a terminal or a CI job."""

from __future__ import annotations

import re

# What ends a line, moves a terminal's cursor, changes its colors, turns the direction of writing, or can't be seen at all.
_UNPRINTABLE = (
    r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    r"\ud800-\udfff\U000e0000-\U000e007f]"
)


def printable(text: str) -> str:
    """A text in one line: control characters by their escapes, line breaks among them."""
    return re.sub(_UNPRINTABLE, lambda found: found[0].encode("unicode_escape").decode(), text)


def printable_lines(text: str) -> str:
    r"""A text of several lines, each of them printable; only ``\n`` ends a line."""
    return "\n".join(printable(line) for line in text.split("\n"))


def without_commands(text: str) -> str:
    r"""A text of several lines, none of which a runner of GitHub Actions takes for a command.

    The runner looks for ``::`` at the beginning of a line, after white space, and for ``##[`` anywhere. In either, one
    character is written as its escape, which JSON reads as the same text. Colors count as white space, as something between
    this command and the runner may remove them.
    """
    return re.sub(r"(?m)^((?:\s|\x1b\[[0-9;]*m)*+):(?=:)", r"\1\\u003a", text).replace("##[", r"#\u0023[")
