"""Rules of the service for jobs, tasks and job schedules, and for requests about pools and nodes."""

from __future__ import annotations

import datetime
import json
from typing import Any

import pytest
import wire

from batchmodels import (
    AutoPoolSpecification,
    CertificateAddParameter,
    CertificateFormat,
    CloudJob,
    ExitCodeMapping,
    ExitCodeRangeMapping,
    ExitConditions,
    ExitOptions,
    JobAddParameter,
    JobConstraints,
    JobDisableParameter,
    JobManagerTask,
    JobPatchParameter,
    JobPreparationTask,
    JobReleaseTask,
    JobScheduleAddParameter,
    JobSpecification,
    JobUpdateParameter,
    Model,
    MultiInstanceSettings,
    NodeRemoveParameter,
    OutputFile,
    OutputFileBlobContainerDestination,
    OutputFileDestination,
    OutputFileUploadOptions,
    PoolEnableAutoScaleParameter,
    PoolInformation,
    PoolResizeParameter,
    PoolSpecification,
    ResourceFile,
    Schedule,
    StartTask,
    TaskAddCollectionParameter,
    TaskAddParameter,
    TaskConstraints,
    TaskDependencies,
    TaskIdRange,
    to_json,
)

POOL = PoolInformation(pool_id="p")
RELEASE = JobReleaseTask(command_line="x")
PREPARATION = JobPreparationTask(command_line="x")
MPI = MultiInstanceSettings(coordination_command_line="x", number_of_instances=2)
ID = "[A-Za-z0-9_-]{1,64}"


def job(**members: Any) -> JobAddParameter:
    return JobAddParameter(**{"id": "j", "pool_info": POOL, **members})


def task(**members: Any) -> TaskAddParameter:
    return TaskAddParameter(**{"id": "t", "command_line": "x", **members})


def tasks(count: int, length: int = 1) -> TaskAddCollectionParameter:
    return TaskAddCollectionParameter(value=[task(id=str(number), command_line="x" * length) for number in range(count)])


def certificate(certificate_format: Any) -> CertificateAddParameter:
    return CertificateAddParameter(
        thumbprint="0" * 40, thumbprint_algorithm="sha1", data="Qw==", password="p", certificate_format=certificate_format
    )


REFUSED: list[tuple[Model, str]] = [
    (job(id="j.1"), f"expected str that matches {ID}, got str 'j.1' at $.id"),
    (job(id="j" * 65), f"expected str that matches {ID}, got str '{'j' * 65}' at $.id"),
    (task(id="a/b"), f"expected str that matches {ID}, got str 'a/b' at $.id"),
    (JobManagerTask(id="", command_line="x"), f"expected str that matches {ID}, got str '' at $.id"),
    (JobPreparationTask(id="a b", command_line="x"), f"expected str that matches {ID}, got str 'a b' at $.id"),
    (JobReleaseTask(id="a b", command_line="x"), f"expected str that matches {ID}, got str 'a b' at $.id"),
    (job(display_name="d" * 1025), f"expected str of at most 1024 characters, got str '{'d' * 79}…' at $.displayName"),
    (job(priority=1001), "expected int of at most 1000, got int 1001 at $.priority"),
    (JobPatchParameter(priority=-1001), "expected int of at least -1000, got int -1001 at $.priority"),
    (job(max_parallel_tasks=0), "expected int other than 0, got int 0 at $.maxParallelTasks"),
    (
        JobUpdateParameter(pool_info=POOL, max_parallel_tasks=-2),
        "expected int of at least -1, got int -2 at $.maxParallelTasks",
    ),
    (
        job(constraints=JobConstraints(max_task_retry_count=-2)),
        "expected int of at least -1, got int -2 at $.constraints.maxTaskRetryCount",
    ),
    (job(job_release_task=RELEASE), "expected jobPreparationTask with jobReleaseTask, got None at $.jobPreparationTask"),
    (
        JobSpecification(pool_info=POOL, job_release_task=RELEASE),
        "expected jobPreparationTask with jobReleaseTask, got None at $.jobPreparationTask",
    ),
    (
        JobReleaseTask(command_line="x", max_wall_clock_time=datetime.timedelta(minutes=16)),
        "expected timedelta of at most 0:15:00, got timedelta 0:16:00 at $.maxWallClockTime",
    ),
    (job(pool_info=PoolInformation()), "expected exactly one of poolId, autoPoolSpecification, got none of them at $.poolInfo"),
    (
        PoolInformation(pool_id="p", auto_pool_specification=AutoPoolSpecification(pool_lifetime_option="job")),
        "expected exactly one of poolId, autoPoolSpecification, got poolId and autoPoolSpecification at $",
    ),
    (
        AutoPoolSpecification(auto_pool_id_prefix="p" * 21, pool_lifetime_option="job"),
        "expected str of at most 20 characters, got str 'ppppppppppppppppppppp' at $.autoPoolIdPrefix",
    ),
    (
        task(constraints=TaskConstraints(max_task_retry_count=-2)),
        "expected int of at least -1, got int -2 at $.constraints.maxTaskRetryCount",
    ),
    (
        task(multi_instance_settings=MPI, required_slots=2),
        "expected requiredSlots 1 with multiInstanceSettings, got 2 at $.requiredSlots",
    ),
    (
        task(depends_on=TaskDependencies(task_id_ranges=[TaskIdRange(start=5, end=3)])),
        "expected end of at least start, 5, got 3 at $.dependsOn.taskIdRanges[0].end",
    ),
    (
        ExitCodeRangeMapping(start=2, end=1, exit_options=ExitOptions(job_action="terminate")),
        "expected end of at least start, 2, got 1 at $.end",
    ),
    (
        TaskDependencies(task_ids=["t" * 64] * 1001),
        "expected list of at most 64,000 characters in all, got 64,064 at $.taskIds",
    ),
    (
        task(resource_files=[ResourceFile(http_url="https://x/y", file_path=f"f{n:06}") for n in range(720)]),
        "expected list of at most 32,768 characters as JSON, got 33,841 at $.resourceFiles",
    ),
    (tasks(101), "expected list of at most 100 elements, got 101 at $.value"),
    (tasks(2, 600_000), "expected list of at most 1,048,576 characters as JSON, got 1,200,057 at $.value"),
    (certificate("CER"), "expected no password with certificateFormat cer, got password at $.password"),
    (certificate(CertificateFormat.cer), "expected no password with certificateFormat cer, got password at $.password"),
    (
        Schedule(recurrence_interval=datetime.timedelta(seconds=59)),
        "expected timedelta of at least 0:01:00, got timedelta 0:00:59 at $.recurrenceInterval",
    ),
    (
        Schedule(start_window=datetime.timedelta(0)),
        "expected timedelta of at least 0:01:00, got timedelta 0:00:00 at $.startWindow",
    ),
    (
        PoolResizeParameter(target_dedicated_nodes=1, resize_timeout=datetime.timedelta(minutes=4)),
        "expected timedelta of at least 0:05:00, got timedelta 0:04:00 at $.resizeTimeout",
    ),
    (
        PoolEnableAutoScaleParameter(auto_scale_evaluation_interval=datetime.timedelta(days=8)),
        "expected timedelta of at most 7 days, 0:00:00, got timedelta 8 days, 0:00:00 at $.autoScaleEvaluationInterval",
    ),
    (NodeRemoveParameter(node_list=["n"] * 101), "expected list of at most 100 elements, got 101 at $.nodeList"),
    (
        JobDisableParameter(disable_tasks="stop"),
        "expected one of 'requeue', 'terminate', 'wait', got str 'stop' at $.disableTasks",
    ),
]

