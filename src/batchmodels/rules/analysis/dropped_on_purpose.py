"""Failures that a script of Windows drops on purpose, and those that an exit code after a test hides."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...shells.script import Command, Compound, Statement
from .command_tests import is_test
from .flow import Step
from .important_commands import is_important, matters
from .prefixes import without_prefixes
from .windows_installers import is_installer
from .windows_system import SYSTEM_PROGRAMS, installs_nothing
from .word_sets import names

_IN_DIRECTORY_OF_SYSTEM = re.compile(
    r"(?i)[\"']?(?:%(?:ProgramFiles|ProgramW6432|windir|SystemRoot)%|\$env:(?:ProgramFiles|windir|SystemRoot)"
    r"|C:\\(?:Windows|Program Files))\\"
)
_BRINGING = names("bitsadmin ftp scp sftp ssh certreq")
_TESTS = names("findstr find fc comp grep egrep fgrep test [ [[ diff cmp")
_FAILING = re.compile(r"0*[1-9][0-9]*")


def is_exit_zero(node: Command | Compound) -> bool:
    """Return whether an element of a script is ``exit 0``."""
    return isinstance(node, Command) and node.name == "exit" and node.arguments in {("0",), ("/b", "0")}


def best_effort(steps: Sequence[Step]) -> Command | None:
    """Return the program of Windows that is all of a script which then drops its exit code: ``powercfg … & exit /b 0``."""
    if len(steps) != 2 or any(step.guarded or step.nested for step in steps):  # noqa: PLR2004  # it, and what drops the code
        return None
    command, end = (without_prefixes(step.command) for step in steps)
    drops = end.name == "ver" or is_exit_zero(end)
    if not drops or not command.words or is_important(command) or is_installer(command) or command.name in _BRINGING:
        return None
    by_name = command.name in SYSTEM_PROGRAMS and installs_nothing(command.name)
    by_path = _IN_DIRECTORY_OF_SYSTEM.match(command.words[0].raw) and not _IN_DIRECTORY_OF_SYSTEM.fullmatch(
        command.words[0].raw
    )
    return command if by_name or by_path else None


def restarts_anyway(steps: Sequence[Step]) -> bool:
    """Return whether a script of Windows restarts the node whatever its commands return, for which BM323 is."""
    restarting = (step for step in steps if not step.guarded and not step.is_before_and)
    return any(
        step.command.name == "restart-computer"
        or (step.command.name == "shutdown" and any(re.match(r"(?i)[/-][rg]\Z", text) for text in step.command.arguments))
        for step in restarting
    )


def exits_after_test(statement: Statement) -> bool:
    """Return whether a statement exits with an error or with 0, depending on a test: ``findstr … && exit 1 || exit 0``."""
    if statement.operators[-2:] != ("&&", "||") or not is_exit_zero(statement.last):
        return False
    test, failing = (pipeline.elements[-1] for pipeline in statement.pipelines[-3:-1])
    exits = isinstance(failing, Command) and failing.name == "exit" and bool(_FAILING.fullmatch(failing.words[-1].text))
    return exits and isinstance(test, Command) and without_prefixes(test).name in _TESTS


def hidden_before_test(statement: Statement, *, in_cmd: bool) -> Command | None:
    """Return a command whose failure such a statement hides, because ``&&`` joins it to the test."""
    before = statement.pipelines[:-3]
    if set(statement.operators) != {"&&", "||"} or statement.operators.count("||") > 1:
        return None
    commands = [pipeline.elements[-1] for pipeline in before]
    return next(
        (each for each in commands if not isinstance(each, Compound) and not is_test(each) and matters(each, in_cmd=in_cmd)),
        None,
    )
