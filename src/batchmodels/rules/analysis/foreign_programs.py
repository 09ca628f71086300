"""Command lines whose program is one of the other operating system, so that nothing of them runs."""

from __future__ import annotations

import re
from typing import Any

from ...shells.script import Command, Word
from ..context import Context
from .pool import machine_of, runs_windows
from .pool_values import value_of
from .word_sets import names

ONLY_ON_WINDOWS = names("choco winget msiexec dism schtasks netsh robocopy xcopy setx powercfg icacls")
"""Programs that Linux doesn't have."""

LINUX_PROGRAM = re.compile(r"/(?:usr|etc|bin|sbin|opt|home|var|tmp|mnt)/")
"""The beginning of a program's path on Linux."""

_WINDOWS_SHELLS = frozenset({"cmd", "powershell"})
_WINDOWS_PROGRAM = re.compile(r"(?i)[\"']?(?:[A-Z]:[\\/]|\\\\\w|%\w+%)|.*\.(?:exe|bat|cmd)[\"']?\Z")
_SHELLS = frozenset({"bash", "sh", "dash", "zsh"})


def is_foreign(place: Context[Any], words: tuple[Word, ...]) -> bool:
    """Return whether the program of a command line belongs to the other operating system than that of the pool's image."""
    on_windows = runs_windows(place)
    if on_windows is None or not words:
        return False
    if on_windows:
        program = words[0].text
        return LINUX_PROGRAM.match(program) is not None or (program in _SHELLS and not has_own_image(place))
    return Command(words).name in _WINDOWS_SHELLS | ONLY_ON_WINDOWS or _WINDOWS_PROGRAM.match(words[0].raw) is not None


def has_own_image(place: Context[Any]) -> bool:
    """Return whether the image isn't from the marketplace, so that it may contain any program."""
    return value_of(machine_of(place), "image_reference", "publisher") is None