TAKEN: list[Model] = [
    job(max_parallel_tasks=-1, priority=-1000),
    job(job_release_task=RELEASE, job_preparation_task=PREPARATION),
    CloudJob(job_release_task=RELEASE),
    task(multi_instance_settings=MPI, required_slots=1),
    task(required_slots=3),
    task(depends_on=TaskDependencies(task_ids=["t" * 64] * 1000, task_id_ranges=[TaskIdRange(start=3, end=3)])),
    tasks(100),
    certificate(None),
    certificate("pfx"),
    Schedule(),
    Schedule(recurrence_interval=datetime.timedelta(minutes=1), start_window=datetime.timedelta(minutes=1)),
    JobScheduleAddParameter(id="s", schedule=Schedule(), job_specification=JobSpecification(pool_info=POOL)),
]


@pytest.mark.parametrize(("model", "message"), REFUSED, ids=[message[-60:] for _, message in REFUSED])
def test_refused(model: Model, message: str) -> None:
    assert [problem.message for problem in model.validate()] == [message]


@pytest.mark.parametrize("model", TAKEN, ids=lambda model: type(model).__name__)
def test_taken(model: Model) -> None:
    assert model.validate() == []
    assert type(model).from_json(model.to_json()) == model


def test_what_an_older_version_of_a_rule_needs_may_be_among_the_unknown_members() -> None:
    assert PoolInformation(additional_properties={"poolName": "p"}).validate() == []
    assert [problem.rule for problem in TaskIdRange(start="5", end=3).validate()] == ["type"]
    assert [problem.rule for problem in certificate(5).validate()] == ["enumeration"]


def test_a_job_with_everything() -> None:
    upload = OutputFile(
        file_pattern="../std*.txt",
        destination=OutputFileDestination(
            container=OutputFileBlobContainerDestination(container_url="https://a.blob.core.windows.net/c?sig=s3cret")
        ),
        upload_options=OutputFileUploadOptions(upload_condition="taskCompletion"),
    )
    made = job(
        pool_info=PoolInformation(
            auto_pool_specification=AutoPoolSpecification(
                pool_lifetime_option="job",
                pool=PoolSpecification(vm_size="s", target_dedicated_nodes=1, start_task=StartTask(command_line="x")),
            )
        ),
        job_manager_task=JobManagerTask(id="m", command_line="x", output_files=[upload], run_exclusive=False),
        on_task_failure="performExitOptionsJobAction",
        uses_task_dependencies=True,
    )
    document = made.serialize()
    assert document["poolInfo"]["autoPoolSpecification"]["pool"]["startTask"] == {"commandLine": "x"}
    assert document["jobManagerTask"]["outputFiles"][0]["uploadOptions"] == {"uploadCondition": "taskcompletion"}
    assert document["onTaskFailure"] == "performexitoptionsjobaction"
    assert "s3cret" not in repr(made)
    assert JobAddParameter.deserialize(document).serialize() == document
    conditions = ExitConditions(exit_codes=[ExitCodeMapping(code=3, exit_options=ExitOptions(dependency_action="satisfy"))])
    assert task(exit_conditions=conditions).serialize()["exitConditions"] == {
        "exitCodes": [{"code": 3, "exitOptions": {"dependencyAction": "satisfy"}}]
    }


def test_collections_are_written_like_their_tasks() -> None:
    collection = tasks(100)
    assert json.loads(collection.to_json()) == {"value": json.loads(to_json(collection.value))}


@pytest.mark.parametrize("model", [model for model in wire.models() if model.__name__.endswith("Statistics")])
def test_statistics_may_be_texts(model: type[Model]) -> None:
    for attribute in model.__definition__.attributes:
        if type(attribute.shape).__name__.startswith("Quoted"):
            read = model.deserialize({attribute.wire_key: "12"})
            assert getattr(read, attribute.name) == 12
