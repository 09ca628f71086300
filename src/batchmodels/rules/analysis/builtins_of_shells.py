"""The commands of shells that are no programs, so that the node can't start them without the shell."""

from __future__ import annotations

import re

from ...shells.script import Command
from .command_line import Analysis
from .prefixes import without_prefixes
from .word_sets import names

_BUILTINS = names(
    "cd export source . set unset ulimit alias unalias eval exec shopt trap builtin declare local readonly if for "
    "while until case [[ {"
)
_CMD_BUILTINS = names(
    "dir echo copy del erase md mkdir rd rmdir move ren rename set cd chdir type if for call start mklink rem path "
    "pushd popd exit ver vol title assoc cls setlocal"
)
CMDLET = re.compile(
    r"(?:Add|Clear|Copy|Disable|Enable|Expand|Export|Get|Import|Install|Invoke|Move|New|Out|Remove|Rename|Restart|Set|Start|Stop"
    r"|Test|Uninstall|Update|Wait|Write)-[A-Z][A-Za-z]+"
)
_ONLY_CMD_BUILTINS = names("copy del erase md rd ren mklink type call")


def _starts_with_a_prefix(analysis: Analysis) -> bool:
    """Return whether a builtin that runs the command after it is the first word, so that the node looks for a program."""
    return bool(analysis.words) and analysis.words[0].text.lower() in {"call", "exec", "builtin"}


def missing_builtin(analysis: Analysis) -> str | None:
    """Return that the program is a shell's own command, for which there is no file; None if it isn't or a shell runs it."""
    if not analysis.words or not (analysis.shell is None or _starts_with_a_prefix(analysis)):
        return None
    first = analysis.words[0]
    is_builtin = first.text in _BUILTINS or _starts_with_a_prefix(analysis)
    words = analysis.words if is_builtin else without_prefixes(Command(analysis.words)).words
    name = words[0].text if words else ""
    if CMDLET.fullmatch(name):
        return f"{name} is a PowerShell command, not a program, so the node can't find it."
    if analysis.windows:
        known = name.lower() in _CMD_BUILTINS
    else:
        known = name in _BUILTINS or (analysis.windows is None and name.lower() in _ONLY_CMD_BUILTINS)
    return f"{name} is a shell builtin, not a program, so the node can't find it." if known else None
