"""Commands whose exit code is an answer, and not a failure."""

from __future__ import annotations

import itertools
import re

from ...shells.script import Command, Compound
from .prefixes import looks_for_a_command, program_name, without_prefixes
from .word_sets import names

_TESTS = names(
    "test [ [[ (( id getent grep egrep fgrep zgrep which type hash where whereis ls stat find dir file cmp diff blkid lsblk "
    "findmnt mountpoint pgrep ps lsmod dpkg-query test-path get-item get-command get-localuser get-service findstr"
)
"""Programs and builtins whose exit code is the result of a test."""

_QUERIES = {
    "rpm": re.compile(r"-[A-Za-z]*[qVKE][A-Za-z]*|--(?:query|verify|checksig|eval)"),
    "dpkg": re.compile(
        r"-[slLSVpCIc]|--(?:status|list|listfiles|search|verify|print-.*|audit|info|contents|compare-.*|assert-.*)"
    ),
}
"""Programs that either ask for something or change the system, with the options that ask."""

_CASE_OF_STATUS = re.compile(r"case[ \t]+\"?\$(?:\?|\{\?\})")


def is_test(command: Command) -> bool:
    """Return whether a command's exit code is the result of a test."""
    inner = without_prefixes(command)
    if inner.name == "find":
        return not _changes_what_it_finds(inner)
    if queries := _QUERIES.get(inner.name):
        return any(map(queries.fullmatch, inner.arguments))
    return inner.name in _TESTS or looks_for_a_command(command) or bool({"inspect", "is-active"} & set(inner.arguments[:2]))


def _changes_what_it_finds(find: Command) -> bool:
    """Return whether ``find`` deletes files, or runs a command for them that isn't a test itself."""
    runs = (after for option, after in itertools.pairwise(find.words) if option.text in {"-exec", "-execdir"})
    return "-delete" in find.arguments or any(program_name(word) not in _TESTS for word in runs)


def is_case_of_status(compound: Compound, script: str) -> bool:
    """Return whether a compound command of a script is ``case $? in``."""
    return compound.keyword == "case" and _CASE_OF_STATUS.match(script, compound.start) is not None
