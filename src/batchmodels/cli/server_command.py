"""The command ``batchmodels server``."""

from __future__ import annotations

import sys

import click

from .output import say


@click.command(short_help="Serve an editor, over the language server protocol.")
def server() -> None:
    """Serve an editor: diagnostics while typing, documentation, quick fixes and completion.

    An editor starts it and speaks the language server protocol with it, on the standard input and output. It needs the
    extra lsp.
    """
    try:
        from ..server.app import run  # noqa: PLC0415  # because it needs an extra
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] not in ("lsprotocol", "pygls"):
            raise
        say("the server needs pygls; run pip install pygls.")
        sys.exit(2)
    run()
