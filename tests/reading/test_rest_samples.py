"""Samples of the REST API, answers with OData's annotations, Python names and old names."""

from __future__ import annotations

import json
from typing import Any

import pytest
from conftest import ROOT

from batchmodels import documents, review
from batchmodels.rules.finding import Rename

FORMS = ROOT.parent / "shared" / "field" / "forms"

POOL = {"id": "p", "vmSize": "s", "startTask": {"commandLine": "echo $X"}}
ARM_POOL = {"properties": {"vmSize": "s", "startTask": {"commandLine": "echo $X"}}}
ANSWER = {"odata.metadata": "https://h/$metadata#pools/@Element", **POOL, "state": "active", "x@odata.type": "y"}


def entries(content: Any) -> list[tuple[str, Any]]:
    return [(entry.model_type, entry.locate(())) for entry in documents.read_text(json.dumps(content), "x.json").entries]


def told(content: Any, *ignore: str) -> list[tuple[str, str]]:
    document = documents.read_text(json.dumps(content), "x.json")
    return [(each.rule, each.path) for each in documents.check(document, ignore=ignore)]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ({"pool": POOL}, [("PoolAddParameter", ("pool",))]),
        ({"pool": {"id": "p"}}, [("PoolAddParameter", ("pool",))]),
        ([{"pool": POOL}, {"pool": POOL}], [("PoolAddParameter", (0, "pool")), ("PoolAddParameter", (1, "pool"))]),
        ({"parameters": {"accountName": "a", "pool": POOL}}, [("PoolAddParameter", ("parameters", "pool"))]),
        (
            {"parameters": {"api-version": "v", "poolPatchParameter": {"startTask": {"commandLine": "x"}}}, "responses": {}},
            [("PoolPatchParameter", ("parameters", "poolPatchParameter"))],
        ),
        (
            {"parameters": {"poolId": "p"}, "responses": {"200": {"headers": {}, "body": ANSWER}, "404": {}}},
            [("CloudPool", ("responses", "200", "body"))],
        ),
        (
            {"parameters": {"body": POOL}, "responses": {"200": {"body": {"value": [ANSWER, ANSWER]}}}},
            [
                ("PoolAddParameter", ("parameters", "body")),
                ("CloudPool", ("responses", "200", "body", "value", 0)),
                ("CloudPool", ("responses", "200", "body", "value", 1)),
            ],
        ),
        (
            {
                "parameters": {"poolName": "p", "parameters": ARM_POOL},
                "responses": {"200": {"body": {"name": "p", **ARM_POOL}}},
            },
            [("PoolAddParameter", ("parameters", "parameters")), ("PoolAddParameter", ("responses", "200", "body"))],
        ),
        ({"job": {"id": "j", "poolInfo": {"poolId": "p"}}}, [("JobAddParameter", ("job",))]),
        ({"task": {"id": "t", "commandLine": "x"}}, [("TaskAddParameter", ("task",))]),
        ({"odata.metadata": "m", "value": [ANSWER]}, [("CloudPool", ("value", 0))]),
    ],
)
def test_the_bodies_of_a_sample(content: Any, expected: Any) -> None:
    assert entries(content) == expected


@pytest.mark.parametrize(
    "content", [{"pool": "p"}, {"parameters": {"a": 1}, "responses": {}}, {"responses": {"200": 1}}, {"x": POOL}]
)
def test_no_bodies(content: Any) -> None:
    with pytest.raises(documents.UnreadableError):
        entries(content)


def test_annotations_are_no_unknown_members() -> None:
    assert told({"pool": {**ANSWER, "startTask": {"commandLine": "x", "@odata.etag": "y"}}}) == []
    assert told({"pool": {"odata.metadata": "m", "id": "p", "vmSize": "s", "odatametadata": "m"}}) == [
        ("unknown/member", "$.pool.odatametadata")
    ]


@pytest.mark.skipif(not FORMS.is_dir(), reason="the shared forms aren't here")
def test_the_form_of_a_sample() -> None:
    document = documents.read(FORMS / "rest-sample.json")
    assert [(each.rule, each.path) for each in documents.check(document)] == [("BM101", "$.pool.startTask.commandLine")]


PYTHON = {
    "id": "p",
    "vm_size": "s",
    "metadata": [{"name": "a_b", "value": "c_d"}],
    "start_task": {
        "command_line": "curl -O http://example.com/x",
        "environment_settings": [{"name": "a_b", "value": "c"}],
        "user_identity": {"auto_user": {"scope": "pool", "elevation_level": "admin"}},
    },
}


