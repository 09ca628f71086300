"""The tables of the differences between the two forms, on the page about ARM."""

from __future__ import annotations

import arm_table
from conftest import ROOT

PAGE = arm_table.expanded((ROOT / "docs" / "how-to" / "arm.md").read_text(encoding="utf-8"))


def test_the_page_has_both_tables() -> None:
    assert "<!--" not in PAGE
    for row in (
        "| `id` | `name` | in a template it is `account/pool` |",
        "| `targetDedicatedNodes` | `properties.scaleSettings.fixedScale.targetDedicatedNodes` |  |",
        "| none | `tags` | a pool of the Batch service has no tags |",
        "| `VirtualMachineConfiguration.nodeAgentSKUId` | `VirtualMachineConfiguration.nodeAgentSkuId` |  |",
        "| CachingType | `none`, `readonly`, `readwrite` | `None`, `ReadOnly`, `ReadWrite` |",
        "| PoolState | `active`, `deleting` | `Succeeded`, `Deleting` |",
    ):
        assert row in PAGE.splitlines()


def test_every_row_has_three_cells() -> None:
    for line in PAGE.splitlines():
        if line.startswith("| ") and "`" in line:
            assert line.count(" | ") == 2, line
