"""Mistakes in jobs and schedules of an author who didn't know the rules, and what is like them but right."""

from __future__ import annotations

import pytest
from reviewing import found

from batchmodels import (
    EnvironmentSetting,
    JobAddParameter,
    JobPreparationTask,
    JobReleaseTask,
    JobScheduleAddParameter,
    PoolInformation,
    TaskAddCollectionParameter,
)


def job_with(name: str, value: str) -> list[str]:
    settings = [EnvironmentSetting(name=name, value=value)]
    job = JobAddParameter(id="j", pool_info=PoolInformation(pool_id="p"), common_environment_settings=settings)
    return found(job, "BM609")


@pytest.mark.parametrize(
    ("name", "variable", "severity"),
    [("CACHE", "$AZ_BATCH_NODE_SHARED_DIR", "warning"), ("HF_HOME", "${AZ_BATCH_NODE_SHARED_DIR}", "note")],
)
def test_a_common_setting_that_begins_with_a_variable_of_batch(name: str, variable: str, severity: str) -> None:
    assert job_with(name, f"{variable}/cache") == [
        (
            f"$.commonEnvironmentSettings[0].value: BM609 {severity}: no shell reads the value, so a program gets {variable} "
            "as it is, not the value of the variable. Set the variable in the command line, in a shell."
        )
    ]


@pytest.mark.parametrize("value", ["/mnt/cache", "echo $AZ_BATCH_TASK_ID", "%AZ_BATCH_NODE_SHARED_DIR%"])
def test_a_common_setting_that_may_be_meant(value: str) -> None:
    assert job_with("CACHE", value) == []


def released(command_line: str) -> list[str]:
    job = JobAddParameter(
        id="j",
        pool_info=PoolInformation(pool_id="p"),
        job_preparation_task=JobPreparationTask(command_line="tar -xzf ref.tgz"),
        job_release_task=JobReleaseTask(command_line=command_line),
    )
    return found(job, "BM078")


@pytest.mark.parametrize(
    ("line", "program", "meant"),
    [
        (
            "/bin/bash -c 'rm -rf \"$AZ_BATCH_TASK_WORKING_DIR/ref\"'",
            "rm",
            "$AZ_BATCH_JOB_PREP_WORKING_DIR/ref",
        ),
        ("/bin/bash -c 'rm -rf ./ref'", "rm", "$AZ_BATCH_JOB_PREP_WORKING_DIR/ref"),
        ('cmd /c "rd /s /q ref"', "rd", "%AZ_BATCH_JOB_PREP_WORKING_DIR%\\ref"),
    ],
)
def test_a_release_task_that_removes_nothing(line: str, program: str, meant: str) -> None:
    assert released(line) == [
        (
            "$.jobReleaseTask.commandLine: BM078 warning: the job release task has its own directory, which is empty, so "
            f"{program} removes nothing of the job preparation task. Use {meant}."
        )
    ]


@pytest.mark.parametrize(
    "script",
    [
        'rm -rf "$AZ_BATCH_JOB_PREP_WORKING_DIR/ref"',
        "cd $AZ_BATCH_NODE_SHARED_DIR && rm -rf ref",
        "./collect.sh > out.log; rm -f out.log",
        "rm -rf $AZ_BATCH_NODE_SHARED_DIR/ref /mnt/ref",
    ],
)
def test_a_release_task_that_removes_files(script: str) -> None:
    assert released(f"/bin/bash -c '{script}'") == []


def test_tasks_whose_ranges_contain_them_are_reported_once() -> None:
    depends = {"taskIdRanges": [{"start": 1, "end": 2}]}
    tasks = [{"id": str(number), "commandLine": "./a", "dependsOn": depends} for number in (1, 2)]
    assert found(TaskAddCollectionParameter.deserialize({"value": tasks}), "BM061") == [
        (
            f"$.value[{number - 1}].dependsOn.taskIdRanges[0]: BM061 error: the task {number} depends on the tasks 1 to 2, and "
            "is one of them, so it never runs. Change the range, so that it doesn't contain the task."
        )
        for number in (1, 2)
    ]


def schedule(**members: object) -> JobScheduleAddParameter:
    job = {"poolInfo": {"poolId": "p"}, **members}
    document = {"id": "s", "schedule": {"recurrenceInterval": "PT2H"}, "jobSpecification": job}
    return JobScheduleAddParameter.deserialize(document)


def test_a_job_manager_task_that_does_not_end_the_job() -> None:
    manager = {"id": "m", "commandLine": "./a", "killJobOnCompletion": False}
    assert found(schedule(jobManagerTask=manager), "BM077") == [
        (
            "$.jobSpecification: BM077 warning: a job schedule has one active job at a time, and nothing ends the first job, "
            "so no other job follows. Set killJobOnCompletion to true, or onAllTasksComplete to terminatejob."
        )
    ]


def test_the_only_task_of_a_schedule_ends_its_job() -> None:
    manager = {"id": "m", "commandLine": "./a"}
    (text,) = found(schedule(jobManagerTask=manager, onAllTasksComplete="terminatejob"), "BM076")
    assert text.startswith(
        "$.jobSpecification.jobManagerTask.killJobOnCompletion: BM076 note: the job ends with its job manager"
    )
