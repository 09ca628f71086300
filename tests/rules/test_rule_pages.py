"""Every rule has its page in the documentation, and every page its rule."""

from __future__ import annotations

import contextlib
import doctest
import io
import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import rules_table
from conftest import ROOT

import batchmodels
from batchmodels import Finding, Model, review
from batchmodels.rules.discovery import RULES
from batchmodels.rules.internal_errors import FAILED, TITLE

PAGES = ROOT / "docs" / "rules"


@pytest.mark.parametrize("identifier", RULES)
def test_a_page(identifier: str) -> None:
    rule = RULES[identifier]
    page = (PAGES / f"{identifier}.md").read_text(encoding="utf-8")
    assert page.startswith(f"# {identifier}: {rule.title}\n\nSeverity: {rule.severity.value}")
    sections = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL))
    for section in ("Bad", "Good"):
        assert "```pycon\n>>> " in sections[section]
    assert identifier in sections["Bad"]
    assert f'- In Python: `review(model, ignore={{"{identifier}"}})`\n' in sections["Switch it off"]
    assert f"- On the command line: `batchmodels check --ignore {identifier} FILE`\n" in sections["Switch it off"]


@pytest.fixture
def reviewed(monkeypatch: pytest.MonkeyPatch) -> list[Model]:
    """The models that are reviewed."""
    models: list[Model] = []

    def remembering(model: Model, *, now: datetime | None = None) -> list[Finding]:
        models.append(model)
        return review(model, now=now)

    monkeypatch.setattr(batchmodels, "review", remembering)
    return models


@pytest.mark.parametrize("identifier", RULES)
def test_the_examples_are_the_same_in_python_json_and_yaml(identifier: str, reviewed: list[Model]) -> None:
    yaml = pytest.importorskip("yaml")
    page = (PAGES / f"{identifier}.md").read_text(encoding="utf-8")
    names: dict[str, Any] = {}
    for title in ("Bad", "Good"):
        found = re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
        assert found, title
        reviewed.clear()
        with contextlib.redirect_stdout(io.StringIO()):
            for example in doctest.DocTestParser().get_examples(found[1]):
                exec(compile(example.source, identifier, "single"), names)
        document = reviewed[0].serialize()
        (in_json,) = re.findall(r"^In JSON:\n\n```json\n(.*?)^```$", found[1], re.MULTILINE | re.DOTALL)
        (in_yaml,) = re.findall(r"^In YAML:\n\n```yaml\n(.*?)^```$", found[1], re.MULTILINE | re.DOTALL)
        assert json.loads(in_json) == document
        assert yaml.safe_load(in_yaml) == document


def test_no_page_is_of_no_rule() -> None:
    assert {page.stem for page in PAGES.glob("*.md")} <= {*RULES, FAILED, "index", "corpus"}


def test_the_table_has_every_rule_in_order() -> None:
    assert rules_table.rows(PAGES) == [(rule.id, rule.severity.value, rule.title) for rule in RULES.values()]
    assert "<!-- rules -->" in (PAGES / "index.md").read_text(encoding="utf-8")


def test_the_table(tmp_path: Path) -> None:
    for name, head in {
        "BM102": "# BM102: second\n\nSeverity: error; a note in answers.\n",
        "BM101": "# BM101: first\n\nSeverity: warning.\n",
        "BM000": "# BM000: of no rule\n\nSeverity: warning.\n",
    }.items():
        (tmp_path / f"{name}.md").write_text(head, encoding="utf-8")
    assert rules_table.table(tmp_path) == (
        "| Rule | Severity | Finds |\n|---|---|---|\n"
        "| [BM101](BM101.md) | warning | first |\n| [BM102](BM102.md) | error | second |"
    )


def test_the_page_of_a_rule_that_failed() -> None:
    assert (PAGES / f"{FAILED}.md").read_text(encoding="utf-8").startswith(f"# {FAILED}: {TITLE}\n\nSeverity: warning.\n")
    assert f"]({FAILED}.md)" in (PAGES / "index.md").read_text(encoding="utf-8")


def test_the_index_is_linked() -> None:
    assert "](rules/index.md)" in (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    assert "](docs/rules/index.md)" in (ROOT / "README.md").read_text(encoding="utf-8")
