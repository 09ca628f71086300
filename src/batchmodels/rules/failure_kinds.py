"""The kinds of failure of a start task that a rule can predict."""

from __future__ import annotations

from enum import Enum, auto


class FailureKind(Enum):
    """A way in which a start task fails. A rule names the kinds that its findings explain."""

    launch = auto()
    """The node can't start the program."""

    lookup = auto()
    """The shell can't find or execute a command."""

    command = auto()
    """A command fails."""

    permission = auto()
    """A command needs an administrator."""

    download = auto()
    """Storage refuses a resource file."""

    upload = auto()
    """Storage refuses an output file."""

    container = auto()
    """The node can't create the container."""


COMMAND_LINE_FAILURES = (FailureKind.launch, FailureKind.lookup, FailureKind.command)
"""The kinds of failure that a malformed command line can cause."""
