"""The findings of command lines and models for each word of the rules. After a change, run recording.py."""

from __future__ import annotations

import json
from typing import Any

import pytest
from recording import DOCUMENTS, LINES, batched, findings_of_document, findings_of_line

SENTENCES: dict[str, dict[str, list[str]]] = json.loads(LINES.read_text(encoding="utf-8"))
MODELS: dict[str, dict[str, Any]] = json.loads(DOCUMENTS.read_text(encoding="utf-8"))


@pytest.mark.parametrize(("machine", "lines"), [(each, lines) for each in SENTENCES for lines in batched(SENTENCES[each], 25)])
def test_the_sentences(machine: str, lines: tuple[str, ...]) -> None:
    expected = {line: SENTENCES[machine][line] for line in lines}
    assert {line: findings_of_line(machine, line) for line in lines} == expected


@pytest.mark.parametrize("titles", list(batched(MODELS, 25)), ids=lambda titles: titles[0])
def test_the_sentences_of_models(titles: tuple[str, ...]) -> None:
    expected = {title: MODELS[title]["findings"] for title in titles}
    assert {title: findings_of_document(MODELS[title]) for title in titles} == expected
