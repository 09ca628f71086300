"""The command ``batchmodels``: what its arguments are, and who does the work."""

from __future__ import annotations

import os
import sys

import click

from .. import __version__
from .check_command import check
from .completion import ModelName, RuleOrFile
from .convert_command import convert
from .diff_command import diff
from .group import Commands, examples
from .init_command import init
from .inputs import STDIN
from .options import (
    FILES,
    color_option,
    needed_bytes,
    require_type,
    shown_name,
    size_option,
    type_option,
    version_option,
)
from .output import wants_color
from .parameters import given, parameter_options
from .plan_command import plan
from .server_command import server


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 100},
    epilog=examples(
        "batchmodels check pool.yaml",
        "batchmodels check --format github templates/*.json",
        "batchmodels diff live.json pool.yaml",
        "batchmodels show pool.json",
        "batchmodels convert pool.json --to bicep",
        "batchmodels explain BM103",
        "batchmodels explain node.json",
    ),
)
@click.version_option(__version__, message="%(prog)s %(version)s")
def cli() -> None:
    """Check, show and explain the pools, nodes, tasks and jobs of Azure Batch."""


cli.add_command(check)
cli.add_command(diff)
cli.add_command(server)
cli.add_command(init)
cli.add_command(convert)
cli.add_command(plan)


@cli.command(short_help="Print files as trees, without secrets.")
@click.argument("file", metavar="FILE", type=FILES)
@parameter_options
@type_option
@size_option
@color_option
def show(
    file: str,
    parameter_files: tuple[str, ...],
    parameters: tuple[str, ...],
    type_name: str | None,
    max_size: int,
    color: str,
) -> None:
    """Print a file's pools, start tasks or nodes as trees, without their secrets.

    FILE is what `batchmodels check` takes. A value that isn't known is shown as unknown, with the reason. What can't be read
    is left out, said on the standard error, and makes the exit status 1.
    """
    from .showing import show as show_text  # noqa: PLC0415  # because not every command needs it

    require_type(type_name)
    values = given(parameter_files, parameters, max_size, placed=True)
    sys.exit(show_text(shown_name(file), needed_bytes(file, max_size), type_name, values, color=wants_color(color)))


@cli.command(short_help="Print the request body, including secrets.")
@click.argument("file", metavar="FILE", type=FILES)
@click.option("--arm", is_flag=True, help="As ARM has it; for pools and start tasks. See also batchmodels convert.")
@click.option("--name", help="The id of the pool, or its name in ARM, where the file has several.")
@parameter_options
@version_option
@type_option
@size_option
def body(
    file: str,
    arm: bool,
    name: str | None,
    parameter_files: tuple[str, ...],
    parameters: tuple[str, ...],
    api_version: str | None,
    type_name: str | None,
    max_size: int,
) -> None:
    """Print the JSON of the request body, including secrets.

    FILE is what `batchmodels check` takes; an ARM pool is brought into the shape of the Batch service. Of an answer, it is the
    body that creates the same resource: what only the service sets is left out, with a note. What can't be sent, or has a
    value that isn't known, is refused: the problems go to the standard error, and the exit status is 1.
    """
    from .showing import body as body_text  # noqa: PLC0415  # because not every command needs it

    require_type(type_name)
    values = given(parameter_files, parameters, max_size, placed=True)
    text = needed_bytes(file, max_size)
    sys.exit(body_text(shown_name(file), text, type_name, name, api_version, values, arm=arm))


@cli.command(
    short_help="Print the JSON Schema of a model.",
    epilog=examples(
        "batchmodels schema PoolAddParameter --closed > pool.schema.json",
        "batchmodels schema PoolAddParameter --form arm --api-version 2024-07-01",
    ),
)
@click.argument("type_name", metavar="TYPE", type=ModelName())
@click.option("--closed", is_flag=True, help="Refuse what isn't declared too, so that an editor marks what is misspelled.")
@click.option(
    "--form",
    type=click.Choice(["data", "arm"]),
    default="data",
    show_default=True,
    help="The Batch service's form, or ARM's: a pool is a resource there.",
)
@click.option(
    "--api-version",
    metavar="VERSION",
    help="The API version of the form; the schema lacks what it doesn't support. Otherwise it has all versions.",
)
def schema(type_name: str, closed: bool, form: str, api_version: str | None) -> None:
    """Print the JSON Schema of a model's documents, for an editor.

    TYPE is the model's name: PoolAddParameter, StartTask, CloudPool ...
    """
    from .pages import print_schema  # noqa: PLC0415  # because not every command needs it

    require_type(type_name)
    sys.exit(print_schema(type_name, form, api_version, closed=closed))


@cli.command(
    short_help="Explain a rule, or what happened to a node, a task, a job or a pool.",
    epilog=examples(
        "batchmodels explain BM103",
        "batchmodels explain BM2",
        "batchmodels explain node.json",
        "batchmodels explain pool.json",
        "batchmodels explain AllocationTimedout",
    ),
)
@click.argument("what", metavar="[RULE|CODE|FILE]", required=False, type=RuleOrFile())
@type_option
@size_option
@color_option
def explain(what: str | None, type_name: str | None, max_size: int, color: str) -> None:
    """Explain a rule, a code of the service, or what happened to the nodes, tasks, jobs and pools in a file.

    A rule is named by its id; the beginning of an id lists the rules whose ids begin so. A code is that of a failure, of a
    resize error of a pool, or of the end of a job. A file is an answer of the service, as az batch pool show prints it.

    Without an argument it lists the rules.
    """
    from .pages import explain_rule, is_rule, list_rules  # noqa: PLC0415  # because not every command needs it

    require_type(type_name)

    in_color = wants_color(color)
    if what is None:
        list_rules(color=in_color)
        return
    is_file = what == STDIN or os.path.exists(what)  # noqa: PTH110  # because Path.exists() raises where a name is too long
    if is_rule(what) and not is_file:
        sys.exit(explain_rule(what, color=in_color))
    from .explaining import explain_code, explain_document  # noqa: PLC0415  # because a rule needs none of it

    if is_file or not explain_code(what):
        sys.exit(explain_document(shown_name(what), needed_bytes(what, max_size), type_name))
