"""Writes the table of rules on the page rules/index.md: ids, severities and titles, as the pages of the rules state them.

The comment ``<!-- rules -->`` is where the table goes when Sphinx reads the page.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_INDEX = "rules/index"
_HEAD = re.compile(r"# (?P<rule>BM(?!000)\d{3}): (?P<title>.+)\n\nSeverity: (?P<severity>error|warning|note)\b")


class Row(NamedTuple):
    """What the head of a rule's page states."""

    rule: str
    severity: str
    title: str


def rows(folder: Path) -> list[Row]:
    """Return the heads of all rule pages in a folder, in the order of the ids."""
    heads = [_HEAD.match(page.read_text(encoding="utf-8")) for page in sorted(folder.glob("BM*.md"))]
    return [Row(head["rule"], head["severity"], head["title"]) for head in heads if head]


def table(folder: Path) -> str:
    """Return the table of the rules whose pages are in a folder."""
    lines = ["| Rule | Severity | Finds |", "|---|---|---|"]
    lines += [f"| [{row.rule}]({row.rule}.md) | {row.severity} | {row.title} |" for row in rows(folder)]
    return "\n".join(lines)


def _read(app: Sphinx, document: str, source: list[str]) -> None:
    if document == _INDEX:
        source[0] = source[0].replace("<!-- rules -->", table(Path(app.srcdir, "rules")))


def _outdated(_app: Sphinx, env: BuildEnvironment, *changes: set[str]) -> list[str]:
    """Read the index again when the page of a rule has been added, changed or removed."""
    changed = set[str]().union(*changes)
    return [_INDEX] if _INDEX in env.found_docs and any(page.startswith("rules/BM") for page in changed) else []


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the extension."""
    app.connect("source-read", _read)
    app.connect("env-get-outdated", _outdated)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
