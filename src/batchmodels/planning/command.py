"""The program and the script of a command line."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterable

import msgspec

from ..rules.analysis.command_line import Analysis
from ..secrets.masking import mask_text
from ..secrets.printing import printable, printable_lines
from ..secrets.text_masking import mask_known_secrets, secrets_in
from ..shells.script import Shell
from .plan_record import PlannedScript, ScriptLine
from .script_lines import lines_of

_REFERENCE = re.compile(r"[\"'(]*(?:\$\w+|\$\{\w+\}|\$env:\w+|%\w+%)[\"';&|)]*", re.IGNORECASE)

_READERS = {Shell.posix: "a POSIX shell", Shell.cmd: "cmd", Shell.powershell: "PowerShell"}


class PlannedCommand(msgspec.Struct, frozen=True):
    """A command line as the node splits it.

    Attributes:
        program: The program.
        arguments: Its arguments.
        script: The script in them.
        unused: The arguments after the script, which the shell gives to it as ``$0``, ``$1`` and so on.
        unclosed: Whether a quote in the command line isn't closed.
    """

    program: str = ""
    arguments: tuple[str, ...] = ()
    script: PlannedScript | None = None
    unused: tuple[str, ...] = ()
    unclosed: bool = False


def command_of(analysis: Analysis) -> PlannedCommand:
    """Return the command of an analyzed command line, masked."""
    if not analysis.words:
        return PlannedCommand()
    masked = masking(analysis)
    texts = tuple(masked(word.text) for word in analysis.words)
    unused = tuple(masked(word.text) for word in analysis.rest) if analysis.script is not None else ()
    return PlannedCommand(texts[0], texts[1:], _script(analysis, texts[0], masked), unused, _is_unclosed(analysis))


def _is_unclosed(analysis: Analysis) -> bool:
    if analysis.windows:
        return False  # each program splits its own command line
    try:
        shlex.split(analysis.text)
    except ValueError:
        return True
    return False


def masking(analysis: Analysis) -> Callable[[str], str]:
    """Return a function that masks a part of a command line: the secrets of the whole are known in it, too."""
    wholes = (analysis.text, " ".join(word.text for word in analysis.words), analysis.code)
    # A variable's name is no secret: its other uses stay readable.
    known = [secret for whole in wholes for secret in secrets_in(whole) if not _REFERENCE.fullmatch(secret)]

    def masked(text: str) -> str:
        return printable(mask_text(mask_known_secrets(text, known)))

    return masked


def _script(analysis: Analysis, program: str, masked: Callable[[str], str]) -> PlannedScript | None:
    if analysis.script is None or analysis.shell is None:
        return None
    lines = _masked_lines(lines_of(analysis.script, analysis.body), masked)
    name = program if analysis.shell is Shell.posix else _READERS[analysis.shell]
    return PlannedScript(name, tuple(lines), analysis.unfinished)


def _masked_lines(lines: Iterable[ScriptLine], masked: Callable[[str], str]) -> Iterable[ScriptLine]:
    for line in lines:
        text = printable_lines("\n".join(masked(part) for part in line.text.split("\n")))
        yield msgspec.structs.replace(line, text=text)
