"""What the rules about Windows, environment settings, signatures and containers say of the corpus, word for word."""

from __future__ import annotations

import json

import pytest
from conftest import ROOT
from test_corpus import BY_NAME, findings_of

TOLD: dict[str, list[str]] = json.loads((ROOT / "tests" / "rules" / "told" / "win-2.json").read_text(encoding="utf-8"))
CORPUS = ROOT / "tests" / "rules" / "corpus" / "bad" / "win-2.json"


@pytest.mark.parametrize("name", TOLD)
def test_the_sentences(name: str) -> None:
    rule = BY_NAME[name]["rule"]
    assert [str(finding) for finding in findings_of(name) if finding.rule == rule] == TOLD[name]


def test_every_mistake_has_its_sentences() -> None:
    assert {entry["name"] for entry in json.loads(CORPUS.read_text(encoding="utf-8"))} == set(TOLD)
