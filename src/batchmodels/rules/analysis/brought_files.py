"""The files that a task's resource files put into its working directory."""

from __future__ import annotations

import posixpath
from typing import Any

import msgspec

from .pool_values import value_of

_EXECUTE = 0o111
_DEFAULT_MODE = "0770"


class BroughtFiles(msgspec.Struct, frozen=True):
    """The files that resource files bring.

    Attributes:
        modes: The files that are known by name, by their path in the working directory, with their ``fileMode``.
        others: The ``fileMode`` of each resource file whose files aren't known, for example all blobs of a container.
    """

    modes: dict[str, str]
    others: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether every file is known by name."""
        return not self.others

    def mode_of(self, path: str) -> str | None:
        """Return the mode of a file; None if it isn't brought, or several modes are possible."""
        if path in self.modes:
            return self.modes[path]
        modes = set(self.others)
        return modes.pop() if len(modes) == 1 else None

    def has_directory(self, path: str) -> bool:
        """Return whether a directory contains some of the files."""
        return path == "." or any(each.startswith(f"{path}/") for each in self.modes)


def normal_path(path: str) -> str:
    """Return a path in the working directory with single slashes, and without ``.`` and redundant ``..``."""
    return posixpath.normpath(path.replace("\\", "/"))


_DEEPEST = 30  # directories in a path


def directories_above(path: str) -> list[str]:
    """Return the directories that contain a path."""
    parts = path.split("/")[:_DEEPEST]
    return ["/".join(parts[:length]) for length in range(1, len(parts))]


def brought_files(files: Any) -> BroughtFiles | None:
    """Return the files that a task's ``resource_files`` bring; None if there are none, or they can't be read."""
    if not isinstance(files, list) or not files:
        return None
    modes: dict[str, str] = {}
    others: list[str] = []
    for file in files:
        path = value_of(file, "file_path")
        mode = value_of(file, "file_mode")
        mode = mode if isinstance(mode, str) else _DEFAULT_MODE
        containers = (value_of(file, "auto_storage_container_name"), value_of(file, "storage_container_url"))
        if isinstance(path, str) and path.strip() and containers == (None, None):
            modes[normal_path(path.strip())] = mode
        else:
            others.append(mode)
    return BroughtFiles(modes, tuple(others))


def can_execute(mode: str) -> bool:
    """Return whether anyone can execute a file with this ``fileMode``."""
    try:
        return bool(int(mode, 8) & _EXECUTE)
    except ValueError:
        return True
