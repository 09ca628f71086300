"""The options of PowerShell's programs and cmdlets, which may be abbreviated."""

from __future__ import annotations

import base64
import binascii
import itertools
import re

from ...shells.script import Command, Word
from .word_sets import names

OPTIONS_WITH_VALUE = sorted(
    names(
        "command encodedcommand executionpolicy file inputformat outputformat windowstyle workingdirectory version "
        "configurationname psconsolefile settingsfile custompipename"
    )
)
_SHORT = {"ec": "encodedcommand", "ep": "executionpolicy"}
_ERROR_ACTION = re.compile(r"-(?:ea|errora\w*)(?::(.*))?", re.DOTALL)
_PLAIN = re.compile(rb"(?:\xef\xbb\xbf)?[\t\r\n\x20-\x7e]{4,}")
"""The bytes of a script in ASCII, which are no likely text in UTF-16LE."""

_NUMBERS = {"0": "silentlycontinue", "1": "stop", "2": "continue", "3": "inquire", "4": "ignore"}
SILENT = {"silentlycontinue": "SilentlyContinue", "ignore": "Ignore"}
"""The actions that hide an error, and how they are written."""

REPORTING = names("stop continue inquire")
"""The actions that don't."""


def full_option(text: str) -> str:
    """Return PowerShell's full name of an option, which may be abbreviated; empty if the word isn't one."""
    if len(text) < 2 or not text.startswith(("-", "/")):  # noqa: PLR2004  # because an option has a sign and a letter
        return ""
    name = _SHORT.get(text[1:].lower(), text[1:].lower())
    return next((option for option in OPTIONS_WITH_VALUE if option.startswith(name)), name)


def decoded_command(text: str) -> str:
    """Return the script of ``-EncodedCommand``; empty if it can't be decoded."""
    try:
        return "" if other_encoding(text) else base64.b64decode(text, validate=True).decode("utf-16-le")
    except (binascii.Error, ValueError):
        return ""


def other_encoding(text: str) -> str:
    """Return the encoding of the value of ``-EncodedCommand`` if it isn't UTF-16LE but UTF-8 or UTF-16BE; empty otherwise."""
    try:
        script = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return ""
    if _PLAIN.fullmatch(script):
        return "UTF-8"
    return "UTF-16BE" if _PLAIN.fullmatch(script[1::2]) and not any(script[::2]) else ""


def error_action(command: Command) -> str:
    """Return the value of ``-ErrorAction`` in lower case; empty if a command has none."""
    for word, following in itertools.pairwise([*command.arguments, ""]):
        if option := _ERROR_ACTION.fullmatch(word.lower()):
            value = following.lower() if option[1] is None else option[1]
            return _NUMBERS.get(value, value)
    return ""


def plain_arguments(command: Command) -> list[Word]:
    """Return the arguments of a cmdlet that are no options and not the value of ``-ErrorAction``."""
    return [
        word
        for option, word in itertools.pairwise(command.words)
        if not word.text.startswith("-") and not ((found := _ERROR_ACTION.fullmatch(option.text.lower())) and found[1] is None)
    ]
