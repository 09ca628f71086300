"""The rules that find something in small changes of the corpus. After a change, run recording.py and read the difference."""

from __future__ import annotations

import json
from typing import Any

import pytest
from corpus_entries import named
from recording import VARIANTS, VARIED, batched, rules_of_variants

RULES_OF: dict[str, dict[str, str]] = json.loads(VARIANTS.read_text(encoding="utf-8"))


@pytest.mark.parametrize("entries", list(batched(VARIED, 25)), ids=lambda entries: named(entries[0]))
def test_the_rules(entries: tuple[dict[str, Any], ...]) -> None:
    expected = {entry["name"]: RULES_OF[entry["name"]] for entry in entries}
    assert {entry["name"]: rules_of_variants(entry) for entry in entries} == expected


def test_no_rules_without_an_entry() -> None:
    assert set(RULES_OF) == {entry["name"] for entry in VARIED}
