"""Names of variables that Batch doesn't set."""

from __future__ import annotations

import pytest
from reviewing import bash

from batchmodels import EnvironmentSetting, JobAddParameter, StartTask, TaskAddParameter, review


def said(rule: str, line: str, settings: list[EnvironmentSetting] | None = None) -> list[str]:
    task = StartTask(command_line=line, environment_settings=settings or [])
    return [str(each) for each in review(task) if each.rule == rule]


@pytest.mark.parametrize("name", ["AZ_BATCH_TOOLS", "AZ_BATCH_JOB_PREPARATION_DIR", "AZ_BATCH_START_TASK_DIR"])
def test_a_name_that_is_like_no_other(name: str) -> None:
    expected = (
        f"$.commandLine: BM402 warning: {name} is no variable that Batch sets, so ${name} is empty. Use a variable that "
        f"Batch sets, such as AZ_BATCH_NODE_SHARED_DIR or AZ_BATCH_TASK_WORKING_DIR, or set {name} in environmentSettings."
    )
    assert said("BM402", bash(f"ls ${name}/x ${name}/y; rm ${name}/z")) == [expected]
    settings = [EnvironmentSetting(name=name, value="/srv")]
    assert said("BM402", bash(f"ls ${name}"), settings) == []
    task = TaskAddParameter(id="t", command_line=bash(f"ls ${name}"))
    assert [each for each in review(task) if each.rule == "BM402"] == []  # its job may set the variable


@pytest.mark.parametrize(
    ("name", "fix"),
    [
        ("AZ_BATCH_SHARED_DIR", "Use AZ_BATCH_NODE_SHARED_DIR."),
        (
            "AZ_BATCH_TASKID",
            (
                "AZ_BATCH_TASK_ID isn't set for start tasks. "
                "A start task belongs to no job: move what depends on the job to a job preparation task, or use "
                "AZ_BATCH_POOL_ID and AZ_BATCH_NODE_ID, which are set for start tasks."
            ),
        ),
        (
            "AZ_BATCH_HOSTS_LIST",
            (
                "AZ_BATCH_HOST_LIST isn't set for start tasks. "
                "Use it in the coordination command of a multi-instance task, where it is set."
            ),
        ),
    ],
)
def test_only_a_variable_that_is_set_there_is_proposed(name: str, fix: str) -> None:
    start = f"$.commandLine: BM402 warning: {name} is no variable that Batch sets, so ${name} is empty."
    assert said("BM402", bash(f"ls ${name}")) == [f"{start} {fix}"]


def test_a_task_that_is_not_multi_instance() -> None:
    task = TaskAddParameter(id="t", command_line=bash("ls $AZ_BATCH_SHARED_DIR"))
    assert [each.fix for each in review(task) if each.rule == "BM402"] == ["Use AZ_BATCH_NODE_SHARED_DIR."]


_NODES_OF_MPI = "Write the addresses in AZ_BATCH_HOST_LIST, which commas separate, to a file of your own."
_UNLESS = "is empty, unless the job's commonEnvironmentSettings set it."


@pytest.mark.parametrize("name", ["AZ_BATCH_HOSTFILE", "AZ_BATCH_NODE_LIST_FILE", "AZ_BATCH_MACHINE_FILE"])
def test_a_file_of_hosts(name: str) -> None:
    line = bash(f"set -e; mpirun --hostfile ${name} ./solve")
    task = {"id": "t", "commandLine": line, "multiInstanceSettings": {"numberOfInstances": 2, "coordinationCommandLine": line}}
    start = f"BM402 warning: {name} is no variable that Batch sets, so ${name} {_UNLESS} {_NODES_OF_MPI}"
    assert [str(each) for each in review(TaskAddParameter.deserialize(task)) if each.rule == "BM402"] == [
        f"$.commandLine: {start}",
        f"$.multiInstanceSettings.coordinationCommandLine: {start}",
    ]
    assert [str(each) for each in review(TaskAddParameter(id="t", command_line=line)) if each.rule == "BM402"] == [
        (
            f"$.commandLine: BM402 warning: {name} is no variable that Batch sets, so ${name} {_UNLESS} "
            "AZ_BATCH_HOST_LIST is set "
            "only for multi-instance tasks. Add multiInstanceSettings to the task, or don't use the variable."
        )
    ]


def test_an_unknown_name_in_a_known_job() -> None:
    job = {
        "id": "j",
        "poolInfo": {"poolId": "p"},
        "commonEnvironmentSettings": [{"name": "AZ_BATCH_TOOLS", "value": "/srv"}],
        "jobPreparationTask": {"commandLine": bash("set -e; ls $AZ_BATCH_TOOLS $AZ_BATCH_SOFTWARE")},
    }
    assert [str(each) for each in review(JobAddParameter.deserialize(job)) if each.rule == "BM402"] == [
        (
            "$.jobPreparationTask.commandLine: BM402 warning: AZ_BATCH_SOFTWARE is no variable that Batch sets, so "
            "$AZ_BATCH_SOFTWARE is empty. Use a variable that Batch sets, such as AZ_BATCH_NODE_SHARED_DIR or "
            "AZ_BATCH_TASK_WORKING_DIR, or set AZ_BATCH_SOFTWARE in environmentSettings."
        )
    ]


@pytest.mark.parametrize("name", ["AZ_BATCH_TASK_USER", "AZ_BATCH_TASK_USER_IDENTITY"])
def test_names_that_nodes_show(name: str) -> None:
    assert said("BM402", bash(f"echo ${name}")) == []
