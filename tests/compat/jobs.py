"""Jobs, job schedules and tasks, for the tests of the clients: to be sent, and as services answer them."""

from __future__ import annotations

import datetime
from typing import Any

from conftest import WIRE, in_one_spelling, load
from pools import pool_to_add

from batchmodels import (
    AffinityInformation,
    ApplicationPackageReference,
    AutoPoolSpecification,
    ContainerRegistry,
    EnvironmentSetting,
    ExitCodeMapping,
    ExitCodeRangeMapping,
    ExitConditions,
    ExitOptions,
    HttpHeader,
    JobAddParameter,
    JobConstraints,
    JobManagerTask,
    JobPreparationTask,
    JobReleaseTask,
    JobScheduleAddParameter,
    JobSpecification,
    MetadataItem,
    MultiInstanceSettings,
    OutputFile,
    OutputFileBlobContainerDestination,
    OutputFileDestination,
    OutputFileUploadOptions,
    PoolInformation,
    PoolSpecification,
    ResourceFile,
    Schedule,
    TaskAddParameter,
    TaskConstraints,
    TaskContainerSettings,
    TaskDependencies,
    TaskIdRange,
    UserIdentity,
)

_EXAMPLES = [load(path) for path in sorted((WIRE / "examples-all").glob("*.json"))]


def published(name: str) -> list[Any]:
    """The published documents of a type, their times spelled as we do."""
    return [in_one_spelling(example["body"]) for example in _EXAMPLES if example["type"] == name]


SETTINGS = [EnvironmentSetting(name="LICENSE_KEY", value="KLMN-0042"), EnvironmentSetting(name="EMPTY", value="")]
FILES = [ResourceFile(http_url="https://contoso.example/run.sh?sig=c2lnbmF0dXJl", file_path="run.sh", file_mode="0755")]


def auto_pool() -> PoolInformation:
    """The start task of ``pool_to_add`` within a job."""
    pool = pool_to_add()
    return PoolInformation(
        auto_pool_specification=AutoPoolSpecification(
            auto_pool_id_prefix="render",
            pool_lifetime_option="job",
            keep_alive=False,
            pool=PoolSpecification(
                vm_size=pool.vm_size,
                virtual_machine_configuration=pool.virtual_machine_configuration,
                target_dedicated_nodes=2,
                start_task=pool.start_task,
                user_accounts=pool.user_accounts,
            ),
        )
    )


def job_to_add() -> JobAddParameter:
    """A job with something of everything, which the API versions of azure-batch 14 and of azure-batch 15 both know."""
    return JobAddParameter(
        id="frames",
        display_name="Süd",
        priority=-3,
        max_parallel_tasks=20,
        allow_task_preemption=True,
        constraints=JobConstraints(max_wall_clock_time=datetime.timedelta(hours=8), max_task_retry_count=2),
        job_manager_task=JobManagerTask(
            id="manager", command_line="python3 manage.py", kill_job_on_completion=False, run_exclusive=False,
            resource_files=FILES, environment_settings=SETTINGS, allow_low_priority_node=True,
        ),
        job_preparation_task=JobPreparationTask(
            id="prepare", command_line="/bin/bash -c ./run.sh", resource_files=FILES, wait_for_success=True,
            user_identity=UserIdentity(user_name="setup"), rerun_on_node_reboot_after_success=False,
            constraints=TaskConstraints(max_task_retry_count=1, retention_time=datetime.timedelta(days=1)),
        ),
        job_release_task=JobReleaseTask(
            id="release", command_line="rm -rf $AZ_BATCH_NODE_SHARED_DIR/scenes",
            max_wall_clock_time=datetime.timedelta(minutes=10), environment_settings=SETTINGS,
        ),
        common_environment_settings=SETTINGS,
        pool_info=auto_pool(),
        on_all_tasks_complete="terminatejob",
        on_task_failure="performexitoptionsjobaction",
        metadata=[MetadataItem(name="team", value="Süd")],
        uses_task_dependencies=True,
    )  # fmt: skip


