"""The table "Why" of README and home page: what other libraries write for one wrong start task.

azure-batch 14 and 15 can't be installed together, so two tests share this.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from conftest import ROOT

PAGES = [ROOT / "README.md", ROOT / "docs" / "index.md"]

WRONG = {
    "command_line": "apt-get update && apt-get install ffmpeg",
    "max_task_retry_count": -7,
    "wait_for_success": "false",
}


def results(page: Path) -> dict[str, str]:
    """The rows of a page's table: the result of each library."""
    text = page.read_text(encoding="utf-8")
    table = text.split("\n| Library | Result |\n|---|---|\n")[1].split("\n\n")[0]
    return {name: result.strip("`") for name, result in re.findall(r"^\| (.+?) \| (.+) \|$", table, re.MULTILINE)}


def check_pydantic(page: Path) -> None:
    """Compare the row of pydantic with a model that has the same fields and types."""
    pydantic = pytest.importorskip("pydantic", reason="pydantic is not installed")
    aliases = pytest.importorskip("pydantic.alias_generators")
    start_task = pydantic.create_model(
        "StartTask",
        __config__={"alias_generator": aliases.to_camel, "populate_by_name": True},
        command_line=(str, ...),
        max_task_retry_count=(int | None, None),
        wait_for_success=(bool | None, None),
    )
    written = start_task(**WRONG).model_dump(by_alias=True, exclude_none=True)
    assert results(page)["plain pydantic"] == json.dumps(written)
