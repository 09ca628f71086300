"""BM070 and BM073 to BM078: settings of jobs and of their tasks."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, cast

from ...models.auto_pools import AutoPoolSpecification
from ...models.cloud_job import CloudJob
from ...models.job_schedules import JobSpecification
from ...models.job_settings import JobSettings
from ...models.job_tasks import JobManagerTask, JobPreparationTask, JobReleaseTask
from ...models.jobs import JobAddParameter
from ...models.task_settings import TaskConstraints
from ...models.tasks import TaskAddParameter
from ...shells.script import Command, Shell
from ..analysis.command_line import Analysis
from ..analysis.display import shown_command, shown_word
from ..analysis.inner_scripts import parts_of
from ..analysis.job_managers import adds_tasks_only
from ..analysis.pool import machine_of
from ..analysis.pool_values import value_of
from ..analysis.word_sets import names
from ..analysis.written_files import targets_of
from ..command_lines import CommandLine
from ..context import Context
from ..failure_kinds import FailureKind
from ..finding import Finding, Severity
from ..rule import rule

_LONGEST = timedelta(days=180)
_UNLIMITED = timedelta(days=10_000_000)  # the service shows no limit as 10,675,199 days
_WITH_POOL = ("poolInfo", "autoPoolSpecification")


@rule(
    "BM070",
    Severity.warning,
    "task without container settings in a container pool",
    (JobManagerTask, TaskAddParameter),
    reads=("containerSettings", "virtualMachineConfiguration", "containerConfiguration"),
    explains=(FailureKind.container,),
)
def task_without_container(context: Context[JobManagerTask | TaskAddParameter]) -> Iterator[Finding]:
    """Find a task that must run in a container of its job's pool."""
    configuration: Any = value_of(machine_of(context), "container_configuration")
    if configuration is not None and context.model.container_settings is None:
        yield context.finding(
            "the pool has a containerConfiguration, and Batch's documentation requires containerSettings for tasks in such a "
            "pool.",
            "Add containerSettings with the image to run the task in, or remove containerConfiguration from the pool.",
        )


@rule("BM073", Severity.warning, "time limit that is never reached", (TaskConstraints, JobSettings), reads=("constraints",))
def unreached_limit(context: Context[Any]) -> Iterator[Finding]:
    """Find a time limit of a task that is longer than a task can live, or than its job can."""
    model: Any = context.model
    if isinstance(model, TaskConstraints):
        limit = _time(model.max_wall_clock_time)
        if limit is not None and limit > _LONGEST:
            yield context.finding(
                f"maxWallClockTime is {limit.days} days, but Batch ends every task 180 days after it was added.",
                "Set at most P180D.",
                "maxWallClockTime",
            )
        return
    of_job = _time(value_of(model.constraints, "max_wall_clock_time"))
    for attribute, key in (("job_manager_task", "jobManagerTask"), ("job_preparation_task", "jobPreparationTask")):
        limits = value_of(model, attribute, "constraints")
        limit = _time(value_of(limits, "max_wall_clock_time"))
        if of_job is not None and limit is not None and limit > of_job:
            yield context.finding(
                f"the job is terminated after {_text(of_job)}, so the limit of {_text(limit)} for this task is never reached.",
                "Raise the job's maxWallClockTime, or lower that of the task.",
                key,
                "constraints",
                "maxWallClockTime",
            )


def _time(value: Any) -> timedelta | None:
    return value if isinstance(value, timedelta) and value < _UNLIMITED else None


