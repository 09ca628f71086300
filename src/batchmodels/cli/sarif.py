"""The summary of a check as SARIF 2.1.0, the format in which code scanning accepts the results of a tool."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ..documents.diagnostics import Diagnostic, ValueSource
from ..rules import finding
from ..rules.finding import Severity
from ..secrets.printing import printable
from . import rule_pages
from .summary import Summary

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.error: "error", Severity.warning: "warning", Severity.note: "note"}


def sarif(summary: Summary) -> str:
    """Return a log with one run: the rules that found something, and a result for each diagnostic."""
    from .. import __version__  # noqa: PLC0415  # because the package itself comes after all its modules in the import order

    first: dict[str, Diagnostic] = {}
    for diagnostic in summary.diagnostics:
        first.setdefault(diagnostic.rule, diagnostic)
    index = {rule: number for number, rule in enumerate(first)}
    address = {"informationUri": finding.SITE} if finding.SITE else {}
    run = {
        "tool": {
            "driver": {
                "name": "batchmodels",
                "semanticVersion": __version__,
                **address,
                "rules": [_rule(diagnostic) for diagnostic in first.values()],
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": summary.status != 2}],  # noqa: PLR2004  # because that is the exit status for unreadable files
        "results": [_result(diagnostic, index[diagnostic.rule]) for diagnostic in summary.diagnostics],
        **({"properties": {"counts": summary.counts.as_dict()}} if summary.counts else {}),
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)


def _rule(diagnostic: Diagnostic) -> dict[str, Any]:
    more = f"\n\nSee {diagnostic.help}"
    address = {"helpUri": diagnostic.help} if finding.SITE else {}
    return {
        "id": diagnostic.rule,
        "name": re.sub(r"\W+", " ", diagnostic.title).title().replace(" ", ""),
        "shortDescription": {"text": diagnostic.title},
        **address,
        "help": {
            "text": (rule_pages.text_of(diagnostic.rule) or diagnostic.title) + more,
            "markdown": (rule_pages.markdown_of(diagnostic.rule) or diagnostic.title) + more,
        },
        "defaultConfiguration": {"level": _LEVELS[diagnostic.severity]},
    }


def _result(diagnostic: Diagnostic, index: int) -> dict[str, Any]:
    said = [diagnostic.message, diagnostic.fix, f"At {diagnostic.path}" if diagnostic.path else ""]
    place: dict[str, Any] = {"artifactLocation": {"uri": _uri(diagnostic.file)}}
    if diagnostic.line:
        place["region"] = {
            "startLine": diagnostic.line,
            "startColumn": diagnostic.column,
            "endLine": diagnostic.end_line,
            "endColumn": diagnostic.end_column,
        }
    location: dict[str, Any] = {"physicalLocation": place}
    if diagnostic.path:
        location["logicalLocations"] = [{"fullyQualifiedName": printable(diagnostic.path)}]
    related = [_source(each, place["artifactLocation"]) for each in diagnostic.sources]
    return {
        "ruleId": diagnostic.rule,
        "ruleIndex": index,
        "level": _LEVELS[diagnostic.severity],
        "message": {"text": "\n".join(printable(part) for part in said if part)},
        "locations": [location],
        **({"relatedLocations": related} if related else {}),
    }


def _source(source: ValueSource, file: dict[str, Any]) -> dict[str, Any]:
    """A place that a value comes from."""
    region = {"startLine": source.line, "startColumn": source.column}
    return {
        "physicalLocation": {"artifactLocation": file, "region": region},
        "message": {"text": f"The value comes from {printable(source.path)}."},
    }


def _uri(file: str) -> str:
    """Return the URI of a file, relative if possible, so that it is the same on every machine: ``pools/film%20encoders.yaml``.

    On POSIX a name is bytes, and not always UTF-8. Each byte that isn't allowed in a URI is percent-encoded.
    """
    path = Path(file)
    if not path.is_absolute():
        return quote(os.fsencode(path.as_posix()))
    try:
        here = Path.cwd()
    except OSError:  # the working directory is gone
        return path.as_uri()
    return quote(os.fsencode(path.relative_to(here).as_posix())) if path.is_relative_to(here) else path.as_uri()
