"""The command ``diff``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import click

from ..changes.verdicts import Plane, Verdict
from .group import examples, refuse
from .options import FILES, color_option, require_type, size_option, type_option
from .output import say, wants_color
from .parameters import given as parameters_given
from .parameters import parameter_options


def _verdicts(_context: click.Context, _option: click.Parameter, value: str | None) -> frozenset[Verdict] | None:
    """Read verdicts with commas between them."""
    if value is None:
        return None
    words = [word for word in value.split(",") if word]
    known = [each.value for each in Verdict if each is not Verdict.none]
    if not words or any(word not in known for word in words):
        raise click.BadParameter(f"expected one or more of {', '.join(known)}, separated by commas.")
    return frozenset(map(Verdict, words))


_MEANINGS = {
    Verdict.at_once: ("one request, effective at once",),
    Verdict.cannot_tell: (
        "no known way; or a value can't be compared that could be,",
        "for example one that is known only at deployment",
    ),
    Verdict.reboot: ("existing nodes keep the old value until a reboot",),
    Verdict.disable: ("only while the job is disabled",),
    Verdict.empty: ("only while the pool has no nodes",),
    Verdict.new_task: ("delete the task and add it again",),
    Verdict.new_schedule: ("delete the job schedule and add it again",),
    Verdict.new_job: ("delete the job and add it again",),
    Verdict.new_pool: ("delete the pool and create it again",),
    Verdict.dangerous: (
        "the request removes or resets what it leaves out,",
        "for example updateproperties without a start task",
    ),
}


def _verdict_lines() -> Iterator[str]:
    """Yield the lines of the help about verdicts."""
    yield from ("\b", "Verdicts, the gravest last:")
    for verdict, lines in _MEANINGS.items():
        for number, line in enumerate(lines):
            yield f"  {'' if number else verdict.value:<16}  {line}"


@click.command(
    short_help="Compare two files: what differs, and what it takes to change it.",
    epilog="\n".join(_verdict_lines())
    + "\n\n"
    + examples(
        "az batch pool show --pool-id encoders | batchmodels diff - pool.json",
        "batchmodels diff old.yaml new.yaml --api-version 2024-02-01.19.0",
        "batchmodels diff deployed/ pools/ --fail-on new-pool,empty-pool",
        "batchmodels diff live.json pool.yaml --patch > patch.json",
    ),
)
@click.argument("old", metavar="OLD", type=FILES)
@click.argument("new", metavar="NEW", type=FILES)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
    help="text for people, json for programs, markdown for a pull request.",
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option(
    "--patch",
    is_flag=True,
    help="Print only the body of the PATCH, including secrets, or {} if nothing differs. Exit with 0 if the PATCH makes all"
    " changes, with 1 if it doesn't make some; standard error has these, and what to do before and after it.",
)
@click.option(
    "--fail-on",
    callback=_verdicts,
    metavar="VERDICTS",
    help="Exit with 1 only for changes with these verdicts, with commas between them; see below.",
)
@click.option(
    "--api-version",
    metavar="VERSION",
    help="The API version that makes the changes: of the Batch service, or with --plane arm of ARM.  [default: the newest]",
)
@click.option(
    "--plane",
    type=click.Choice(["data", "arm"]),
    help="The API that makes the changes of pools: the Batch service's or ARM's.  [default: the one that NEW is for]",
)
@parameter_options
@type_option
@size_option
@color_option
def diff(**given: Any) -> None:
    """Compare two files, and print what differs, when it takes effect, and the requests that change OLD into NEW.

    A file is what `batchmodels check` takes: a pool, a job, a job schedule, a task or a start task as it is created or as the
    service answers it, an ARM template, a plan of Terraform. - is standard input. Of two directories, the pools with the same
    id are compared, or those in files of the same name.

    Documented defaults, old names, ARM's spelling and the order of lists that have none are no changes. Secrets that the
    service leaves out of its answers, and values that are known only at deployment, can't be compared: they are listed, and
    don't count as changes.

    If NEW is Terraform's, the verdicts and steps are those of terraform apply, unless --plane names an API.

    A file of a directory that can't be read is reported, and so is a pair of different kinds; the rest is compared.

    Exit status: 0 without changes, 1 with changes, with a value of the wrong type or a duplicate key, 2 if a file can't be
    read, contains nothing to compare, or defines the same pool as another file of its directory, or if a pair can't be
    compared. With --fail-on, changes of other verdicts don't count; a pool that only one side has counts as new-pool. With
    --patch, 1 means that the PATCH doesn't make all changes.
    """
    require_type(given["type_name"])
    if given["old"] == given["new"] == "-":
        raise click.UsageError("only one of OLD and NEW can be the standard input.")
    if given["patch"] and (given["as_json"] or given["form"] != "text"):
        option = "--json" if given["as_json"] else f"--format {given['form']}"
        raise click.UsageError(f"expected --patch or {option}, got both: --patch prints a body as JSON.")
    from ..documents.errors import UnreadableError  # noqa: PLC0415  # because not every command needs it
    from .diff_run import compared, print_patch, printed, status  # noqa: PLC0415  # because it imports the rest

    plane: Plane | None = given["plane"]
    parameters = parameters_given(given["parameter_files"], given["parameters"], given["max_size"], placed=True)
    try:
        found, errors, mistaken = compared(
            given["old"],
            given["new"],
            type_name=given["type_name"],
            max_size=given["max_size"],
            parameters=parameters,
            api_version=given["api_version"],
            plane=plane,
        )
    except UnreadableError as error:
        refuse(str(error))
    except ValueError as error:
        refuse(f"--api-version: {error}.")
    if given["patch"]:
        own = print_patch(found)
    else:
        printed(found, "json" if given["as_json"] else given["form"], color=wants_color(given["color"]))
        own = status(found, None)
    for message in (*(line for each in found for line in each.mistakes), *map(str, errors)):
        say(message)
    fail_on = given["fail_on"]
    sys.exit(2 if errors else max(mistaken, status(found, fail_on) if fail_on else own))
