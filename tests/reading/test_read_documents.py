"""The public functions of batchmodels.documents."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

import batchmodels
from batchmodels import StartTask, documents
from batchmodels.documents import Position, UnreadableError
from batchmodels.rules.finding import Severity

YAML = """\
commandLine: /bin/true
environmentSettings:
  - name: A
    value: no
maxTaskRetryCount: '3'
userIdentity: {username: a, autoUser: {}}
"""


def test_a_file_becomes_models(tmp_path: Path) -> None:
    file = tmp_path / "task.yaml"
    file.write_text(YAML, encoding="utf-8")
    document = documents.read(file)
    (entry,) = document.entries
    assert document.file == str(file)
    assert repr(document) == f"Document({str(file)!r}: StartTask)"
    assert (entry.model_type, entry.name, entry.arm) == ("StartTask", "", False)
    assert document.models == [entry.model]
    assert isinstance(entry.model, StartTask)
    assert entry.model.command_line == "/bin/true"
    assert document.content["maxTaskRetryCount"] == "3"


def test_what_a_model_cannot_hold_is_a_problem_and_a_gap_with_its_position() -> None:
    (entry,) = documents.read_text(YAML, "task.yaml").entries
    assert [(problem.path, problem.sentence, entry.position(problem.steps)) for problem in entry.problems] == [
        ("$.environmentSettings[0].value", "expected str, got bool", Position(4, 12, 4, 14)),
        ("$.maxTaskRetryCount", "expected int, got str '3'", Position(5, 20, 5, 23)),
    ]
    assert entry.gaps == {("environmentSettings", 0, "value"), ("maxTaskRetryCount",)}
    assert isinstance(entry.model, StartTask)
    assert entry.model.environment_settings is not None
    assert entry.model.environment_settings[0].name == "A"


def test_a_check_reports_problems_and_findings_in_the_order_of_the_lines() -> None:
    found = documents.check(documents.read_text(YAML, "task.yaml"))
    assert [(each.line, each.rule, each.severity) for each in found if each.severity is Severity.error] == [
        (4, "refused/type", Severity.error),
        (5, "refused/type", Severity.error),
        (6, "refused/exactly_one", Severity.error),
    ]
    assert found[0].fix == 'YAML reads no as true or false, not as a string: write it in quotes, "no".'
    assert found[1].fix == "Write it without quotes: 3."


def test_a_check_takes_what_the_command_takes() -> None:
    document = documents.read_text('{"commandLine": "apt-get update && apt-get upgrade"}')
    assert [each.rule for each in documents.check(document)] == ["BM101", "BM201", "BM305", "BM301"]
    assert documents.check(document, ignore={"BM101", "BM305"})[0].rule == "BM201"
    with pytest.raises(ValueError, match="got str '1999'"):
        documents.check(document, api_version="1999")


def test_the_text_of_a_file_has_findings_of_its_own() -> None:
    document = documents.read_text('{"commandLine": "a", "commandLine": "b"}')
    (finding,) = document.findings
    assert (finding.rule, finding.steps, finding.path) == ("document/duplicate", ("commandLine",), "$.commandLine")
    assert document.position(finding.steps) == Position(1, 37, 1, 40)


def test_several_entries_keep_their_positions() -> None:
    text = json.dumps([{"commandLine": "a"}, {"id": "p", "vmSize": "s"}], indent=1)
    first, second = documents.read_text(text).entries
    assert (first.model_type, second.model_type, second.name) == ("StartTask", "PoolAddParameter", "p")
    assert second.locate(("vmSize",)) == (1, "vmSize")
    assert second.position(("vmSize",)).line == 7


def test_the_model_may_be_named() -> None:
    (entry,) = documents.read_text("{}", type_name="StartTask").entries
    assert entry.model == StartTask(command_line=None)
    with pytest.raises(KeyError, match="StartTusk"):
        documents.read_text("{}", type_name="StartTusk")


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="No such file") as caught:
        documents.read(tmp_path / "missing.json")
    assert (caught.value.file, caught.value.position) == (str(tmp_path / "missing.json"), None)
    (tmp_path / "large.json").write_bytes(b" " * 1_000_001)
    with pytest.raises(UnreadableError) as caught:
        documents.read(tmp_path / "large.json", max_size=1)
    assert caught.value.message == "expected at most 1 MB, got more; raise the limit with max_size"
    with pytest.raises(UnreadableError) as caught:
        documents.read_text('{"commandLine": }', "x.json")
    again = pickle.loads(pickle.dumps(caught.value))
    assert (again.file, again.position) == ("x.json", Position(1, 17, 1, 18))
    assert str(again) == "x.json:1:17: expected a JSON value, got '}'"


def test_a_byte_order_mark_is_not_part_of_the_text() -> None:
    document = documents.read_text('\ufeff{"commandLine": "a"}')
    assert document.position(("commandLine",)) == Position(1, 17, 1, 20)


def test_importing_brings_no_yaml_and_no_rules() -> None:
    late = ["yaml", "click", "rich", "batchmodels.rules.discovery"]
    read = "import sys; from batchmodels import documents; documents.read_text('{}', type_name='StartTask').models"
    code = f"{read}; print([name for name in {late} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
    assert sorted(documents.__all__) == documents.__all__
    assert all(hasattr(batchmodels.documents, name) for name in documents.__all__)
