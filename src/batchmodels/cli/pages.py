"""Pages that the command prints: that of a rule, the list of all rules, the JSON Schema of a model."""

from __future__ import annotations

import io
import json
import re

import click

from ..rules import finding
from ..rules.rule import Rule
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
    from ..forms.kinds import no_arm_form  # noqa: PLC0415  # because it belongs to that
    from ..models.arm import ArmModel  # noqa: PLC0415  # because it belongs to that

    model = model_named(name)
    try:
        if form == "data":
            found = model.json_schema(closed=closed, api_version=api_version)
        elif issubclass(model, ArmModel):
            found = model.arm_schema(closed=closed, api_version=api_version)
        else:
            say(f"{no_arm_form(name)}.")
            return _UNREADABLE
    except ValueError as error:  # of the API version
        say(f"--api-version: {error}.")
        return _UNREADABLE
    write(json.dumps(found, indent=2))
    return 0
