"""The summary of a check as workflow commands of GitHub Actions, which shows them beside the lines of a pull request."""

from __future__ import annotations

from ..documents.diagnostics import Diagnostic
from ..rules.finding import Severity
from ..secrets.printing import printable, printable_lines
from .summary import Summary

_COMMANDS = {Severity.error: "error", Severity.warning: "warning", Severity.note: "notice"}


def github(summary: Summary) -> str:
    """One command a line, and the counts, which are no command and only appear in the log."""
    counts = [summary.counts.sentence()] if summary.counts else []
    return "\n".join([*(_command(diagnostic) for diagnostic in summary.diagnostics), *counts])


def _command(diagnostic: Diagnostic) -> str:
    properties = {
        "file": diagnostic.file.replace("\\", "/"),
        "line": diagnostic.line,
        "endLine": diagnostic.end_line,
        "col": diagnostic.column,
        "endColumn": diagnostic.end_column,
        "title": f"{diagnostic.rule}: {diagnostic.title}",
    }
    written = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items() if value)
    sources = [f"From {each.path}, line {each.line}" for each in diagnostic.sources]
    said = (diagnostic.message, diagnostic.fix, f"At {diagnostic.path}" if diagnostic.path else "", *sources)
    message = "\n".join(printable(part) for part in said if part)
    return f"::{_COMMANDS[diagnostic.severity]} {written}::{_data(message)}"


def _data(text: str) -> str:
    """Return a text after the second pair of colons, as the runner reads it."""
    return printable_lines(text).replace("%", "%25").replace("\n", "%0A")


def _property(text: str) -> str:
    """Return the value of a property, which also ends at a comma or a colon."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
