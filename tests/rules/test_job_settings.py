"""Settings of jobs and job schedules: BM070 and BM073 to BM078, and retries and waiting of their tasks."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import pytest
from reviewing import bash, found

from batchmodels import CloudJob, JobAddParameter, JobScheduleAddParameter, Model, TaskAddParameter, review

MANAGER = {"id": "m", "commandLine": "./m"}
MACHINE = {
    "imageReference": {"publisher": "canonical", "offer": "ubuntu-24_04-lts", "sku": "server"},
    "nodeAgentSKUId": "batch.node.ubuntu 24.04",
}


def auto(option: str = "job", machine: dict[str, Any] | None = None, **members: Any) -> dict[str, Any]:
    """The information about a pool that is created for a job."""
    pool = {"vmSize": "standard_d2s_v3", "virtualMachineConfiguration": machine or MACHINE}
    return {"autoPoolSpecification": {"poolLifetimeOption": option, "pool": pool, **members}}


def job(pool: dict[str, Any] | None = None, **members: Any) -> JobAddParameter:
    return JobAddParameter.deserialize({"id": "j", "poolInfo": pool or {"poolId": "p"}, **members})


def schedule(times: dict[str, Any], pool: dict[str, Any] | None = None, **members: Any) -> JobScheduleAddParameter:
    specification = {"poolInfo": pool or {"poolId": "p"}, **members}
    return JobScheduleAddParameter.deserialize({"id": "s", "schedule": times, "jobSpecification": specification})


def task(**members: Any) -> TaskAddParameter:
    return TaskAddParameter.deserialize({"id": "t", "commandLine": "./a", **members})


CONTAINERS = {**MACHINE, "containerConfiguration": {"type": "dockerCompatible"}}


def test_a_job_manager_task_in_a_container_pool() -> None:
    assert found(job(auto(machine=CONTAINERS), jobManagerTask=MANAGER), "BM070") == [
        (
            "$.jobManagerTask: BM070 warning: the pool has a containerConfiguration, and Batch's documentation requires "
            "containerSettings for tasks in such a pool. Add containerSettings with the image to run the task in, or remove "
            "containerConfiguration from the pool."
        )
    ]
    contained = {**MANAGER, "containerSettings": {"imageName": "a"}}
    assert found(job(auto(machine=CONTAINERS), jobManagerTask=contained), "BM070") == []
    assert found(job(auto(), jobManagerTask=MANAGER), "BM070") == []
    assert found(job(jobManagerTask=MANAGER), "BM070") == []


def test_time_limits() -> None:
    assert found(task(constraints={"maxWallClockTime": "P181D"}), "BM073") == [
        (
            "$.constraints.maxWallClockTime: BM073 warning: maxWallClockTime is 181 days, but Batch ends every task 180 days "
            "after it was added. Set at most P180D."
        )
    ]
    for limit in ("P180D", "PT1H", "P10675199DT2H48M5.4775807S"):  # the last one is the service's spelling of no limit
        assert found(task(constraints={"maxWallClockTime": limit}), "BM073") == []


@pytest.mark.parametrize(
    ("of_job", "of_task", "says"),
    [
        ("PT1H", "PT2H", "the job is terminated after 1 hour, so the limit of 2 hours for this task is never reached."),
        ("P2D", "P3D", "the job is terminated after 2 days, so the limit of 3 days for this task is never reached."),
        ("PT90S", "PT2M", "the job is terminated after 90 seconds, so the limit of 2 minutes for this task is never reached."),
        (
            "PT1.5S",
            "PT2S",
            "the job is terminated after 1.5 seconds, so the limit of 2 seconds for this task is never reached.",
        ),
        ("PT2H", "PT2H", ""),
        ("P10675199DT2H48M5.4775807S", "P10675199DT2H48M5.4775807S", ""),
    ],
)
def test_time_limits_of_the_job(of_job: str, of_task: str, says: str) -> None:
    limited = {"constraints": {"maxWallClockTime": of_task}}
    model = job(
        constraints={"maxWallClockTime": of_job},
        jobManagerTask={**MANAGER, **limited},
        jobPreparationTask={"commandLine": "./p", **limited},
    )
    fix = "Raise the job's maxWallClockTime, or lower that of the task."
    expected = [
        f"$.{key}.constraints.maxWallClockTime: BM073 warning: {says} {fix}" for key in ("jobManagerTask", "jobPreparationTask")
    ]
    assert found(model, "BM073") == (expected if says else [])


def test_an_auto_pool_that_stays() -> None:
    note = (
        "BM074 note: Batch doesn't delete this pool: its nodes cost money after the job has ended, until someone deletes the "
        "pool. Remove keepAlive, or delete the pool yourself."
    )
    assert found(job(auto(keepAlive=True)), "BM074") == [f"$.poolInfo.autoPoolSpecification.keepAlive: {note}"]
    assert found(job(auto(keepAlive=False)), "BM074") == []
    once = schedule({}, auto(keepAlive=True))
    shared = schedule({"recurrenceInterval": "PT1H"}, auto("jobschedule", keepAlive=True))
    for model in (once, shared):
        assert found(model, "BM074") == [f"$.jobSpecification.poolInfo.autoPoolSpecification.keepAlive: {note}"]
    assert found(schedule({"recurrenceInterval": "PT1H"}, auto(keepAlive=True)), "BM074") == [
        (
            "$.jobSpecification.poolInfo.autoPoolSpecification.keepAlive: BM074 warning: each job of the schedule keeps a pool "
            "of its own, whose nodes cost money until someone deletes it. Remove keepAlive, or set poolLifetimeOption to "
            "jobschedule to share one pool."
        )
    ]
    answer = CloudJob.deserialize({"id": "j", "poolInfo": auto(keepAlive=True)})
    assert found(answer, "BM074") == []


def test_the_lifetime_of_a_schedule_without_one() -> None:
    assert found(job(auto("jobschedule")), "BM074") == [
        (
            "$.poolInfo.autoPoolSpecification.poolLifetimeOption: BM074 error: poolLifetimeOption is jobschedule, but the job "
            "doesn't belong to a job schedule, so the service refuses it. Use job."
        )
    ]
    assert found(schedule({}, auto("jobschedule")), "BM074") == []


ENDLESS = (
    "$.poolInfo.autoPoolSpecification: BM075 note: the job stays active after its last task, and its auto pool stays with it: "
    "the nodes cost money until someone terminates the job. When all tasks are added, set onAllTasksComplete to terminatejob; "
    "or limit the job's constraints.maxWallClockTime."
)


KEPT_BY_ITS_MANAGER = (
    "$.jobManagerTask.killJobOnCompletion: BM075 note: nothing ends this job: killJobOnCompletion is false, and neither "
    "onAllTasksComplete nor a time limit is set. A job that stays active counts toward the quota of active jobs. Set "
    "onAllTasksComplete to terminatejob, unless the job manager task terminates the job itself."
)


@pytest.mark.parametrize(
    ("members", "endless"),
    [
        ({}, True),
        ({"onAllTasksComplete": "noaction"}, True),
        ({"jobManagerTask": {**MANAGER, "killJobOnCompletion": False}}, True),
        ({"constraints": {"maxTaskRetryCount": 1}}, True),
        ({"onAllTasksComplete": "terminatejob"}, False),
        ({"jobManagerTask": MANAGER}, False),
        ({"jobManagerTask": {**MANAGER, "killJobOnCompletion": True}}, False),
        ({"jobManagerTask": {**MANAGER, "killJobOnCompletion": False}, "onAllTasksComplete": "terminatejob"}, False),
        ({"constraints": {"maxWallClockTime": "PT1H"}}, False),
    ],
)
def test_the_end_of_a_job(members: dict[str, Any], endless: bool) -> None:
    assert found(job(auto(), **members), "BM075") == ([ENDLESS] if endless else [])
    keeps = endless and "jobManagerTask" in members
    assert found(job(**members), "BM075") == ([KEPT_BY_ITS_MANAGER] if keeps else [])
    follows = found(schedule({"recurrenceInterval": "PT1H"}, **members), "BM077")
    add = "Add a jobManagerTask that ends the job, or set onAllTasksComplete to terminatejob."
    change = "Set killJobOnCompletion to true, or onAllTasksComplete to terminatejob."
    expected = [
        (
            "$.jobSpecification: BM077 warning: a job schedule has one active job at a time, and nothing ends the first job, "
            f"so no other job follows. {change if 'jobManagerTask' in members else add}"
        )
    ]
    assert follows == (expected if endless else [])
    assert found(schedule({}, **members), "BM077") == []


def test_a_job_that_ends_too_early() -> None:
    says = (
        "BM076 warning: all tasks of a job without tasks are complete, so Batch may terminate the job before its tasks are "
        "added. Add a jobManagerTask that adds the tasks, or create the job with noaction and set terminatejob when all tasks "
        "are added."
    )
    assert found(job(onAllTasksComplete="terminatejob"), "BM076") == [f"$.onAllTasksComplete: {says}"]
    assert found(schedule({}, onAllTasksComplete="terminatejob"), "BM076") == [f"$.jobSpecification.onAllTasksComplete: {says}"]
    continues = {**MANAGER, "killJobOnCompletion": False}
    assert found(job(onAllTasksComplete="terminatejob", jobManagerTask=continues), "BM076") == []
    assert found(job(onAllTasksComplete="noaction"), "BM076") == []
    answer = CloudJob.deserialize({"id": "j", "onAllTasksComplete": "terminatejob"})
    assert found(answer, "BM076") == []


def test_a_job_that_its_manager_ends_too_early() -> None:
    says = [
        (
            "$.jobManagerTask.killJobOnCompletion: BM076 warning: the job ends with its job manager task, because "
            "killJobOnCompletion isn't false: Batch then stops the tasks that are still running, and onAllTasksComplete has no "
            "effect. Set killJobOnCompletion to false, or remove onAllTasksComplete if the job manager task waits for all "
            "tasks."
        )
    ]
    assert found(job(onAllTasksComplete="terminatejob", jobManagerTask=MANAGER), "BM076") == says
    kills = {**MANAGER, "killJobOnCompletion": True}
    assert found(job(onAllTasksComplete="terminatejob", jobManagerTask=kills), "BM076") == []
    assert found(job(onAllTasksComplete="noaction", jobManagerTask=kills), "BM076") == []


def test_a_sas_of_a_schedule_that_expires_soon() -> None:
    url = "https://a.blob.core.windows.net/c-files/b?sv=2022-11-02&sr=b&sp=r&sig=x&se=2030-01-03T00:00:00Z"
    manager = {**MANAGER, "resourceFiles": [{"httpUrl": url, "filePath": "b"}]}
    times = {"recurrenceInterval": "P1D"}
    assert at(schedule(times, jobManagerTask=manager), "BM602") == [
        (
            "$.jobSpecification.jobManagerTask.resourceFiles[0].httpUrl: BM602 warning: the SAS in httpUrl expires in 2 days, "
            "at 2030-01-03 00:00 UTC; after that, the jobs that the schedule creates fail. Remove the SAS and set "
            "identityReference to a managed identity of the pool that can read the container; an identity doesn't expire."
        )
    ]
    assert at(schedule({}, jobManagerTask=manager), "BM602") == []
    assert at(schedule({**times, "doNotRunAfter": "2030-01-02T00:00:00Z"}, jobManagerTask=manager), "BM602") == []
    assert at(schedule({**times, "doNotRunAfter": "2030-06-02T00:00:00Z"}, jobManagerTask=manager), "BM602") != []


def at(model: Model, *rules: str) -> list[str]:
    """What rules say at the beginning of the year 2030."""
    now = datetime(2030, 1, 1, tzinfo=timezone.utc)
    return [str(finding) for finding in review(model, now=now) if finding.rule in rules]


def test_the_time_of_a_schedule() -> None:
    over = schedule({"doNotRunAfter": "2029-12-31T12:30:00Z"})
    assert at(over, "BM077") == [
        (
            "$.schedule.doNotRunAfter: BM077 error: doNotRunAfter is in the past (2029-12-31 12:30 UTC), so the schedule "
            "creates no job. Set doNotRunAfter to a time in the future, or remove it."
        )
    ]
    never = schedule({"doNotRunUntil": "2030-06-01T00:00:00Z", "doNotRunAfter": "2030-06-01T00:00:00Z"})
    assert at(never, "BM077") == [
        (
            "$.schedule.doNotRunAfter: BM077 error: doNotRunAfter isn't later than doNotRunUntil, so the schedule never "
            "creates a job. Set doNotRunAfter to a time after doNotRunUntil."
        )
    ]
    fine = schedule({"doNotRunUntil": "2029-06-01T00:00:00Z", "doNotRunAfter": "2030-06-01T00:00:00Z"})
    assert at(fine, "BM077") == []


def test_times_without_a_zone_are_in_utc() -> None:
    times = schedule({"recurrenceInterval": "P1D"})
    assert times.schedule is not None
    times.schedule.do_not_run_after = datetime(2029, 12, 31, 12, 30)
    assert at(times, "BM077")[0].startswith(
        "$.schedule.doNotRunAfter: BM077 error: doNotRunAfter is in the past (2029-12-31 12:30"
    )
    url = "https://a.blob.core.windows.net/c/b?sv=2022-11-02&sr=b&sp=r&sig=x&se=2030-01-03T00:00:00Z"
    manager = {**MANAGER, "resourceFiles": [{"httpUrl": url, "filePath": "b"}]}
    times = schedule({"recurrenceInterval": "P1D"}, jobManagerTask=manager)
    assert times.schedule is not None
    times.schedule.do_not_run_after = datetime(2030, 1, 2)
    assert at(times, "BM602") == []


def test_a_start_window_without_effect() -> None:
    times = {"recurrenceInterval": "PT1H", "startWindow": "PT2H"}
    assert found(schedule(times, jobManagerTask=MANAGER), "BM077") == [
        (
            "$.schedule.startWindow: BM077 note: startWindow is longer than recurrenceInterval, which has the same effect as "
            "no startWindow. Set a shorter startWindow, or remove it."
        )
    ]
    assert found(schedule({**times, "startWindow": "PT1H"}, jobManagerTask=MANAGER), "BM077") == []


@pytest.mark.parametrize(
    ("script", "what"),
    [
        ("cp -r a $AZ_BATCH_NODE_SHARED_DIR/a", "files stay in the shared directory of the nodes"),
        ("./a > $AZ_BATCH_NODE_SHARED_DIR/a", "files stay in the shared directory of the nodes"),
        ("docker run -d --name a b", "the container keeps running on the nodes"),
        ("mount /dev/sdc1 /data", "the file system stays mounted on the nodes"),
        ("systemctl start a", "the service that systemctl start starts keeps running on the nodes"),
        ("service a restart", "the service that service starts keeps running on the nodes"),
    ],
)
def test_what_a_preparation_task_leaves(script: str, what: str) -> None:
    preparation = {"jobPreparationTask": {"commandLine": bash(script)}}
    says = [
        (
            f"$.jobPreparationTask.commandLine: BM078 note: {what} when the job has ended, because the job has no job release "
            "task. Add a jobReleaseTask that removes it, unless later jobs use it."
        )
    ]
    assert found(job(**preparation), "BM078") == says
    assert found(job(auto("jobschedule"), **preparation), "BM078") == says
    assert found(job(auto(keepAlive=True), **preparation), "BM078") == says
    assert found(job(auto(), **preparation), "BM078") == []
    assert found(job(**preparation, jobReleaseTask={"commandLine": "./r"}), "BM078") == []


@pytest.mark.parametrize(
    "script",
    ["./a > a", "rm -rf $AZ_BATCH_NODE_SHARED_DIR/a", "docker run --rm a", "mount", "systemctl status a", "service a status"],
)
def test_what_a_preparation_task_does_not_leave(script: str) -> None:
    assert found(job(jobPreparationTask={"commandLine": bash(script)}), "BM078") == []


def test_unlimited_retries_of_tasks() -> None:
    says = (
        "BM304 warning: a task that can't succeed is retried forever, and its node does nothing else meanwhile. Set a limit, "
        "for example 3 for up to 4 attempts."
    )
    forever = {"constraints": {"maxTaskRetryCount": -1}}
    assert found(task(**forever), "BM304") == [f"$.constraints.maxTaskRetryCount: {says}"]
    assert found(job(**forever), "BM304") == [f"$.constraints.maxTaskRetryCount: {says}"]
    assert found(job(jobManagerTask={**MANAGER, **forever}), "BM304") == [
        f"$.jobManagerTask.constraints.maxTaskRetryCount: {says}"
    ]
    assert found(task(constraints={"maxTaskRetryCount": -1, "maxWallClockTime": "PT1H"}), "BM304") == []
    assert found(task(constraints={"maxTaskRetryCount": 3}), "BM304") == []


def test_tasks_that_do_not_wait_for_the_preparation() -> None:
    assert found(job(jobPreparationTask={"commandLine": "./p", "waitForSuccess": False}), "BM306") == [
        (
            "$.jobPreparationTask.waitForSuccess: BM306 warning: tasks are scheduled on the node while the job preparation "
            "task is still running, and even after it has failed. Remove waitForSuccess or set it to true."
        )
    ]
    assert found(job(jobPreparationTask={"commandLine": "./p", "waitForSuccess": True}), "BM306") == []


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (
            bash("nohup ./a > log 2>&1 &"),
            (
                "the task ends without waiting for ./a, so its failure goes unnoticed. Run it in the foreground, or let the "
                "script wait for it, for example first & wait $!."
            ),
        ),
        (
            "cmd /c start /b a.exe",
            (
                "the task ends without waiting for the process that start launches, so its failure goes unnoticed. Run it in "
                "the foreground, or wait for it with start /wait."
            ),
        ),
        (bash("./server & ./client"), ""),
        (bash("./a & wait"), ""),
    ],
)
def test_a_task_that_ends_before_its_work(line: str, says: str) -> None:
    assert found(task(commandLine=line), "BM107") == ([f"$.commandLine: BM107 warning: {says}"] if says else [])


def test_a_fixed_directory_in_a_pattern() -> None:
    file = {
        "filePattern": "/mnt/batch/tasks/shared/a.csv",
        "destination": {"container": {"containerUrl": "https://a.blob.core.windows.net/c-files", "path": "a.csv"}},
        "uploadOptions": {"uploadCondition": "taskcompletion"},
    }
    assert found(task(outputFiles=[file]), "BM401") == [
        (
            "$.outputFiles[0].filePattern: BM401 warning: /mnt/batch/tasks/shared exists only on some nodes: Batch's root "
            "directory depends on the VM size and the image. Use a pattern relative to the working directory, or one that "
            "begins with a variable such as AZ_BATCH_NODE_SHARED_DIR."
        )
    ]


def test_the_retired_token() -> None:
    line = bash("./call_batch $AZ_BATCH_AUTHENTICATION_TOKEN")
    assert found(task(commandLine=line), "BM402") == [
        (
            "$.commandLine: BM402 warning: AZ_BATCH_AUTHENTICATION_TOKEN is set only for tasks with "
            "authenticationTokenSettings, which Batch has retired, so $AZ_BATCH_AUTHENTICATION_TOKEN is empty. Sign in to the "
            "Batch service with a managed identity of the pool."
        )
    ]
    assert found(task(commandLine=line, authenticationTokenSettings={"access": ["job"]}), "BM402") == []
