"""How far a long run is, for a person at a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import Protocol, TypeVar

import click

T = TypeVar("T")

_MANY = 50  # steps from which on a run is worth a line
_UPDATES = 100  # how often the line changes


class Progress(Protocol):
    """Passes things on, and may show how many there have been."""

    def __call__(self, doing: str, things: Iterable[T], total: int = 0, /) -> Iterable[T]:
        """Pass things on.

        Args:
            doing: What is done with them: ``reading``.
            things: They.
            total: How many there are; 0 if that isn't known.
        """
        ...


def no_progress(_doing: str, things: Iterable[T], _total: int = 0, /) -> Iterable[T]:
    """Show nothing."""
    return things


def on_terminal() -> Progress:
    """Show progress on the standard error where that is a terminal; else show nothing."""
    return _shown if sys.stderr.isatty() else no_progress


def _shown(doing: str, things: Iterable[T], total: int = 0, /) -> Iterable[T]:
    return _counted(doing, things, total) if total >= _MANY else things


def _counted(doing: str, things: Iterable[T], total: int) -> Iterator[T]:
    """Pass things on and count them in a line of its own, which is wiped away at the end."""
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
    """Write a text over the one before it in the same line."""
    click.echo(f"\r{text.ljust(len(before))}" if text else f"\r{' ' * len(before)}\r", nl=False, err=True)
    return text
