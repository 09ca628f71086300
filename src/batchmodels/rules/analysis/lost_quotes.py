"""Paths in double quotes that their program receives without them, or with what follows."""

from __future__ import annotations

import re

from ...shells.script import Command, Shell
from .command_line import Analysis
from .display import shown_word
from .word_sets import names

_PATH = re.compile(r'([A-Za-z]:\\[^"\n]*[ \t][^"\n]*)"')
_STATEMENT = re.compile(r"(?:\A|[;{(|=\n])\s*\Z")


def path_without_quotes(command: Command, script: Analysis) -> tuple[str, str] | None:
    """Return what happens to a path with blanks in a script of PowerShell, whose double quotes end those around the script."""
    text = script.text
    for number, word in enumerate(command.words):
        span = script.span(word) if word.start > 0 else None
        if span is None or text[span[0] - 1 : span[0]] != '"' or text[: span[0] - 1].endswith(('"', "'")):
            continue
        match = _PATH.match(text, span[0])
        if match is None or "$" in match[1]:
            continue
        path = shown_word(match[1])
        count = "two" if len(match[1].split()) == 2 else "several"  # noqa: PLR2004  # because of the word before it
        does = f"{shown_word(command.words[0].text)} receives it as {count} arguments"
        fix = f"Use single quotes: '{path}'."
        if number == 0:
            does = f"the program {shown_word(word.text)} isn't found"
            before = script.code[: word.start].rstrip()
            if before.endswith("&"):
                called = _STATEMENT.search(before[:-1])
                fix = f"Use & '{path}'." if called else f"Remove the & before it, and use single quotes: '{path}'."
        return f"the double quotes around {path} end those around the script and are lost, so {does}.", fix
    return None


_WITH_RULES_OF_C = names("robocopy icacls python python3 py git azcopy curl")
"""Programs whose arguments the runtime of C reads, in which a backslash before a quote escapes it."""
_ESCAPED = re.compile(r'"((?:[A-Za-z]:|%\w+%|\\\\\w)(?:[\w .()%~!+,\\-]*[^"\\])?)\\"')


def escaped_quote(command: Command, script: Analysis) -> tuple[str, str] | None:
    r"""Return what happens to ``"C:\data\"``, whose last backslash escapes the quote."""
    if command.name not in _WITH_RULES_OF_C or script.shell in {Shell.posix, Shell.powershell} or script.windows is False:
        return None
    first, last = command.words[0].start, command.words[-1]
    source = script.code if script.shell is Shell.cmd else script.text
    if min(first, last.start) < 0:
        return None
    written = source[first : last.start + len(last.raw)]
    match = next((each for each in _ESCAPED.finditer(written) if written[: each.start()].count('"') % 2 == 0), None)
    if match is None or not written[match.end() :].strip():
        return None
    path = shown_word(match[1])
    name, of_a_drive = shown_word(command.words[0].text), match[1].endswith(":")
    what = f"the backslash before the closing quote of {path} escapes the quote"
    fix = f'Double the last backslash: "{path}\\\\".' if of_a_drive else f'Remove the last backslash: "{path}".'
    return f"{what}, so {name} receives the path and what follows as one argument.", fix
