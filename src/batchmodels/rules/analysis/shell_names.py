"""The variables that a start task's script has: those of the system, of Batch, and its own."""

from __future__ import annotations

import re
from typing import Any

from ...shells.script import Word
from ..context import Context, shared
from .command_line import analysis_of
from .environment_settings import environment_of
from .word_sets import names

_OF_THE_SYSTEM = names(
    "HOME USER LOGNAME PATH PWD OLDPWD SHELL LANG LANGUAGE TERM TMPDIR TMP TEMP HOSTNAME MAIL UID EUID PPID SHLVL IFS OPTARG "
    "OPTIND OPTERR RANDOM SRANDOM SECONDS LINENO HOSTTYPE OSTYPE MACHTYPE REPLY PIPESTATUS FUNCNAME DIRSTACK GROUPS SHELLOPTS "
    "EPOCHSECONDS EPOCHREALTIME COLUMNS LINES PS1 PS2 PS4 MAPFILE COPROC INVOCATION_ID JOURNAL_STREAM EDITOR PAGER"
)
_PREFIXES = ("LC_", "BASH", "AZ_BATCH_", "CCP_", "SUDO_", "XDG_", "COMP_", "SSH_")
_READING = re.compile(r"(?:^|[\s;&|({])(?:source|\.|eval|read|mapfile|readarray|getopts)\s")


def has_value(context: Context[Any], name: str) -> bool:
    """Return whether a variable may have a value before the script begins."""
    return not name.isidentifier() or name in _OF_THE_SYSTEM or name.startswith(_PREFIXES) or name in environment_of(context)


@shared
def may_set_others(context: Context[Any]) -> bool:
    """Return whether a script may set variables whose names aren't known: it reads another script, or input."""
    return bool(_READING.search(analysis_of(context).text))


def is_named(text: str, name: str) -> bool:
    """Return whether a text has the name of a variable other than in an expansion, or gives it a default; it may set it."""
    return bool(re.search(rf"(?<![\w$])(?<!\$\{{)(?<!\$\{{[#!]){re.escape(name)}(?!\w)|\$\{{{re.escape(name)}:?=", text))


def is_expanded_as_it_is(word: Word, name: str) -> bool:
    """Return whether a word needs the value of a variable, without a default for it."""
    raw = _IF_SET.sub("", word.raw)
    return bool(re.search(rf"\${re.escape(name)}(?!\w)|\$\{{#?{re.escape(name)}(?:[\[}}%#/^,@]|:(?![-=?+]))", raw))


_IF_SET = re.compile(r"\$\{\w+:?\+(?:[^{}]|\$\{[^{}]*\})*\}")
"""An expansion whose text the shell expands only if the variable is set: ``${X:+:$X}``."""
