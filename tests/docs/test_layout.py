"""The layout on the page "How it works" is that of the package."""

from __future__ import annotations

import re
from pathlib import Path

import test_architecture
from conftest import ROOT

import batchmodels

PACKAGE = Path(batchmodels.__file__).parent
PAGE = (ROOT / "docs" / "explanation" / "how-it-works.md").read_text(encoding="utf-8")
TREE = re.findall(r"```text\nbatchmodels\n(.*?)```", PAGE, re.DOTALL)[0]

HELPERS = {"__main__", "installed"}


def test_every_file_of_the_tree_exists() -> None:
    folder = PACKAGE
    for line in TREE.splitlines():
        entry, _, rest = line.strip("│├└─ ").partition(" ")
        if line[0] in "├└":
            folder = PACKAGE / entry if entry.endswith("/") else PACKAGE
        names = [] if line[0] in "├└" and entry.endswith("/") else [entry]
        for name in [*names, *re.findall(r"\w+\.py\b", rest)]:
            assert (folder / name).exists(), f"{folder.name} has no {name}"


def test_the_tree_has_every_package() -> None:
    shown = {
        line.strip("├└─ ").partition(" ")[0].rstrip("/").removesuffix(".py") for line in TREE.splitlines() if line[0] in "├└"
    }
    assert set(test_architecture.ROOMS) - HELPERS <= shown


def test_the_order_of_imports() -> None:
    shown = re.findall(r"^`(cli → .+)`\.$", PAGE, re.MULTILINE)[0].split(" → ")
    assert shown == [room for room in reversed(test_architecture.ROOMS) if room not in HELPERS]


def test_every_file_in_the_table_exists() -> None:
    table = PAGE.split("## Where to add what\n")[1].split("\n## ")[0]
    for row in table.splitlines():
        folder = ""
        for name in re.findall(r"`([\w/]+/|[\w/]*\w+\.(?:py|json|md))`", row):
            folder = name.rpartition("/")[0] or folder
            path = Path(name if "/" in name else f"{folder}/{name}")
            assert ((ROOT if path.parts[0] in {"docs", "tests"} else PACKAGE) / path).exists(), name
