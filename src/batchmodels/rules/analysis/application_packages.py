"""The environment variables of application packages, whose names depend on the operating system."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from ...shells.script import Shell, Word
from .pool_values import value_of

PREFIX = "AZ_BATCH_APP_PACKAGE_"

_IN_POSIX = re.compile(rf"\$\{{?{PREFIX}([\w.#-]*)")
_IN_CMD = re.compile(rf"%{PREFIX}([^%\s\\/:]+)(?::[^%]*)?%|!{PREFIX}([^!\s\\/:]+)!", re.IGNORECASE)
_IN_POWERSHELL = re.compile(rf"\$\{{?env:{PREFIX}([\w.#-]+)(\}}?)", re.IGNORECASE)
_VARIABLE = (
    rf"(?:\$\{{{PREFIX}(\w+)\}}|\${PREFIX}(\w+)|%{PREFIX}([^%\s\\/:]+)%|!{PREFIX}([^!\s\\/:]+)!"
    rf"|\$\{{env:{PREFIX}([\w.#-]+)\}}|\$env:{PREFIX}(\w+))"
)
_DIRECTORY = re.compile(rf"{_VARIABLE}[\\/]?(?P<ending>\.(?:zip|tar|tgz|tar\.gz))?", re.IGNORECASE)
_ZIP = re.compile(rf"{_VARIABLE}[\\/](?P<file>[\w.-]+)\.zip", re.IGNORECASE)


class Package(msgspec.Struct, frozen=True):
    """A reference to an application package.

    Attributes:
        name: The name of the application.
        version: The version; None for the default version.
    """

    name: str
    version: str | None

    @property
    def shown(self) -> str:
        """The package, for a message."""
        return self.name if self.version is None else f"{self.name} {self.version}"

    def variable(self, *, windows: bool) -> str:
        """Return the name of its environment variable; on Linux, letter case isn't known."""
        text = self.name if self.version is None else f"{self.name}#{self.version}"
        return PREFIX + (text if windows else same_on_linux(text))


def same_on_linux(text: str) -> str:
    """Return a name with the characters that it has in variables on Linux."""
    return re.sub(r"[.#-]", "_", text)


def package_directory(text: str) -> bool | None:
    """Return whether a word is the directory of an application package; False with an ending of archives, None otherwise."""
    match = _DIRECTORY.fullmatch(text)
    return None if match is None else match["ending"] is None


def is_own_zip(text: str) -> bool:
    """Return whether a word is a zip file in the directory of an application package, with the name of the application."""
    match = _ZIP.fullmatch(text)
    if match is None:
        return False
    package = same_on_linux(next(filter(None, match.groups()))).lower()
    file = same_on_linux(match["file"]).lower()
    return package == file or package.startswith(f"{file}_")


def packages_in(references: Any) -> list[Package] | None:
    """Return the application packages that some references name; None if there are none, or one can't be read."""
    if not isinstance(references, list) or not references:
        return None
    found: list[Package] = []
    for reference in references:
        name, version = value_of(reference, "application_id"), value_of(reference, "version")
        if not isinstance(name, str) or not (version is None or isinstance(version, str)):
            return None
        found.append(Package(name.rstrip("/").rpartition("/")[2], version or None))
    return found


def written_names(word: Word, shell: Shell | None) -> list[tuple[str, str]]:
    """Return the names after the prefix in a word: all that seems to be meant, and what the shell takes for the name."""
    if shell is Shell.cmd:
        names = [match[1] or match[2] for match in _IN_CMD.finditer(word.raw)]
        return [(name, name) for name in names]
    if shell is Shell.powershell:
        return [
            (match[1], match[1] if match[2] else re.split("[.#-]", match[1])[0]) for match in _IN_POWERSHELL.finditer(word.raw)
        ]
    if shell is Shell.posix and any(name.startswith(PREFIX) for name in word.variables):
        return [(match[1].rstrip(".-"), re.split("[.#-]", match[1])[0]) for match in _IN_POSIX.finditer(word.raw)]
    return []
