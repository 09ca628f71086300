"""The findings of a command line for each word of the rules. After a change, run telling.py and read the difference."""

from __future__ import annotations

import json

import pytest
from telling import LINES, told_of_line

SENTENCES: dict[str, dict[str, list[str]]] = json.loads(LINES.read_text(encoding="utf-8"))


@pytest.mark.parametrize(("machine", "line"), [(machine, line) for machine in SENTENCES for line in SENTENCES[machine]])
def test_the_sentences(machine: str, line: str) -> None:
    assert told_of_line(machine, line) == SENTENCES[machine][line]
