"""A value of the wrong type, assigned to an attribute, makes no rule fail: ``validate`` reports it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from corpus_entries import NOW
from recording import DOCUMENTS
from reviewing import pool

import batchmodels
from batchmodels import JobAddParameter, Model, PoolInformation, TaskAddParameter, UserAccount, review
from batchmodels.rules.internal_errors import FAILED

UBUNTU = ("canonical", "ubuntu-24_04-lts", "server")

VALUES: list[Any] = ["x", 1, None, {}, ["x"], [None]]


def places_of(value: Any, steps: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the steps to each value in a document."""
    members: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, member in members:
        yield (*steps, step)
        yield from places_of(member, (*steps, step))


def documents_by_place() -> dict[tuple[str, ...], tuple[str, dict[str, Any], tuple[str | int, ...]]]:
    """One recorded document for each place in each class, whatever the index in a list."""
    found: dict[tuple[str, ...], tuple[str, dict[str, Any], tuple[str | int, ...]]] = {}
    for entry in json.loads(DOCUMENTS.read_text(encoding="utf-8")).values():
        for steps in places_of(entry["document"]):
            found.setdefault((entry["type"], *map(type_or_name, steps)), (entry["type"], entry["document"], steps))
    return found


def type_or_name(step: str | int) -> str:
    return step if isinstance(step, str) else "[]"


def assign(model: Model, steps: tuple[str | int, ...], value: Any) -> bool:
    """Assign a value at some steps; return whether that is an attribute or an item of a list."""
    *before, last = steps
    parent: Any = model
    for step in before:
        parent = parent[step] if isinstance(parent, list) else value_at(parent, step)
    if isinstance(parent, list):
        parent[last] = value
        return True
    attribute = parent.__definition__.by_wire_key.get(last) if isinstance(parent, Model) else None
    if attribute is not None:
        setattr(parent, attribute.name, value)
    return attribute is not None


def value_at(parent: Any, step: str | int) -> Any:
    attribute = parent.__definition__.by_wire_key.get(step) if isinstance(parent, Model) else None
    return None if attribute is None else getattr(parent, attribute.name)


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_no_rule_fails(value: Any) -> None:
    tried = 0
    for name, document, steps in documents_by_place().values():
        model: Model = getattr(batchmodels, name).deserialize(document)
        if assign(model, steps, value):
            tried += 1
            assert [found for found in review(model, now=NOW) if found.rule == FAILED] == [], steps
    assert tried > 300


def test_job_manager_of_the_wrong_type() -> None:
    model = JobAddParameter(id="j", pool_info=PoolInformation(pool_id="p"), on_all_tasks_complete="terminatejob")
    model.job_manager_task = "x"
    assert [str(found) for found in review(model) if found.rule in {FAILED, "BM076"}] == []


def test_resource_files_of_the_wrong_type() -> None:
    task = TaskAddParameter.deserialize(
        {
            "id": "t",
            "commandLine": "mpirun solve",
            "multiInstanceSettings": {"numberOfInstances": 2, "coordinationCommandLine": "/bin/bash -c 'own.sh'"},
        }
    )
    task.resource_files = ["own.sh"]
    assert [found for found in review(task) if found.rule == FAILED] == []


def test_auto_pool_of_the_wrong_type() -> None:
    document = {"id": "j", "poolInfo": {}, "jobPreparationTask": {"commandLine": "mkdir /data"}}
    job = JobAddParameter.deserialize(document)
    job.pool_info.auto_pool_specification = object()
    assert [found for found in review(job) if found.rule == FAILED] == []


def test_name_of_an_account_of_the_wrong_type() -> None:
    model = pool("batch.node.ubuntu 24.04", "/bin/bash -c 'chown render /data'", image=UBUNTU)
    model.user_accounts = [UserAccount(name="x", password="y")]
    model.user_accounts[0].name = ["x"]
    assert [found for found in review(model) if found.rule == FAILED] == []
