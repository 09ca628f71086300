"""Facts on pages and in messages: which packages can be installed, and how fast the library is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import ROOT

RESULTS = ROOT / "benchmarks" / "RESULTS.md"

TEXTS = [
    file
    for place in ("src", "docs", "examples", ".github", ".ci")
    for file in sorted((ROOT / place).rglob("*"))
    if file.suffix in {".py", ".md", ".yml", ".yaml", ""} and file.is_file()
] + [ROOT / "README.md", ROOT / "CONTRIBUTING.md"]


@pytest.mark.parametrize("file", TEXTS, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_no_unreleased_package_is_installed(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    for command in re.findall(r"pip3? install ([^\n`]*)", text):
        for word in re.findall(r"""'[^']*'|"[^"]*"|\S+""", command):
            unreleased = re.fullmatch(r"batchmodels(\[[\w,]+\])?([=<>~!].*)?", word.strip("'\".,;"))
            denied = f"`pip install {command}` finds nothing" in text
            assert not unreleased or denied, f"there is no release yet, so nothing installs {word}; install from a clone"


@pytest.mark.parametrize("page", sorted((ROOT / "docs").rglob("*.md")), ids=lambda page: page.name)
def test_no_tag_is_named_before_there_is_one(page: Path) -> None:
    assert not re.search(r"^\s*rev: v?\d", page.read_text(encoding="utf-8"), re.MULTILINE)


def ratios() -> dict[tuple[str, str], dict[str, float]]:
    """Return the ratios to pydantic's time from the table of minimums, by operation and document, by library."""
    table = RESULTS.read_text(encoding="utf-8").split("## Ratios to pydantic\n")[1].split("The same from the medians")[0]
    header, _, *rows = [line.strip("| ").split(" | ") for line in table.splitlines() if line.startswith("|")]
    found = {}
    for name, *cells in rows:
        operation, document = re.fullmatch(r"(.*) \((\w)\)", name).groups()  # type: ignore[union-attr]  # because all are so
        numbers = [float(re.sub(r"[^\d.]", "", cell)) for cell in cells[1:]]
        found[operation, document] = dict(zip(header[-len(numbers) :], numbers, strict=True))
    return found


def test_the_speed_that_the_readme_states() -> None:
    if not RESULTS.is_file():
        pytest.skip("the results of the benchmarks are missing")
    readme = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    assert (
        "Reading takes at most about a third of pydantic's time, and writing as long as pydantic or less. "
        "Documents with many undeclared members take up to 1.8 times as long. "
        "msrest takes at least nine times as long as pydantic."
    ) in readme
    found = ratios()
    assert len(found) == 16
    for (operation, document), row in found.items():
        most = 1.8 if document == "d" else 1.0 if operation.startswith("encode") else 0.36
        assert row["batchmodels"] <= most, (operation, document)
        assert row["azure-batch 14 (msrest)"] >= 9, (operation, document)
