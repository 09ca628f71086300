"""The rules about command lines look at every task and every coordination command, and name what they are about."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import pytest
from corpus_entries import BAD, document_of, named
from reviewing import LINUX, bash, found, pool

from batchmodels import (
    CloudTask,
    EnvironmentSetting,
    JobAddParameter,
    JobManagerTask,
    JobPreparationTask,
    JobReleaseTask,
    JobScheduleAddParameter,
    Model,
    MultiInstanceSettings,
    StartTask,
    TaskAddCollectionParameter,
    TaskAddParameter,
    TaskConstraints,
    review,
)
from batchmodels.rules.command_lines import COMMAND_LINES, command_line_of, kind_of, task_of

NODES = {
    "imageReference": {"publisher": "canonical", "offer": "ubuntu-24_04-lts", "sku": "server"},
    "nodeAgentSKUId": "batch.node.ubuntu 24.04",
}
ADMIN = {"autoUser": {"scope": "pool", "elevationLevel": "admin"}}


def job(**members: Any) -> JobAddParameter:
    """A job on an existing pool, from its JSON."""
    return JobAddParameter.deserialize({"id": "j", "poolInfo": {"poolId": "p"}, **members})


def on_auto_pool(pool_members: dict[str, Any], **members: Any) -> JobAddParameter:
    """A job with a pool of its own."""
    auto = {"poolLifetimeOption": "job", "pool": {"vmSize": "standard_d2s_v3", **pool_members}}
    return job(poolInfo={"autoPoolSpecification": auto}, onAllTasksComplete="terminatejob", **members)


def with_command(kind: type[Model], line: str) -> Model:
    """A model of a class, with a command line."""
    members: dict[str, Any] = {"command_line": line}
    if kind is MultiInstanceSettings:
        members = {"coordination_command_line": line}
    if kind in (TaskAddParameter, JobManagerTask):
        members["id"] = "t"
    return kind(**members)


@pytest.mark.parametrize(
    ("kind", "key", "name"),
    [
        (StartTask, "commandLine", "start task"),
        (TaskAddParameter, "commandLine", "task"),
        (CloudTask, "commandLine", "task"),
        (JobManagerTask, "commandLine", "job manager task"),
        (JobPreparationTask, "commandLine", "job preparation task"),
        (JobReleaseTask, "commandLine", "job release task"),
        (MultiInstanceSettings, "coordinationCommandLine", "coordination command"),
    ],
)
def test_a_finding_names_what_runs_the_command_line(kind: type[Model], key: str, name: str) -> None:
    line = bash("./first; apt-get build-dep jq")
    assert found(with_command(kind, line), "BM301", "BM106") == [
        (
            f"$.{key}: BM106 warning: if ./first fails, the script continues and the {name} still succeeds. Begin the script "
            "with set -e: /bin/bash -c 'set -e; set -o pipefail; ...'."
        ),
        (
            f"$.{key}: BM301 error: apt-get build-dep prompts for confirmation and nothing can answer, so the {name} hangs or "
            "fails. Use apt-get build-dep -y."
        ),
    ]


def test_every_class_has_a_kind_and_a_command_line() -> None:
    for model in COMMAND_LINES:
        made = with_command(model, "a.sh")
        assert kind_of(made) is not None
        assert command_line_of(made) == "a.sh"


def test_other_models_have_none() -> None:
    other = TaskConstraints()
    assert (kind_of(other), command_line_of(other)) == (None, None)
    assert command_line_of(CloudTask()) is None


def test_the_words_of_a_command_line_stay_as_they_are() -> None:
    task = TaskAddParameter(id="t", command_line="/bin/sh -c echo my start task")
    assert found(task, "BM103") == [
        (
            "$.commandLine: BM103 error: the script is unquoted, so the shell runs only echo; the remaining words become "
            "positional parameters. Quote the script: /bin/sh -c 'echo my start task'."
        )
    ]
    empty = JobReleaseTask(command_line=" ")
    assert found(empty, "BM108") == [
        (
            "$.commandLine: BM108 error: the command line is empty, so the node has nothing to start. Add the commands to run, "
            "for example /bin/bash -c 'first && second', or remove the job release task."
        )
    ]


@pytest.mark.parametrize(
    ("first", "fix"),
    [
        ("#!/usr/bin/env python3", "Put the script in a resource file and run that."),
        ("#!/usr/bin/perl", "Put the script in a resource file and run that."),
        ("#!/bin/sh -e", "Use /bin/bash -c 'print(1)', or put the script in a resource file and run that."),
        ("#! /usr/bin/env -S bash -e", "Use /bin/bash -c 'print(1)', or put the script in a resource file and run that."),
    ],
)
def test_a_script_in_place_of_a_program(first: str, fix: str) -> None:
    program = first.split(maxsplit=1)[0]
    assert found(StartTask(command_line=f"{first}\nprint(1)"), "BM108") == [
        (
            "$.commandLine: BM108 error: nothing reads the #! line of a command line: the node looks for a program named "
            f"{program} and fails. {fix}"
        )
    ]


def test_a_coordination_command_cannot_be_removed() -> None:
    assert found(MultiInstanceSettings(coordination_command_line=" "), "BM108") == [
        (
            "$.coordinationCommandLine: BM108 error: the command line is empty, so the node has nothing to start. Add the "
            "commands "
            "to run, for example /bin/bash -c 'first && second'."
        )
    ]


def test_all_tasks_of_a_document() -> None:
    line = "echo a && echo b"
    collection = TaskAddCollectionParameter.deserialize(
        {"value": [{"id": "1", "commandLine": "true"}, {"id": "2", "commandLine": line}]}
    )
    assert [finding.path for finding in review(collection)] == ["$.value[1].commandLine"]
    tasks = {key: {"id": key, "commandLine": line} for key in ("jobManagerTask", "jobPreparationTask", "jobReleaseTask")}
    specification = {"poolInfo": {"poolId": "p"}, **tasks}
    schedule = JobScheduleAddParameter.deserialize({"id": "s", "schedule": {}, "jobSpecification": specification})
    assert [finding.path for finding in review(schedule) if finding.rule == "BM101"] == [
        f"$.jobSpecification.{key}.commandLine" for key in tasks
    ]


def test_a_coordination_command_has_the_settings_of_its_task() -> None:
    instances = {"numberOfInstances": 2, "coordinationCommandLine": bash("apt-get update")}
    task = {"id": "t", "commandLine": "mpirun ./a", "multiInstanceSettings": instances}
    assert found(TaskAddParameter.deserialize(task), "BM201") == [
        (
            "$.multiInstanceSettings.coordinationCommandLine: BM201 error: apt-get update fails because the coordination "
            "command doesn't run as an administrator. Run the coordination command as an administrator: "
            '"userIdentity": {"autoUser": {"scope": "pool", "elevationLevel": "admin"}}; '
            "in Python, user_identity=identities.pool_admin()."
        )
    ]
    assert found(TaskAddParameter.deserialize({**task, "userIdentity": ADMIN}), "BM201") == []
    contained = {**task, "containerSettings": {"imageName": "ubuntu"}}
    assert found(TaskAddParameter.deserialize(contained), "BM201") == []
    alone = MultiInstanceSettings.deserialize(instances)
    assert found(alone, "BM201") == []
    assert task_of(alone, ()) is None


@pytest.mark.parametrize("key", ["jobManagerTask", "jobPreparationTask", "jobReleaseTask"])
def test_the_pool_of_a_job_decides(key: str) -> None:
    task = {"id": "t", "commandLine": "cmd /c setup.bat", "userIdentity": {"username": "me"}}
    machine = {"virtualMachineConfiguration": NODES, "userAccounts": [{"name": "you", "password": "p"}]}
    says = found(on_auto_pool(machine, **{key: task}), "BM403", "BM801")
    assert [line.partition(": ")[2] for line in says] == [
        (
            "BM403 error: cmd is a Windows program, but the pool's image is Linux, so the node can't find it. Use /bin/bash -c "
            "'…', or choose a Windows image."
        ),
        (
            f"BM801 error: the {kind_name(key)} runs as the user 'me', who isn't in the pool's userAccounts, so it can't start "
            "on any node. Add the user to the pool's userAccounts, or use an autoUser instead of username."
        ),
    ]
    assert found(job(**{key: task}), "BM403", "BM801") == []


def kind_name(key: str) -> str:
    return {"jobManagerTask": "job manager task", "jobPreparationTask": "job preparation task"}.get(key, "job release task")


def retries(count: int | None) -> dict[str, Any]:
    return {} if count is None else {"constraints": {"maxTaskRetryCount": count}}


@pytest.mark.parametrize(("count", "times"), [(None, 0), (0, 0), (3, 1), (-1, 1)])
def test_a_task_runs_again_only_on_a_retry(count: int | None, times: int) -> None:
    task = TaskAddParameter.deserialize({"id": "t", "commandLine": bash("mkdir out && ./a"), **retries(count)})
    says = [
        (
            "$.commandLine: BM303 warning: mkdir out fails when the task runs again and out already exists, for example on a "
            "retry. Use mkdir -p out."
        )
    ]
    assert found(task, "BM303") == says * times


def test_a_job_preparation_task_runs_again_when_the_node_boots() -> None:
    says = found(JobPreparationTask(command_line=bash("mkdir out && ./a")), "BM303")
    assert says == [
        (
            "$.commandLine: BM303 warning: mkdir out fails when the job preparation task runs again and out already exists, "
            "for example on a retry. Use mkdir -p out."
        )
    ]


@pytest.mark.parametrize(("of_task", "of_job", "times"), [(None, None, 1), (0, 3, 1), (None, 3, 0), (3, None, 0), (None, 0, 1)])
def test_a_download_in_a_job_manager_task(of_task: int | None, of_job: int | None, times: int) -> None:
    manager = {"id": "m", "commandLine": bash("set -e; curl -fsSO https://a.example/b"), **retries(of_task)}
    assert len(found(job(jobManagerTask=manager, **retries(of_job)), "BM305")) == times


def test_the_retries_of_a_task_without_its_job_are_unknown() -> None:
    line = bash("set -e; curl -fsSO https://a.example/b")
    assert found(TaskAddParameter(id="t", command_line=line), "BM305") == []
    once = TaskAddParameter(id="t", command_line=line, constraints=TaskConstraints(max_task_retry_count=0))
    assert len(found(once, "BM305")) == 1
    assert found(JobReleaseTask(command_line=line), "BM305") == []  # it can't be retried


@pytest.mark.parametrize("kind", [TaskAddParameter, CloudTask, JobManagerTask, JobPreparationTask, JobReleaseTask])
def test_what_only_start_tasks_do(kind: type[Model]) -> None:
    assert found(with_command(kind, bash("apt-get -y install jq")), "BM302", "BM306") == []


@pytest.mark.parametrize("kind", [TaskAddParameter, CloudTask, JobManagerTask, JobPreparationTask, JobReleaseTask])
def test_tasks_know_their_job(kind: type[Model]) -> None:
    assert found(with_command(kind, bash("echo $AZ_BATCH_JOB_ID $AZ_BATCH_TASK_ID")), "BM402") == []


@pytest.mark.parametrize("name", ["AZ_BATCH_NODE_LIST", "AZ_BATCH_HOST_LIST", "CCP_NODES", "AZ_BATCH_TASK_SHARED_DIR"])
def test_variables_of_multi_instance_tasks(name: str) -> None:
    line = bash(f"./run ${name}")
    assert found(TaskAddParameter(id="t", command_line=line), "BM402") == [
        (
            f"$.commandLine: BM402 warning: {name} is set only for multi-instance tasks, so ${name} is empty. Add "
            "multiInstanceSettings to the task, or don't use the variable."
        )
    ]
    instances = MultiInstanceSettings(coordination_command_line=line)
    assert found(TaskAddParameter(id="t", command_line=line, multi_instance_settings=instances), "BM402") == []
    assert found(CloudTask(command_line=line), "BM402") == []  # the answer may not include the settings
    own = [EnvironmentSetting(name=name, value="a")]
    assert found(TaskAddParameter(id="t", command_line=line, environment_settings=own), "BM402") == []
    manager = JobManagerTask(id="m", command_line=line)
    assert found(manager, "BM402") == [
        (
            f"$.commandLine: BM402 warning: {name} isn't set for job manager tasks, so ${name} is empty. Use it in the "
            "coordination command of a multi-instance task, where it is set."
        )
    ]


def test_variables_of_job_preparation_tasks() -> None:
    manager = {"id": "m", "commandLine": bash("cp $AZ_BATCH_JOB_PREP_DIR/a .")}
    preparation = {"commandLine": bash("cp a $AZ_BATCH_JOB_PREP_WORKING_DIR")}
    assert found(job(jobManagerTask=manager), "BM402") == [
        (
            "$.jobManagerTask.commandLine: BM402 warning: AZ_BATCH_JOB_PREP_DIR is set only in jobs with a job preparation "
            "task, so $AZ_BATCH_JOB_PREP_DIR is empty. Add a jobPreparationTask to the job, or use AZ_BATCH_NODE_SHARED_DIR."
        )
    ]
    # The documentation leaves job preparation tasks out, but templates of Batch Explorer use the variable in them.
    assert found(job(jobManagerTask=manager, jobPreparationTask=preparation), "BM402") == []
    common = [{"name": "AZ_BATCH_JOB_PREP_DIR", "value": "a"}]
    assert found(job(jobManagerTask=manager, commonEnvironmentSettings=common), "BM402") == []
    assert found(JobManagerTask.deserialize(manager), "BM402") == []  # its job may have one
    assert found(TaskAddParameter.deserialize(manager), "BM402") == []


@pytest.mark.parametrize(
    ("key", "source", "silent"),
    [
        ("jobManagerTask", "Task", ["Task"]),
        ("jobPreparationTask", "JobPrep", ["Task", "JobPrep"]),
        ("jobReleaseTask", "Task", ["Task"]),
    ],
)
def test_mounts_with_the_working_directory_of_a_task(key: str, source: str, silent: list[str]) -> None:
    for mounted in ("Startup", "Task", "JobPrep", "Shared"):
        settings = {"imageName": "ubuntu", "containerHostBatchBindMounts": [{"source": mounted, "isReadOnly": True}]}
        says = found(job(**{key: {"id": "t", "commandLine": "a", "containerSettings": settings}}), "BM501")
        expected = [
            (
                f"$.{key}.containerSettings.containerHostBatchBindMounts: BM501 warning: the container starts in the "
                f"{kind_name(key)}'s working directory, which isn't mounted, so the container can't access the "
                f"{kind_name(key)}'s "
                f'files. Add a mount with the source "{source}", or set workingDirectory to containerImageDefault.'
            )
        ]
        assert says == ([] if mounted in silent else expected)


def test_a_secret_is_visible_in_what_contains_it() -> None:
    setting = {"name": "DB_PASSWORD", "value": "Tr0ub4dor-9"}
    with_manager = job(jobManagerTask={"id": "m", "commandLine": "a", "environmentSettings": [setting]})
    in_a_task = TaskAddParameter.deserialize({"id": "t", "commandLine": "a", "environmentSettings": [setting]})
    in_a_pool = pool(LINUX, environment_settings=[EnvironmentSetting(name="DB_PASSWORD", value="Tr0ub4dor-9")])
    for model, contains in ((with_manager, "job"), (job(commonEnvironmentSettings=[setting]), "job"), (in_a_task, "task")):
        (says,) = found(model, "BM803")
        assert f"in plain text, which is visible in the {contains}'s definition and on every node. Fetch" in says
    (says,) = found(in_a_pool, "BM803")
    assert "in plain text, which is visible in the pool's definition and on every node. Fetch" in says
    (says,) = found(TaskAddParameter(id="t", command_line="mysql --password=Tr0ub4dor-9"), "BM803")
    assert "anyone who can read the task or see a node's processes can read it." in says


def test_a_sas_of_a_task_may_expire_soon() -> None:
    url = "https://a.blob.core.windows.net/c-files/b?sv=2022-11-02&sr=b&sp=r&sig=x&se={}"
    file = {"httpUrl": url.format("2100-01-02T00:00:00Z"), "filePath": "b"}
    now = datetime(2100, 1, 1, tzinfo=timezone.utc)
    task = {"id": "t", "commandLine": "a", "resourceFiles": [file]}
    assert [each.rule for each in review(TaskAddParameter.deserialize(task), now=now)] == []
    assert [each.rule for each in review(job(jobPreparationTask=task), now=now)] == []
    assert [each.rule for each in review(StartTask.deserialize({**task, "id": None}), now=now)] == ["BM602"]
    late = datetime(2100, 1, 3, tzinfo=timezone.utc)
    assert [each.rule for each in review(TaskAddParameter.deserialize(task), now=late)] == ["BM601"]


def test_a_sas_in_a_coordination_command() -> None:
    line = "azcopy cp https://a.blob.core.windows.net/c-files/b?sv=2022-11-02&sr=b&sp=r&sig=x&se=2020-01-01T00:00:00Z ."
    says = found(MultiInstanceSettings(coordination_command_line=line), "BM601")
    assert says == [
        (
            "$.coordinationCommandLine: BM601 error: the SAS in coordinationCommandLine expired at 2020-01-01 00:00 UTC, so "
            "storage refuses every request that uses it. Use a resource file with an identityReference, or sign in on the node "
            "with the pool's identity (azcopy login --identity); an identity doesn't expire. Or create a new SAS."
        )
    ]


@pytest.mark.parametrize("entry", [entry for entry in BAD if "commandLine" in entry][::5], ids=named)
def test_a_finding_about_a_task_never_names_a_start_task(entry: dict[str, Any]) -> None:
    name, content = document_of(entry)
    start_task = content["startTask"] if name == "PoolAddParameter" else content
    members = {key: value for key, value in start_task.items() if key not in {"maxTaskRetryCount", "waitForSuccess"}}
    limits = {"constraints": {"maxTaskRetryCount": start_task.get("maxTaskRetryCount", 3)}}
    info = {"poolId": "p"}
    if name == "PoolAddParameter":
        machines = {key: value for key, value in content.items() if key not in {"id", "startTask"}}
        info = {"autoPoolSpecification": {"poolLifetimeOption": "job", "pool": machines}}
    tasks = {"jobPreparationTask": {**members, **limits}, "jobManagerTask": {"id": "m", **members, **limits}}
    model = JobAddParameter.deserialize({"id": "j", "poolInfo": info, **tasks})
    for finding in review(model, ignore={"BM901"}):
        assert finding.rule != "BM000", finding
        assert "start task" not in finding.message + finding.fix
