"""The summary of a check as JUnit XML, which most CI systems show as the result of tests."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from ..documents.diagnostics import UNREADABLE, Diagnostic
from ..secrets.printing import printable
from .summary import Summary

_NOT_IN_XML = re.compile("[\ufffe\uffff]")


def junit(summary: Summary) -> str:
    """One suite: a failed test for each diagnostic, and a passed one for each file that has none."""
    with_diagnostics = {diagnostic.file for diagnostic in summary.diagnostics}
    right = [file for file in summary.files if file not in with_diagnostics]
    errors = sum(diagnostic.rule == UNREADABLE for diagnostic in summary.diagnostics)
    counts = f'tests="{len(right) + len(summary.diagnostics)}" failures="{len(summary.diagnostics) - errors}" errors="{errors}"'
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<testsuites name="batchmodels" {counts}>',
        f'  <testsuite name="batchmodels" {counts}>',
        *(line for diagnostic in summary.diagnostics for line in _failed(diagnostic)),
        *(f'    <testcase classname="{_xml(file)}" name="check" file="{_xml(file)}"/>' for file in right),
        "  </testsuite>",
        "</testsuites>",
    ]
    return "\n".join(lines)


def _failed(diagnostic: Diagnostic) -> Iterator[str]:
    file = _xml(diagnostic.file)
    place = f" at {diagnostic.line}:{diagnostic.column}" if diagnostic.line else ""
    line = f' line="{diagnostic.line}"' if diagnostic.line else ""
    element = "error" if diagnostic.rule == UNREADABLE else "failure"
    said = (diagnostic.message, diagnostic.fix, f"At {diagnostic.path}" if diagnostic.path else "")
    yield f'    <testcase classname="{file}" name="{_xml(diagnostic.rule)}{place}" file="{file}"{line}>'
    yield f'      <{element} type="{diagnostic.severity.value}" message="{_xml(diagnostic.message)}">'
    yield from (f"        {_xml(part)}" for part in said if part)
    yield f"      </{element}>"
    yield "    </testcase>"


def _xml(text: str) -> str:
    """A text on one line of XML, in which it means itself."""
    visible = _NOT_IN_XML.sub(lambda found: found[0].encode("unicode_escape").decode(), printable(text))
    return html.escape(visible)
