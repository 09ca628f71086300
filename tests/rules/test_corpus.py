"""Start tasks that are right and start tasks that are wrong: what a review must not say, and what it must."""

from __future__ import annotations

import functools
import json
import re
from collections import Counter
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from conftest import ROOT

import batchmodels
from batchmodels import Finding, JobAddParameter, Model, Severity, StartTask, review
from batchmodels.rules.discovery import RULES

CORPUS = ROOT / "tests" / "rules" / "corpus"
PAGE = ROOT / "docs" / "explanation" / "testing.md"

MACHINES = {
    "linux": ("canonical", "ubuntu-24_04-lts", "server", "batch.node.ubuntu 24.04"),
    "windows": ("microsoftwindowsserver", "windowsserver", "2022-datacenter", "batch.node.windows amd64"),
    "windows with tools": ("microsoft-dsvm", "dsvm-win-2022", "winserver-2022", "batch.node.windows amd64"),
}
"""The images: the last one is the Data Science Virtual Machine, which has Python, Git and other programs."""

NOW = datetime(2026, 12, 1, tzinfo=timezone.utc)
"""The time of every review here: images, VM sizes and SAS expire, so the corpora hold for one day."""

COMMON = {"BM101", "BM103", "BM106", "BM201", "BM301", "BM303"}
"""What people get wrong most."""


def dated(text: str) -> str:
    """The text with days from `NOW`, such as ``{+30d}``, as SAS URLs have them."""

    def date(found: re.Match[str]) -> str:
        day = NOW + timedelta(days=int(found[1]))
        return day.strftime("%Y-%m-%dT%H:%M:%SZ")

    return re.sub(r"\{([+-]\d+)d\}", date, text)


def document_of(entry: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The name of an entry's class, and its document."""
    entry = json.loads(dated(json.dumps(entry)))
    if "document" in entry:
        return entry["type"], entry["document"]
    task = {key: value for key, value in entry.items() if key not in {"name", "rule", "admin", "image"}}
    if isinstance(task["commandLine"], list):
        task["commandLine"] = "\n".join(task["commandLine"])
    if entry.get("admin"):
        task["userIdentity"] = {"autoUser": {"scope": "pool", "elevationLevel": "admin"}}
    if "image" not in entry:
        return "StartTask", task
    publisher, offer, sku, agent = MACHINES[entry["image"]]
    machine = {"imageReference": {"publisher": publisher, "offer": offer, "sku": sku}, "nodeAgentSKUId": agent}
    pool = {"id": "p", "vmSize": "standard_d2s_v3", "virtualMachineConfiguration": machine, "targetDedicatedNodes": 1}
    return "PoolAddParameter", {**pool, "startTask": task}


def model_of(entry: dict[str, Any]) -> Model:
    name, document = document_of(entry)
    kind: type[Model] = getattr(batchmodels, name)
    return kind.deserialize(document)


def entries(name: str) -> list[dict[str, Any]]:
    files = sorted((CORPUS / name).glob("*.json"))
    return [entry for file in files for entry in json.loads(file.read_text(encoding="utf-8"))]


def named(entry: dict[str, Any]) -> str:
    return entry["name"].replace(" ", "-")


GOOD = entries("good")
BAD = entries("bad")
BY_NAME = {entry["name"]: entry for entry in [*GOOD, *BAD]}


@functools.cache
def findings_of(name: str) -> list[Finding]:
    entry = BY_NAME[name]
    job = JobAddParameter.deserialize(entry["job"]) if "job" in entry else None
    return review(model_of(entry), now=NOW, job=job)


@pytest.mark.parametrize("entry", GOOD, ids=named)
def test_nothing_is_said_against_what_is_right(entry: dict[str, Any]) -> None:
    assert model_of(entry).validate() == []
    assert [str(finding) for finding in findings_of(entry["name"]) if finding.severity is not Severity.note] == []


@pytest.mark.parametrize("entry", BAD, ids=named)
def test_what_is_wrong_is_found(entry: dict[str, Any]) -> None:
    assert entry["rule"] in {finding.rule for finding in findings_of(entry["name"])}


@pytest.mark.parametrize("side", [GOOD, BAD], ids=["good", "bad"])
def test_every_finding_can_be_shown(side: list[dict[str, Any]]) -> None:
    for finding in (finding for entry in side for finding in findings_of(entry["name"])):
        assert finding.message.endswith((".", "?")), finding
        assert finding.fix, finding
        assert finding.path.startswith("$"), finding


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
    assert "more than 1,600 good and more than 2,300 bad" in " ".join(page.split())
    assert len(GOOD) > 1_600
    assert len(BAD) > 2_300


def test_a_start_task_is_what_an_entry_makes() -> None:
    task = model_of({"name": "n", "commandLine": ["a", "b"], "admin": True, "maxTaskRetryCount": 2})
    assert isinstance(task, StartTask)
    assert (task.command_line, task.max_task_retry_count) == ("a\nb", 2)
    assert dated("{+1d}") > dated("{-1d}")
