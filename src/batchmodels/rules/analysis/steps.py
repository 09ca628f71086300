"""Step, one command with its place in the control flow and the effect of its exit status."""

from __future__ import annotations

from enum import Enum, auto

import msgspec

from ...shells.script import Command, Statement


class Status(Enum):
    """The effect of a command's exit status."""

    counts = auto()
    """It becomes the script's status, stops the script, or keeps the rest of a list from running."""

    last_round = auto()
    """In the last iteration it becomes the loop's status, which counts; otherwise the next iteration runs."""

    passed = auto()
    """The next statement runs whatever the status is."""

    repeated = auto()
    """The next iteration of the loop runs whatever the status is, and then the next statement."""

    asked = auto()
    """A condition, a negation or ``$?`` examines it."""

    handled = auto()
    """A command after ``||`` or in a ``catch`` replaces it."""

    piped = auto()
    """A pipeline ignores it."""

    substituted = auto()
    """The command is in a word of another command, whose own status counts instead."""

    called = auto()
    """It becomes the status of a function."""

    background = auto()
    """Nothing waits for the command."""

    unreachable = auto()
    """The script ends before the command."""

    @property
    def fails(self) -> bool:
        """Whether a failure fails the script, or keeps some of it from running."""
        return self in {Status.counts, Status.last_round}


class Step(msgspec.Struct, frozen=True):
    """One command with its place in the control flow.

    Attributes:
        command: The command.
        statement: The statement that directly contains it.
        status: The effect of its exit status.
        ending: The effect of the statement's exit status.
        guarded: Whether it runs conditionally or is a condition itself.
        asked: Whether it is part of a condition or a negated pipeline.
        repeats: Whether it is in a loop.
        options: The shell options in force: ``errexit``, ``nounset``, ``pipefail``. ``errexit`` is also PowerShell's
            ``$ErrorActionPreference = 'Stop'``.
        piped: Whether another command reads its output.
        reads: Whether it reads another command's output.
        in_word: Whether it is in a word of another command.
        nested: Whether it is in a compound command or a word.
        fate: What happens if it fails and everything else succeeds: ``counts`` if the script fails, ``passed`` if the failure
            is lost, ``repeated`` if it is lost unless the loop ends with it; anything else is no certainty.
        suspended: Whether ``set -e`` doesn't apply to it, because ``&&``, ``||``, ``!`` or a condition examines its status or
            that of a group or function around it.
        leaves: What happens if the process that runs it ends with an error.
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
    fate: Status
    suspended: bool
    leaves: Status

    @property
    def is_before_and(self) -> bool:
        """Whether ``&&`` follows the command, so that what is after it runs only if it succeeds."""
        joins = zip(self.statement.operators, self.statement.pipelines, strict=False)
        return any(operator == "&&" and pipeline.elements[-1] is self.command for operator, pipeline in joins)
