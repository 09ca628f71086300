"""The findings of command lines and models for each word of the rules. After a change, run recording.py."""

from __future__ import annotations

import json
from typing import Any

import pytest
from recording import DOCUMENTS, LINES, findings_of_document, findings_of_line

SENTENCES: dict[str, dict[str, list[str]]] = json.loads(LINES.read_text(encoding="utf-8"))
MODELS: dict[str, dict[str, Any]] = json.loads(DOCUMENTS.read_text(encoding="utf-8"))


@pytest.mark.parametrize(("machine", "line"), [(machine, line) for machine in SENTENCES for line in SENTENCES[machine]])
def test_the_sentences(machine: str, line: str) -> None:
    assert findings_of_line(machine, line) == SENTENCES[machine][line]


@pytest.mark.parametrize("title", MODELS)
def test_the_sentences_of_models(title: str) -> None:
    assert findings_of_document(MODELS[title]) == MODELS[title]["findings"]
