"""A smaller size removes nodes: what happens to the tasks on them, in the reasons and in the requests."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from batchmodels import Changes, CloudPool, PoolAddParameter, Verdict, diff
from batchmodels.cli.main import cli

POOL: dict[str, Any] = {"id": "p", "vmSize": "s", "targetDedicatedNodes": 5, "targetLowPriorityNodes": 1}
SCALED: dict[str, Any] = {"id": "p", "vmSize": "s", "enableAutoScale": True, "autoScaleFormula": "$TargetDedicatedNodes=3"}
RESOURCE: dict[str, Any] = {"name": "p", "type": "Microsoft.Batch/batchAccounts/pools", "apiVersion": "2024-07-01"}

USUAL = "The pool must be steady, and must not scale by a formula. The nodes are added or removed asynchronously."
BY_DEFAULT = (
    "By default, the tasks that run on them are stopped and put back into the queue; the nodeDeallocationOption of the request "
    "decides."
)
REMOVES = f"This removes nodes. {BY_DEFAULT} {USUAL}"
MAYBE = f"If the formula has given the pool more nodes than this, the others are removed. {BY_DEFAULT} {USUAL}"
NOTE = "Running tasks are put back into the queue, unless nodeDeallocationOption says otherwise."


def pool(**members: Any) -> PoolAddParameter:
    return PoolAddParameter.deserialize({**POOL, **members})


def reasons(changes: Changes) -> dict[str, str]:
    return {each.name: each.reason for each in changes.properties}


@pytest.mark.parametrize("plane", ["data", "arm"])
def test_a_smaller_number(plane: Any) -> None:
    changes = diff(pool(), pool(targetDedicatedNodes=2, targetLowPriorityNodes=3), plane=plane)
    assert reasons(changes) == {"targetDedicatedNodes": REMOVES, "targetLowPriorityNodes": USUAL}
    assert {each.verdict for each in changes.properties} == {Verdict.at_once}
    assert changes.operations[-1].note == NOTE
    changes = diff(pool(), pool(targetDedicatedNodes=6), plane=plane)
    assert reasons(changes) == {"targetDedicatedNodes": USUAL}
    assert changes.operations[-1].note == ""


def test_the_nodes_that_an_answer_shows() -> None:
    live = {**POOL, "currentDedicatedNodes": 9, "currentLowPriorityNodes": 0, "allocationState": "resizing"}
    changes = diff(CloudPool.deserialize(live), pool(targetDedicatedNodes=7, targetLowPriorityNodes=2))
    assert reasons(changes) == {"targetDedicatedNodes": REMOVES, "targetLowPriorityNodes": USUAL}


def test_from_a_formula_to_numbers() -> None:
    changes = diff(PoolAddParameter.deserialize(SCALED), pool())
    assert reasons(changes)["targetDedicatedNodes"] == MAYBE
    live = CloudPool.deserialize({**SCALED, "currentDedicatedNodes": 3, "currentLowPriorityNodes": 4})
    assert {key: each for key, each in reasons(diff(live, pool())).items() if key.startswith("target")} == {
        "targetDedicatedNodes": USUAL,
        "targetLowPriorityNodes": REMOVES,
    }
    assert "removes nodes" not in str(diff(pool(), PoolAddParameter.deserialize(SCALED)))


@pytest.mark.parametrize(
    ("option", "effect"),
    [
        ("Requeue", "Running tasks on removed nodes are put back into the queue."),
        ("terminate", "Running tasks on removed nodes are stopped, and don't run again."),
        ("TaskCompletion", "Nodes are removed when their running tasks have finished."),
        (
            "retainedData",
            "Nodes are removed when their running tasks have finished and the retention time of their files is over.",
        ),
    ],
)
def test_the_option_of_an_arm_document(option: str, effect: str, tmp_path: Path) -> None:
    def write(name: str, **fixed: Any) -> str:
        properties = {"vmSize": "s", "scaleSettings": {"fixedScale": fixed}}
        path = tmp_path / name
        path.write_text(json.dumps({**RESOURCE, "properties": properties}))
        return str(path)

    old = write("old.json", targetDedicatedNodes=5)
    new = write("new.json", targetDedicatedNodes=2, nodeDeallocationOption=option)
    for plane in ("data", "arm"):
        done = CliRunner().invoke(cli, ["diff", old, new, "--json", "--plane", plane])
        (found,) = json.loads(done.stdout)["resources"]
        assert found["properties"][0]["reason"] == f"This removes nodes. {effect} {USUAL}"
        operation = found["operations"][-1]
        assert operation["note"] == effect
        body = operation["body"]
        body = body if plane == "data" else body["properties"]["scaleSettings"]["fixedScale"]
        assert body["nodeDeallocationOption"].lower() == option.lower()
    bigger = write("bigger.json", targetDedicatedNodes=9, nodeDeallocationOption=option)
    done = CliRunner().invoke(cli, ["diff", old, bigger, "--plane", "data"])
    assert "nodeDeallocationOption" not in done.stdout


def test_an_option_that_nothing_declares(tmp_path: Path) -> None:
    for option in ("Later", 3):
        fixed = {"targetDedicatedNodes": 2, "nodeDeallocationOption": option}
        new = {**RESOURCE, "properties": {"vmSize": "s", "scaleSettings": {"fixedScale": fixed}}}
        (tmp_path / "new.json").write_text(json.dumps(new))
        (tmp_path / "old.json").write_text(json.dumps({**POOL, "targetLowPriorityNodes": 0}))
        done = CliRunner().invoke(cli, ["diff", str(tmp_path / "old.json"), str(tmp_path / "new.json")])
        assert BY_DEFAULT in done.stdout


def test_a_pool_that_is_emptied() -> None:
    """All of its nodes go, on either plane."""
    for plane in ("data", "arm"):
        changes = diff(pool(), pool(vmSize="t"), plane=plane)  # type: ignore[arg-type]  # because the loop makes it a str
        (empty,) = [each for each in changes.operations if each.title == "Empty the pool."]
        assert empty.note == NOTE
