"""The options that give the parameters of templates values."""

from __future__ import annotations

import sys
from collections.abc import Callable

import click
import msgspec

from ..documents.errors import UnreadableError
from ..documents.expressions.scope import Given
from .inputs import STDIN, read_input
from .output import say


def parameter_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add ``-p`` and ``--parameters`` to a command."""
    command = click.option(
        *("-p", "--parameter", "parameters"),
        multiple=True,
        metavar="NAME=VALUE",
        help="The value of a template's parameter, or of a variable of Terraform. A name that no template has is an error.",
    )(command)
    return click.option(
        *("--parameters", "parameter_files"),
        multiple=True,
        metavar="FILE",
        help="A file with the values of a template's parameters, of ARM or of the Batch CLI extension, or .tfvars.",
    )(command)


def given(files: tuple[str, ...], written: tuple[str, ...], max_size: int, *, placed: bool = False) -> dict[str, Given]:
    """Return the values of parameters; end the program if a file can't be read or a text isn't NAME=VALUE.

    Args:
        files: The names of parameter files.
        written: Texts ``NAME=VALUE``.
        max_size: The largest size of a file.
        placed: Whether the values of secure parameters are put into members that hold secrets. A review doesn't, because the
            file has no such secret.
    """
    if not files and not written:
        return {}
    from ..documents.parameter_values import given_values  # noqa: PLC0415  # because few checks need it
    from ..documents.source import read_source  # noqa: PLC0415  # because it goes with that

    try:
        sources = [read_source("<stdin>" if name == STDIN else name, read_input(name, max_size)) for name in files]
        values = given_values(sources, written)
        return {name: msgspec.structs.replace(each, placed=placed) for name, each in values.items()}
    except UnreadableError as error:
        say(str(error))
    except ValueError as error:  # the text isn't shown: it may be a secret
        say(f"-p: {error}.")
    sys.exit(2)
