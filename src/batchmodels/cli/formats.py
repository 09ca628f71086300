"""How the summary of a check is printed: as text for people; the formats for programs by their names."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from typing import Any
from unicodedata import combining, east_asian_width

import click
import msgspec

from ..documents.coverage import NOT_JUDGED
from ..documents.diagnostics import Diagnostic, Excerpt
from ..rules.finding import Severity
from ..secrets.printing import printable
from .github import github
from .junit import junit
from .rule_pages import page_address
from .sarif import sarif
from .summary import Summary

_COLORS = {Severity.error: "red", Severity.warning: "yellow", Severity.note: "cyan"}


def text(summary: Summary) -> str:
    """For a person: each diagnostic with its place, its line, its path and its fix, and the sum of all. Has colors in it."""
    return _text(summary, links=False, quiet=False)


def text_with(*, links: bool, quiet: bool) -> Callable[[Summary], str]:
    """The format for a person.

    Args:
        links: Whether the rules are links to their pages, for a terminal that shows such links.
        quiet: Whether to leave out the sum of all.
    """
    return lambda summary: _text(summary, links=links, quiet=quiet)


def _text(summary: Summary, *, links: bool, quiet: bool) -> str:
    parts = [_text_of(diagnostic, links) for diagnostic in summary.diagnostics]
    return "\n".join(parts).rstrip("\n") if quiet else "\n".join([*parts, *_counts(summary), sum_of(summary)])


def _text_of(diagnostic: Diagnostic, links: bool) -> str:
    place = click.style(printable(diagnostic.file), bold=True) + (
        f":{diagnostic.line}:{diagnostic.column}:" if diagnostic.line else ":"
    )
    severity = click.style(diagnostic.severity.value, fg=_COLORS[diagnostic.severity], bold=True)
    rule = click.style(diagnostic.rule, bold=True)
    lines = [f"{place} {severity} {_linked(rule, diagnostic) if links else rule}: {printable(diagnostic.message)}"]
    if diagnostic.excerpt is not None:
        lines += _source_line(diagnostic, diagnostic.excerpt)
    if diagnostic.path:
        lines.append(click.style(f"    at {printable(diagnostic.path)}", dim=True))
    lines += [
        click.style(f"    from {printable(each.path)} at {each.line}:{each.column}", dim=True) for each in diagnostic.sources
    ]
    if diagnostic.fix:
        lines.append(f"    {click.style('fix:', fg='green')} {printable(diagnostic.fix)}")
    return "\n".join(lines) + "\n"


def _source_line(diagnostic: Diagnostic, excerpt: Excerpt) -> list[str]:
    """The line of a file, and carets under the mistake in it."""
    number = str(diagnostic.line)
    carets = "^" * max(1, _columns(excerpt.marked))
    margin = click.style(f"    {number} | ", dim=True), click.style(f"    {' ' * len(number)} | ", dim=True)
    return [
        f"{margin[0]}{excerpt.before}{excerpt.marked}{excerpt.after}",
        f"{margin[1]}{' ' * _columns(excerpt.before)}{click.style(carets, fg=_COLORS[diagnostic.severity], bold=True)}",
    ]


def _columns(text: str) -> int:
    """The columns that a text takes on a terminal."""
    return sum(0 if combining(each) else 2 if east_asian_width(each) in "WF" else 1 for each in text)


def _linked(label: str, diagnostic: Diagnostic) -> str:
    """A label that a terminal shows as a link to the page of a rule; without a page, only the label."""
    address = diagnostic.help if diagnostic.help.startswith("https:") else page_address(diagnostic.rule)
    return f"\x1b]8;;{address}\x1b\\{label}\x1b]8;;\x1b\\" if address else label


def sum_of(summary: Summary) -> str:
    """The last line: how many files there are, and how many diagnostics of each severity."""
    files = _count(len(summary.files), "file")
    counts = [
        click.style(_count(number, severity.value), fg=_COLORS[severity])
        for severity in Severity
        if (number := sum(each.severity is severity and not is_silent(each, summary) for each in summary.diagnostics))
    ]
    none = (
        "no problems found in what was checked"
        if summary.counts and any(summary.counts.unjudged.values())
        else "no problems found"
    )
    said = f"{files}: {', '.join(counts)}." if counts else click.style(f"{files}: {none}.", fg="green")
    if summary.fixed:
        said += f" Fixed: {_count(summary.fixed, 'problem')}."
    if summary.hidden:
        said += f" Not shown: {_count(summary.hidden, 'less severe diagnostic')}; --severity note shows all."
    if summary.in_baseline:
        said += f" In the baseline: {_count(summary.in_baseline, 'diagnostic')}."
    if summary.stale:
        said += f" No longer needed in the baseline: {summary.stale}; --write-baseline removes them."
    if summary.skipped:
        said += f" Skipped: {_count(summary.skipped, 'file')} without documents of Azure Batch."
    return said


def _counts(summary: Summary) -> list[str]:
    return [summary.counts.sentence()] if summary.counts else []


def is_silent(diagnostic: Diagnostic, summary: Summary) -> bool:
    """Return whether a note is in the counts of what was not judged only."""
    return not summary.notes_count and diagnostic.rule.startswith(NOT_JUDGED)


def statistics(summary: Summary) -> str:
    """The number of diagnostics of each rule, the most frequent first, and the sum of all."""
    counted = _counted(summary)
    width = max((len(rule) for rule, _, _ in counted), default=0)
    lines = [
        f"{number:6}  {click.style(rule.ljust(width), bold=True)}  "
        f"{click.style(each.severity.value.ljust(7), fg=_COLORS[each.severity])}  {each.title}"
        for rule, number, each in counted
    ]
    return "\n".join([*lines, *([""] if lines else []), sum_of(summary)])


def statistics_as_json(summary: Summary) -> str:
    """The number of diagnostics of each rule, for a program."""
    return json.dumps(
        [
            {"rule": rule, "count": number, "severity": each.severity.value, "title": each.title}
            for rule, number, each in _counted(summary)
        ],
        indent=2,
    )


def _counted(summary: Summary) -> list[tuple[str, int, Diagnostic]]:
    """Each rule with the number of its diagnostics, and the first one."""
    numbers = Counter(diagnostic.rule for diagnostic in summary.diagnostics)
    first = {diagnostic.rule: diagnostic for diagnostic in reversed(summary.diagnostics)}
    return sorted(((rule, number, first[rule]) for rule, number in numbers.items()), key=lambda each: (-each[1], each[0]))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def as_json(summary: Summary) -> str:
    """For a program: an object with all diagnostics and the counts.

    Half a surrogate pair is written as its escape: JSON readers refuse it.
    """
    found = [_members_of(_valid(diagnostic)) for diagnostic in summary.diagnostics]
    counts = {"counts": summary.counts.as_dict()} if summary.counts else {}
    return json.dumps({"diagnostics": found, **counts}, indent=2)


def _members_of(diagnostic: Diagnostic) -> dict[str, Any]:
    sources = [msgspec.structs.asdict(each) for each in diagnostic.sources]
    members = {
        name: value.value if isinstance(value, Severity) else value
        for name, value in msgspec.structs.asdict(diagnostic).items()
        if name not in {"edit", "excerpt", "sources"}
    }
    return {**members, **({"sources": sources} if sources else {})}


def _valid(diagnostic: Diagnostic) -> Diagnostic:
    """Return the diagnostic in texts that are valid Unicode; a file's name has other characters where it isn't UTF-8."""
    texts = {
        name: value.encode("utf-8", "backslashreplace").decode()
        for name, value in msgspec.structs.asdict(diagnostic).items()
        if type(value) is str
    }
    return msgspec.structs.replace(diagnostic, **texts)


FORMATS: dict[str, Callable[[Summary], str]] = {
    "text": text,
    "json": as_json,
    "sarif": sarif,
    "github": github,
    "junit": junit,
}
"""What ``--format`` takes."""
