"""Step: one command, how a script gets to it, and what its exit status does."""

from __future__ import annotations

from enum import Enum

import msgspec

from ...shells.script import Command, Statement


class Status(Enum):
    """What the exit status of a command does."""

    counts = "counts"
    """It is the script's, or it stops the script, or it keeps the rest of a list from running."""

    last_round = "last round"
    """It is the loop's status in the last round only, and that counts; otherwise the next round runs."""

    passed = "passed"
    """The next statement runs, whatever it is."""

    repeated = "repeated"
    """The next round of the loop runs, whatever it is, and then the next statement."""

    asked = "asked"
    """A condition, a negation or ``$?`` examines it."""

    handled = "handled"
    """Something after ``||``, or in a ``catch``, replaces it."""

    piped = "piped"
    """A pipeline ignores it."""

    substituted = "substituted"
    """It is in a word of a command whose own status counts."""

    called = "called"
    """It is a function's status."""

    background = "background"
    """Nothing waits for it."""

    unreachable = "unreachable"
    """The script has ended before."""

    @property
    def fails(self) -> bool:
        """Whether a failure fails the script, or keeps some of it from running."""
        return self in {Status.counts, Status.last_round}


class Step(msgspec.Struct, frozen=True):
    """One command, and how the script gets to it and continues after it.

    Attributes:
        command: The command.
        statement: The statement that it is directly in.
        status: What its exit status does.
        ending: What the exit status of the statement does.
        guarded: Whether it runs only if something holds, or is itself asked whether something holds.
        asked: Whether it is part of a condition or a negated pipeline.
        repeats: Whether it is in a loop.
        options: The shell options in force: ``errexit``, ``nounset``, ``pipefail``. ``errexit`` is also PowerShell's
            ``$ErrorActionPreference = 'Stop'``.
        piped: Whether another command reads its output.
        reads: Whether it reads another command's output.
        in_word: Whether it is in a word of another command.
        nested: Whether it is in a compound command or a word.
    """

    command: Command
    statement: Statement
    status: Status
    ending: Status
    guarded: bool
    asked: bool
    repeats: bool
    options: frozenset[str]
    piped: bool
    reads: bool
    in_word: bool
    nested: bool
