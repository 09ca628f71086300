"""The options of a shell that decide what happens when a command fails."""

from __future__ import annotations

import re
from itertools import pairwise

from ...shells.script import Command, Shell

_ERREXIT = re.compile(r"[-+](?>[A-Za-z]*?e)[A-Za-z]*")
_NAMED = re.compile(r"[-+][A-Za-z]*o")


def options_after(command: Command, options: frozenset[str], shell: Shell | None, *, guarded: bool) -> frozenset[str]:
    """Return the options in force after a command.

    Args:
        command: The command.
        options: The options in force before it.
        shell: The shell.
        guarded: Whether the command runs conditionally; then it can't be relied on to turn an option off.
    """
    if shell is Shell.powershell:
        texts = [word.raw.lower() for word in (*command.assignments, *command.words)]
        stops = any("erroractionpreference" in text for text in texts) and any("stop" in text for text in texts)
        return options | {"errexit"} if stops else options
    if shell is not Shell.posix or command.name != "set":
        return options
    arguments = command.arguments
    for text, following in pairwise((*arguments, "")):  # without any, none follows
        named = {"errexit"} if _ERREXIT.fullmatch(text) else set[str]()
        if _NAMED.fullmatch(text):
            named.add(following)
        if text.startswith("-"):
            options |= named
        elif not guarded:
            options -= named
    return options
