"""The command ``batchmodels``: what its arguments are, and who does the work."""

from __future__ import annotations

import os
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn, TextIO

import click

from .. import API_VERSIONS, __version__
from ..documents.diagnostics import UNREADABLE, Diagnostic
from ..documents.errors import UnreadableError
from ..rules.finding import Severity
from ..rules.internal_errors import failure
from ..secrets.printing import printable, without_commands
from .formats import FORMATS
from .inputs import MAX_SIZE, STDIN, read_input
from .output import discard, say, wants_color, write
from .parameters import given, parameter_options
from .selecting import chosen
from .summary import Summary

_FILE_HELP = "FILE is JSON or YAML; - is the standard input."

_SEVERITIES = [severity.value for severity in Severity]


class _Commands(click.Group):
    """The commands; Ctrl-C ends them as it ends other programs, and whatever else goes wrong is one line, not a traceback."""

    def main(self, *args: Any, **extra: Any) -> Any:
        output: TextIO | None = sys.stdout
        if sys.stderr is None:  # pyright: ignore[reportUnnecessaryComparison]  # because Python sets None where it is closed
            sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  # because it stays open to the end
        if output is None:
            _refuse("can't write to the standard output: it is closed.")
        try:
            return super().main(*args, **extra)
        except OSError as error:  # click itself takes a broken pipe
            discard(output)
            _refuse(f"can't write to the standard output: {error.strerror or error}.")

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
            _refuse(failure(error))


@contextmanager
def _one_line_errors() -> Generator[None]:
    """Keep what an error quotes within its line: an argument may be the name of a file, and that may be anything."""
    try:
        yield
    except click.ClickException as error:
        error.message = without_commands(printable(error.message))  # type: ignore[misc]  # because click declares it final, and prints it as it is
        raise


def _examples(*lines: str) -> str:
    """The end of a help text: lines that click leaves as they are."""
    return "\n".join(["\b", "Examples:", *(f"  {line}" for line in lines)])


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 100},
    epilog=_examples(
        "batchmodels check pool.yaml",
        "batchmodels check --format github templates/*.json",
        "batchmodels show pool.json",
        "batchmodels explain BM103",
        "batchmodels explain node.json",
    ),
)
@click.version_option(__version__, message="%(prog)s %(version)s")
def cli() -> None:
    """Check, show and explain the pools, nodes, tasks and jobs of Azure Batch."""


_type_option = click.option(
    "--type", "type_name", metavar="TYPE", help="The model in the file, for example StartTask, if not detected."
)

_version_option = click.option(
    "--api-version",
    type=click.Choice(API_VERSIONS),
    metavar="VERSION",
    help=f"The API version of the Batch service that the document is for, {API_VERSIONS[-1]} say.",
)

_size_option = click.option(
    "--max-size",
    type=click.IntRange(1, 100_000),
    metavar="MB",
    default=MAX_SIZE,
    show_default=True,
    help="The largest file that is read, in megabytes.",
)

_color_option = click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="Whether to print in colors; auto does on a terminal, unless NO_COLOR is set.",
)


