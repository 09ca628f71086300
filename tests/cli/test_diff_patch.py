"""``batchmodels diff --patch`` in a script, the help of ``--fail-on``, and resources that only one side has."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from test_diff import ANSWER, ARM, POOL, run, write

from batchmodels import Verdict


@pytest.fixture(autouse=True)
def _in_a_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_no_change_is_an_empty_body() -> None:
    old = write("old.json", ANSWER)
    for plane in ("data", "arm"):
        done = run(old, write("new.json", POOL), "--patch", "--plane", plane)
        assert (done.exit_code, done.stdout, done.stderr) == (0, "{}\n", "")


def test_a_patch_that_makes_all_changes() -> None:
    new = write("new.json", {**POOL, "startTask": {"commandLine": "new"}, "metadata": [{"name": "a", "value": "b"}]})
    done = run(write("old.json", ANSWER), new, "--patch")
    assert (done.exit_code, list(json.loads(done.stdout))) == (0, ["startTask", "metadata"])
    assert done.stderr == "batchmodels: --patch: Reboot the existing nodes after the PATCH: startTask.\n"
    assert run("old.json", new, "--patch", "--fail-on", "reboot-nodes").exit_code == 1
    assert run("old.json", new, "--patch", "--fail-on", "new-pool").exit_code == 0


def test_a_patch_that_can_not_change_the_size() -> None:
    done = run(write("old.json", ANSWER), write("new.json", {**POOL, "targetDedicatedNodes": 5}), "--patch")
    assert (done.exit_code, done.stdout) == (1, "{}\n")
    assert done.stderr == (
        "batchmodels: --patch: The PATCH doesn't change the size: targetDedicatedNodes. See the steps of the text output.\n"
    )


def test_a_deployment_instead_of_arm_s_patch() -> None:
    named = {**ARM, "properties": {**ARM["properties"], "displayName": "d"}}
    done = run(write("old.json", named), write("new.json", ARM), "--patch")
    assert (done.exit_code, done.stdout) == (1, "{}\n")
    assert done.stderr == "batchmodels: --patch: The PATCH doesn't change displayName. See the steps of the text output.\n"


def test_a_patch_of_several_resources() -> None:
    for name in ("a", "b"):
        write(f"old/{name}.json", {**POOL, "id": name})
        write(f"new/{name}.json", {**POOL, "id": name, "targetDedicatedNodes": 7})
    done = run("old", "new", "--patch")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == "batchmodels: --patch: expected one resource that differs, got 2.\n"
    assert run("old", "old", "--patch").stdout == "{}\n"


def test_the_verdicts_in_the_help() -> None:
    text = run("--help").stdout
    below = text[text.index("Verdicts, the gravest last:") : text.index("Examples:")]
    words = below.replace(",", " ").split()
    listed = [each.value for each in Verdict if each is not Verdict.none]
    assert [word for word in words if word in listed] == listed
    assert "the request removes or resets what it leaves out" in " ".join(words)
    assert "With --patch, 1 means that the PATCH doesn't make all changes." in " ".join(text.split())


@pytest.fixture
def _directories() -> None:
    write("old/a.json", ANSWER)
    write("new/a.json", POOL)
    secret = {"name": "u", "password": "s3cret"}
    write("new/other.json", {**POOL, "id": "other", "userAccounts": [secret]})


@pytest.mark.usefixtures("_directories")
def test_a_pool_that_only_the_new_side_has() -> None:
    done = run("old", "new")
    lines = done.stdout.splitlines()
    assert lines[2:6] == ["pool other: only in NEW (new/other.json)", "Steps:", "  1. Create the pool.", "     POST /pools"]
    assert "s3cret" not in done.stdout
    assert any(line.startswith("Note: *** replaces a secret of NEW") for line in lines)
    resource = json.loads(run("old", "new", "--json").stdout)["resources"][1]
    assert {key: resource[key] for key in ("id", "old", "new", "changed", "onlyIn", "verdict", "properties", "warnings")} == {
        "id": "other",
        "old": None,
        "new": "new/other.json",
        "changed": True,
        "onlyIn": "new",
        "verdict": "new-pool",
        "properties": [],
        "warnings": [],
    }
    (operation,) = resource["operations"]
    assert (operation["method"], operation["path"], operation["body"]["vmSize"]) == ("POST", "/pools", POOL["vmSize"])
    assert "1. Create the pool. `POST /pools`" in run("old", "new", "--format", "markdown").stdout
    assert run("old", "new", "--fail-on", "new-pool").exit_code == 1
    assert run("old", "new", "--fail-on", "at-once").exit_code == 0
    arm = json.loads(run("old", "new", "--json", "--plane", "arm").stdout)["resources"][1]
    assert (arm["operations"][0]["method"], arm["operations"][0]["body"]["properties"]["vmSize"]) == ("PUT", POOL["vmSize"])


@pytest.mark.usefixtures("_directories")
def test_the_patch_of_a_pool_that_only_one_side_has() -> None:
    done = run("old", "new", "--patch")
    assert (done.exit_code, done.stdout) == (1, "{}\n")
    assert done.stderr == (
        "batchmodels: --patch: No PATCH makes this change: only NEW has the pool. See the steps of the text output.\n"
    )


@pytest.mark.parametrize(
    ("document", "note"),
    [
        (
            {"id": "other", "targetDedicatedNodes": 1},
            "There are no steps: the new pool can't be created, because NEW lacks $.vmSize.",
        ),
        (
            {"startTask": {"commandLine": "x"}},
            "There are no steps: NEW isn't a whole pool, and OLD has none that it could change.",
        ),
        ({**ANSWER, "id": "other"}, "The new document is an answer, which has no passwords and keys: add them to the body."),
    ],
)
def test_what_can_not_be_created(document: dict[str, Any], note: str) -> None:
    write("old/a.json", POOL)
    write("new/a.json", POOL)
    write("new/other.json", document)
    resource = json.loads(run("old", "new", "--json").stdout)["resources"][1]
    assert resource["onlyIn"] == "new"
    assert [each[: len(note) - 1] for each in resource["warnings"]] == [note[:-1]]
    assert len(resource["operations"]) == int(not note.startswith("There are no steps"))


@pytest.mark.parametrize(
    ("document", "verdict", "path"),
    [
        ({"id": "j", "poolInfo": {"poolId": "p"}, "priority": 1}, "new-job", "/jobs"),
        (
            {"id": "s", "schedule": {"recurrenceInterval": "P1D"}, "jobSpecification": {"poolInfo": {"poolId": "p"}}},
            "new-job-schedule",
            "/jobschedules",
        ),
    ],
)
def test_other_resources_that_only_the_new_side_has(document: dict[str, Any], verdict: str, path: str) -> None:
    write("old/a.json", POOL)
    write("new/a.json", POOL)
    write("new/other.json", document)
    resource = json.loads(run("old", "new", "--json").stdout)["resources"][1]
    (operation,) = resource["operations"]
    assert (resource["verdict"], operation["method"], operation["path"]) == (verdict, "POST", path)
    assert operation["body"] == document
    gone = json.loads(run("new", "old", "--json").stdout)["resources"][1]
    assert (gone["onlyIn"], gone["verdict"], gone["operations"]) == ("old", verdict, [])
