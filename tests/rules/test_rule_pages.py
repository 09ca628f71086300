"""Every rule has its page in the documentation, and every page its rule."""

from __future__ import annotations

import re

import pytest
from conftest import ROOT

from batchmodels.rules.catalogue import RULES
from batchmodels.rules.failures import FAILED, TITLE

PAGES = ROOT / "docs" / "rules"
ROWS = re.findall(
    r"^\| \[(\w+)\]\((\w+)\.md\) \| (\w+) \| (.+) \|$", (PAGES / "index.md").read_text(encoding="utf-8"), re.MULTILINE
)


@pytest.mark.parametrize("identifier", sorted(RULES))
def test_a_page(identifier: str) -> None:
    rule = RULES[identifier]
    page = (PAGES / f"{identifier}.md").read_text(encoding="utf-8")
    assert page.startswith(f"# {identifier}: {rule.title}\n\nSeverity: {rule.severity.value}")
    sections = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL))
    for section in ("Bad", "Good"):
        assert "```pycon\n>>> " in sections[section]
    assert identifier in sections["Bad"]
    assert f'review(model, ignore={{"{identifier}"}})' in page


def test_the_index_has_every_rule_in_order() -> None:
    assert [(each.id, each.id, each.severity.value, each.title) for _, each in sorted(RULES.items())] == ROWS


def test_no_page_is_of_no_rule() -> None:
    assert {page.stem for page in PAGES.glob("*.md")} <= {*RULES, FAILED, "index", "corpus"}


def test_the_page_of_a_rule_that_failed() -> None:
    assert (PAGES / f"{FAILED}.md").read_text(encoding="utf-8").startswith(f"# {FAILED}: {TITLE}\n\nSeverity: warning.\n")
    assert f"]({FAILED}.md)" in (PAGES / "index.md").read_text(encoding="utf-8")


def test_the_index_is_linked() -> None:
    assert "](rules/index.md)" in (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    assert "](docs/rules/index.md)" in (ROOT / "README.md").read_text(encoding="utf-8")
