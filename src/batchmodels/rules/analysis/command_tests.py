"""Commands whose exit code is an answer, and not a failure."""

from __future__ import annotations

import re

from ...shells.script import Command, Compound
from .prefixes import looks_for_a_command, without_prefixes
from .word_sets import names

_TESTS = names(
    "test [ [[ (( id getent grep egrep fgrep zgrep which type hash where whereis ls stat find dir file cmp diff blkid lsblk "
    "findmnt mountpoint pgrep ps lsmod dpkg-query rpm test-path get-item get-command get-localuser get-service findstr"
)
"""Programs and builtins whose exit code is the result of a test."""

_CASE_OF_STATUS = re.compile(r"case[ \t]+\"?\$(?:\?|\{\?\})")


def is_test(command: Command) -> bool:
    """Return whether a command's exit code is the result of a test."""
    inner = without_prefixes(command)
    return inner.name in _TESTS or looks_for_a_command(command) or bool({"inspect", "is-active"} & set(inner.arguments[:2]))


def is_case_of_status(compound: Compound, script: str) -> bool:
    """Return whether a compound command of a script is ``case $? in``."""
    return compound.keyword == "case" and _CASE_OF_STATUS.match(script, compound.start) is not None
