"""Scripts of POSIX shells that lack their quotes, and the scripts that are meant."""

from __future__ import annotations

import re
import shlex

import msgspec

from ...shells import posix
from ...shells.script import Command, Shell, Word
from .command_line import Analysis, with_posix_script
from .prefixes import without_prefixes


def is_unquoted_script(analysis: Analysis, script: Word) -> bool:
    """Return whether the words after a script are meant to be part of it, but the quotes are missing."""
    quoted = script.raw[:1] in {'"', "'"} or re.search(r"\s", script.text)
    return bool(analysis.rest) and not quoted and not _POSITIONAL.search(script.text)


def meant_script(analysis: Analysis) -> Analysis | None:
    """Return the analysis of a POSIX script that lacks its quotes, as if it had them; None if it has them."""
    if analysis.shell is not Shell.posix or analysis.script is None or _ends_command(analysis):
        return None
    script = analysis.words[len(analysis.words) - len(analysis.rest) - 1]
    if not is_unquoted_script(analysis, script):
        return None
    text = " ".join(word.raw for word in (script, *analysis.rest))
    words = (*analysis.words[: len(analysis.words) - len(analysis.rest) - 1], *posix.split_words(shlex.quote(text)))
    whole = msgspec.structs.replace(analysis, words=words)
    return with_posix_script(whole, without_prefixes(Command(words)).words)


_POSITIONAL = re.compile(r"\$(?:\{?[0-9@*#])")
_JOINING = re.compile(r"&&|\|\|?|;|&")


def _ends_command(analysis: Analysis) -> bool:
    """Return whether an operator follows the script at once: then only the first command is the script."""
    first = analysis.rest[0] if analysis.rest else None
    script = analysis.words[len(analysis.words) - len(analysis.rest) - 1]
    return (first is not None and bool(_JOINING.fullmatch(first.raw))) or script.raw.endswith(";")
