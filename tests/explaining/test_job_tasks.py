"""explain() of job preparation and job release tasks."""

from __future__ import annotations

from typing import Any

import pytest
import strategies
from conftest import WIRE, load, needs_wire
from hypothesis import given
from hypothesis import strategies as st

from batchmodels import (
    JobPreparationAndReleaseTaskExecutionInformation,
    JobPreparationTask,
    JobPreparationTaskExecutionInformation,
    JobReleaseTask,
    JobReleaseTaskExecutionInformation,
    StartTask,
    TaskConstraints,
    explain,
    identities,
)

RUN: dict[str, Any] = {
    "state": "completed",
    "startTime": "2025-03-04T05:00:00Z",
    "endTime": "2025-03-04T05:02:30Z",
    "taskRootDirectory": "workitems/encode/job-1/jobpreparation",
    "exitCode": 100,
    "retryCount": 1,
    "lastRetryTime": "2025-03-04T05:00:00Z",
    "result": "failure",
    "failureInfo": {"category": "usererror", "code": "FailureExitCode"},
}
SUCCEEDED = {"exitCode": 0, "result": "success", "failureInfo": None}
RUNNING = {"state": "running", "endTime": None, "exitCode": None, "result": None, "failureInfo": None}
TOOK = "; the last run took 2.5 min and ended at 2025-03-04 05:02:30 UTC."
BLOCKED = "the node runs no tasks of the job until it is reimaged; it remains available to other jobs."
REIMAGE = "Reimage the node to run the job preparation task again. To change the task, create a new job."


def preparation(**others: Any) -> JobPreparationTaskExecutionInformation:
    return JobPreparationTaskExecutionInformation.deserialize({**RUN, **others})


def release(**others: Any) -> JobReleaseTaskExecutionInformation:
    run = {key: value for key, value in RUN.items() if key not in ("retryCount", "lastRetryTime")}
    return JobReleaseTaskExecutionInformation.deserialize(
        {**run, "taskRootDirectory": "workitems/encode/job-1/jobrelease", **others}
    )


def test_failed_job_preparation_task() -> None:
    constraints = TaskConstraints(max_task_retry_count=1)
    explanation = explain(preparation(), task=JobPreparationTask(command_line="apt-get update", constraints=constraints))
    assert str(explanation).splitlines() == [
        f"The job preparation task failed with exit code 100 after 2 of 2 attempts{TOOK}",
        "Exit code 100: apt-get failed; for yum and dnf check-update, updates are available.",
        f"T{BLOCKED[1:]}",
        "Likely causes:",
        "- the task doesn't run as an administrator",
        "- another process, such as unattended upgrades, holds the package manager's lock",
        "- a package doesn't exist under that name, or the repository can't be reached",
        "Files to read: workitems/encode/job-1/jobpreparation/stderr.txt, workitems/encode/job-1/jobpreparation/stdout.txt",
        "Next steps:",
        (
            "- BM201: apt-get update fails because the job preparation task doesn't run as an administrator. Run the job "
            "preparation "
            'task as an administrator: "userIdentity": {"autoUser": {"scope": "pool", "elevationLevel": "admin"}}; in Python, '
            "user_identity=identities.pool_admin()."
        ),
        "- Make apt-get wait for the lock with -o DPkg::Lock::Timeout=300, and allow a few retries.",
        f"- {REIMAGE}",
    ]
    assert (explanation.state, explanation.succeeded) == ("completed", False)
    assert (explanation.attempts_made, explanation.attempts_allowed, explanation.exit_code) == (2, 2, 100)
    as_admin = JobPreparationTask(command_line="apt-get update", user_identity=identities.pool_admin())
    assert explain(preparation(), task=as_admin).causes[0].startswith("another process, such as unattended upgrades, ")


@pytest.mark.parametrize(
    ("task", "others", "sentence"),
    [
        (None, {}, f"Unless waitForSuccess is false, {BLOCKED}"),
        (True, {}, f"T{BLOCKED[1:]}"),
        (False, {}, "The node runs tasks of the job anyway, because waitForSuccess is false."),
        (False, RUNNING, "The node runs tasks of the job anyway, because waitForSuccess is false."),
        (True, RUNNING, "The node runs no tasks of the job until the job preparation task succeeds."),
        (
            None,
            RUNNING,
            "The node runs no tasks of the job until the job preparation task succeeds, unless waitForSuccess is false.",
        ),
    ],
)
def test_wait_for_success_of_a_job_preparation_task(task: bool | None, others: dict[str, Any], sentence: str) -> None:
    definition = None if task is None else JobPreparationTask(command_line="true", wait_for_success=task)
    explanation = explain(preparation(**others), task=definition)
    assert explanation.sentences[-1] == sentence
    assert (REIMAGE in explanation.next_steps) is (task is not False and not others)


def test_running_job_preparation_task() -> None:
    explanation = explain(preparation(**RUNNING), task=JobPreparationTask(command_line="true", constraints=TaskConstraints()))
    assert explanation.sentences == (
        "The job preparation task has been running since 2025-03-04 05:00:00 UTC (attempt 2).",
        "Downloading its files counts as running.",
        "It has no time limit; a command that waits for input waits forever.",
        "The node runs no tasks of the job until the job preparation task succeeds.",
    )
    between = explain(preparation(**{**RUNNING, "endTime": RUN["endTime"]}))
    assert between.sentences == (
        "The job preparation task failed in attempt 2 at 2025-03-04 05:02:30 UTC; the next attempt follows.",
        "The node runs no tasks of the job until the job preparation task succeeds, unless waitForSuccess is false.",
    )
    assert between.next_steps == ()


