"""The programs that unpack archives, by the endings of their names."""

from __future__ import annotations

import re

from .word_sets import names

_UNPACKERS = names("tar bsdtar unzip 7z gunzip")
_PROGRAMS = (
    (re.compile(r"(?i)\.zip\Z"), "unzip -o"),
    (re.compile(r"(?i)\.(?:tar\.gz|tgz)\Z"), "tar -xzf"),
    (re.compile(r"(?i)\.(?:tar\.bz2|tbz2?)\Z"), "tar -xjf"),
    (re.compile(r"(?i)\.(?:tar\.xz|txz)\Z"), "tar -xJf"),
    (re.compile(r"(?i)\.tar\Z"), "tar -xf"),
    (re.compile(r"(?i)\.7z\Z"), "7z x -y"),
)


def other_unpacker(program: str, sought: str, path: str, *, windows: bool) -> str:
    """Return the program for an archive that is there, if that of a command for another one can't read it; otherwise nothing.

    Args:
        program: The program of the command.
        sought: The archive that it is given.
        path: The archive that is there.
        windows: Whether it runs on Windows, whose ``tar`` also reads zip files.
    """
    needed = _program_for(path)
    if program not in _UNPACKERS or not needed or needed == _program_for(sought):
        return ""
    return "tar -xf" if windows and not needed.startswith("7z") else needed


def _program_for(path: str) -> str:
    return next((program for ending, program in _PROGRAMS if ending.search(path)), "")
