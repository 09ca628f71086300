"""The settings that a job to be added, a job of a schedule and a job as the service returns it have in common."""

from typing import Annotated

from ..engine.attributes import Since
from ..engine.checks import Maximum, MaxLength, Minimum
from ..engine.constraints import Constraint, requires
from .base import Model
from .environment import EnvironmentSetting
from .job_constraints import JobConstraints, JobNetworkConfiguration
from .job_enums import OnAllTasksComplete, OnTaskFailure
from .job_tasks import JobManagerTask, JobPreparationTask, JobReleaseTask
from .limits import OtherThan
from .metadata import MetadataItem

JOB_TASKS: tuple[Constraint, ...] = (requires("job_release_task", "job_preparation_task"),)
"""The rule that a job to be added follows; a selection of the properties of an existing one need not."""


class JobSettings(Model):
    """The settings that every description of a whole job shares: build a ``JobAddParameter`` or a ``JobSpecification``."""

    display_name: Annotated[str | None, MaxLength(1024)] = None
    """A name for people, up to 1,024 characters of any kind. It need not be unique."""

    priority: Annotated[int | None, Minimum(-1000), Maximum(1000)] = None
    """The job's priority: -1000 is the lowest, 1000 the highest. Default 0. Tasks of a higher priority start first."""

    max_parallel_tasks: Annotated[int | None, Minimum(-1), OtherThan(0), Since("2021-06-01.14.0")] = None
    """The number of tasks that may run at the same time: at least 1, or -1 for no limit, which is the default."""

    allow_task_preemption: Annotated[bool | None, Since("2022-01-01.15.0")] = None
    """Whether jobs with a higher priority may stop tasks of this one, which are put back into the queue. Default false."""

    constraints: JobConstraints | None = None
    """Limits on the job's time and on the retries of its tasks."""

    job_manager_task: JobManagerTask | None = None
    """A task that Batch starts with the job, for example to add the other tasks. Default: none."""

    job_preparation_task: JobPreparationTask | None = None
    """A task that runs on each node before the job's first task there. Default: none."""

    job_release_task: JobReleaseTask | None = None
    """A task that runs when the job ends, on each node where ``job_preparation_task`` ran. Default: none."""

    common_environment_settings: list[EnvironmentSetting] | None = None
    """Environment variables for all tasks of the job. A task can override them."""

    on_all_tasks_complete: Annotated[OnAllTasksComplete | None, Since("2016-07-01.3.1")] = None
    """The action when all tasks are completed. Default ``noaction``.

    A job without tasks counts as complete: with ``terminatejob`` it ends at once. So add the job with ``noaction``, add its
    tasks, and then change this; or let a job manager task add the tasks.
    """

    on_task_failure: Annotated[OnTaskFailure | None, Since("2016-07-01.3.1")] = None
    """The action when a task fails. Default ``noaction``.

    With ``performexitoptionsjobaction``, the exit conditions of the task decide. It can't be changed later.
    """

    metadata: list[MetadataItem] | None = None
    """Names and values for your own programs; Batch ignores them."""

    uses_task_dependencies: bool | None = None
    """Whether tasks of the job can depend on others. Default false. It can't be changed later."""

    network_configuration: Annotated[JobNetworkConfiguration | None, Since("2018-12-01.8.0")] = None
    """A subnet that the nodes join while they run tasks of the job. Default: the network of the pool."""
