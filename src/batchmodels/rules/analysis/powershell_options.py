"""The options of PowerShell's programs, which may be abbreviated."""

from __future__ import annotations

import base64
import binascii

from .word_sets import names

OPTIONS_WITH_VALUE = sorted(
    names(
        "command encodedcommand executionpolicy file inputformat outputformat windowstyle workingdirectory version "
        "configurationname psconsolefile settingsfile custompipename"
    )
)
_SHORT = {"ec": "encodedcommand", "ep": "executionpolicy"}


def full_option(text: str) -> str:
    """Return PowerShell's full name of an option, which may be abbreviated; empty if the word isn't one."""
    if len(text) < 2 or text[0] not in "-/":  # noqa: PLR2004  # because an option has a sign and a letter
        return ""
    name = _SHORT.get(text[1:].lower(), text[1:].lower())
    return next((option for option in OPTIONS_WITH_VALUE if option.startswith(name)), name)


def decoded_command(text: str) -> str:
    """Return the script of ``-EncodedCommand``; empty if it can't be decoded."""
    try:
        return base64.b64decode(text, validate=True).decode("utf-16-le")
    except (binascii.Error, ValueError):
        return ""
