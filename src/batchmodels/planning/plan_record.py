"""Plan: what a node would do with a start task, for people and for programs."""

from __future__ import annotations

import msgspec


class Variable(msgspec.Struct, frozen=True):
    """An environment variable of the start task.

    Attributes:
        name: Its name.
        value: Its value, masked; for one that Batch sets, what it holds.
        set_by_batch: Whether Batch sets it.
    """

    name: str
    value: str
    set_by_batch: bool = False


class PlannedFile(msgspec.Struct, frozen=True):
    """What is downloaded for one resource file.

    Attributes:
        path: Where it goes, relative to the working directory; a directory ends with a slash.
        source: Where it comes from, without a signature.
        access: How the node may read it.
        mode: Its permissions on Linux; empty on Windows.
    """

    path: str
    source: str
    access: str
    mode: str = ""


class ScriptLine(msgspec.Struct, frozen=True):
    """One command of a script, or the head of a compound command.

    Attributes:
        text: The command, masked.
        depth: How many compound commands it is in.
        operator: What joins it to the line before: ``&&``, ``||``, ``|``; empty if it just follows.
    """

    text: str
    depth: int = 0
    operator: str = ""


class PlannedScript(msgspec.Struct, frozen=True):
    """A script as a shell reads it.

    Attributes:
        shell: The program that reads it.
        lines: Its commands.
        unfinished: What is missing at its end; None if nothing is.
    """

    shell: str
    lines: tuple[ScriptLine, ...]
    unfinished: str | None = None


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What a node would do with a start task. ``str()`` gives the text for people. It contains no secrets.

    An attribute is None where neither the start task nor its pool says it.

    Attributes:
        windows: Whether the node runs Windows.
        program: The program that the node starts; empty without one.
        arguments: The arguments that the program gets, as the node splits them.
        script: The script that the program reads, if it is a shell with a script in its arguments.
        environment: The settings, and the variables that Batch sets.
        user: The user that runs it.
        administrator: Whether that is an administrator.
        directory: The working directory.
        files: The files that are downloaded before it runs.
        container: The image that it runs in.
        attempts: How many attempts there are at most; -1 is no limit.
        waits: Whether the node waits for its success.
        sections: Everything as sentences, each with the title of its section.
    """

    windows: bool | None
    program: str
    arguments: tuple[str, ...]
    script: PlannedScript | None
    environment: tuple[Variable, ...]
    user: str
    administrator: bool | None
    directory: str
    files: tuple[PlannedFile, ...]
    container: str | None
    attempts: int | None
    waits: bool | None
    sections: tuple[tuple[str, tuple[str, ...]], ...]

    def __str__(self) -> str:
        return "\n\n".join("\n".join([title, *(f"  {line}" for line in lines)]) for title, lines in self.sections if lines)
