"""Files that Windows PowerShell writes in UTF-16, for a program that can't read it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ...shells.script import Command, Shell
from .display import shown_word
from .inner_scripts import Part
from .prefixes import without_prefixes

_READERS = (
    (re.compile(r"(?i).+\.(?:cmd|bat)"), "cmd"),
    (re.compile(r"(?i).+\.pyw?"), "Python"),
    (re.compile(r"(?i).+\.sh"), "the shell"),
)
_FIXES = {">": "Use Set-Content -Encoding ascii.", ">>": "Use Add-Content -Encoding ascii."}


def utf16_file(parts: Iterable[Part]) -> tuple[Part, Command, str, str] | None:
    """Return the command that writes a script in UTF-16, with the message and the fix; None without one."""
    for part in parts:
        outer = without_prefixes(Command(part.analysis.words))
        defaults = "psdefaultparametervalues" in part.analysis.code.lower()
        if part.analysis.shell is not Shell.powershell or outer.name != "powershell" or defaults:
            continue
        for command in part.analysis.commands:
            for file, name, fix in _written(command):
                reader = next((who for pattern, who in _READERS if pattern.fullmatch(file)), "")
                if reader:
                    message = f"{name} of Windows PowerShell writes UTF-16, which {reader} can't read in {shown_word(file)}."
                    return part, command, message, fix
    return None


def _written(command: Command) -> Iterable[tuple[str, str, str]]:
    """Yield the files that a command writes in UTF-16: each with what writes it, and the fix."""
    for redirect in command.redirects:
        if redirect.operator in _FIXES:
            yield redirect.target.text, redirect.operator, _FIXES[redirect.operator]
    if command.name != "out-file" or any(re.match(r"(?i)-enc|@", text) for text in command.arguments):
        return
    files = [text for text in command.arguments if not text.startswith("-")]
    if files:
        yield files[0], "Out-File", "Add -Encoding ascii."
