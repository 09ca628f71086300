"""The command ``plan``: what a node would do with the start tasks of a file."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

import click

from ..secrets.masking import mask_text
from ..secrets.printing import printable
from .group import examples
from .options import FILES, needed_bytes, require_type, shown_name, size_option, type_option
from .output import say, write
from .parameters import given as parameters_given
from .parameters import parameter_options

if TYPE_CHECKING:
    from ..documents import Document, Entry
    from ..documents.expressions.scope import Given
    from ..planning.plan_record import Plan

_UNREADABLE = 2


@click.command(
    short_help="Print what a node would do with a start task.",
    epilog=examples("batchmodels plan pool.yaml", "batchmodels plan --format json start_task.json"),
)
@click.argument("file", metavar="FILE", type=FILES)
@click.option("--name", help="The id of the pool, or its name in ARM, where the file has several.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="text for people, json for programs.",
)
@parameter_options
@type_option
@size_option
def plan(**given: Any) -> None:
    """Print what a node would do with the start tasks of a file.

    That is the program and its arguments, the script, the environment, the user, the directory, the files, the container, and
    the runs. FILE is what `batchmodels check` takes. Nothing is run, sent or downloaded, and no secret is printed.

    Exit status: 0, or 1 if a part of the file can't be read, or if it has a duplicate key or a misspelled member, or 2 if it
    can't be read at all or contains no start task.
    """
    require_type(given["type_name"])
    parameters = parameters_given(given["parameter_files"], given["parameters"], given["max_size"], placed=True)
    data = needed_bytes(given["file"], given["max_size"])
    as_json = given["form"] == "json"
    sys.exit(print_plans(shown_name(given["file"]), data, given["type_name"], given["name"], parameters, as_json=as_json))


def print_plans(
    file: str,
    data: bytes,
    type_name: str | None = None,
    name: str | None = None,
    parameters: Mapping[str, Given] | None = None,
    *,
    as_json: bool,
) -> int:
    """Print the plans of the start tasks of a file; see the command. Return the exit status."""
    from ..documents import UnreadableError, read_text  # noqa: PLC0415  # because not every command needs it
    from .notes import note_masks, report_mistakes, require_known_names  # noqa: PLC0415  # because it goes with that
    from .showing import report  # noqa: PLC0415  # because not every command needs it

    try:
        document = read_text(data, file, type_name=type_name, parameters=parameters)
    except UnreadableError as error:
        say(str(error))
        return _UNREADABLE
    require_known_names(parameters or {}, [document])
    note_masks(document)
    plans = list(_plans(document, name))
    status = max([report_mistakes(document), *(report(entry, entry.problems) for entry in document.entries)])
    status = max(status, *(_report_misspelled(document, entry) for entry in document.entries if name in {None, entry.name}), 0)
    if not plans and any(each.steps[-1:] == ("startTask",) for entry in document.entries for each in entry.problems):
        return status
    if not plans:
        which = "no start task" if name is None else f"no start task of a pool {name!r}"
        say(f"{file}: it contains {which}.")
        return _UNREADABLE
    if as_json:
        import msgspec  # noqa: PLC0415  # because not every command needs it

        printed = [
            {
                "path": path,
                "name": printable(mask_text(entry.name)),
                **{key: each for key, each in msgspec.to_builtins(found).items() if key != "sections"},
            }
            for entry, path, found in plans
        ]
        write(json.dumps(printed, indent=2, ensure_ascii=False))
    else:
        write("\n\n".join(_titled(file, entry, path, found) for entry, path, found in plans))
    return status


def _report_misspelled(document: Document, entry: Entry) -> int:
    """Print the misspelled members of start tasks, which their plans lack. Return the exit status, 1 if there are any."""
    from ..models.start_task import StartTask  # noqa: PLC0415  # because not every command needs it
    from ..rules.context import contexts  # noqa: PLC0415  # because importing the rules takes time
    from ..rules.discovery import RULES  # noqa: PLC0415  # because it goes with that
    from .notes import place_in  # noqa: PLC0415  # because it goes with that

    rule = RULES["BM702"]
    status = 0
    for place in contexts(entry.model, datetime.now(timezone.utc)) if entry.model is not None else ():
        if isinstance(place.model, StartTask) or place.within(StartTask) is not None:
            place.rule = rule
            for finding in rule.look(place):
                say(f"{place_in(document, entry.locate(finding.steps))}: {finding.message} {finding.fix}")
                status = 1
    return status


def _plans(document: Document, name: str | None) -> Iterator[tuple[Entry, str, Plan]]:
    """Yield the plans of the start tasks of a document, with their paths in the file."""
    from ..documents.entry_names import is_named  # noqa: PLC0415  # because not every command needs it
    from ..models.start_task import StartTask  # noqa: PLC0415  # because it goes with that
    from ..planning.plan import plan_within  # noqa: PLC0415  # because it goes with that
    from ..rules.context import contexts  # noqa: PLC0415  # because importing the rules takes time

    now = datetime.now(timezone.utc)
    for entry in document.entries:
        if entry.model is None or not is_named(entry, name):
            continue
        for place in contexts(entry.model, now):
            if isinstance(place.model, StartTask):
                depth = len(place.steps)
                unknown = {hole[depth:] for hole in entry.holes if hole[:depth] == place.steps and len(hole) > depth}
                wrong = {
                    str(each.steps[depth])
                    for each in entry.problems
                    if each.steps[:depth] == place.steps and len(each.steps) > depth
                }
                found = plan_within(place.model, place.parents, unknown=unknown, wrong=wrong, now=now)
                steps = entry.locate(place.steps)
                yield entry, entry.shown(steps), found


def _titled(file: str, entry: Entry, path: str, found: Plan) -> str:
    named = f", {entry.name}" if entry.name else ""
    return f"{printable(mask_text(f'{file}{named}'))}: {printable(path)}\n\n{found}"
