"""The trees that the parsers build, node by node. After a change, run trees.py and read the difference."""

from __future__ import annotations

import json

import pytest
from trees import FILE, OUTLINES

TOLD: dict[str, dict[str, list[str]]] = json.loads(FILE.read_text(encoding="utf-8"))


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind in TOLD for text in TOLD[kind]])
def test_the_outline(kind: str, text: str) -> None:
    assert OUTLINES[kind](text) == TOLD[kind][text]
