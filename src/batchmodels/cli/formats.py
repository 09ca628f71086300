"""How the summary of a check is printed: as text for people; the formats for programs by their names."""

from __future__ import annotations

import json
from collections.abc import Callable

import click
import msgspec

from ..documents.diagnostics import Diagnostic
from ..rules.finding import Severity
from ..secrets.printing import printable
from .github import github
from .sarif import sarif
from .summary import Summary

_COLORS = {Severity.error: "red", Severity.warning: "yellow", Severity.note: "cyan"}


def text(summary: Summary) -> str:
    """For a person: each diagnostic with its place, its path and its fix, and the sum of all. Has colors in it."""
    parts = [_text_of(diagnostic) for diagnostic in summary.diagnostics]
    return "\n".join([*parts, _sum(summary)])


def _text_of(diagnostic: Diagnostic) -> str:
    place = click.style(printable(diagnostic.file), bold=True) + (
        f":{diagnostic.line}:{diagnostic.column}:" if diagnostic.line else ":"
    )
    severity = click.style(diagnostic.severity.value, fg=_COLORS[diagnostic.severity], bold=True)
    rule = click.style(diagnostic.rule, bold=True)
    lines = [f"{place} {severity} {rule}: {printable(diagnostic.message)}"]
    if diagnostic.path:
        lines.append(click.style(f"    at {printable(diagnostic.path)}", dim=True))
    if diagnostic.fix:
        lines.append(f"    {click.style('fix:', fg='green')} {printable(diagnostic.fix)}")
    return "\n".join(lines) + "\n"


def _sum(summary: Summary) -> str:
    files = _count(len(summary.files), "file")
    counts = [
        click.style(_count(number, severity.value), fg=_COLORS[severity])
        for severity in Severity
        if (number := sum(diagnostic.severity is severity for diagnostic in summary.diagnostics))
    ]
    said = f"{files}: {', '.join(counts)}." if counts else click.style(f"{files}: no problems found.", fg="green")
    if summary.hidden:
        said += f" Not shown: {_count(summary.hidden, 'less severe diagnostic')}; --severity note shows all."
    return said


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def as_json(summary: Summary) -> str:
    """For a program: a list of all diagnostics. Half a surrogate pair is written as its escape: JSON readers refuse it."""
    return json.dumps([msgspec.to_builtins(_valid(diagnostic)) for diagnostic in summary.diagnostics], indent=2)


def _valid(diagnostic: Diagnostic) -> Diagnostic:
    """Return the diagnostic in texts that are valid Unicode; a file's name has other characters where it isn't UTF-8."""
    texts = {
        name: value.encode("utf-8", "backslashreplace").decode()
        for name, value in msgspec.structs.asdict(diagnostic).items()
        if type(value) is str
    }
    return msgspec.structs.replace(diagnostic, **texts)


FORMATS: dict[str, Callable[[Summary], str]] = {"text": text, "json": as_json, "sarif": sarif, "github": github}
"""What ``--format`` takes."""
