"""Outlines of texts, whole and half written."""

from __future__ import annotations

import json
from typing import Any

import pytest
from conftest import OWN_DOCUMENTS, ROOT
from hypothesis import given
from hypothesis import strategies as st

from batchmodels.documents.source import read_source
from batchmodels.paths import MAX_DEPTH
from batchmodels.server.json_outline import json_outline
from batchmodels.server.outline import Item
from batchmodels.server.yaml_outline import yaml_outline

YAML_FILES = sorted((ROOT / "examples").glob("*.yaml"))
JSON_FILES = [*sorted((ROOT / "examples").glob("*.json")), *OWN_DOCUMENTS]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ('{"a": 1, "b": [true, {"c": "d\\n"}]}', {"a": "1", "b": ["true", {"c": "d\n"}]}),
        ('{"a": {"b": 1', {"a": {"b": "1"}}),
        ('{"a": {"b', {"a": {"b": None}}),
        ('{"a": , "b": 1}', {"a": None, "b": "1"}),
        ('{"a" "b": 1}', {"a": None, "b": "1"}),
        ('{"a": 1 "b": 2}', {"a": "1", "b": "2"}),
        ('{"a": "b": 2}', {"a": None, "b": "2"}),
        ('{"a": "x\n "b": 2}', {"a": "x", "b": "2"}),
        ('{"a": [1, {"b": 2], "c": 3}', {"a": ["1", {"b": "2"}], "c": "3"}),
        ('{"a": 1, // "b": 2\n /* "c": 3 */ "d": 4}', {"a": "1", "d": "4"}),
        ("{word", {"word": None}),
        ("}]:,", None),
        ("", None),
    ],
    ids=str,
)
def test_json(text: str, content: Any) -> None:
    assert json_outline(text).content == content


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("a: 1 # b: 2\nc:\n  d: e\n", {"a": "1", "c": {"d": "e"}}),
        ("a:\n- 1\n- b: 2\n  c: 3\nd: 4\n", {"a": ["1", {"b": "2", "c": "3"}], "d": "4"}),
        ("a:\n  - - 1\n    - 2\n", {"a": [["1", "2"]]}),
        ("a: |\n  b: 1\n\n  c\nd: >-\n  e: 2\nf: 3\n", {"a": "", "d": "", "f": "3"}),
        ("a: 'b: c'\n\"d e\": f#g\n", {"a": "b: c", "d e": "f#g"}),
        ('a: "b\n  c: d"\ne: 1\n', {"a": "b\n  c: d", "e": "1"}),
        ("a: {b: c, d: [1, 'x, y']}\ne: 1\n", {"a": {"b": "c", "d": ["1", "x, y"]}, "e": "1"}),
        ("a: {b: {c\nd: 1\n", {"a": {"b": {"c": None}}, "d": "1"}),
        ("a: 'b\nc: 1\n", {"a": "'b", "c": "1"} | {"a": "b"}),
        ("a: &x !!str b\nc: *x\n", {"a": "b", "c": "*x"}),
        ("a: 1\nb\n", {"a": "1", "b": None}),
        ("a:\n  b", {"a": "b"}),
        ("a:\n    b: 1\n  c: 2\n", {"a": {"b": "1"}, "c": "2"}),
        ("  a: 1\nb: 2\n", {"a": "1", "b": "2"}),
        ("---\na: 1\n---\n\n---\nb: 2\n...\n", [{"a": "1"}, {"b": "2"}]),
        ("%YAML 1.1\n---\na: https://b/c\n", {"a": "https://b/c"}),
        ("- \n- a:\n", [None, {"a": None}]),
        ("", None),
    ],
    ids=str,
)
def test_yaml(text: str, content: Any) -> None:
    assert yaml_outline(text).content == content


def keys(value: Any) -> Any:
    """A document without its scalars, which an outline keeps as texts."""
    if isinstance(value, dict):
        return {key: keys(member) for key, member in value.items()}
    return [keys(element) for element in value] if isinstance(value, list) else None


@pytest.mark.parametrize("path", [*YAML_FILES, *JSON_FILES], ids=lambda path: path.name)
def test_outlines_of_whole_documents_are_their_content(path: Any) -> None:
    text = path.read_text(encoding="utf-8")
    outline = yaml_outline(text) if path.suffix == ".yaml" else json_outline(text)
    assert keys(outline.content) == keys(read_source(path.name, text).content)
    spans_are_right(text, outline)


def spans_are_right(text: str, outline: Item) -> None:
    for item in outline.walk():
        assert 0 <= item.span.start <= item.span.end <= len(text)
        if item.key is not None and not text[item.key.start : item.key.end].startswith(('"', "'")):
            assert text[item.key.start : item.key.end] == item.step


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)


@given(json_values)
def test_outlines_of_any_json(value: Any) -> None:
    assert keys(json_outline(json.dumps(value, ensure_ascii=True)).content) == keys(value)


@given(st.text(st.sampled_from("{}[]:,\"'#-|>&*! \n\t\\ab1\r/?%.\ue000"), max_size=60))
def test_every_text_has_an_outline(text: str) -> None:
    for outline in (json_outline(text), yaml_outline(text)):
        spans_are_right(text, outline)
        assert all(isinstance(item.steps, tuple) for item in outline.walk())


@pytest.mark.parametrize(
    "piece", ["[", "{", '{"a":', "- ", "a: [", "a: {\n", '"', "'", "\\", "- - \n", 'a: "\n', "a: |\n", "/*", "? "]
)
def test_deep_and_long_texts(piece: str) -> None:
    for outline in (json_outline(piece * 20_000), yaml_outline(piece * 20_000)):
        assert max(len(item.steps) for item in outline.walk()) <= MAX_DEPTH + 1
