"""The findings of each entry of the corpus. After a change, run recording.py and read the difference."""

from __future__ import annotations

import json
from typing import Any

import pytest
from recording import RECORDED, batched, findings_of_entry
from test_corpus import BAD, GOOD, named

SENTENCES: dict[str, list[str]] = {
    name: texts
    for file in sorted(RECORDED.glob("*/*.json"))
    for name, texts in json.loads(file.read_text(encoding="utf-8")).items()
}


@pytest.mark.parametrize("entries", list(batched([*BAD, *GOOD], 25)), ids=lambda entries: named(entries[0]))
def test_the_sentences(entries: tuple[dict[str, Any], ...]) -> None:
    expected = {entry["name"]: SENTENCES.get(entry["name"], []) for entry in entries}
    assert {entry["name"]: findings_of_entry(entry) for entry in entries} == expected


def test_no_sentences_without_an_entry() -> None:
    assert set(SENTENCES) <= {entry["name"] for entry in [*BAD, *GOOD]}
