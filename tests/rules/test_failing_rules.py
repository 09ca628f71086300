"""A review always ends: rules take the beginning of any command line, and a rule that fails becomes a finding."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import msgspec
import pytest
from corpus_entries import BAD, GOOD, model_of

from batchmodels import Finding, PoolAddParameter, Severity, StartTask, review
from batchmodels.rules.context import Context
from batchmodels.rules.discovery import RULES
from batchmodels.rules.internal_errors import FAILED
from batchmodels.rules.rule import rule

WITHOUT_SHELLCHECK = {"BM901"}
"""Because it starts a process for each script."""


def failures_by_prefix(entry: dict[str, Any], cuts: str) -> list[Finding]:
    """The rules that fail for the beginnings of an entry's command line, cut wherever the pattern matches."""
    model: Any = model_of(entry)
    task = model if isinstance(model, StartTask) else getattr(model, "start_task", None)
    if task is None:
        return []
    line = task.command_line
    found: list[Finding] = []
    for cut in re.finditer(rf"{cuts}|\Z", line):
        task.command_line = line[: cut.start()]
        found += [finding for finding in review(model, ignore=WITHOUT_SHELLCHECK) if finding.rule == FAILED]
    return found


@pytest.mark.parametrize("entries", [GOOD, BAD], ids=["good", "bad"])
def test_every_rule_takes_a_command_line_that_ends_after_any_word(entries: list[dict[str, Any]]) -> None:
    for entry in entries[::3]:
        assert failures_by_prefix(entry, r"\s+") == [], entry["name"]


def test_every_rule_takes_a_command_line_that_ends_after_any_character() -> None:
    for entry in [*GOOD, *BAD][::60]:
        assert failures_by_prefix(entry, "") == [], entry["name"]


@pytest.mark.parametrize("engine", ["docker", "podman", "nerdctl", "docker-compose"])
@pytest.mark.parametrize("form", ["{}", "/bin/bash -c {} run -d nginx", "/bin/bash -c '{}'", "/bin/bash -c 'sudo {}'"])
def test_a_program_without_arguments(engine: str, form: str) -> None:
    found = review(StartTask(command_line=form.format(engine), max_task_retry_count=3), ignore=WITHOUT_SHELLCHECK)
    assert [finding for finding in found if finding.rule == FAILED] == []


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> str:
    """BM301 finds one thing and then fails, with a secret in the exception's text."""

    def look(context: Context[Any]) -> Iterator[Finding]:
        yield context.finding("the first finding.", "Keep it.", "commandLine")
        raise LookupError(context.model.command_line)

    monkeypatch.setitem(RULES, "BM301", rule("BM301", Severity.error, RULES["BM301"].title, StartTask)(look))
    return "echo hunter2"


def test_a_rule_that_fails_becomes_a_finding(failing: str, caplog: pytest.LogCaptureFixture) -> None:
    pool = PoolAddParameter(id="p", vm_size="s", start_task=StartTask(command_line=f"{failing} && ls"))
    with caplog.at_level(logging.ERROR, "batchmodels"):
        found = review(pool)
    assert [finding.rule for finding in found] == ["BM101", "BM301", "BM000"]
    assert found[1].message == "the first finding."
    assert (found[2].severity, found[2].path) == (Severity.warning, "$.startTask")
    assert (
        re.sub(r":\d+", ":LINE", found[2].message)
        == "rule BM301 failed with LookupError at rules/rule.py:LINE, so its findings may be missing here."
    )
    assert found[2].fix == ("This is a bug in batchmodels. Report it with this message, and ignore BM301 until it is fixed.")
    assert found[2].help == "batchmodels explain BM000"
    (record,) = caplog.records
    assert record.message.startswith("rule BM301 failed at $.startTask with LookupError\n  File ")
    assert "raise LookupError(context.model.command_line)" in record.message
    assert "hunter2" not in record.message
    assert record.exc_info is None


def test_the_finding_names_the_line_of_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("batchmodels.rules.analysis.command_line.posix.split_words", None)
    found = review(StartTask(command_line="x"), ignore=set(RULES) - {"BM101"})
    assert [re.sub(r":\d+", ":LINE", finding.message) for finding in found] == [
        ("rule BM101 failed with TypeError at rules/analysis/command_line.py:LINE, so its findings may be missing here.")
    ]


def test_a_rule_that_fails_before_the_review_becomes_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def prepare(contexts: Iterable[Context[Any]]) -> AbstractContextManager[None]:
        raise OSError([*contexts])

    monkeypatch.setitem(RULES, "BM901", msgspec.structs.replace(RULES["BM901"], prepare=prepare))
    (finding,) = review(StartTask(command_line="run.sh"))
    assert (finding.rule, finding.path) == (FAILED, "$")
    assert (
        re.sub(r":\d+", ":LINE", finding.message)
        == "rule BM901 failed with OSError at rules/review.py:LINE, so its findings may be missing here."
    )


def test_a_rule_that_fails_can_be_ignored(failing: str) -> None:
    assert review(StartTask(command_line=failing), ignore={"BM301"}) == []


def test_a_failure_is_not_printed(failing: str, capfd: pytest.CaptureFixture[str]) -> None:
    root = logging.getLogger()
    handlers, root.handlers = root.handlers, []
    try:
        assert len(review(StartTask(command_line=failing))) == 2
    finally:
        root.handlers = handlers
    assert capfd.readouterr() == ("", "")
