"""The command ``explain``: the page of a rule, the list of all rules, explanations of nodes, tasks and jobs."""

from __future__ import annotations

import io
import json
import re

import click

from ..documents import UnreadableError, read_text
from ..errors import DeserializationError
from ..rules import finding
from ..rules.rule import Rule
from ..secrets.masking import mask_text
from ..secrets.printing import printable, printable_lines
from . import rule_pages
from .output import say, write

_UNREADABLE = 2


def is_rule(what: str) -> bool:
    """Return whether an argument looks like the id of a rule."""
    return re.fullmatch(r"bm\d*", what, re.IGNORECASE) is not None or what.startswith(tuple(rule_pages.OTHERS))


def explain_rule(name: str, *, color: bool) -> int:
    """Print the page of a rule. Return the exit status."""
    rule = name if name.startswith(tuple(rule_pages.OTHERS)) else name.upper()
    text = rule_pages.page_of(rule)
    if text is None and _list_matching(rule, color=color):
        return 0
    if text is None:
        from ..documents.rule_names import near_rules  # noqa: PLC0415  # because only an error needs it
        from ..rules.discovery import RULES  # noqa: PLC0415  # because importing the rules takes time

        say(f"unknown rule {name!r}; {near_rules(name, RULES)}")
        return _UNREADABLE
    address = finding.help_for(rule) if finding.SITE else ""  # otherwise it is this very command
    # Drop the parts of a page that only its tests need: ``pycon`` and blank lines at the end of blocks.
    if not color:
        write(f"{text}\n\n{address}".rstrip())
        return 0
    from rich.console import Console  # noqa: PLC0415  # because importing it takes time
    from rich.markdown import Markdown  # noqa: PLC0415  # because it belongs to that

    console = Console(file=io.StringIO(), force_terminal=True)
    with console.capture() as printed:
        console.print(Markdown(text))
        console.print(address, style="dim")
    write(printed.get().rstrip("\n"), color=True)
    return 0


def list_rules(*, color: bool) -> None:
    """Print every rule of the review: id, severity, title."""
    from ..rules.discovery import RULES  # noqa: PLC0415  # because importing the rules takes time

    write("\n".join(_line_of(rule) for _, rule in sorted(RULES.items())), color=color)


def _list_matching(prefix: str, *, color: bool) -> bool:
    """Print the rules whose ids begin with a prefix. Returns whether there are any."""
    from ..rules.discovery import RULES  # noqa: PLC0415  # because importing the rules takes time

    lines = [_line_of(rule) for identifier, rule in sorted(RULES.items()) if identifier.startswith(prefix)]
    write("\n".join(lines), color=color)
    return bool(lines)


def _line_of(rule: Rule) -> str:
    return f"{click.style(rule.id, bold=True)}  {rule.severity.value:8} {rule.title}"


def print_schema(name: str, form: str, api_version: str | None, *, closed: bool) -> int:
    """Print the JSON Schema of a model's documents. Return the exit status."""
    from ..documents.partial_models import model_named  # noqa: PLC0415  # because not every command needs it
    from ..models.arm import ArmModel  # noqa: PLC0415  # because it belongs to that

    model = model_named(name)
    try:
        if form == "data":
            found = model.json_schema(closed=closed, api_version=api_version)
        elif issubclass(model, ArmModel):
            found = model.arm_schema(closed=closed, api_version=api_version)
        else:
            say(f"ARM has no {name}: it has pools and their parts.")
            return _UNREADABLE
    except ValueError as error:  # of the API version
        say(f"--api-version: {error}.")
        return _UNREADABLE
    write(json.dumps(found, indent=2))
    return 0


def explain_document(file: str, text: bytes) -> int:
    """Print the explanation of each node, task and job in a file. Return the exit status."""
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