def _text(time: timedelta) -> str:
    """Return a duration for a message: ``2 hours``."""
    for seconds, unit in ((86_400, "day"), (3600, "hour"), (60, "minute"), (1, "second")):
        if time.total_seconds() >= seconds and time.total_seconds() % seconds == 0:
            number = int(time.total_seconds() // seconds)
            return f"{number} {unit}{'s' if number > 1 else ''}"
    return f"{time.total_seconds():g} seconds"


def _auto_pool_of(job: Any) -> AutoPoolSpecification | None:
    found = value_of(job, "pool_info", "auto_pool_specification")
    return found if isinstance(found, AutoPoolSpecification) else None


def _is(value: Any, text: str) -> bool:
    return isinstance(value, str) and value.lower() == text


@rule(
    "BM074",
    Severity.note,
    "auto pool with an unsuitable lifetime",
    AutoPoolSpecification,
    reads=("poolLifetimeOption", "keepAlive", "recurrenceInterval"),
)
def lifetime_of_auto_pool(context: Context[AutoPoolSpecification]) -> Iterator[Finding]:
    """Find an auto pool that stays after its job, or whose lifetime is that of a schedule that doesn't exist."""
    model = context.model
    of_schedule = _is(model.pool_lifetime_option, "jobschedule")
    if of_schedule and context.within(JobAddParameter) is not None:
        yield context.finding(
            "poolLifetimeOption is jobschedule, but the job doesn't belong to a job schedule, so the service refuses it.",
            "Use job.",
            "poolLifetimeOption",
            severity=Severity.error,
        )
    if model.keep_alive is not True or context.within(CloudJob) is not None:
        return
    recurs = not of_schedule and context.within(JobSpecification) is not None and _recurs(context)
    if recurs:
        yield context.finding(
            "each job of the schedule keeps a pool of its own, whose nodes cost money until someone deletes it.",
            "Remove keepAlive, or set poolLifetimeOption to jobschedule to share one pool.",
            "keepAlive",
            severity=Severity.warning,
        )
    else:
        yield context.finding(
            "Batch doesn't delete this pool: its nodes cost money after the job has ended, until someone deletes the pool.",
            "Remove keepAlive, or delete the pool yourself.",
            "keepAlive",
        )


def _recurs(context: Context[Any]) -> bool:
    schedules = (value_of(parent, "schedule") for parent in context.parents)
    return any(value_of(schedule, "recurrence_interval") is not None for schedule in schedules)


def ends(job: Any) -> bool:
    """Return whether a job ends by itself: with its job manager task, with its last task, or after some time."""
    manager = value_of(job, "job_manager_task")
    return (
        (manager is not None and value_of(manager, "kill_job_on_completion") is not False)
        or _is(value_of(job, "on_all_tasks_complete"), "terminatejob")
        or value_of(job, "constraints", "max_wall_clock_time") is not None
    )


@rule(
    "BM075",
    Severity.note,
    "job that doesn't end",
    JobAddParameter,
    reads=("onAllTasksComplete", "jobManagerTask", "killJobOnCompletion", "constraints", "autoPoolSpecification"),
)
def pool_of_an_endless_job(context: Context[JobAddParameter]) -> Iterator[Finding]:
    """Find a job that keeps its auto pool when its tasks are completed."""
    if _auto_pool_of(context.model) is not None and not ends(context.model):
        yield context.finding(
            "the job stays active after its last task, and its auto pool stays with it: the nodes cost money until someone "
            "terminates the job.",
            "When all tasks are added, set onAllTasksComplete to terminatejob; or limit the job's "
            "constraints.maxWallClockTime.",
            *_WITH_POOL,
        )
    elif context.model.job_manager_task is not None and not ends(context.model):
        yield context.finding(
            "nothing ends this job: killJobOnCompletion is false, and neither onAllTasksComplete nor a time limit is set. A "
            "job that stays active counts toward the quota of active jobs.",
            "Set onAllTasksComplete to terminatejob, unless the job manager task terminates the job itself.",
            *("jobManagerTask", "killJobOnCompletion"),
        )


@rule(
    "BM076",
    Severity.warning,
    "job that ends before its tasks are completed",
    (JobAddParameter, JobSpecification),
    reads=("onAllTasksComplete", "jobManagerTask", "killJobOnCompletion"),
)
def ends_too_early(context: Context[JobAddParameter | JobSpecification]) -> Iterator[Finding]:
    """Find a job that is complete as long as it has no tasks, and one that its job manager task ends too early."""
    job = context.model
    manager = job.job_manager_task if isinstance(job.job_manager_task, JobManagerTask) else None
    if manager is not None and manager.kill_job_on_completion is not False and adds_tasks_only(manager.command_line):
        yield context.finding(
            "the job manager task only adds the tasks and ends, and the job ends with it, because killJobOnCompletion isn't "
            "false: Batch then stops the tasks.",
            "Set killJobOnCompletion to false, and onAllTasksComplete to terminatejob.",
            "jobManagerTask",
            "killJobOnCompletion",
        )
        return
    if not _is(job.on_all_tasks_complete, "terminatejob"):
        return
    if manager is not None and manager.kill_job_on_completion is None:
        yield context.finding(
            "the job ends with its job manager task, because killJobOnCompletion isn't false: Batch then stops the tasks that "
            "are still running, and onAllTasksComplete has no effect.",
            "Set killJobOnCompletion to false, or remove onAllTasksComplete if the job manager task waits for all tasks.",
            "jobManagerTask",
            "killJobOnCompletion",
            # The job manager task of a schedule is often the only task of its jobs.
            severity=Severity.note if isinstance(job, JobSpecification) else None,
        )
    elif job.job_manager_task is None:
        yield context.finding(
            "all tasks of a job without tasks are complete, so Batch may terminate the job before its tasks are added.",
            "Add a jobManagerTask that adds the tasks, or create the job with noaction and set terminatejob when all tasks are "
            "added.",
            "onAllTasksComplete",
        )


_STARTS = names("start restart")


@rule(
    "BM078",
    Severity.note,
    "job preparation task without cleanup",
    (JobPreparationTask, JobReleaseTask),
    reads=("jobReleaseTask", "poolInfo", "commandLine"),
)
def left_behind(context: Context[JobPreparationTask | JobReleaseTask]) -> Iterator[Finding]:
    """Find files and services that stay on the nodes of a pool that other jobs use."""
    if isinstance(context.model, JobReleaseTask):
        yield from _removes_nothing(cast("Context[CommandLine]", context))
        return
    job = context.within(JobSettings)
    if not isinstance(job, JobAddParameter | JobSpecification) or job.job_release_task is not None:
        return
    auto_pool = _auto_pool_of(job)
    if auto_pool is not None and not auto_pool.keep_alive and _is(auto_pool.pool_lifetime_option, "job"):
        return  # the nodes go with the job
    for part in parts_of(cast("Context[CommandLine]", context)):
        for _, command in part.analysis.runs:
            what = _remains(command)
            if what:
                yield context.finding(
                    f"{what} when the job has ended, because the job has no job release task.",
                    "Add a jobReleaseTask that removes it, unless later jobs use it.",
                    "commandLine",
                    span=part.analysis.span(command),
                )
                return


def _remains(command: Command) -> str:
    """Describe what a command leaves on the node; an empty string if it is nothing."""
    arguments = command.arguments
    if any("AZ_BATCH_NODE_SHARED_DIR" in target for target in targets_of(command)) and command.name not in {
        "rm",
        "del",
        "rmdir",
    }:
        return "files stay in the shared directory of the nodes"
    if command.name in {"docker", "podman"} and arguments[:1] == ("run",) and {"-d", "--detach"} & set(arguments):
        return "the container keeps running on the nodes"
    if command.name == "mount" and len([text for text in arguments if not text.startswith("-")]) > 1:
        return "the file system stays mounted on the nodes"
    if (command.name == "systemctl" and _STARTS & set(arguments[:1])) or (
        command.name == "service" and _STARTS & set(arguments[1:2])
    ):
        return f"the service that {shown_command(command)} starts keeps running on the nodes"
    return ""


_REMOVING = names("rm rmdir rd del erase remove-item ri")
_OWN = re.compile(r"(?i)(?:\$\{?|%|\$env:|\$\{env:)AZ_BATCH_TASK_(?:WORKING_)?DIR(?![A-Z_])")
_RELATIVE = re.compile(r"(?:\./)?\w[\w./-]*")
_OPERATOR = re.compile(r"[&|;<>]+")  # without a shell it is an argument, which BM101 reports


def _removes_nothing(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find a job release task that removes files from its own directory, which is empty."""
    if value_of(context.model, "resource_files"):
        return
    for part in parts_of(context):
        for _, command in part.analysis.runs:
            if command.name in {"set", "echo", ":"}:
                continue
            if command.name not in _REMOVING:
                return
            words = itertools.takewhile(lambda word: not _OPERATOR.fullmatch(word.raw), command.words[1:])
            for word in words:
                if (meant := _of_preparation(word.text, part.analysis)) and not word.substitutes:
                    yield context.finding(
                        f"the job release task has its own directory, which is empty, so {command.name} removes nothing of the "
                        "job preparation task.",
                        f"Use {shown_word(meant)}.",
                        "commandLine",
                        severity=Severity.warning,
                        span=part.analysis.span(word),
                    )
                    return


def _of_preparation(path: str, analysis: Analysis) -> str:
    """Return the path in the job preparation task's directory that is meant; an empty string for a path elsewhere."""
    if _OWN.match(path):
        return path.replace("AZ_BATCH_TASK_", "AZ_BATCH_JOB_PREP_", 1)
    if not _RELATIVE.fullmatch(path):
        return ""
    path = path.removeprefix("./")
    if analysis.shell is Shell.cmd:
        return f"%AZ_BATCH_JOB_PREP_WORKING_DIR%\\{path}"
    variable = "$env:AZ_BATCH_JOB_PREP_WORKING_DIR" if analysis.shell is Shell.powershell else "$AZ_BATCH_JOB_PREP_WORKING_DIR"
    return f"{variable}/{path}"
