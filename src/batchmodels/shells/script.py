"""What every lexer gives: commands, their words, and what stands between them."""

from __future__ import annotations

from enum import Enum

import msgspec


class Shell(str, Enum):
    """A family of shells, which read a script alike."""

    posix = "posix"
    cmd = "cmd"
    powershell = "powershell"


class Word(msgspec.Struct, frozen=True):
    """One word of a command.

    Attributes:
        text: The word as the command gets it: quotes and escapes taken away, variables still by their names.
        raw: The word as it is written.
        variables: The names of the variables in it that the shell replaces.
        substitutes: Whether a command's output is put into it: ``$(...)``, backquotes.
        pattern: Whether the shell looks for files that match it: an unquoted ``*`` or ``?``.
    """

    text: str
    raw: str
    variables: tuple[str, ...] = ()
    substitutes: bool = False
    pattern: bool = False

    @property
    def quoted(self) -> bool:
        """Whether any of it is quoted or escaped."""
        return self.raw != self.text


class Redirect(msgspec.Struct, frozen=True):
    """Where a command's input comes from or its output goes: ``>>`` and a file."""

    operator: str
    target: Word


class Command(msgspec.Struct, frozen=True):
    """One simple command of a script.

    Attributes:
        words: The command's name and its arguments; assignments before the name are in ``assignments``.
        assignments: ``NAME=value`` before the name, or all there is.
        redirects: Its redirections.
        operator: What stands behind it: ``;``, ``&``, ``&&``, ``||``, ``|``, a line feed, or nothing at the end.
        keyword: The reserved word that it stands behind: ``if``, ``while``, ``then``, ``do``, ``!`` …; or nothing.
        depth: In how many brackets or compound commands it stands.
    """

    words: tuple[Word, ...]
    assignments: tuple[Word, ...] = ()
    redirects: tuple[Redirect, ...] = ()
    operator: str = ""
    keyword: str = ""
    depth: int = 0

    @property
    def name(self) -> str:
        """The program's name without its directory and ``.exe``, in lower case; empty where there is none."""
        if not self.words:
            return ""
        name = self.words[0].text.replace("\\", "/").rsplit("/", 1)[-1].lower()
        return name.removesuffix(".exe")

    @property
    def arguments(self) -> tuple[str, ...]:
        """The texts of the words behind the name."""
        return tuple(word.text for word in self.words[1:])


class Script(msgspec.Struct, frozen=True):
    """A script as a shell reads it.

    Attributes:
        shell: The family that reads it.
        commands: Its simple commands in the order of the text, those in brackets and in ``$(...)`` included.
        unfinished: What is missing at the end, a closing quote say; None if nothing is.
    """

    shell: Shell
    commands: tuple[Command, ...]
    unfinished: str | None = None