def test_python_names_are_read_as_the_services() -> None:
    document = documents.read_text(json.dumps(PYTHON), "x.json")
    (entry,) = document.entries
    assert entry.model_type == "PoolAddParameter"
    assert entry.content["startTask"]["userIdentity"] == {"autoUser": {"scope": "pool", "elevationLevel": "admin"}}
    assert entry.locate(("startTask", "userIdentity", "autoUser", "scope")) == (
        "start_task",
        "user_identity",
        "auto_user",
        "scope",
    )
    found = documents.check(document)
    assert [each.rule for each in found if each.path == "$.start_task.command_line"] == ["BM702", "BM305", "BM604"]
    assert {each.path for each in found if each.rule == "BM702"} == {
        "$.vm_size",
        "$.start_task",
        "$.start_task.command_line",
        "$.start_task.environment_settings",
        "$.start_task.user_identity",
        "$.start_task.user_identity.auto_user",
        "$.start_task.user_identity.auto_user.elevation_level",
    }
    first = next(each for each in found if each.rule == "BM702")
    assert first.message == "vm_size is the name in Python: the service expects vmSize, so it rejects or ignores vm_size."
    assert (first.title, first.fix) == ("misspelled member", "Rename it to vmSize.")
    assert document.findings[0].edit == Rename(("vm_size",), "vmSize")
    assert not [each for each in told(PYTHON, "BM702") if each[0] == "BM702"]


def test_a_python_name_beside_the_services() -> None:
    assert told({"commandLine": "x", "command_line": "y"}) == [("unknown/member", "$.command_line")]


def test_python_names_in_a_list_have_their_place() -> None:
    document = documents.read_text(json.dumps([{"command_line": "x"}, {"pool": {"vm_size": "s", "id": "p"}}]), "x.json")
    assert [finding.steps for finding in document.findings] == [(0, "command_line"), (1, "pool", "vm_size")]


@pytest.mark.parametrize(
    ("content", "path", "old", "fix", "edit"),
    [
        (
            {"id": "p", "vmSize": "s", "targetDedicated": 1},
            ("targetDedicated",),
            "targetDedicated",
            "Use targetDedicatedNodes.",
            "targetDedicatedNodes",
        ),
        (
            {"commandLine": "x", "resourceFiles": [{"blobSource": "https://h/x", "filePath": "x"}]},
            ("resourceFiles", 0, "blobSource"),
            "blobSource",
            "Use httpUrl.",
            "httpUrl",
        ),
        (
            {"commandLine": "x", "runElevated": True},
            ("runElevated",),
            "runElevated",
            'Use userIdentity with {"autoUser": {"elevationLevel": "admin"}} if it is true, and remove it if it is false.',
            None,
        ),
        (
            {"id": "p", "vmSize": "s", "targetDedicated": 1, "targetDedicatedNodes": 1},
            ("targetDedicated",),
            "targetDedicated",
            "Use targetDedicatedNodes.",
            None,
        ),
    ],
)
def test_an_old_name(content: Any, path: Any, old: str, fix: str, edit: str | None) -> None:
    (model,) = documents.read_text(json.dumps(content), "x.json").models
    (finding,) = [each for each in review(model) if each.rule == "BM703"]
    assert finding.steps == path
    assert finding.message == f"{old} is an old name that the service no longer has, so it rejects or ignores it."
    assert finding.fix == fix
    assert finding.edit == (Rename(path, edit) if edit else None)
    assert [rule for rule, _ in told(content)].count("unknown/member") == 0


def test_an_old_name_elsewhere_is_unknown() -> None:
    assert told({"id": "p", "vmSize": "s", "blobSource": "x"}) == [("unknown/member", "$.blobSource")]


def test_a_sample_for_an_older_version_is_not_measured_by_newer_ones() -> None:
    pool = {"id": "p", "vmSize": "s", "targetNodeCommunicationMode": "simplified", "maxTasksPerNode": 2}

    def found(parameters: dict[str, Any]) -> list[str]:
        text = json.dumps({"parameters": {"pool": pool, **parameters}})
        return [each.rule for each in documents.check(documents.read_text(text)) if each.rule == "BM703"]

    assert found({}) == ["BM703", "BM703"]
    assert found({"api-version": "2019-08-01.10.0"}) == []
