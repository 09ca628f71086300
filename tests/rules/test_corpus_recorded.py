"""The findings of each entry of the corpus. After a change, run recording.py and read the difference."""

from __future__ import annotations

import json
from typing import Any

import pytest
from recording import RECORDED, findings_of_entry
from test_corpus import BAD, GOOD, named

SENTENCES: dict[str, list[str]] = {
    name: texts
    for file in sorted(RECORDED.glob("*/*.json"))
    for name, texts in json.loads(file.read_text(encoding="utf-8")).items()
}


@pytest.mark.parametrize("entry", [*BAD, *GOOD], ids=named)
def test_the_sentences(entry: dict[str, Any]) -> None:
    assert findings_of_entry(entry) == SENTENCES.get(entry["name"], [])


def test_no_sentences_without_an_entry() -> None:
    assert set(SENTENCES) <= {entry["name"] for entry in [*BAD, *GOOD]}
