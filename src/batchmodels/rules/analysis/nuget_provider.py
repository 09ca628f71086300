"""The NuGet provider, without which Windows PowerShell can't install a module."""

from __future__ import annotations

import re

from ...shells.script import Command, Shell
from .inner_scripts import Part
from .prefixes import without_prefixes
from .word_sets import names

_NEEDING = names("install-module install-script save-module save-script update-module find-module find-script")
_BRINGING = re.compile(
    r"(?i)(?:install|import|get|find)-packageprovider|set-psrepository|nuget(?:provider|\.exe|-anycpu)|providerassemblies"
    r"|import-module\s+\S*(?:packagemanagement|powershellget)"
)


def lacks_provider(part: Part, index: int) -> bool:
    """Return whether a command needs the NuGet provider in Windows PowerShell, and nothing before may have installed it."""
    command = part.flow.steps[index].command
    outer = without_prefixes(Command(part.analysis.words))
    if command.name not in _NEEDING or part.analysis.shell is not Shell.powershell or outer.name != "powershell":
        return False
    if not command.arguments or any("@" in text or text.lower().startswith("-whatif") for text in command.arguments):
        return False
    before = part.commands_before(index)
    if part.first_other_script < index or any(each.name in _NEEDING for each in before):
        return False  # the first command is the one to report
    written = (word.raw for each in before for word in each.words)
    return not _BRINGING.search(part.analysis.code[: command.start]) and not any(map(_BRINGING.search, written))


def installation_of_provider(command: Command) -> str:
    """Return how to install the provider for the users that a command installs a module for."""
    scope = " -Scope CurrentUser" if "currentuser" in {text.lower() for text in command.arguments} else ""
    return f"Install-PackageProvider NuGet -MinimumVersion 2.8.5.201 -Force{scope}"
