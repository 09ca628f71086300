"""Commands of PowerShell that cmd gets: cmdlets, and the rest of a script of PowerShell that isn't in quotes."""

from __future__ import annotations

import re

from ...shells.script import Command
from .command_line import Analysis
from .display import shown_word
from .powershell_options import OPTIONS_WITH_VALUE, full_option
from .prefixes import without_prefixes
from .word_sets import names

_CMDLET = re.compile(
    r"(?i)(?:Add|Clear|Copy|Disable|Enable|Expand|Export|Format|Get|Import|Install|Invoke|Join|Move|New|Out|Register|Remove|Rename"
    r"|Restart|Select|Set|Start|Stop|Test|Uninstall|Unregister|Update|Wait|Write)-[A-Z][A-Za-z]+"
    r"|(?:Compare|ForEach|Group|Measure|Sort|Tee|Where)-Object|Convert(?:From|To)-(?:Csv|Html|Json|Xml|SecureString)|Split-Path"
)
_ALIASES = names("? % foreach select measure group iex")
"""Aliases of cmdlets that read a pipe, and that Windows has no programs for."""
_WITH_BLOCK = names("where sort tee")
"""Aliases that are programs, too, which don't know a block in braces."""


def cmdlet_in_cmd(analysis: Analysis) -> tuple[Command, str, str] | None:
    """Return the first command of a script of cmd that belongs to PowerShell, what happens, and the fix; None without one."""
    for written in analysis.commands:
        command = without_prefixes(written)
        if not command.words:
            continue
        if is_cut_off(analysis, written):
            return (
                command,
                f"cmd ends a command at an unquoted &, so {command.name} gets no script and fails.",
                f'Put the whole script in double quotes: {command.name} -Command "& …".',
            )
        feeding = analysis.feeding.get(id(written))
        source = _script_of(without_prefixes(feeding)) if feeding is not None else None
        name = shown_word(command.words[0].text)
        if source and (_CMDLET.fullmatch(name) or _is_alias(command)):
            return (
                command,
                f"cmd ends a command at an unquoted |, so it looks for a program {name}, which is a command of PowerShell.",
                f'Put the whole script in double quotes: powershell -Command "{shown_word(source[0])} … | {name} …".',
            )
        if _CMDLET.fullmatch(name):
            return (
                command,
                f"{name} is a command of PowerShell, and cmd doesn't know it.",
                f'Use powershell -Command "{name} …".',
            )
    return None


def is_cut_off(analysis: Analysis, written: Command) -> bool:
    """Return whether a command of cmd starts PowerShell without a script, because the script begins with ``&``."""
    has_no_script = _script_of(without_prefixes(written)) == []
    return has_no_script and re.match(r"&(?!&)", analysis.code[written.end :].lstrip()) is not None


def _is_alias(command: Command) -> bool:
    name = command.words[0].text.lower()
    return name in _ALIASES or (name in _WITH_BLOCK and any(text.startswith("{") for text in command.arguments))


def _script_of(command: Command) -> list[str] | None:
    """Return the words of the script that a command passes to PowerShell; None if it starts something else."""
    if command.name not in {"powershell", "pwsh"}:
        return None
    texts = list(command.arguments)
    while texts:
        option = full_option(texts[0])
        if option == "command":
            return texts[1:]
        if option == "file":
            return [f".\\{each}" if re.fullmatch(r"[\w-]+\.ps1", each) else each for each in texts[1:]] or None
        if not option:
            return texts
        texts = texts[2 if option in OPTIONS_WITH_VALUE else 1 :]
    return None
