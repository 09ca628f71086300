"""The outcome of a check as workflow commands of GitHub Actions, which shows them beside the lines of a pull request."""

from __future__ import annotations

from ..rules.finding import Severity
from ..secrets.printing import printable, printable_lines
from .reports import Outcome, Report

_COMMANDS = {Severity.error: "error", Severity.warning: "warning", Severity.note: "notice"}


def github(outcome: Outcome) -> str:
    """One command a line; nothing at all where nothing is wrong."""
    return "\n".join(_command(report) for report in outcome.reports)


def _command(report: Report) -> str:
    properties = {
        "file": report.file.replace("\\", "/"),
        "line": report.line,
        "endLine": report.end_line,
        "col": report.column,
        "endColumn": report.end_column,
        "title": f"{report.rule}: {report.title}",
    }
    written = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items() if value)
    said = (report.message, report.fix, f"At {report.path}" if report.path else "")
    message = "\n".join(printable(part) for part in said if part)
    return f"::{_COMMANDS[report.severity]} {written}::{_data(message)}"


def _data(text: str) -> str:
    """A text behind the second pair of colons, as the runner reads it."""
    return printable_lines(text).replace("%", "%25").replace("\n", "%0A")


def _property(text: str) -> str:
    """The value of a property, which also ends at a comma or a colon."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
