"""Where text goes: the standard output with or without colors, the standard error; and what to do where one is full."""

from __future__ import annotations

import io
import os
import sys
from typing import TextIO

import click

from ..secrets.printing import printable, without_commands


def wants_color(choice: str) -> bool:
    """Return whether to print in colors: as ``--color`` says, else as the environment says, else on a terminal."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def write(text: str, *, color: bool = False, commands: bool = False) -> None:
    """Print a text; in UTF-8 unless the output is a terminal.

    Args:
        text: The text, in lines.
        color: Whether its colors are kept.
        commands: Whether it consists of commands for GitHub Actions; in any other text nothing may be taken for one.

    Raises:
        OSError: It can't be written; the command group reports it. Such an error names no file.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        encoding = sys.stdout.encoding if sys.stdout.isatty() else "utf-8"
        sys.stdout.reconfigure(encoding=encoding, errors="backslashreplace")
    if text:
        text = text if color else click.unstyle(text)
        click.echo(text if commands else without_commands(text), color=color)


def say(message: str) -> None:
    """Print a message of the command itself on the standard error; the exit status has to do where that can't be written."""
    try:
        click.echo(without_commands(f"batchmodels: {printable(message)}"), err=True, color=False)
    except OSError:
        discard(sys.stderr)


def discard(stream: TextIO) -> None:
    """Drop what a stream still holds, so that Python doesn't fail again when it writes that at the end."""
    try:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, stream.fileno())
        os.close(null)
    except (OSError, ValueError):  # a stream without a file, as tests have it
        return
