"""Directories outside of the working directory that contain none of a start task's files: new ones, and ``/opt``."""

from __future__ import annotations

import posixpath
import re

from ...shells.script import Command
from .reruns import positional
from .word_sets import names

_OF_IMAGE = ("/opt", "/srv")
_WITH_MODE = frozenset({"-m", "--mode", "-Z", "--context", "-o", "-g"})
_PUTTING_NOTHING = names("cd pushd chmod chown chgrp ls test [ [[ rm rmdir find echo printf du df stat export set")
_OF_BATCH = re.compile(r"\$\{?(AZ_BATCH_\w+)\}?(?=/|\Z)")
_KNOWN = re.compile(r"(?:\$AZ_BATCH_\w+|/)[\w./+@-]*")
_UNKNOWN = re.compile(r"[$`*?\[{~]")


class NewDirectories:
    """The directories that a script makes, as long as nothing puts files into them."""

    def __init__(self) -> None:
        self._paths = {*_OF_IMAGE}

    def __contains__(self, path: str) -> bool:
        return _normal(path) in self._paths

    def follow(self, command: Command, at: str, *, surely: bool) -> None:
        """Note what a command makes, and what it may put into the directories.

        Args:
            command: The command.
            at: The shell's directory; empty if it is the working directory, or unknown.
            surely: Whether the command runs once.
        """
        if command.name == "mkdir" or (command.name == "install" and "-d" in command.arguments):
            made = {_normal(posixpath.join(at, word.text)) for word in positional(command.words[1:], _WITH_MODE)}
            self._paths |= {path for path in made if _KNOWN.fullmatch(path)} if surely else set()
            return
        words = [each.target for each in command.redirects]
        words += command.words[1:] if command.name not in _PUTTING_NOTHING else ()
        for path in (_normal(posixpath.join(at, word.text)) for word in words):
            if _UNKNOWN.search(path) and not _KNOWN.fullmatch(path):
                self._paths.clear()
            above = posixpath.dirname(path)
            self._paths = {each for each in self._paths if each not in {path, above} and not each.startswith(f"{path}/")}


def _normal(path: str) -> str:
    return posixpath.normpath(_OF_BATCH.sub(r"$\1", path)) if path else ""
