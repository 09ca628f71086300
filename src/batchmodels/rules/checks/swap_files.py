"""BM437: swap files that can't be used."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ...shells.script import Command
from ..analysis.command_line import analysis_of
from ..analysis.display import shown_word
from ..analysis.distributions import distribution_of
from ..analysis.file_arguments import values_of
from ..analysis.linux_runs import Run, runs_on_linux
from ..analysis.pool import machine_of
from ..analysis.pool_values import value_of
from ..analysis.python_packages import runs_other_scripts
from ..analysis.reruns import positional
from ..command_lines import COMMAND_LINES, CommandLine
from ..context import Context
from ..failure_kinds import FailureKind
from ..finding import Finding, Severity
from ..rule import rule

_OS_DISK_GB = 30
"""The size of the OS disk in the images of Ubuntu and Debian."""
_ON_OS_DISK = re.compile(r"/(?:(?:var|opt|root|home|usr|srv|tmp)/(?:[\w.-]+/)*)?[\w.-]+\Z")
_SIZE = re.compile(r"(\d{1,9})([kKMGT]?)(?:i?B)?\Z")
_UNITS = {"": 1, "k": 1 << 10, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40}
_MAKING = frozenset({"fallocate", "dd", "truncate"})


@rule(
    "BM437",
    Severity.error,
    "swap file that can't be used",
    COMMAND_LINES,
    reads=("virtualMachineConfiguration",),
    explains=(FailureKind.command,),
)
def unusable_swap(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find ``swapon`` without ``mkswap``, and a swap file that doesn't fit on the OS disk."""
    analysis = analysis_of(context)
    if analysis.in_container or "swap" not in analysis.text:
        return
    made: set[str | None] = set()
    for run in runs_on_linux(context):
        if runs_other_scripts(run.part, run.index):
            continue
        file, size = _made(run.command)
        made.add(file)
        found: tuple[str, str] | None = None
        if file and "swap" in file and size is not None:
            found = _too_big(context, file, size)
        elif run.command.name == "swapon" and "mkswap" not in analysis.text:
            found = _unprepared(run, made)
        if found is not None:
            message, fix = found
            yield context.finding(message, fix, "commandLine", span=run.span, severity=run.severity)
            return


def _unprepared(run: Run, made: set[str | None]) -> tuple[str, str] | None:
    file = next((word.text for word in positional(run.command.words[1:], frozenset({"-p", "--priority"}))), "")
    if not file or file not in made:
        return None
    shown = shown_word(file)
    return f"nothing makes {shown} a swap file, so swapon fails: read swap header failed.", f"Run mkswap {shown} before swapon."


def _too_big(context: Context[CommandLine], file: str, size: int) -> tuple[str, str] | None:
    known = distribution_of(context)
    machine: Any = machine_of(context)
    disk: Any = value_of(machine, "os_disk")
    if known is None or not known.is_plain or known.family not in {"ubuntu", "debian"} or not _ON_OS_DISK.match(file):
        return None
    given: object = value_of(disk, "disk_size_gb")
    limit = given if isinstance(given, int) and given > 0 else _OS_DISK_GB
    if size < limit << 30 or re.search(r"\bmount\s", analysis_of(context).text):
        return None
    return (
        f"the OS disk has {limit} GB, so {shown_word(file)} with {size >> 30} GB doesn't fit: No space left on device.",
        "Put the swap file on the temporary disk, in /mnt, or set osDisk.diskSizeGB of the pool.",
    )


def _made(command: Command) -> tuple[str | None, int | None]:
    """Return the file that a command makes, and its size in bytes; None for what isn't known."""
    if command.name not in _MAKING:
        return None, None
    if command.name == "dd":
        given = dict(text.split("=", 1) for text in command.arguments if "=" in text)
        block, count = _bytes(given.get("bs", "512")), given.get("count", "")
        known = block is not None and re.fullmatch(r"\d{1,9}", count)
        return given.get("of", ""), block * int(count) if known and block is not None else None
    sizes = [*values_of(command, "-l", "--length")]
    plain = positional(command.words[1:], frozenset({"-l", "--length", "-s", "--size", "-o", "--offset"}))
    return plain[-1].text if plain else "", _bytes(sizes[0]) if sizes and command.name == "fallocate" else None


def _bytes(text: str) -> int | None:
    found = _SIZE.match(text)
    return int(found[1]) * _UNITS[found[2]] if found else None
