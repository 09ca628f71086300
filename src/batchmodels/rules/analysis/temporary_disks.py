"""The temporary disk ``D:`` of Windows nodes."""

from __future__ import annotations

import itertools
import re

from ...shells.script import Command

WITHOUT_TEMPORARY_DISK = re.compile(
    r"(?i)standard_(?:[de]\d+(?:-\d+)?i?s?_v4|(?:d|e|b|f)\d+(?:-\d+)?(?!\w*d\w*_)[a-z]*_v(?:[5-7])|b\d+[a-z]*s_v2)"
)
"""The VM sizes without a temporary disk."""
_OF_BATCH = re.compile(
    r"(?i)[\"']?(?:d:[\\/](?:batch(?:[\\/]tasks)?)?[\\/]?\*?|%AZ_BATCH_NODE_(?:ROOT|STARTUP|SHARED)_DIR%[\\/]?"
    r"|\$env:AZ_BATCH_NODE_(?:ROOT|STARTUP|SHARED)_DIR[\\/]?)[\"']?"
)
_DRIVE_D = re.compile(r"(?i)d:?")


_GIVES_LETTERS = re.compile(r"(?i)driveletter|diskpart|mountvol|subst|net use|psdrive")
_ASKS = re.compile(
    r"(?i)(?P<no>(?:-not|!)\s{0,3}\(?\s{0,3})?\btest-path\s+(?:-(?:literal)?path\s+)?(?P<path>\S+)"
    r"|\bif\s+(?P<not>not\s+)?exist\s+(?P<file>\S+)"
)
_ROOT = re.compile(r"(?i)[a-z]:[\\/]?")


def assigns_letters(script: str) -> bool:
    r"""Return whether a script gives drives letters, or asks which there are.

    ``if not exist D:\data mkdir D:\data`` asks for a directory, and needs the drive.
    """
    if _GIVES_LETTERS.search(script):
        return True
    return any(
        not (match["no"] or match["not"]) or _ROOT.fullmatch((match["path"] or match["file"]).strip("\"'()"))
        for match in _ASKS.finditer(script)
    )


def erased_on_windows(command: Command) -> tuple[str, bool] | None:
    """Return the drive or directory of Batch that a command erases, and whether it is certainly one of Batch."""
    lower = [text.lower() for text in command.arguments]
    if command.name == "format" and lower and lower[0] == "d:":
        return "D:", False
    given = itertools.pairwise(lower)
    if command.name == "format-volume" and any(name == "-driveletter" and _DRIVE_D.fullmatch(value) for name, value in given):
        return "D:", False
    deletes = (command.name in {"rd", "rmdir"} and "/s" in lower) or (
        command.name in {"remove-item", "ri", "rm", "del", "rd", "rmdir"} and any(text.startswith("-r") for text in lower)
    )
    for word in command.words[1:] if deletes else ():
        if _OF_BATCH.fullmatch(word.raw):
            return word.raw.strip("\"'"), "AZ_BATCH" in word.raw.upper()
    return None
