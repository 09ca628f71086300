"""What the rules about pools, jobs and tasks say of the wrong definitions of the corpus, word for word."""

from __future__ import annotations

import json

import pytest
from conftest import ROOT
from test_corpus import BY_NAME, findings_of

FILES = ("pools.json", "pools-2.json")
FOLDER = ROOT / "tests" / "rules"
TOLD: dict[str, list[str]] = {
    name: sentences
    for file in FILES
    for name, sentences in json.loads((FOLDER / "told" / file).read_text(encoding="utf-8")).items()
}


@pytest.mark.parametrize("name", TOLD)
def test_the_sentences(name: str) -> None:
    rule = BY_NAME[name]["rule"]
    assert [str(finding) for finding in findings_of(name) if finding.rule == rule] == TOLD[name]


def test_every_wrong_pool_has_its_sentences() -> None:
    corpora = [json.loads((FOLDER / "corpus" / "bad" / file).read_text(encoding="utf-8")) for file in FILES]
    assert {entry["name"] for corpus in corpora for entry in corpus} == set(TOLD)
