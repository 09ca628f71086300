"""The models that an unknown name may mean."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from batchmodels.cli.main import cli
from batchmodels.cli.model_names import model_names, near_types

POOLS = "PoolAddParameter, CloudPool, PoolPatchParameter, PoolSpecification"


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("Pool", POOLS),
        ("poo", POOLS),
        ("azurerm_batch_pool", POOLS),
        ("CreatePool", POOLS),
        ("Node", "ComputeNode"),
        ("CloudNode", "ComputeNode"),
        ("Job", "JobAddParameter, CloudJob, JobPatchParameter"),
        ("Task", "TaskAddParameter, CloudTask, StartTask"),
        ("job-schedule", "JobScheduleAddParameter, CloudJobSchedule"),
        ("start_task", "StartTask"),
        ("starttask", "StartTask"),
        ("StartTsk", "StartTask"),
        ("pooladdparameter", "PoolAddParameter"),
        ("NodeFil", "NodeFile"),
        ("PoolSpec", "PoolSpecification, AutoPoolSpecification"),
        ("poolspec", "PoolSpecification"),
        ("Image", "ImageInformation, ImageReference"),
        # Classes of azure-batch 15.
        ("BatchPoolCreateOptions", "PoolAddParameter"),
        ("BatchVmImageReference", "ImageReference"),
        ("BatchJob", "CloudJob, JobAddParameter, JobPatchParameter"),
    ],
)
def test_names_that_are_meant(name: str, meant: str) -> None:
    assert near_types(name) == f"unknown model {name!r}; did you mean {meant}?"


@pytest.mark.parametrize("name", ["", "x", "arm", "Template", "é", "x" * 10_000, "\udcff"])
def test_names_that_mean_nothing(name: str) -> None:
    assert near_types(name) == (
        f"unknown model {name!r}; models are for example PoolAddParameter, CloudPool, StartTask, JobAddParameter, "
        "TaskAddParameter or ComputeNode."
    )


def test_known_names() -> None:
    assert [name for name in model_names() if near_types(name) is not None] == []


@pytest.mark.parametrize("command", [["schema", "Pool"], ["check", "x.json", "--type", "Pool"]])
def test_commands(command: list[str]) -> None:
    done = CliRunner().invoke(cli, command)
    assert (done.exit_code, done.stderr) == (2, f"batchmodels: unknown model 'Pool'; did you mean {POOLS}?\n")
