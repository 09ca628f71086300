"""The options that several commands have, and the reading of their files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from .. import API_VERSIONS
from ..documents.errors import UnreadableError
from ..models.versions import full_version
from .completion import FileName, ModelName, RuleNames
from .group import refuse
from .inputs import MAX_SIZE, STDIN, read_input

F = TypeVar("F", bound=Callable[..., Any])

FILES = FileName()
"""The type of an argument that names a file: the shell completes it."""

RULES = RuleNames()
"""The type of an option that names rules."""


def type_option(command: F) -> F:
    """Add ``--type`` to a command."""
    return click.option(
        "--type",
        "type_name",
        metavar="TYPE",
        type=ModelName(),
        help="The model in the file, for example StartTask, if not detected.",
    )(command)


class ServiceVersion(click.Choice[str]):
    """An API version of the Batch service; its date alone will do."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        return super().convert(full_version(value) if isinstance(value, str) else value, param, ctx)


def version_option(command: F) -> F:
    """Add ``--api-version`` to a command."""
    return click.option(
        "--api-version",
        type=ServiceVersion(API_VERSIONS),
        metavar="VERSION",
        help=f"The API version of the Batch service that the document is for, for example {API_VERSIONS[-1]}.",
    )(command)


def size_option(command: F) -> F:
    """Add ``--max-size`` to a command."""
    return click.option(
        "--max-size",
        type=click.IntRange(1, 100_000),
        metavar="MB",
        default=MAX_SIZE,
        show_default=True,
        help="The largest file that is read, in megabytes.",
    )(command)


def color_option(command: F) -> F:
    """Add ``--color`` to a command."""
    return click.option(
        "--color",
        type=click.Choice(["auto", "always", "never"]),
        default="auto",
        show_default=True,
        help="Whether to print in colors; auto does on a terminal, unless NO_COLOR is set.",
    )(command)


def shown_name(name: str) -> str:
    """The name of a file for people."""
    return "<stdin>" if name == STDIN else name


def needed_bytes(name: str, max_size: int) -> bytes:
    """The bytes of a file; the program ends if it can't be read."""
    try:
        return read_input(name, max_size)
    except UnreadableError as error:
        refuse(f"{shown_name(name)}: {error.message}")


def require_type(name: str | None) -> None:
    """End the program if there is no such model."""
    from .model_names import near_types  # noqa: PLC0415  # because not every command needs it

    unknown = None if name is None else near_types(name)
    if unknown:
        refuse(unknown)
