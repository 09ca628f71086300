"""Checks of documents in an editor, the fixes for them, and when they run."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

pytest.importorskip("pygls", reason="the editor server needs the extra lsp")

from batchmodels.documents.document import read_text
from batchmodels.rules.finding import Finding, Replace, Severity
from batchmodels.server import checks
from batchmodels.server.app import BatchmodelsServer
from batchmodels.server.checks import Options, check_text, name_of, quick_fixes
from batchmodels.server.debouncing import Debouncer
from batchmodels.server.text_positions import TextPositions

URI = "file:///pools/a"


def fixes(text: str, name: str) -> list[tuple[str, str]]:
    """The fixes of a document: the title of each, and the text that it leaves."""
    checked = check_text(name, text, Options())
    positions = TextPositions(text)
    found = []
    for action in quick_fixes(URI, checked, checked.found, positions):
        changes: Any = action.edit and action.edit.changes
        (edit,) = changes[URI]
        start, end = positions.offset(edit.range.start), positions.offset(edit.range.end)
        found.append((action.title, text[:start] + edit.new_text + text[end:]))
    return found


@pytest.mark.parametrize(
    ("name", "text", "fixed"),
    [
        ("a.yaml", "{displayName: 😀, comandLine: a, id: b}", "{displayName: 😀, commandLine: a, id: b}"),
        ("a.yaml", "'comandLine': a\n", "'commandLine': a\n"),
        ("a.yaml", '"comandLine": a\n', '"commandLine": a\n'),
        ("a.json", '{"comandLine": "a"}', '{"commandLine": "a"}'),
        ("a.yaml", "startTask: {comandLine: a}\n", "startTask: {commandLine: a}\n"),
    ],
    ids=lambda value: value[-20:],
)
def test_misspelled_members_are_renamed(name: str, text: str, fixed: str) -> None:
    assert fixes(text, name) == [("Rename it to commandLine", fixed)]


@pytest.mark.parametrize(
    "text",
    [
        '{"commandLine": null, "comandLine": "a"}',  # there would be two
        '{"commandLine": "a && b"}',  # the fix needs a decision
        '{"commandLine": "a", "maxTaskRetryCount": "3"}',
        '{"comandLine": "a"',
    ],
)
def test_no_fix_that_is_not_certain(text: str) -> None:
    assert fixes(text, "a.json") == []


@pytest.mark.parametrize(
    ("name", "text", "value", "fixed"),
    [
        ("a.json", '{"commandLine": "a"}', "b", '{"commandLine": "b"}'),
        ("a.yaml", "commandLine: a\n", "b", "commandLine: b\n"),
        ("a.yaml", "commandLine: 'a'\n", "b", "commandLine: 'b'\n"),
        ("a.yaml", "commandLine: a\n", "b: c", 'commandLine: "b: c"\n'),
        ("a.yaml", "commandLine: a\n", 3, "commandLine: 3\n"),
        ("a.yaml", "commandLine: |\n  a\n", "b", None),
        ("a.json", '{"commandLine": "a"}', ["b"], None),
    ],
    ids=str,
)
def test_values_are_replaced(monkeypatch: pytest.MonkeyPatch, name: str, text: str, value: Any, fixed: str | None) -> None:
    """No rule replaces a value yet."""
    steps = ("commandLine",)
    finding = Finding("BM101", Severity.error, steps, "It is a.", "Write b.", Replace(steps, value))
    position = read_text(text, name).entries[0].position(steps)
    found = checks.Found(name, *position, "$.commandLine", "BM101", Severity.error, "a", "It is a.", "Write b.", "")
    monkeypatch.setattr(checks, "review_all", lambda models, ignore: [[finding] for _ in models])
    monkeypatch.setattr(checks, "check", lambda *_, **__: [found])
    assert fixes(text, name) == ([] if fixed is None else [("Write b", fixed)])


def test_a_bug_shows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise ValueError("hunter2")

    monkeypatch.setattr(checks, "check", fail)
    (found,) = check_text("a.json", '{"commandLine": "a"}', Options()).found
    assert found.message.startswith("internal error: ValueError at server/checks.py:")
    assert "hunter2" not in str(found)
    server = BatchmodelsServer()
    logged: list[str] = []
    monkeypatch.setattr(server, "log", logged.append)
    assert server.guarded(fail) is None
    assert logged[0].startswith("internal error: ValueError at server/app.py:")
    server.report_server_error(ValueError("hunter2"), None)
    assert logged[1:] == ["a message of the editor failed with ValueError"]


def test_a_huge_document_is_not_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "MEGABYTE", 1)
    assert check_text("a.json", '{"commandLine": "a && b"}', Options()).skipped == "it has more than 16 MB"


@pytest.mark.parametrize(
    ("uri", "language", "name"),
    [
        ("file:///pools/my%20pool.yaml", "yaml", "my pool.yaml"),
        ("file:///c%3A/pools/pool.JSON", "json", "pool.JSON"),
        ("untitled:Untitled-1", "yaml", "Untitled-1.yaml"),
        ("file:///pools/pool", "jsonc", "pool.json"),
        ("file:///pools/pool", "plaintext", "pool"),
        ("file:///", None, "untitled"),
    ],
)
def test_names(uri: str, language: str | None, name: str) -> None:
    assert name_of(uri, language) == name


def test_several_changes_are_one_check() -> None:
    checked: list[str] = []

    async def check(uri: str) -> None:
        checked.append(uri)

    async def session() -> None:
        waiting = Debouncer(check)
        for _ in range(5):
            waiting.schedule("a", 3600)
        waiting.schedule("b", 3600)
        waiting.forget("b")
        await asyncio.sleep(0)
        await waiting.settle("a")
        await waiting.settle("b")
        await waiting.settle("c")
        waiting.schedule("a", 0)
        await waiting.settle("a")

    asyncio.run(session())
    assert checked == ["a", "a"]


def test_a_change_during_a_check_is_checked_after_it() -> None:
    running: list[str] = []

    async def session() -> None:
        async def check(uri: str) -> None:
            running.append("begins")
            if len(running) == 1:
                waiting.schedule(uri, 0)
            await asyncio.sleep(0)
            running.append("ends")

        waiting = Debouncer(check)
        waiting.schedule("a", 0)
        await waiting.settle("a")

    asyncio.run(session())
    assert running == ["begins", "ends", "begins", "ends"]
