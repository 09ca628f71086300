"""BM702: members that look like known ones."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import json_values

from batchmodels import (
    CloudPool,
    ComputeNode,
    EnvironmentSetting,
    Model,
    PoolAddParameter,
    ResourceFile,
    StartTask,
    VirtualMachineConfiguration,
    review,
)
from batchmodels.rules.discovery import RULES
from batchmodels.rules.finding import Rename

OTHERS = set(RULES) - {"BM702"}


def rules(model: Model) -> list[tuple[str, str]]:
    return [(finding.path, finding.fix) for finding in review(model, ignore=OTHERS)]


@pytest.mark.parametrize(
    ("model", "key", "meant"),
    [
        (StartTask, "waitForSucess", "waitForSuccess"),
        (StartTask, "waitforsuccess", "waitForSuccess"),
        (StartTask, "WaitForSuccess", "waitForSuccess"),
        (StartTask, "wait_for_success", "waitForSuccess"),
        (StartTask, "wait-for-success", "waitForSuccess"),
        (StartTask, "maxTaskRetryCounts", "maxTaskRetryCount"),
        (StartTask, "environmentSetting", "environmentSettings"),
        (StartTask, "enviromentSettings", "environmentSettings"),
        (StartTask, "userIdentitiy", "userIdentity"),
        (StartTask, "resourcesFiles", "resourceFiles"),
        (EnvironmentSetting, "vaule", "value"),
        (ResourceFile, "httpURL", "httpUrl"),
        (ResourceFile, "filepath", "filePath"),
        (ResourceFile, "storageContainerUri", "storageContainerUrl"),
        (PoolAddParameter, "targetDedicatedNode", "targetDedicatedNodes"),
        (PoolAddParameter, "VMSize", "vmSize"),
    ],
)
def test_misspelled(model: type[Model], key: str, meant: str) -> None:
    (finding,) = review(model.deserialize({key: None}), ignore=OTHERS)
    assert finding.message == f"the service has no member {key}, so it rejects or ignores it. Did you mean {meant}?"
    assert finding.fix == f"Rename it to {meant}."
    assert finding.path == (f"$.{key}" if "-" not in key else f'$["{key}"]')
    assert finding.edit == Rename((key,), meant)


def test_the_spelling_of_arm_in_a_pool() -> None:
    machine = VirtualMachineConfiguration.deserialize({"imageReference": {"id": "/i"}, "nodeAgentSkuId": "batch.node.ubuntu"})
    assert [(finding.rule, finding.path, finding.edit) for finding in review(machine, ignore=OTHERS - {"BM701"})] == [
        ("BM701", "$.nodeAgentSKUId", Rename(("nodeAgentSkuId",), "nodeAgentSKUId")),
        ("BM701", "$.imageReference.virtualMachineImageId", Rename(("imageReference", "id"), "virtualMachineImageId")),
    ]


def test_one_value_where_others_have_several() -> None:
    assert rules(EnvironmentSetting.deserialize({"name": "a", "values": "b"})) == [("$.values", "Rename it to value.")]
    assert rules(EnvironmentSetting.deserialize({"name": "a", "values": ["b"]})) == []


@pytest.mark.parametrize(
    ("model", "document"),
    [
        (StartTask, {"commandLine": "x", "runElevated": True, "labels": {}, "timeout": "PT1H"}),
        (StartTask, {"commandLine": "x", "waitForSucess": True, "waitForSuccess": True}),
        (ResourceFile, {"blobSource": "x", "blobPath": "x", "url": "x", "http": "x"}),
        (
            CloudPool,
            dict.fromkeys(
                ("targetDedicated", "currentDedicated", "resizeError", "osFamily", "targetOSVersion", "currentOSVersion"), 1
            ),
        ),
        (PoolAddParameter, {"currentNodeCommunicationMode": "default", "cifsMountConfiguration": {}, "targetNodes": 1}),
        (PoolAddParameter, {"applicationPackages": [], "certificates": []}),
        (EnvironmentSetting, {"nam": 1, "val": 1, "ame": 1, "values": []}),
        (ComputeNode, {"ids": 1, "urls": 1, "ur": 1}),
        (StartTask, {"x" * 101: 1, "": 1, "waitForSuccess" * 10: 1}),
    ],
)
def test_good(model: type[Model], document: dict[str, Any]) -> None:
    assert rules(model.deserialize(document)) == []


def test_the_place_of_a_member() -> None:
    pool = PoolAddParameter.deserialize(
        {"startTask": {"resourceFiles": [{"filepath": "a", "httpUrl": "https://example.com/a"}]}}
    )
    assert rules(pool) == [("$.startTask.resourceFiles[0].filepath", "Rename it to filePath.")]


def test_the_edit_begins_at_the_reviewed_model() -> None:
    pool = PoolAddParameter.deserialize({"startTask": {"resourceFiles": [{"filepath": "a"}]}})
    (finding,) = review(pool, ignore=OTHERS)
    assert finding.edit == Rename(("startTask", "resourceFiles", 0, "filepath"), "filePath")


def test_no_edit_where_two_members_are_similar() -> None:
    class Sizes(Model):
        first_size: int | None = None
        fist_size: int | None = None

    (finding,) = review(Sizes.deserialize({"firtSize": 1}), ignore=OTHERS)
    assert finding.fix in {"Rename it to firstSize.", "Rename it to fistSize."}
    assert finding.edit is None


def test_a_signature_in_a_key() -> None:
    finding = next(iter(review(StartTask.deserialize({"command line": 1}), ignore=OTHERS)))
    assert finding.fix == "Rename it to commandLine."
    assert [path for path, _ in rules(StartTask.deserialize({"commandLine?sig=s3": 1}))] == []


@pytest.mark.parametrize("unknown", [None, [], "waitForSucess", {1: 2, None: 3}, 7])
def test_odd_additional_properties(unknown: Any) -> None:
    task = StartTask(command_line="x")
    task.additional_properties = unknown
    assert rules(task) == []


@given(st.dictionaries(st.text() | st.text("waitForSucess_- "), json_values))
def test_any_member(document: dict[str, Any]) -> None:
    task = StartTask(command_line="x")
    task.additional_properties = document
    rules(task)


def test_a_member_of_a_model_that_nothing_has_imported() -> None:
    task = "StartTask.deserialize({'commandLine': 'ls', 'nodeRebootOption': 'requeue'})"
    code = f"from batchmodels import StartTask, review; print(*review({task}), sep='\\n')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert "StartTask has no member nodeRebootOption" in done.stdout