def test_failed_job_release_task() -> None:
    explanation = explain(release(exitCode=1))
    assert str(explanation).splitlines() == [
        f"The job release task failed with exit code 1{TOOK}",
        "Exit code 1: general failure.",
        "The job completes even though its job release task failed.",
        "Likely causes:",
        "- a command of the task failed; its output shows why",
        "Files to read: workitems/encode/job-1/jobrelease/stderr.txt, workitems/encode/job-1/jobrelease/stdout.txt",
        "Next steps:",
        "- Read the output and correct the command that failed.",
    ]
    assert (explanation.attempts_made, explanation.attempts_allowed) == (None, None)


def test_running_job_release_task() -> None:
    sentences = explain(release(**RUNNING)).sentences
    assert sentences == (
        "The job release task has been running since 2025-03-04 05:00:00 UTC.",
        "Downloading its files counts as running.",
        "Batch ends it after 15 min (maxWallClockTime).",
        "The job isn't complete until its job release tasks have ended on all nodes.",
    )
    refused = explain(release(exitCode=None, failureInfo={"category": "usererror", "code": "BlobNotFound"}))
    assert refused.sentences == (
        "The job release task failed at 2025-03-04 05:02:30 UTC: its command never started.",
        "BlobNotFound: a resource file wasn't found.",
        "The job completes even though its job release task failed.",
    )


def both(**parts: Any) -> JobPreparationAndReleaseTaskExecutionInformation:
    return JobPreparationAndReleaseTaskExecutionInformation.deserialize({"poolId": "encoders", "nodeId": "tvm-1", **parts})


def test_both_tasks_of_a_node() -> None:
    released = {key: value for key, value in RUN.items() if "etry" not in key}
    explanation = explain(both(jobPreparationTaskExecutionInfo={**RUN, **SUCCEEDED}, jobReleaseTaskExecutionInfo=released))
    assert explanation.sentences == (
        f"The job preparation task succeeded on node tvm-1 in attempt 2{TOOK}",
        f"The job release task failed on node tvm-1 with exit code 100{TOOK}",
        "Exit code 100: apt-get failed; for yum and dnf check-update, updates are available.",
        "The job completes even though its job release task failed.",
    )
    assert (explanation.succeeded, explanation.exit_code, explanation.node_id) == (False, 100, "tvm-1")
    failed_first = explain(both(jobPreparationTaskExecutionInfo=RUN, jobReleaseTaskExecutionInfo={**released, **SUCCEEDED}))
    assert (failed_first.succeeded, failed_first.exit_code, failed_first.attempts_made) == (False, 100, 2)
    assert failed_first.download == (
        "az batch node file download --pool-id encoders --node-id tvm-1"
        " --file-path workitems/encode/job-1/jobpreparation/stderr.txt --destination stderr.txt"
    )
    task = JobPreparationTask(command_line="true", wait_for_success=False)
    assert explain(both(jobPreparationTaskExecutionInfo=RUN), task=task).sentences[-1] == (
        "The node runs tasks of the job anyway, because waitForSuccess is false."
    )
    assert explain(both()).sentences == (
        "The document contains nothing about a job preparation or job release task on node tvm-1.",
    )


def test_task_of_another_kind_is_a_type_error() -> None:
    with pytest.raises(TypeError) as caught:
        explain(release(), task=StartTask(command_line="true"))
    assert str(caught.value) == (
        "expected JobReleaseTask as the task of JobReleaseTaskExecutionInformation, got batchmodels.models.start_task"
        ".StartTask: deserialize it first, for example with JobReleaseTask.deserialize"
    )
    with pytest.raises(
        TypeError, match=r"^expected JobPreparationTask or JobReleaseTask as the task of JobPreparationAndRelease"
    ):
        explain(both(), task=StartTask(command_line="true"))


@needs_wire
def test_published_examples_of_job_tasks() -> None:
    paths = sorted((WIRE / "examples-all").glob("CloudJobListPreparationAndReleaseTaskStatusResult-*.json"))
    assert paths
    for path in paths:
        for each in JobPreparationAndReleaseTaskExecutionInformation.read_page(load(path)["body"]):
            sentences = explain(each).sentences
            assert sentences[0].startswith(
                "The job preparation task succeeded on node tvm-2167304207_1-20140905t174658z in attempt 1;"
            )
            assert sentences[1].startswith(
                "The job release task succeeded on node tvm-2167304207_1-20140905t174658z; the last run took"
            )


@given(
    strategies.models(JobPreparationAndReleaseTaskExecutionInformation)
    | strategies.broken_models(JobPreparationAndReleaseTaskExecutionInformation)
)
def test_any_job_tasks_are_explained(subject: JobPreparationAndReleaseTaskExecutionInformation) -> None:
    for line in str(explain(subject)).splitlines():
        assert line.isprintable()


@given(strategies.models(JobReleaseTask), st.sampled_from([{}, SUCCEEDED, RUNNING]))
def test_any_job_release_task_with_its_information(task: JobReleaseTask, others: dict[str, Any]) -> None:
    assert explain(release(**others), task=task).sentences
