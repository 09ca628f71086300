"""What a review must not say of what is right, what it must say of what is wrong, and what it says, word for word.

After a change of the rules or the corpus, run recording.py and read the difference.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest
from conftest import ROOT
from corpus_entries import BAD, GOOD, dated, document_of, findings_of, model_of, named
from recording import RECORDED, batched, findings_of_entry

from batchmodels import Severity, StartTask
from batchmodels.rules.discovery import RULES

PAGE = ROOT / "docs" / "explanation" / "testing.md"

COMMON = {"BM101", "BM103", "BM106", "BM201", "BM301", "BM303"}
"""What people get wrong most."""

SENTENCES: dict[str, list[str]] = {
    name: texts
    for file in sorted(RECORDED.glob("*/*.json"))
    for name, texts in json.loads(file.read_text(encoding="utf-8")).items()
}


@pytest.mark.parametrize("entries", list(batched(GOOD, 25)), ids=lambda entries: named(entries[0]))
def test_nothing_is_said_against_what_is_right(entries: tuple[dict[str, Any], ...]) -> None:
    assert {entry["name"]: model_of(entry).validate() for entry in entries} == {entry["name"]: [] for entry in entries}
    notes = {entry["name"] for entry in entries if all(each.severity is Severity.note for each in findings_of(entry["name"]))}
    assert {entry["name"] for entry in entries} - notes == set()
    assert {entry["name"]: findings_of_entry(entry) for entry in entries} == recorded(entries)


@pytest.mark.parametrize("entries", list(batched(BAD, 25)), ids=lambda entries: named(entries[0]))
def test_what_is_wrong_is_found(entries: tuple[dict[str, Any], ...]) -> None:
    found = {entry["name"] for entry in entries if entry["rule"] in {each.rule for each in findings_of(entry["name"])}}
    assert {entry["name"] for entry in entries} - found == set()
    assert {entry["name"]: findings_of_entry(entry) for entry in entries} == recorded(entries)
    for finding in (each for entry in entries for each in findings_of(entry["name"])):
        assert finding.message.endswith((".", "?")), finding
        assert finding.fix, finding
        assert finding.path.startswith("$"), finding


def recorded(entries: tuple[dict[str, Any], ...]) -> dict[str, list[str]]:
    return {entry["name"]: SENTENCES.get(entry["name"], []) for entry in entries}


def test_no_sentences_without_an_entry() -> None:
    assert set(SENTENCES) <= {entry["name"] for entry in [*BAD, *GOOD]}


def test_every_name_is_there_once() -> None:
    names = [entry["name"] for entry in [*GOOD, *BAD]]
    assert [name for name, times in Counter(names).items() if times > 1] == []


def test_no_document_is_there_twice() -> None:
    for side in (GOOD, BAD):
        texts = Counter(json.dumps([entry.get("rule"), *document_of(entry)], sort_keys=True) for entry in side)
        assert [text for text, times in texts.items() if times > 1] == []


def test_there_are_enough() -> None:
    assert len(GOOD) >= 700
    assert len(BAD) >= 900
    assert all("rule" not in entry for entry in GOOD)
    times = Counter(entry["rule"] for entry in BAD)
    assert set(times) == set(RULES) - {"BM901"}, "BM901 passes on what shellcheck says, and is tested elsewhere"
    assert {rule: number for rule, number in times.items() if number < 3} == {}
    assert {rule: times[rule] for rule in COMMON if times[rule] < 8} == {}


def test_linux_and_windows() -> None:
    for side, least in ((GOOD, 30), (BAD, 30)):
        windows = [entry for entry in side if "windows" in json.dumps(document_of(entry)[1])]
        assert len(windows) >= least
        assert len(side) - len(windows) >= 3 * least


def test_the_page_promises_what_is_there() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert "more than 2,000 good and more than 2,900 bad" in " ".join(page.split())
    assert len(GOOD) > 2_000
    assert len(BAD) > 2_900


def test_a_start_task_is_what_an_entry_makes() -> None:
    task = model_of({"name": "n", "commandLine": ["a", "b"], "admin": True, "maxTaskRetryCount": 2})
    assert isinstance(task, StartTask)
    assert (task.command_line, task.max_task_retry_count) == ("a\nb", 2)
    assert dated("{+1d}") > dated("{-1d}")
