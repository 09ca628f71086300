"""The kinds of failure of a start task that a rule can predict."""

from __future__ import annotations

from enum import Enum


class FailureKind(Enum):
    """A way in which a start task fails. A rule names the kinds that its findings explain."""

    launch = "the node can't start the program"
    lookup = "the shell can't find or execute a command"
    command = "a command fails"
    permission = "a command needs an administrator"
    download = "storage refuses a resource file"
    upload = "storage refuses an output file"
    container = "the node can't create the container"


COMMAND_LINE_FAILURES = (FailureKind.launch, FailureKind.lookup, FailureKind.command)
"""The kinds of failure that a malformed command line can cause."""
