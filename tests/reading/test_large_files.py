"""Large lists, which are checked a part at a time, give what they give as a whole."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest

from batchmodels.documents import checking, large_files
from batchmodels.documents.coverage import Counts
from batchmodels.documents.diagnostics import Diagnostic
from batchmodels.paths import MAX_DEPTH

SECRET = "hunter2hunter2"
START = {
    "commandLine": "echo $X",
    "environmentSettings": [{"name": "TOKEN", "value": "hunter2hunter2"}],
    "maxTaskRetryCount": "2",
}


def pool(index: int, **more: Any) -> dict[str, Any]:
    return {"id": f"p{index}", "vmSize": "s", "targetDedicatedNodez": 1, "startTask": START, **more}


def diagnostics(text: str, name: str, counts: Counts) -> list[Diagnostic]:
    return next(checking.check_all([(name, text.encode())], counts=counts, excerpts=True))


def both(text: str, monkeypatch: pytest.MonkeyPatch, name: str = "x.json") -> tuple[list[Diagnostic], list[Diagnostic]]:
    counts = Counts(), Counts()
    whole = diagnostics(text, name, counts[0])
    monkeypatch.setattr(large_files, "LARGE", 10)
    monkeypatch.setattr(large_files, "_PART", 700)
    parts = diagnostics(text, name, counts[1])
    assert vars_of(counts[0]) == vars_of(counts[1])
    return whole, parts


def vars_of(counts: Counts) -> tuple[Any, ...]:
    return counts.files, counts.judged, counts.unjudged


@pytest.mark.parametrize("indent", [None, 2])
def test_parts_give_what_the_whole_gives(indent: int | None, monkeypatch: pytest.MonkeyPatch) -> None:
    pools = [pool(index) for index in range(20)] + [pool(20, start_task=START), {"commandLine": "a && b"}]
    text = json.dumps(pools, indent=indent).replace('"id": "p7"', '"id": "x", "id": "p7"')
    whole, parts = both(text, monkeypatch)
    assert len(whole) > 60
    assert [(each.rule, each.path) for each in parts if "duplicate" in each.rule] == [("document/duplicate", "$[7].id")]
    assert [shown(each) for each in parts] == [shown(each) for each in whole]
    assert SECRET not in str([each.excerpt for each in parts])
    if indent:
        assert parts == whole


def shown(diagnostic: Diagnostic) -> Diagnostic:
    """The diagnostic with only the marked part of its line: a part of a file knows nothing about its neighbors' lines."""
    excerpt = diagnostic.excerpt
    short = None if excerpt is None else msgspec.structs.replace(excerpt, before="", after="")
    return msgspec.structs.replace(diagnostic, excerpt=short)


def test_several_parts_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(large_files, "LARGE", 10)
    monkeypatch.setattr(large_files, "_PART", 700)
    text = json.dumps([pool(index) for index in range(20)])
    parts = large_files.parts_of("x.json", text)
    assert parts is not None
    assert parts.count == len(list(parts.sources())) > 3


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "[1, 2, 3, 4]",
        '[{"commandLine": "a"}, {"commandLine": NaN}]',
        '[{"commandLine": "a"}, {"commandLine": "b",}]',
        '[{"commandLine": "a"}] x',
        '[{"commandLine": "a"}, ',
        '[{"commandLine": "a"}, ' + "[" * (MAX_DEPTH + 5) + "]" * (MAX_DEPTH + 5) + "]",
        '[{"commandLine": "a"}, {"name": "package"}]',
        '{"value": [{"commandLine": "echo $X"}]}',
        '// x\n[{"commandLine": "echo $X"}]',
        '[[{"commandLine": "echo $X"}, []], {"value": [{"commandLine": "echo $X"}]}]',
    ],
)
@pytest.mark.parametrize("name", ["x.json", "x.jsonc", "<stdin>", "x.yaml"])
def test_other_texts_give_the_same(text: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, parts = both(text, monkeypatch, name)
    assert [shown(each) for each in parts] == [shown(each) for each in whole]
