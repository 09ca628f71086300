"""The table "Why" of README and home page: what other libraries write for one wrong start task.

azure-batch 14 and 15 can't be installed together, so two tests share this.
"""

from __future__ import annotations

import re
from pathlib import Path

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
