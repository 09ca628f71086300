"""The command ``check``."""

from __future__ import annotations

import sys

import click

from ..documents.diagnostics import UNREADABLE, Diagnostic
from ..documents.errors import UnreadableError
from ..rules.finding import Severity
from .formats import FORMATS
from .group import examples
from .inputs import read_input
from .options import color_option, require_type, shown_name, size_option, type_option, version_option
from .output import say, wants_color, write
from .selecting import chosen
from .summary import Summary

_SEVERITIES = [severity.value for severity in Severity]


@click.command(
    short_help="Report what is wrong in files, and where.",
    epilog=examples(
        "batchmodels check pool.yaml",
        "batchmodels check --ignore BM302,BM8 pools/*.yaml",
        "batchmodels check --severity note - < pool.json",
    ),
)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    default="text",
    show_default=True,
    help="text for people; json, sarif and github for programs.",
)
@click.option("--select", multiple=True, metavar="RULES", help="Diagnostic only these rules of the review: BM103,BM2.")
@click.option("--ignore", multiple=True, metavar="RULES", help="Don't report these: ids, or what they begin with; BM302,BM8.")
@click.option(
    "--severity",
    type=click.Choice(_SEVERITIES),
    default="warning",
    show_default=True,
    help="The least severe that is reported and counts.",
)
@version_option
@type_option
@size_option
@color_option
def check(
    files: tuple[str, ...],
    form: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    severity: str,
    api_version: str | None,
    type_name: str | None,
    max_size: int,
    color: str,
) -> None:
    """Report what is wrong in files, where, and what to do about it.

    A file is JSON or YAML: a pool or a start task as the Batch service takes it, what `az batch pool create --json-file`
    takes, a node, a list of these, or an ARM template with pools; - is the standard input. What the service refuses is
    always reported; --select and --ignore decide about the rules of the review.

    Exit status: 0 if nothing is reported, 1 if something is, 2 if a file can't be read or holds nothing to check.
    """
    from ..documents.checking import check_all  # noqa: PLC0415  # because not every command needs it
    from .progress import on_terminal  # noqa: PLC0415  # because it goes with that

    require_type(type_name)
    ignored = chosen(select, ignore)
    least = _SEVERITIES.index(severity)
    names = tuple(dict.fromkeys(files))
    texts = ((shown_name(name), _bytes_or_diagnostic(name, max_size)) for name in names)
    progress = on_terminal()
    checked = check_all(
        progress("reading files", texts, len(names)),
        type_name=type_name,
        api_version=api_version,
        ignore=ignored,
        progress=progress,
    )
    found = [diagnostic for diagnostics in checked for diagnostic in diagnostics]
    shown = tuple(diagnostic for diagnostic in found if _SEVERITIES.index(diagnostic.severity.value) <= least)
    summary = Summary(tuple(shown_name(name) for name in names), shown, len(found) - len(shown))
    write(FORMATS[form](summary), color=wants_color(color), commands=form == "github")
    if form != "text":
        for diagnostic in shown:
            if diagnostic.rule == UNREADABLE:
                say(f"{diagnostic.file}: {diagnostic.message}")
    sys.exit(summary.status)
