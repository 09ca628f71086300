"""Passwords that are plain texts where a cmdlet takes only a SecureString."""

from __future__ import annotations

import itertools
import re

from ...shells.script import Command, Word
from .command_line import Analysis
from .prefixes import without_prefixes
from .word_sets import names

_CMDLETS = names("import-pfxcertificate export-pfxcertificate new-localuser set-localuser")
_PLAIN = r"'[^']*'|\"[^\"]*\"|\$\{?env:\w+\}?"
_PLAIN_WORD = re.compile(rf"(?i)(?:{_PLAIN}|[\w!#%+=.:/?*-][\w!#%+=.:/?*$@-]*)")
_VARIABLE = re.compile(r"\$(\w+)")
_CONVERT = "(ConvertTo-SecureString $env:NAME -AsPlainText -Force)"


def plain_password(command: Command, script: Analysis) -> tuple[str, str] | None:
    """Return why a cmdlet refuses its password, and the fix."""
    if command.name == "convertto-securestring":
        return _without_force(command, script)
    if command.name not in _CMDLETS:
        return None
    for option, word in itertools.pairwise(command.words):
        if option.text.lower() == "-password" and _is_plain(word, script.code[: command.start]):
            cmdlet = command.words[0].text
            return (
                f"{cmdlet} takes only a SecureString for -Password, so it fails with a plain text",
                f"Use -Password {_CONVERT}.",
            )
    return None


def _is_plain(word: Word, before: str) -> bool:
    """Return whether a value is a text: one that is written there, or in a variable that gets nothing else."""
    if match := _VARIABLE.fullmatch(word.raw):
        name = re.escape(match[1])
        given = re.findall(rf"(?i)\${name}\s*=\s*([^\s;][^;\n]*)", before)
        return bool(given) and all(re.fullmatch(rf"(?i){_PLAIN}", value.strip()) for value in given)
    return _PLAIN_WORD.fullmatch(word.raw) is not None


def _without_force(command: Command, script: Analysis) -> tuple[str, str] | None:
    """Return why Windows PowerShell refuses ``-AsPlainText``, and the fix."""
    lower = [text.lower() for text in command.arguments]
    is_old = without_prefixes(Command(script.words)).name == "powershell"
    if not is_old or "-asplaintext" not in lower or any(text.startswith(("-f", "@")) for text in lower):
        return None
    return "in Windows PowerShell, ConvertTo-SecureString -AsPlainText fails without -Force", "Add -Force."