def task_to_add(task_id: str = "frame-1") -> TaskAddParameter:
    """A task with something of everything."""
    registry = ContainerRegistry(user_name="puller", password="hunter2", registry_server="contoso.azurecr.io")
    return TaskAddParameter(
        id=task_id,
        display_name="Süd",
        command_line="render --frame 1",
        container_settings=TaskContainerSettings(image_name="contoso.azurecr.io/render:7.3", registry=registry),
        exit_conditions=ExitConditions(
            exit_codes=[ExitCodeMapping(code=3, exit_options=ExitOptions(job_action="terminate"))],
            exit_code_ranges=[
                ExitCodeRangeMapping(start=64, end=78, exit_options=ExitOptions(dependency_action="satisfy")),
            ],
            default=ExitOptions(job_action="none", dependency_action="block"),
        ),
        resource_files=FILES,
        output_files=[
            OutputFile(
                file_pattern="out/**/*.png",
                destination=OutputFileDestination(
                    container=OutputFileBlobContainerDestination(
                        container_url="https://contoso.blob.core.windows.net/out?sig=c2lnbmF0dXJl", path="frame-1",
                        upload_headers=[HttpHeader(name="x-ms-blob-content-type", value="image/png")],
                    ),
                ),
                upload_options=OutputFileUploadOptions(upload_condition="tasksuccess"),
            ),
        ],
        environment_settings=SETTINGS,
        affinity_info=AffinityInformation(affinity_id="tvm-1"),
        constraints=TaskConstraints(
            max_wall_clock_time=datetime.timedelta(minutes=90),
            retention_time=datetime.timedelta(days=7), max_task_retry_count=-1,
        ),
        user_identity=UserIdentity(user_name="setup"),
        multi_instance_settings=MultiInstanceSettings(
            number_of_instances=2, coordination_command_line="sh -c start", common_resource_files=FILES
        ),
        depends_on=TaskDependencies(task_ids=["first"], task_id_ranges=[TaskIdRange(start=1, end=4)]),
        application_package_references=[ApplicationPackageReference(application_id="renderer", version="7.3")],
    )  # fmt: skip


def schedule_to_add() -> JobScheduleAddParameter:
    """A job schedule whose jobs are like ``job_to_add``."""
    job = job_to_add()
    return JobScheduleAddParameter(
        id="nightly",
        display_name="Süd",
        schedule=Schedule(
            do_not_run_until=datetime.datetime(2025, 1, 31, 22, tzinfo=datetime.timezone.utc),
            start_window=datetime.timedelta(hours=1),
            recurrence_interval=datetime.timedelta(days=1),
        ),
        job_specification=JobSpecification(
            priority=5,
            constraints=job.constraints,
            job_manager_task=job.job_manager_task,
            common_environment_settings=SETTINGS,
            on_all_tasks_complete="terminatejob",
            pool_info=job.pool_info,
        ),
        metadata=[MetadataItem(name="team", value="Süd")],
    )


NOW = {"creationTime": "2025-01-31T12:00:00Z", "lastModified": "2025-01-31T12:00:00.5Z", "eTag": "0x8D", "url": "https://u"}

# What the service answers after those were added: without secrets, with a state and with members that nobody declares.
JOBS: list[dict[str, Any]] = [
    {
        **job_to_add().serialize(),
        **NOW,
        "state": "active",
        "executionInfo": {"startTime": "2025-01-31T12:00:00Z"},
        "later": [1],
    },
    *published("CloudJob"),
]
TASKS: list[dict[str, Any]] = [
    {
        **task_to_add().serialize(), **NOW, "state": "completed",
        "executionInfo": {
            "exitCode": 3, "result": "failure", "retryCount": 0, "requeueCount": 0,
            "failureInfo": {"category": "usererror", "code": "FailureExitCode", "message": "The task exited with an exit code"},
        },
        "nodeInfo": {"nodeId": "tvm-1", "poolId": "render"}, "later": {"a": 1},
    },
    *published("CloudTask"),
]  # fmt: skip
SCHEDULES: list[dict[str, Any]] = [
    {**schedule_to_add().serialize(), **NOW, "state": "active", "executionInfo": {"recentJob": {"id": "nightly:job-1"}}},
    *published("CloudJobSchedule"),
]


def results_of(body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    """The service's answer to added tasks: the id ``exists`` is there already, and ``bad`` is refused."""
    problems = {"exists": "TaskExists", "bad": "InvalidPropertyValue"}
    return 200, {
        "value": [
            {"status": "success", "taskId": task["id"], "eTag": "0x8D", "location": f"https://u/tasks/{task['id']}"}
            if task["id"] not in problems
            else {
                "status": "clienterror",
                "taskId": task["id"],
                "error": {"code": problems[task["id"]], "message": {"value": "No."}},
            }
            for task in body["value"]
        ]
    }
