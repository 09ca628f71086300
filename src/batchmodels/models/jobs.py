"""The bodies of requests that add, change, disable or terminate a job."""

from typing import Annotated, ClassVar

from ..engine.attributes import Since
from ..engine.checks import Maximum, Minimum, Pattern
from ..engine.constraints import Constraint
from .auto_pools import PoolInformation
from .base import Model
from .job_constraints import JobConstraints, JobNetworkConfiguration
from .job_enums import DisableJobOption, OnAllTasksComplete
from .job_settings import JOB_TASKS, JobSettings
from .limits import ID, OtherThan
from .metadata import MetadataItem

__all__ = ["JobAddParameter", "JobDisableParameter", "JobPatchParameter", "JobTerminateParameter", "JobUpdateParameter"]


class JobAddParameter(JobSettings):
    """A job to be added to the account: the body of "add job".

    A job holds tasks and the pool that they run on. Its tasks are added afterwards, with ``TaskAddParameter``, or by its job
    manager task. It stays active, and counts against the account's quota, until it is terminated or deleted: see
    ``on_all_tasks_complete``.
    """

    id: Annotated[str, Pattern(ID)]
    """The job's id: 1 to 64 letters, digits, hyphens and underscores. Unique in the account, whatever the letters' case."""

    pool_info: PoolInformation
    """The pool that its tasks run on."""

    rules: ClassVar[tuple[Constraint, ...]] = JOB_TASKS


class JobPatchParameter(Model):
    """A change to a job: the body of PATCH. None leaves a setting unchanged."""

    priority: Annotated[int | None, Minimum(-1000), Maximum(1000)] = None
    """The new priority: -1000 is the lowest, 1000 the highest."""

    max_parallel_tasks: Annotated[int | None, Minimum(-1), OtherThan(0), Since("2021-06-01.14.0")] = None
    """The new number of tasks that may run at the same time: at least 1, or -1 for no limit."""

    allow_task_preemption: Annotated[bool | None, Since("2022-01-01.15.0")] = None
    """Whether jobs with a higher priority may stop tasks of this one from now on."""

    on_all_tasks_complete: Annotated[OnAllTasksComplete | None, Since("2016-07-01.3.1")] = None
    """The action when all tasks are completed. ``terminatejob`` can't be changed back to ``noaction``."""

    constraints: JobConstraints | None = None
    """The new limits. They replace the old ones."""

    pool_info: PoolInformation | None = None
    """The new pool. The job must be disabled.

    Of an auto pool only ``keep_alive`` can be changed, and only if it exists as long as the job.
    """

    metadata: list[MetadataItem] | None = None
    """The new metadata. It replaces the old one."""

    network_configuration: Annotated[JobNetworkConfiguration | None, Since("2024-07-01.20.0")] = None
    """The new subnet for the nodes."""


class JobUpdateParameter(Model):
    """A change to a job that replaces all of its properties: omitted settings get their defaults.

    To change one thing and leave the others alone use ``JobPatchParameter``. azure-batch 15 sends a whole job instead.
    """

    priority: Annotated[int | None, Minimum(-1000), Maximum(1000)] = None
    """The priority: -1000 is the lowest, 1000 the highest. Default 0."""

    max_parallel_tasks: Annotated[int | None, Minimum(-1), OtherThan(0), Since("2022-01-01.15.0")] = None
    """The number of tasks that may run at the same time: at least 1, or -1 for no limit, which is the default."""

    allow_task_preemption: Annotated[bool | None, Since("2022-01-01.15.0")] = None
    """Whether jobs with a higher priority may stop tasks of this one. Default false."""

    constraints: JobConstraints | None = None
    """The limits. Default: none."""

    pool_info: PoolInformation
    """The pool. If it differs from the present one, the job must be disabled.

    Of an auto pool only ``keep_alive`` can be changed, and only if it exists as long as the job.
    """

    metadata: list[MetadataItem] | None = None
    """All metadata. None removes it."""

    on_all_tasks_complete: Annotated[OnAllTasksComplete | None, Since("2016-07-01.3.1")] = None
    """The action when all tasks are completed. Default ``noaction``, to which ``terminatejob`` can't be changed back."""


class JobDisableParameter(Model):
    """A request to disable a job: no task starts until it is enabled."""

    disable_tasks: DisableJobOption
    """The action on the tasks that are running."""


class JobTerminateParameter(Model):
    """A request to terminate a job. Its running tasks are stopped, then its job release tasks run."""

    terminate_reason: str | None = None
    """The reason, for the job's ``execution_info``. Default ``UserTerminate``."""
