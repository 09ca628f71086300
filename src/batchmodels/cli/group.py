"""The group of the commands, and the end of the program when something goes wrong."""

from __future__ import annotations

import os
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn, TextIO

import click

from ..rules.internal_errors import failure
from ..secrets.printing import printable, without_commands
from .output import discard, say


class Commands(click.Group):
    """The commands; Ctrl-C ends them as it ends other programs, and whatever else goes wrong is one line, not a traceback."""

    def main(self, *args: Any, **extra: Any) -> Any:
        output: TextIO | None = sys.stdout
        if sys.stderr is None:  # pyright: ignore[reportUnnecessaryComparison]  # because Python sets None where it is closed
            sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  # because it stays open to the end
        if output is None:
            refuse("can't write to the standard output: it is closed.")
        try:
            return super().main(*args, **extra)
        except OSError as error:  # click itself takes a broken pipe
            discard(output)
            refuse(f"can't write to the standard output: {error.strerror or error}.")

    def make_context(self, *arguments: Any, **options: Any) -> click.Context:
        with _one_line_errors():
            return super().make_context(*arguments, **options)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            with _one_line_errors():
                return super().invoke(ctx)
        except KeyboardInterrupt:
            sys.exit(130)
        except (click.ClickException, click.exceptions.Exit, click.Abort, ImportError):
            raise
        except Exception as error:  # because status 1 of a traceback would mean that something was found
            if isinstance(error, OSError) and error.filename is None:
                raise  # the standard output, which has no name
            refuse(failure(error))


@contextmanager
def _one_line_errors() -> Generator[None]:
    """Keep what an error quotes within its line: an argument may be the name of a file, and that may be anything."""
    try:
        yield
    except click.ClickException as error:
        error.message = without_commands(printable(error.message))  # type: ignore[misc]  # because click declares it final, and prints it as it is
        raise


def examples(*lines: str) -> str:
    """The end of a help text: lines that click leaves as they are."""
    return "\n".join(["\b", "Examples:", *(f"  {line}" for line in lines)])


def refuse(message: str) -> NoReturn:
    """Print a message on the standard error and end the program with status 2."""
    say(message)
    sys.exit(2)
