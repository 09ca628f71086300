"""Generated models as Python code and as Bicep, with Python, ruff and a grammar of Bicep as judges."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import in_one_spelling
from forms_of import built, environment_of, misformatted, recorded, without
from hypothesis import given
from strategies import models

from batchmodels import (
    JobAddParameter,
    PoolAddParameter,
    PoolPatchParameter,
    StartTask,
    TaskAddParameter,
)
from batchmodels.forms.convert import convert
from batchmodels.forms.layout import Node, assignment, call, from_import, mapping, sequence, text

MODELS = [PoolAddParameter, StartTask, JobAddParameter, TaskAddParameter, PoolPatchParameter]


@pytest.mark.parametrize("model", MODELS, ids=lambda each: each.__name__)
def test_generated_models_as_code(model: type[Any], tmp_path: Path) -> None:
    sources = {}

    @given(models(model))
    def check(instance: Any) -> None:
        plain = model.deserialize(instance.serialize())
        with recorded() as secrets:
            result = convert(plain, "python")
        assert built(result.text, environment_of(secrets)) == plain
        assert (result.losses, set(result.secrets)) == ((), set(secrets))
        sources[f"hidden_{len(sources)}"] = result.text
        revealed = convert(plain, "python", reveal_secrets=True)
        assert revealed.secrets == ()
        assert built(revealed.text) == plain
        sources[f"revealed_{len(sources)}"] = revealed.text

    check()
    assert misformatted(sources, tmp_path) == ""


@pytest.mark.parametrize("model", MODELS, ids=lambda each: each.__name__)
def test_generated_models_as_code_for_azure_batch_14(model: type[Any]) -> None:
    @given(models(model, common=True))
    def check(instance: Any) -> None:
        plain = model.deserialize(instance.serialize())
        result = convert(plain, "azure-batch-14", reveal_secrets=True)
        theirs = in_one_spelling(built(result.text).serialize(keep_readonly=True))
        if "maxParallelTasks" not in plain.serialize():
            theirs.pop("maxParallelTasks", None)  # azure-batch 14 always sends its default
        assert without_empty(theirs) == without_empty(in_one_spelling(without(plain.serialize(), result.losses)))

    check()


def without_empty(value: Any) -> Any:
    """A document without empty objects: azure-batch 14 leaves out a model without members."""
    if isinstance(value, dict):
        members = {key: without_empty(each) for key, each in value.items()}
        return {key: each for key, each in members.items() if each != {}}
    return [without_empty(each) for each in value] if isinstance(value, list) else value


def test_ruff_judges(tmp_path: Path) -> None:
    assert "1 file would be reformatted" in misformatted({"a": "x=1\n"}, tmp_path) or misformatted({"a": "x=1\n"}, tmp_path)
    assert "F401" in misformatted({"a": "import os\n"}, tmp_path)


def test_layout() -> None:
    assert assignment("x", call("f", [])) == "x = f()"
    long = call("function", [("first", Node(text("a" * 40))), ("second", sequence([Node("1"), Node("2")]))])
    assert assignment("x", long) == (f'x = function(first="{"a" * 40}", second=[1, 2])')
    longer = call(
        "function", [("first", Node(text("a" * 60))), ("second", mapping([("key", Node("1")), ("other", Node("2"))]))]
    )
    assert assignment("x", longer) == (f'x = function(\n    first="{"a" * 60}",\n    second={{"key": 1, "other": 2}},\n)')
    assert from_import("m", ["b", "A", "OSDisk", "MAX", "a10", "a9"]) == "from m import MAX, A, OSDisk, a9, a10, b"


@pytest.mark.parametrize(
    ("value", "literal"),
    [
        ("", '""'),
        ('say "x"', "'say \"x\"'"),
        ('it\'s "x"', "'it\\'s \"x\"'"),
        ("a\\b\n\t\r", r'"a\\b\n\t\r"'),
        ("\x00\x7f\xa0\u200b\U000e0001", r'"\x00\x7f\xa0\u200b\U000e0001"'),
        ("Süd 東", '"Süd 東"'),
    ],
)
def test_literals(value: str, literal: str) -> None:
    assert text(value) == literal
    assert eval(literal) == value


# Bicep.


def parsed(source: str) -> Any:
    grammar = pytest.importorskip("tree_sitter_bicep")
    tree_sitter = pytest.importorskip("tree_sitter")
    parser = tree_sitter.Parser(tree_sitter.Language(grammar.language()))
    return parser.parse(source.encode()).root_node


def faults(node: Any) -> list[str]:
    found = [node.sexp if hasattr(node, "sexp") else str(node)] if node.is_error or node.is_missing else []
    return found + [each for child in node.children for each in faults(child)]


def nodes(node: Any, kind: str) -> list[Any]:
    found = [node] if node.type == kind else []
    return found + [each for child in node.children for each in nodes(child, kind)]


def test_the_grammar_judges() -> None:
    assert faults(parsed("param x string\nvar y = {\n  a: 'b'\n}\n")) == []
    assert faults(parsed("var y = {\n  a: 'it's'\n}\n")) != []


@pytest.mark.parametrize("model", [PoolAddParameter, StartTask], ids=lambda each: each.__name__)
def test_generated_models_as_bicep(model: type[Any]) -> None:
    @given(models(model))
    def check(instance: Any) -> None:
        for reveal in (False, True):
            with recorded() as secrets:
                result = convert(instance, "bicep", reveal_secrets=reveal)
            assert faults(parsed(result.text)) == []
            assert set(result.secrets) == set(secrets)
            value = evaluated(result.text, secrets)
            expected = instance.to_arm(losses=[])
            if model is PoolAddParameter:
                assert value == {key: each for key, each in expected.items() if key not in {"type", "apiVersion"}}
            else:
                assert value == expected

    check()


def evaluated(source: str, parameters: dict[str, Any]) -> Any:
    """The value of the last statement of a Bicep file, by a small evaluator of what we write."""
    last = source[max(source.rfind("\nresource pool "), source.rfind("\nvar "), 0) :].strip()
    body = last.partition("= ")[2].replace("  parent: account\n", "")
    return Evaluator(body, parameters).value()


class Evaluator:
    """Reads literals of Bicep, as its documentation describes them."""

    def __init__(self, source: str, parameters: dict[str, Any]) -> None:
        self.source = source
        self.at = 0
        self.parameters = parameters

    def skip(self) -> None:
        while self.at < len(self.source) and self.source[self.at] in " \n,":
            self.at += 1

    def value(self) -> Any:
        self.skip()
        character = self.source[self.at]
        if character == "{":
            return self.members()
        if character == "[":
            return self.elements()
        if character == "'":
            return self.text()
        return self.word()

    def members(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        self.at += 1
        while True:
            self.skip()
            if self.source[self.at] == "}":
                self.at += 1
                return found
            if self.source[self.at] == "'":
                key = self.text()
            else:
                start = self.at
                self.at = self.source.index(":", start)
                key = self.source[start : self.at]
            self.at = self.source.index(":", self.at) + 1
            found[key] = self.value()

    def elements(self) -> list[Any]:
        found: list[Any] = []
        self.at += 1
        while True:
            self.skip()
            if self.source[self.at] == "]":
                self.at += 1
                return found
            found.append(self.value())

    def text(self) -> str:
        self.at += 1
        found = ""
        while (character := self.source[self.at]) != "'":
            if self.source.startswith("${account.id}/applications/", self.at):
                self.at += len("${account.id}/applications/")
                continue
            if self.source.startswith("${account.id}/certificates/", self.at):
                self.at += len("${account.id}/certificates/")
                continue
            if character == "\\":
                following = self.source[self.at + 1]
                if following == "u":
                    close = self.source.index("}", self.at)
                    found += chr(int(self.source[self.at + 3 : close], 16))
                    self.at = close + 1
                    continue
                found += {"n": "\n", "r": "\r", "t": "\t"}.get(following, following)
                self.at += 2
                continue
            found += character
            self.at += 1
        self.at += 1
        return found

    def word(self) -> Any:
        start = self.at
        while self.at < len(self.source) and self.source[self.at] not in " \n,()":
            self.at += 1
        word = self.source[start : self.at]
        if word == "json":
            self.at += 1
            value = json.loads(self.value())
            self.at += 1
            return value
        if word == "union":
            self.at += 1
            first, second = self.value(), self.value()
            self.skip()
            self.at += 1
            return {**first, **second}
        known = {"true": True, "false": False, "null": None, **self.parameters}
        return known[word] if word in known else int(word)
