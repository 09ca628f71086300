"""Requests that remove or reset what they leave out: BM080 to BM082."""

from __future__ import annotations

import json
from typing import Any

import pytest

import batchmodels
from batchmodels import Model, review
from batchmodels.documents import checking

RULES = {"BM080", "BM081", "BM082"}

NO_ACTION = "onAllTasksComplete becomes noaction, which the service refuses for a job that has terminatejob"
KEPT = "A PATCH keeps it. Send a PATCH with only what changes, or add what should stay."


def findings(name: str, document: dict[str, Any]) -> list[str]:
    kind: type[Model] = getattr(batchmodels, name)
    return [str(each) for each in review(kind.deserialize(document)) if each.rule in RULES]


def test_an_update_without_a_start_task() -> None:
    (found,) = findings("PoolUpdatePropertiesParameter", {"metadata": [], "applicationPackageReferences": []})
    assert found == (
        "$: BM080 warning: as the body of updateproperties, this removes the pool's start task, because the request replaces "
        "what it leaves out, too: nodes that start later run no start task. A PATCH keeps it. Copy the pool's start task into "
        "the update, or send a PATCH with only what changes."
    )


@pytest.mark.parametrize(
    ("task", "lost"),
    [
        ({"commandLine": "x"}, "resource files, environment settings, user, container and retries"),
        ({"commandLine": "x", "maxTaskRetryCount": 1}, "resource files, environment settings, user and container"),
        ({"commandLine": "x", "userIdentity": {"username": "u"}}, None),
        ({"commandLine": "x", "environmentSettings": []}, None),
        ({"commandLine": "x", "newMember": 1}, None),
        ({"maxTaskRetryCount": 1}, None),
    ],
)
def test_a_patch_with_part_of_a_start_task(task: dict[str, Any], lost: str | None) -> None:
    expected = (
        f"$.startTask: BM081 note: a PATCH replaces the whole start task, so this one removes its {lost}, if the pool's start "
        "task has any. Copy the pool's start task, change its command line, and send the whole. batchmodels diff shows what is "
        "lost."
    )
    assert findings("PoolPatchParameter", {"startTask": task}) == ([expected] if lost else [])
    assert findings("PoolAddParameter", {"id": "p", "vmSize": "s", "startTask": task}) == []


@pytest.mark.parametrize(
    ("name", "document", "resets"),
    [
        (
            "JobUpdateParameter",
            {"poolInfo": {"poolId": "p"}, "priority": 1, "metadata": []},
            f"constraints are cleared, {NO_ACTION}. {KEPT}",
        ),
        (
            "JobScheduleUpdateParameter",
            {"schedule": {}, "jobSpecification": {"poolInfo": {"poolId": "p"}}},
            f"metadata is emptied. {KEPT}",
        ),
        ("TaskUpdateParameter", {}, "the constraints get their defaults. Add the constraints that should stay."),
        ("TaskUpdateParameter", {"constraints": {"maxTaskRetryCount": 1}}, None),
        ("JobPatchParameter", {"priority": 1}, None),
    ],
)
def test_a_put_that_resets(name: str, document: dict[str, Any], resets: str | None) -> None:
    expected = [f"$: BM082 note: as the body of a PUT, this resets what it leaves out: {resets}"]
    assert findings(name, document) == (expected if resets else [])


def test_a_file() -> None:
    update = json.dumps({"metadata": [], "applicationPackageReferences": []}).encode()
    assert [each.rule for each in checking.check_data("update.json", update) if each.rule in RULES] == ["BM080"]
    patch = json.dumps({"startTask": {"commandLine": "./setup"}}).encode()
    assert [each.rule for each in checking.check_data("patch.json", patch) if each.rule in RULES] == ["BM081"]
