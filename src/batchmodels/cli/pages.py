"""The command ``explain``: the page of a rule, the list of all rules, what happened to a node, a task or a job."""

from __future__ import annotations

import io
import re

import click

from ..documents import UnreadableError, read_text
from ..errors import DeserializationError
from ..rules import finding
from ..secrets.masking import mask_text
from ..secrets.printing import printable, printable_lines
from . import rule_pages
from .output import say, write

_UNREADABLE = 2


def is_rule(what: str) -> bool:
    """Return whether an argument is meant as the id of a rule."""
    return re.fullmatch(r"bm\d*", what, re.IGNORECASE) is not None or what.startswith(tuple(rule_pages.OTHERS))


def explain_rule(name: str, *, color: bool) -> int:
    """Print the page of a rule. Returns the exit status."""
    rule = name if name.startswith(tuple(rule_pages.OTHERS)) else name.upper()
    text = rule_pages.page_of(rule)
    if text is None:
        from ..documents.rule_names import near_rules  # noqa: PLC0415  # because it is for an error only
        from ..rules.discovery import RULES  # noqa: PLC0415  # because importing the rules takes time

        say(f"unknown rule {name!r}; {near_rules(name, RULES)}")
        return _UNREADABLE
    address = finding.help_for(rule) if finding.SITE else ""  # otherwise it is this very command
    # The page is written to be tested; to be read it needs no ``pycon`` and no closing blank lines.
    if not color:
        write(f"{text}\n\n{address}".rstrip())
        return 0
    from rich.console import Console  # noqa: PLC0415  # because importing it takes time
    from rich.markdown import Markdown  # noqa: PLC0415  # because it goes with that

    console = Console(file=io.StringIO(), force_terminal=True)
    with console.capture() as printed:
        console.print(Markdown(text))
        console.print(address, style="dim")
    write(printed.get().rstrip("\n"), color=True)
    return 0


def list_rules(*, color: bool) -> None:
    """Print every rule of the review: id, severity, title."""
    from ..rules.discovery import RULES  # noqa: PLC0415  # because importing the rules takes time

    lines = [f"{click.style(rule.id, bold=True)}  {rule.severity.value:8} {rule.title}" for _, rule in sorted(RULES.items())]
    write("\n".join(lines), color=color)


def explain_document(file: str, text: bytes) -> int:
    """Print the explanation of each node, task and job in a file. Returns the exit status."""
    from ..explaining.explain import EXPLAINED, explain  # noqa: PLC0415  # because only this command needs it

    try:
        found = read_text(text, file).entries
    except UnreadableError as error:
        say(str(error))
        return _UNREADABLE
    models = {model.__name__: model for model in EXPLAINED}
    explained = [entry for entry in found if entry.model_type in models]
    if not explained:
        kinds = ", ".join(sorted({entry.model_type for entry in found}))
        say(f"{file}: expected a node, a task, a job or information about a run, got {kinds}; use batchmodels check for it.")
        return _UNREADABLE
    status = 0
    for number, entry in enumerate(explained):
        try:
            explanation = str(explain(models[entry.model_type].deserialize(entry.content)))
        except DeserializationError as error:
            for problem in error.problems:
                say(f"{file}: {problem.message}")
            status = _UNREADABLE
            continue
        heading = f"{printable(mask_text(entry.name))}: " if entry.name and len(explained) > 1 else ""
        write(("\n" if number else "") + f"{heading}{printable_lines(explanation)}")
    return status
