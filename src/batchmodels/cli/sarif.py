"""The outcome of a check as SARIF 2.1.0, the format in which code scanning takes the results of a tool."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ..rules import finding
from ..rules.finding import Severity
from ..secrets.printing import printable
from . import rule_pages
from .reports import Outcome, Report

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.error: "error", Severity.warning: "warning", Severity.note: "note"}


def sarif(outcome: Outcome) -> str:
    """A log with one run: the rules that found something, and a result for each report."""
    from .. import __version__  # noqa: PLC0415  # because the package itself stands above all its rooms

    first: dict[str, Report] = {}
    for report in outcome.reports:
        first.setdefault(report.rule, report)
    index = {rule: number for number, rule in enumerate(first)}
    address = {"informationUri": finding.SITE} if finding.SITE else {}
    run = {
        "tool": {
            "driver": {
                "name": "batchmodels",
                "semanticVersion": __version__,
                **address,
                "rules": [_rule(report) for report in first.values()],
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": outcome.status != 2}],  # noqa: PLR2004  # because that is the exit status for unreadable files
        "results": [_result(report, index[report.rule]) for report in outcome.reports],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)


def _rule(report: Report) -> dict[str, Any]:
    more = f"\n\nSee {report.help}"
    address = {"helpUri": report.help} if finding.SITE else {}
    return {
        "id": report.rule,
        "name": re.sub(r"\W+", " ", report.title).title().replace(" ", ""),
        "shortDescription": {"text": report.title},
        **address,
        "help": {
            "text": (rule_pages.text_of(report.rule) or report.title) + more,
            "markdown": (rule_pages.markdown_of(report.rule) or report.title) + more,
        },
        "defaultConfiguration": {"level": _LEVELS[report.severity]},
    }


def _result(report: Report, index: int) -> dict[str, Any]:
    said = [report.message, report.fix, f"At {report.path}" if report.path else ""]
    place: dict[str, Any] = {"artifactLocation": {"uri": _uri(report.file)}}
    if report.line:
        place["region"] = {
            "startLine": report.line,
            "startColumn": report.column,
            "endLine": report.end_line,
            "endColumn": report.end_column,
        }
    location: dict[str, Any] = {"physicalLocation": place}
    if report.path:
        location["logicalLocations"] = [{"fullyQualifiedName": printable(report.path)}]
    return {
        "ruleId": report.rule,
        "ruleIndex": index,
        "level": _LEVELS[report.severity],
        "message": {"text": "\n".join(printable(part) for part in said if part)},
        "locations": [location],
    }


def _uri(file: str) -> str:
    """Relative where it can be, so that it is the same on every machine: ``pools/film%20encoders.yaml``.

    A name is bytes on POSIX, and not always UTF-8: each byte that isn't a plain letter of a URI gets a percent sign.
    """
    path = Path(file)
    if not path.is_absolute():
        return quote(os.fsencode(path.as_posix()))
    try:
        here = Path.cwd()
    except OSError:  # the working directory is gone
        return path.as_uri()
    return quote(os.fsencode(path.relative_to(here).as_posix())) if path.is_relative_to(here) else path.as_uri()
