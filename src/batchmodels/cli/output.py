"""Output: the standard output with or without colors, the standard error, and failures to write."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from typing import TextIO

import click

from ..secrets.printing import printable, without_commands

_WITH_LINKS = frozenset(("iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "rio", "WarpTerminal", "Tabby"))
_VTE_WITH_LINKS = 5000  # version 0.50, as VTE writes it


def wants_color(choice: str) -> bool:
    """Return whether to use colors: as ``--color`` or the environment demands, otherwise on a terminal only."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def write(text: str, *, color: bool = False, commands: bool = False) -> None:
    """Print a text, in UTF-8 unless the output is a terminal.

    Args:
        text: The text, in lines.
        color: Whether to keep its colors.
        commands: Whether it consists of commands for GitHub Actions; any other text is changed so that it contains none.

    Raises:
        OSError: It can't be written; the command group reports that. The error has no file name.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        encoding = sys.stdout.encoding if sys.stdout.isatty() else "utf-8"
        sys.stdout.reconfigure(encoding=encoding, errors="backslashreplace")
    if text:
        text = text if color else click.unstyle(text)
        click.echo(text if commands else without_commands(text), color=color)


def write_file(file: str, text: str, *, commands: bool = False) -> None:
    """Write a text into a file in UTF-8, without colors; the arguments are those of `write`.

    Raises:
        OSError: It can't be written.
    """
    plain = click.unstyle(text)
    plain = plain if commands else without_commands(plain)
    Path(file).write_text(f"{plain}\n" if plain else "", encoding="utf-8", errors="backslashreplace", newline="\n")


def wants_links(color: bool) -> bool:
    """Whether the terminal is known to show links, as ``FORCE_HYPERLINK`` or its own variables say."""
    forced = os.environ.get("FORCE_HYPERLINK")
    if forced is not None:
        return color and forced != "0"
    if not color or not sys.stdout.isatty() or os.environ.get("TERM", "").startswith(("dumb", "linux", "screen")):
        return False
    vte = os.environ.get("VTE_VERSION", "")
    return (
        os.environ.get("TERM_PROGRAM") in _WITH_LINKS
        or os.environ.get("TERM", "").startswith(("xterm-kitty", "xterm-ghostty", "alacritty", "foot", "wezterm"))
        or any(name in os.environ for name in ("WT_SESSION", "KONSOLE_VERSION", "KITTY_WINDOW_ID", "DOMTERM"))
        or (vte.isdecimal() and int(vte) >= _VTE_WITH_LINKS)
    )


def say(message: str) -> None:
    """Print a message on the standard error; if that fails, only the exit status reports the error."""
    try:
        click.echo(without_commands(f"batchmodels: {printable(message)}"), err=True, color=False)
    except OSError:
        discard(sys.stderr)


def discard(stream: TextIO) -> None:
    """Drop the buffered output of a stream, so that Python doesn't fail again when it flushes it at exit."""
    try:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, stream.fileno())
        os.close(null)
    except (OSError, ValueError):  # a stream without a file, as in tests
        return
