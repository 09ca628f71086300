"""The tables of what a change takes are made from the records."""

from __future__ import annotations

import changes_table
from conftest import ROOT

from batchmodels.changes.pool_records import NEVER
from batchmodels.changes.table import RECORDS

PAGE = (ROOT / "docs" / "reference" / "changes.md").read_text(encoding="utf-8")
KINDS = ("pool", "job", "job schedule", "task")

EFFECT = (
    "Existing nodes keep the old value until they are rebooted or reimaged. The service sometimes runs a start task again "
    "without a reboot."
)
SOURCE = "jobs-and-tasks.md; batch-pool-update-properties.md; REST specification 2024-02-01.19.0, Pool_Patch"
RETIRED = "No request changes it. Azure retired cloud services pools in February 2024."


def test_every_record_is_in_a_table() -> None:
    assert sum(len(group) for kind in KINDS for group in changes_table.rows(kind)) == len(RECORDS)
    shown = changes_table.expanded(PAGE)
    assert "<!-- changes:" not in shown
    for kind in KINDS:
        assert f"<!-- changes: {kind} -->" in PAGE
        assert changes_table.table(kind) in shown
    for member in {*NEVER, *(record.member for record in RECORDS)}:
        assert f"| `{member}` | " in shown


def test_a_row() -> None:
    lines = changes_table.table("pool").splitlines()
    assert lines[:3] == [
        "| Property | API | Request | API versions | Takes | Condition and effect | Source |",
        "|---|---|---|---|---|---|---|",
        f"| `startTask` | Batch service | PATCH, updateproperties | all | reboot nodes | {EFFECT} | {SOURCE} |",
    ]
    assert all(line.count(" | ") == lines[0].count(" | ") for line in lines if "---" not in line)
    assert lines[-1] == f"| `cloudServiceConfiguration` | both | none |  | new pool | {RETIRED} | REST specification |"
    assert "| 2022-10-01.16.0 until before 2025-06-01 |" in changes_table.table("pool")
