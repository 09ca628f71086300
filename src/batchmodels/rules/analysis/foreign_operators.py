"""Operators and words of other languages in scripts of PowerShell."""

from __future__ import annotations

import re
from collections.abc import Iterator

_OPERATORS: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (re.compile(r"(?<=[\s)\w])(===?)(?=[\s$_\d(-])"), "==", "-eq"),
    (re.compile(r"(?<=[\s)\w])(!=)(?=[\s$_\d(-])"), "!=", "-ne"),
)
_OF_POSIX: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?i)(?<![\w$.-])(elif)\b(?=\s*\()"), "Use elseif."),
    (re.compile(r"(?<![\w$.-])(if \[\[?)\s"), "Use if (Test-Path …) { … }."),
    (re.compile(r"(?<![\w$.-])(?:\]\s*;\s*)(then)\b"), "Use if (…) { … }."),
    (re.compile(r";\s*(fi|done|esac)\s*(?:;|\Z)"), "Use { and } around the commands."),
)
_REDIRECTED = re.compile(r"(?i)(?<![\w-])(?:if|while|elseif)\s*\(\s*\$[\w.:]+\s*(>=?|<=?)\s*[\d$]")
_IN_BRACKETS = re.compile(r"\([^()]*\)|\{[^{}]*\}")
_BEGINS_COMMAND = re.compile(
    r"(?i)[&.]|(?!(?:if|elseif|while|until|return|throw|exit|switch|foreach|for|do|else|in)\b)[a-z~](?![^\s$]*\$)"
)
_LONGEST_COMMAND = 1000
"""How many characters before an operator decide whether it is in an argument."""
_DEEPEST = 10
"""How many brackets in each other are skipped, from the innermost."""
_CONTINUED = re.compile(r"[ \t]([\\^])[ \t]*\r?\n")
_COMPARISONS = {">": "-gt", ">=": "-ge", "<": "-lt", "<=": "-le"}


def foreign_operator(code: str) -> tuple[re.Match[str], str, str] | None:
    """Return the first operator or word that PowerShell doesn't have, what happens, and the fix; None without one.

    Args:
        code: A script, with other characters in place of its strings and comments.
    """
    return next(_foreign(code), None)


def _foreign(code: str) -> Iterator[tuple[re.Match[str], str, str]]:
    for pattern, sign, instead in _OPERATORS:
        match = next((each for each in pattern.finditer(code) if not _is_in_argument(code, each.start())), None)
        if match:
            yield match, f"PowerShell doesn't know {sign}: it reports a syntax error and runs nothing.", f"Use {instead}."
    if match := _REDIRECTED.search(code):
        sign = match[1]
        effect = "writes to a file" if sign == ">" else "is a syntax error"
        yield match, f"in PowerShell, {sign} doesn't compare: it {effect}.", f"Use {_COMPARISONS[sign]}."
    if match := _CONTINUED.search(code):
        yield (
            match,
            f"PowerShell doesn't continue a line after {match[1]}.",
            "Use a backtick at the end of the line, or one line.",
        )
    for posix, fix in _OF_POSIX:
        if match := posix.search(code):
            yield match, f"PowerShell doesn't know {match[1]}, which belongs to other shells.", fix


def _is_in_argument(code: str, start: int) -> bool:
    """Return whether a sign is among the arguments of a program: ``pip install numpy==1.26.4``."""
    before = code[max(0, start - _LONGEST_COMMAND) : start]
    for _ in range(_DEEPEST):
        before = _IN_BRACKETS.sub("$", before)
    return _BEGINS_COMMAND.match(re.split(r"[\n;|({]", before)[-1].lstrip()) is not None
