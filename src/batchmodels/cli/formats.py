"""How the outcome of a check is printed: as text for people; the formats for programs by their names."""

from __future__ import annotations

import json
from collections.abc import Callable

import click
import msgspec

from ..rules.finding import Severity
from ..secrets.printing import printable
from .github import github
from .reports import Outcome, Report
from .sarif import sarif

_COLOURS = {Severity.error: "red", Severity.warning: "yellow", Severity.note: "cyan"}


def text(outcome: Outcome) -> str:
    """For a person: each report with its place, its path and its fix, and the sum of all. Has colours in it."""
    parts = [_report(report) for report in outcome.reports]
    return "\n".join([*parts, _sum(outcome)])


def _report(report: Report) -> str:
    place = click.style(printable(report.file), bold=True) + (f":{report.line}:{report.column}:" if report.line else ":")
    severity = click.style(report.severity.value, fg=_COLOURS[report.severity], bold=True)
    rule = click.style(report.rule, bold=True)
    lines = [f"{place} {severity} {rule}: {printable(report.message)}"]
    if report.path:
        lines.append(click.style(f"    at {printable(report.path)}", dim=True))
    if report.fix:
        lines.append(f"    {click.style('fix:', fg='green')} {printable(report.fix)}")
    return "\n".join(lines) + "\n"


def _sum(outcome: Outcome) -> str:
    files = _count(len(outcome.files), "file")
    counts = [
        click.style(_count(number, severity.value), fg=_COLOURS[severity])
        for severity in Severity
        if (number := sum(report.severity is severity for report in outcome.reports))
    ]
    said = f"{files}: {', '.join(counts)}." if counts else click.style(f"{files}: nothing is wrong.", fg="green")
    if outcome.hidden:
        said += f" Not shown: {_count(outcome.hidden, 'less severe report')}; --severity note shows all."
    return said


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def as_json(outcome: Outcome) -> str:
    """For a program: a list of all reports. Half a surrogate pair is written as its escape: JSON readers refuse it."""
    return json.dumps([msgspec.to_builtins(_valid(report)) for report in outcome.reports], indent=2)


def _valid(report: Report) -> Report:
    """The report in texts that are valid Unicode; a file's name has other characters where it isn't UTF-8."""
    texts = {
        name: value.encode("utf-8", "backslashreplace").decode()
        for name, value in msgspec.structs.asdict(report).items()
        if type(value) is str
    }
    return msgspec.structs.replace(report, **texts)


FORMATS: dict[str, Callable[[Outcome], str]] = {"text": text, "json": as_json, "sarif": sarif, "github": github}
"""What ``--format`` takes."""
