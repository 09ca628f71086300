"""The command ``explain``: the page of a rule, the list of all rules, what happened to the start task of a node."""

from __future__ import annotations

import io
import re

import click

from ..documents import UnreadableError, read_text
from ..errors import DeserializationError
from ..models.execution import StartTaskInformation
from ..models.nodes import ComputeNode
from ..rules import finding
from ..secrets.masking import mask_text
from ..secrets.printing import printable, printable_lines
from . import rule_pages
from .output import say, write

_UNREADABLE = 2

_TOLD: dict[str, type[ComputeNode | StartTaskInformation]] = {
    "ComputeNode": ComputeNode,
    "StartTaskInformation": StartTaskInformation,
}


def is_rule(what: str) -> bool:
    """Whether an argument is meant as the id of a rule."""
    return re.fullmatch(r"bm\d*", what, re.IGNORECASE) is not None or what.startswith(tuple(rule_pages.OTHERS))


def explain_rule(name: str, *, colour: bool) -> int:
    """Print the page of a rule. Returns the exit status."""
    rule = name if name.startswith(tuple(rule_pages.OTHERS)) else name.upper()
    text = rule_pages.page_of(rule)
    if text is None:
        from ..rules.discovery import RULES  # noqa: PLC0415  # because importing the rules takes time
        from .selecting import near_rules  # noqa: PLC0415  # because it is for an error only

        say(f"there is no rule {name!r}; {near_rules(name, RULES)}")
        return _UNREADABLE
    address = finding.help_for(rule) if finding.SITE else ""  # otherwise it is this very command
    # The page is written to be tested; to be read it needs no ``pycon`` and no closing blank lines.
    if not colour:
        write(f"{text}\n\n{address}".rstrip())
        return 0
    from rich.console import Console  # noqa: PLC0415  # because importing it takes time
    from rich.markdown import Markdown  # noqa: PLC0415  # because it goes with that

    console = Console(file=io.StringIO(), force_terminal=True)
    with console.capture() as printed:
        console.print(Markdown(text))
        console.print(address, style="dim")
    write(printed.get().rstrip("\n"), colour=True)
    return 0


def list_rules(*, colour: bool) -> None:
    """Print every rule of the review: id, severity, title."""
    from ..rules.discovery import RULES  # noqa: PLC0415  # because importing the rules takes time

    lines = [f"{click.style(rule.id, bold=True)}  {rule.severity.value:8} {rule.title}" for _, rule in sorted(RULES.items())]
    write("\n".join(lines), colour=colour)


def explain_node(file: str, text: bytes) -> int:
    """Print what happened to the start tasks of a file's nodes. Returns the exit status."""
    from ..explaining import explain  # noqa: PLC0415  # because only this command needs it

    try:
        found = read_text(text, file).entries
    except UnreadableError as error:
        say(str(error))
        return _UNREADABLE
    told = [entry for entry in found if entry.model_type in _TOLD]
    if not told:
        kinds = ", ".join(sorted({entry.model_type for entry in found}))
        say(f"{file}: expected a node or the information about its start task, got {kinds}; `batchmodels check` is for these.")
        return _UNREADABLE
    status = 0
    for number, entry in enumerate(told):
        try:
            said = str(explain(_TOLD[entry.model_type].deserialize(entry.content)))
        except DeserializationError as error:
            for problem in error.problems:
                say(f"{file}: {problem.message}")
            status = _UNREADABLE
            continue
        heading = f"{printable(mask_text(entry.name))}: " if entry.name and len(told) > 1 else ""
        write(("\n" if number else "") + f"{heading}{printable_lines(said)}")
    return status
