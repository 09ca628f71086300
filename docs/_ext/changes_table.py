"""Writes the tables of what a change takes: ``<!-- changes: pool -->`` is where the table goes when Sphinx reads a page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from batchmodels.changes.pool_records import NEVER
from batchmodels.changes.records import Record
from batchmodels.changes.table import RECORDS
from batchmodels.changes.terraform_records import ATTRIBUTES, KEPT, Effect

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_PLACE = re.compile(r"<!-- changes: ([a-z ]+) -->")
_PLANES = {"data": "Batch service", "arm": "ARM"}


def rows(kind: str) -> list[list[Record]]:
    """Return the records of a kind of resource; those that differ only in the request are together."""
    groups: dict[tuple[str, ...], list[Record]] = {}
    for record in RECORDS:
        if record.kind == kind:
            key = (record.member, record.plane, record.verdict.value, record.since, record.until, record.reason)
            groups.setdefault(key, []).append(record)
    return list(groups.values())


_TERRAFORM = "terraform "

_EFFECTS = {
    Effect.replaces: "deletes the resource and creates it again",
    Effect.updates: "changes it in place",
    Effect.ignores: "shows it in the plan, but doesn't send it",
}


def terraform_table(kind: str) -> str:
    """Return the table of what Terraform does with the attributes of a kind of resource."""
    lines = ["| Attribute | Member of the Batch service | Terraform |", "|---|---|---|"]
    for each in ATTRIBUTES[kind]:  # type: ignore[index]  # because the page has the kind
        kept = "; sends nothing if all of its blocks are removed" if each.name in KEPT else ""
        lines.append(f"| `{each.name}` | `{each.path}` | {_EFFECTS[each.effect]}{kept} |")
    return "\n".join(lines)


def table(kind: str) -> str:
    """Return the table of a kind of resource."""
    if kind.startswith(_TERRAFORM):
        return terraform_table(kind.removeprefix(_TERRAFORM))
    lines = [
        "| Property | API | Request | API versions | Takes | Condition and effect | Source |",
        "|---|---|---|---|---|---|---|",
    ]
    for group in rows(kind):
        first = group[0]
        requests = ", ".join(each.request.value for each in group)
        cells = [
            f"`{first.member}`",
            _PLANES[first.plane],
            requests,
            _versions(first),
            first.verdict.label,
            first.reason,
            first.source,
        ]
        lines.append(f"| {' | '.join(cells)} |")
    if kind == "pool":
        lines += [
            f"| `{member}` | both | none |  | new pool | {reason} | REST specification |" for member, reason in NEVER.items()
        ]
    return "\n".join(lines)


def _versions(record: Record) -> str:
    since = f"{record.since} and later" if record.since else "all"
    return f"{record.since or 'all'} until before {record.until}" if record.until else since


def expanded(page: str) -> str:
    """Return a page with its tables."""
    return _PLACE.sub(lambda found: table(found[1]), page)


def _read(_app: Sphinx, _document: str, source: list[str]) -> None:
    source[0] = expanded(source[0])


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the extension."""
    app.connect("source-read", _read)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
