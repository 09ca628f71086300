"""docs/moving beside azure-batch 14: the tables are what the packages say, and the portable example runs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import azure.batch
import naming
import portability
import pytest
from azure.batch.batch_auth import SharedKeyCredentials
from conftest import ROOT
from pools import POOLS

FROM_14 = ROOT / "docs" / "moving" / "from-azure-batch-14.md"
TO_15 = ROOT / "docs" / "moving" / "to-azure-batch-15.md"

THEIRS = vars(azure.batch.models)


def test_the_tables_of_the_page() -> None:
    text = FROM_14.read_text(encoding="utf-8")
    assert naming.with_tables(text, naming.tables()) == text, "run: python tests/naming.py"


# Batch has retired certificates, and refuses the attribute in its newer API versions.
@pytest.mark.parametrize(
    "model", [model for model in naming.MODELS if model.__name__ in THEIRS], ids=lambda model: model.__name__
)
def test_no_attribute_is_renamed(model: Any) -> None:
    theirs = THEIRS[model.__name__]
    for name, entry in theirs._attribute_map.items():
        ours = model.__definition__.by_name[name]
        assert ours.wire_key == entry["key"]
        needed = theirs._validation.get(name, {}).get("required", False)
        # What the service has retired or has brought lately may be optional: documents of other API versions lack it.
        assert ours.required == needed or (needed and (ours.until or ours.since))


@pytest.mark.parametrize(
    "ours", [kind for kind in naming.ENUMERATIONS if kind.__name__ in THEIRS], ids=lambda kind: kind.__name__
)
def test_no_member_is_renamed(ours: Any) -> None:
    for member in THEIRS[ours.__name__]:
        assert ours[member.name].value == member.value


def test_what_is_new_is_refused_for_the_api_version_of_azure_batch_14() -> None:
    """Or is so old that this version has it no more."""
    for model in naming.MODELS:
        known = THEIRS[model.__name__]._attribute_map if model.__name__ in THEIRS else {}
        for attribute in model.__definition__.attributes:
            if attribute.name not in known:
                too_new = attribute.since is not None and attribute.since > "2024-02-01.19.0"
                assert too_new or (attribute.until is not None and attribute.until < "2024-02-01.19.0")


def test_the_methods_of_the_client() -> None:
    methods = re.findall(r"^\| `client\.(\w+)\.(\w+)\(", TO_15.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(methods) > 10
    client = azure.batch.BatchServiceClient(SharedKeyCredentials("account", "a2V5"), batch_url="http://127.0.0.1")
    for group, method in methods:
        assert callable(getattr(getattr(client, group), method))


def test_the_page_shows_lines_of_the_example() -> None:
    (block,) = re.findall(r"```python\n(.*?)```", TO_15.read_text(encoding="utf-8"), re.DOTALL)
    lines = iter((ROOT / "examples" / "portable.py").read_text(encoding="utf-8").splitlines())
    missing = [line for line in block.splitlines() if line and line not in lines]
    assert missing == []


def test_the_example_adds_a_pool() -> None:
    portability.check_adding("2024-02-01.19.0")


def test_the_example_changes_a_pool_that_exists() -> None:
    portability.check_changing("2024-02-01.19.0")


def test_the_example_reads_a_pool() -> None:
    portability.check_reading(POOLS[0])


def test_the_example_refuses_what_is_too_new(tmp_path: Path) -> None:
    message = "expected API version 2025-06-01 or later, got 2024-02-01.19.0 at $.taskSchedulingPolicy.jobDefaultOrder"
    wrong = {"taskSchedulingPolicy": {"nodeFillType": "pack", "jobDefaultOrder": "none"}}
    portability.check_refusing(wrong, message, tmp_path)
