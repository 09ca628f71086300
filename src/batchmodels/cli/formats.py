"""How the summary of a check is printed: as text for people; the formats for programs by their names."""

from __future__ import annotations

import json
from collections.abc import Callable

import click
import msgspec

from ..documents.coverage import NOT_JUDGED
from ..documents.diagnostics import Diagnostic
from ..rules.finding import Severity, help_for
from ..secrets.printing import printable
from .github import github
from .sarif import sarif
from .summary import Summary

COUNTS = "counts"
"""The rule of the last element of the JSON: the counts of the run."""

_COLORS = {Severity.error: "red", Severity.warning: "yellow", Severity.note: "cyan"}


def text(summary: Summary) -> str:
    """For a person: each diagnostic with its place, its path and its fix, and the sum of all. Has colors in it."""
    parts = [_text_of(diagnostic) for diagnostic in summary.diagnostics]
    return "\n".join([*parts, *_counts(summary), _sum(summary)])


def _counts(summary: Summary) -> list[str]:
    return [summary.counts.sentence()] if summary.counts else []


def _text_of(diagnostic: Diagnostic) -> str:
    place = click.style(printable(diagnostic.file), bold=True) + (
        f":{diagnostic.line}:{diagnostic.column}:" if diagnostic.line else ":"
    )
    severity = click.style(diagnostic.severity.value, fg=_COLORS[diagnostic.severity], bold=True)
    rule = click.style(diagnostic.rule, bold=True)
    lines = [f"{place} {severity} {rule}: {printable(diagnostic.message)}"]
    if diagnostic.path:
        lines.append(click.style(f"    at {printable(diagnostic.path)}", dim=True))
    lines += [
        click.style(f"    from {printable(each.path)} at {each.line}:{each.column}", dim=True) for each in diagnostic.sources
    ]
    if diagnostic.fix:
        lines.append(f"    {click.style('fix:', fg='green')} {printable(diagnostic.fix)}")
    return "\n".join(lines) + "\n"


def _sum(summary: Summary) -> str:
    files = _count(len(summary.files), "file")
    counts = [
        click.style(_count(number, severity.value), fg=_COLORS[severity])
        for severity in Severity
        if (number := sum(each.severity is severity and not _is_silent(each, summary) for each in summary.diagnostics))
    ]
    none = (
        "no problems found in what was checked"
        if summary.counts and any(summary.counts.unjudged.values())
        else "no problems found"
    )
    said = f"{files}: {', '.join(counts)}." if counts else click.style(f"{files}: {none}.", fg="green")
    if summary.hidden:
        said += f" Not shown: {_count(summary.hidden, 'less severe diagnostic')}; --severity note shows all."
    return said


def _is_silent(diagnostic: Diagnostic, summary: Summary) -> bool:
    """Return whether a note is in the counts of what was not judged only."""
    return not summary.notes_count and diagnostic.rule.startswith(NOT_JUDGED)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def as_json(summary: Summary) -> str:
    """For a program: a list of all diagnostics, and the counts as the last element.

    Half a surrogate pair is written as its escape: JSON readers refuse it.
    """
    found = [msgspec.to_builtins(_valid(diagnostic)) for diagnostic in summary.diagnostics]
    if summary.counts is not None:
        place, texts = ("", 0, 0, 0, 0, ""), ("what was checked", summary.counts.sentence(), "", help_for(COUNTS))
        counts = Diagnostic(*place, COUNTS, Severity.note, *texts)
        found.append({**msgspec.to_builtins(counts), "counts": summary.counts.as_dict()})
    return json.dumps(found, indent=2)


def _valid(diagnostic: Diagnostic) -> Diagnostic:
    """The diagnostic in texts that are valid Unicode; a file's name has other characters where it isn't UTF-8."""
    texts = {
        name: value.encode("utf-8", "backslashreplace").decode()
        for name, value in msgspec.structs.asdict(diagnostic).items()
        if type(value) is str
    }
    return msgspec.structs.replace(diagnostic, **texts)


FORMATS: dict[str, Callable[[Summary], str]] = {"text": text, "json": as_json, "sarif": sarif, "github": github}
"""What ``--format`` takes."""
