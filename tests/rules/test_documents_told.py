"""BM7: members of ARM's pools and of older versions, one by one, and how near is near."""

from __future__ import annotations

from typing import Any

import pytest
from reviewing import found

from batchmodels import CloudPool, EnvironmentSetting, Model, PoolAddParameter, StartTask


def said(model: type[Model], key: str, value: Any = None) -> list[str]:
    return found(model.deserialize({key: value}), "BM701", "BM702")


@pytest.mark.parametrize(
    ("key", "fix"),
    [
        ("properties", "Move its members up one level."),
        ("deploymentConfiguration", "Move its virtualMachineConfiguration up one level."),
        ("scaleSettings", "Use members such as targetDedicatedNodes, enableAutoScale and autoScaleFormula."),
        ("interNodeCommunication", "Use enableInterNodeCommunication with true or false."),
        ("applicationPackages", "Use applicationPackageReferences."),
        ("certificates", "Use certificateReferences."),
    ],
)
def test_members_of_arm(key: str, fix: str) -> None:
    for pool in (PoolAddParameter, CloudPool):
        assert said(pool, key) == [
            (
                f"$.{key}: BM701 warning: {key} exists only in ARM's pools, so the Batch service ignores it and "
                f"everything in it."
                f" {fix}"
            )
        ]
    assert said(StartTask, key) == []


@pytest.mark.parametrize("key", ["currentDedicated", "targetDedicated", "resizeError"])
def test_members_of_older_versions(key: str) -> None:
    assert said(CloudPool, key) == []


@pytest.mark.parametrize(
    ("model", "key", "meant"),
    [
        (EnvironmentSetting, "nmae", "name"),
        (EnvironmentSetting, "vlaue", "value"),
        (EnvironmentSetting, "values", "value"),
        (EnvironmentSetting, "names", "name"),
        (EnvironmentSetting, "valuee", "value"),
        (EnvironmentSetting, "NAME", "name"),
        (EnvironmentSetting, "n a-m_e", "name"),
        (StartTask, "command line", "commandLine"),
        (StartTask, "commandLin", "commandLine"),
        (StartTask, "comandLine", "commandLine"),
    ],
)
def test_near(model: type[Model], key: str, meant: str) -> None:
    (text,) = said(model, key, "x")
    assert text.endswith(
        f"BM702 warning: the service has no member {key}, so it rejects or ignores it. Did you mean {meant}? "
        f"Rename it to {meant}."
    )


@pytest.mark.parametrize(
    ("model", "key"),
    [
        (EnvironmentSetting, "nam"),
        (EnvironmentSetting, "nme"),
        (EnvironmentSetting, "xnamex"),
        (EnvironmentSetting, "vale"),
        (EnvironmentSetting, "val"),
        (EnvironmentSetting, "url"),
        (StartTask, "command"),
        (StartTask, "line"),
        (StartTask, "commandText"),
    ],
)
def test_not_near(model: type[Model], key: str) -> None:
    assert said(model, key, "x") == []


def test_several_at_once() -> None:
    task = StartTask.deserialize({"commandLin": "x", "waitForSucess": True, "maxTaskRetryCounts": 3, "other": 1})
    assert [text.split(":")[0] for text in found(task, "BM702")] == ["$.commandLin", "$.waitForSucess", "$.maxTaskRetryCounts"]


def test_a_long_member_is_cut_or_left_alone() -> None:
    assert said(StartTask, "commandLine" + " " * 89) != []
    assert said(StartTask, "commandLine" + " " * 90) == []


def test_a_model_that_is_declared_wrongly_elsewhere_does_not_matter() -> None:
    odd = type("Odd", (StartTask,), {"__annotations__": {"serialize": str}, "__module__": __name__})
    with pytest.raises(TypeError):
        odd()
    found_ones = found(StartTask.deserialize({"commandLin": "x"}), "BM702")
    assert [text.split(":")[0] for text in found_ones] == ["$.commandLin"]