@cli.command(
    short_help="Report what is wrong in files, and where.",
    epilog=_examples(
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
@click.option("--allow-empty", is_flag=True, help="Accept files with nothing to check; otherwise they give exit status 2.")
@parameter_options
@_version_option
@_type_option
@_size_option
@_color_option
def check(
    files: tuple[str, ...],
    form: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    severity: str,
    allow_empty: bool,
    parameter_files: tuple[str, ...],
    parameters: tuple[str, ...],
    api_version: str | None,
    type_name: str | None,
    max_size: int,
    color: str,
) -> None:
    """Report what is wrong in files, where, and what to do about it.

    A file is JSON or YAML: a pool or a start task as the Batch service takes it, what `az batch pool create --json-file`
    takes, a node, a list of these, or an ARM template with pools; - is the standard input. What the service refuses is
    always reported; --select and --ignore decide about the rules of the review.
    It ends with the counts of what was checked; notes say what was not, and why.
    Exit status: 0 if nothing is reported, 1 if something is, 2 if a file can't be read or holds nothing to check.
    """
    from ..documents.checking import check_all  # noqa: PLC0415  # because not every command needs it
    from ..documents.coverage import Counts, is_note  # noqa: PLC0415  # because it goes with that
    from .progress import on_terminal  # noqa: PLC0415  # because it goes with that

    _known_type(type_name)
    least = _SEVERITIES.index(severity)
    names = tuple(dict.fromkeys(files))
    texts = ((_shown(name), _bytes_or_diagnostic(name, max_size)) for name in names)
    checked = check_all(
        (progress := on_terminal())("reading files", texts, len(names)),
        type_name=type_name,
        api_version=api_version,
        ignore=chosen(select, ignore),
        progress=progress,
        parameters=given(parameter_files, parameters, max_size),
        counts=(counts := Counts()),
    )
    found = [diagnostic for diagnostics in checked for diagnostic in diagnostics]
    shown = tuple(each for each in found if _SEVERITIES.index(each.severity.value) <= least or is_note(each))
    summary = Summary(
        tuple(map(_shown, names)), shown, len(found) - len(shown), counts, allow_empty, severity == Severity.note.value
    )
    write(FORMATS[form](summary), color=wants_color(color), commands=form == "github")
    if form != "text":
        for diagnostic in shown:
            if diagnostic.rule == UNREADABLE:
                say(f"{diagnostic.file}: {diagnostic.message}")
    sys.exit(summary.status)


@cli.command(short_help="Print files as trees, without secrets.")
@click.argument("file", metavar="FILE")
@_type_option
@_size_option
@_color_option
def show(file: str, type_name: str | None, max_size: int, color: str) -> None:
    """Print a file's pools, start tasks or nodes as trees, without their secrets.

    FILE is what `batchmodels check` takes. What can't be read is left out, said on the standard error, and makes the exit
    status 1.
    """
    from .showing import show as show_text  # noqa: PLC0415  # because not every command needs it

    _known_type(type_name)
    sys.exit(show_text(_shown(file), _needed(file, max_size), type_name, color=wants_color(color)))


@cli.command(short_help="Print the request body, including secrets.")
@click.argument("file", metavar="FILE")
@click.option("--arm", is_flag=True, help="As ARM spells it; for start tasks.")
@click.option("--name", help="The id of the pool, where the file has several.")
@_version_option
@_type_option
@_size_option
def body(file: str, arm: bool, name: str | None, api_version: str | None, type_name: str | None, max_size: int) -> None:
    """Print the JSON of the request body, including secrets.

    FILE is what `batchmodels check` takes; an ARM pool is brought into the shape of the Batch service. What can't be sent
    is refused: the problems go to the standard error, and the exit status is 1.
    """
    from .showing import body as body_text  # noqa: PLC0415  # because not every command needs it

    _known_type(type_name)
    sys.exit(body_text(_shown(file), _needed(file, max_size), type_name, name, api_version, arm=arm))


@cli.command(
    short_help="Print the JSON Schema of a model.",
    epilog=_examples("batchmodels schema PoolAddParameter --closed > pool.schema.json"),
)
@click.argument("type_name", metavar="TYPE")
@click.option("--closed", is_flag=True, help="Refuse what isn't declared too, so that an editor marks what is misspelled.")
def schema(type_name: str, closed: bool) -> None:
    """Print the JSON Schema of a model's documents, for an editor.

    TYPE is the model's name: PoolAddParameter, StartTask, CloudPool ...
    """
    import json  # noqa: PLC0415  # because it goes with this command

    from ..documents.partial_models import model_named  # noqa: PLC0415  # because not every command needs it

    _known_type(type_name)
    write(json.dumps(model_named(type_name).json_schema(closed=closed), indent=2))


@cli.command(
    short_help="Explain a rule, or what happened to a node, a task or a job.",
    epilog=_examples("batchmodels explain BM103", "batchmodels explain node.json", "batchmodels explain task.json"),
)
@click.argument("what", metavar="[RULE|FILE]", required=False)
@_size_option
@_color_option
def explain(what: str | None, max_size: int, color: str) -> None:
    """Explain a rule by its id, or what happened to the nodes, tasks and jobs in a file.

    Without an argument it lists the rules.
    """
    from .pages import explain_document, explain_rule, is_rule, list_rules  # noqa: PLC0415  # because not every command needs it

    in_color = wants_color(color)
    if what is None:
        list_rules(color=in_color)
    elif is_rule(what) and not os.path.exists(what):  # noqa: PTH110  # because Path.exists() raises where a name is too long
        sys.exit(explain_rule(what, color=in_color))
    else:
        sys.exit(explain_document(_shown(what), _needed(what, max_size)))


def _shown(name: str) -> str:
    return "<stdin>" if name == STDIN else name


def _bytes_or_diagnostic(name: str, max_size: int) -> bytes | Diagnostic:
    """The bytes of a file, or the diagnostic that it can't be read."""
    from ..documents.checking import unreadable  # noqa: PLC0415  # because not every command needs it

    try:
        return read_input(name, max_size)
    except UnreadableError as error:
        return unreadable(_shown(name), error.message)


def _needed(name: str, max_size: int) -> bytes:
    try:
        return read_input(name, max_size)
    except UnreadableError as error:
        _refuse(f"{_shown(name)}: {error.message}")


def _known_type(name: str | None) -> None:
    """End the program if there is no such model."""
    from .selecting import near_types  # noqa: PLC0415  # because not every command needs it

    unknown = None if name is None else near_types(name)
    if unknown:
        _refuse(unknown)


def _refuse(message: str) -> NoReturn:
    say(message)
    sys.exit(2)
