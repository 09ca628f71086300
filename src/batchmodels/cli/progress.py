"""The progress of a long run, for a person at a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

import click

from ..documents.checking import Progress, no_progress

T = TypeVar("T")

_MANY = 50  # the least number of steps for which progress is shown
_UPDATES = 100  # seconds between changes of the line


def on_terminal() -> Progress:
    """Show progress on the standard error if it is a terminal; otherwise show nothing."""
    return _shown if sys.stderr.isatty() else no_progress


def _shown(doing: str, things: Iterable[T], total: int = 0, /) -> Iterable[T]:
    return _counted(doing, things, total) if total >= _MANY else things


def _counted(doing: str, things: Iterable[T], total: int) -> Iterator[T]:
    """Pass items on and count them in a line that is erased at the end."""
    step = max(1, total // _UPDATES)
    line = ""
    try:
        line = _show(f"batchmodels: {doing}, 0 of {total:,} done", line)
        for number, thing in enumerate(things, 1):
            yield thing
            if number % step == 0:
                line = _show(f"batchmodels: {doing}, {number:,} of {total:,} done", line)
    finally:
        _show("", line)


def _show(text: str, before: str) -> str:
    """Overwrite the text in the current line."""
    click.echo(f"\r{text.ljust(len(before))}" if text else f"\r{' ' * len(before)}\r", nl=False, err=True)
    return text
