"""A job and what it has used, as the service answers them."""

from datetime import datetime

from .auto_pools import PoolInformation
from .base import Model
from .enums import ErrorCategory
from .execution import NameValuePair
from .job_enums import JobState
from .job_settings import JobSettings
from .work_statistics import JobWorkStatistics

__all__ = ["CloudJob", "JobExecutionInformation", "JobSchedulingError", "JobStatistics"]


class JobSchedulingError(Model):
    """Why a job could not be started. Mostly its auto pool could not be created."""

    category: ErrorCategory
    """Whether the definition or the service is at fault."""

    code: str | None = None
    """The kind of error, for programs; it doesn't change."""

    message: str | None = None
    """The description of the error, for people."""

    details: list[NameValuePair] | None = None
    """Further details, by name and value."""


class JobExecutionInformation(Model):
    """When a job ran, on which pool, and why it ended."""

    start_time: datetime
    """When it was created."""

    end_time: datetime | None = None
    """When it was completed. None before."""

    pool_id: str | None = None
    """The id of its pool, also if that is an auto pool."""

    scheduling_error: JobSchedulingError | None = None
    """Why it could not be started; None if it was."""

    terminate_reason: str | None = None
    """Why it ended. None before it is completed.

    Batch's own reasons are ``JMComplete`` (its job manager task ended), ``MaxWallClockTimeExpiry``, ``TerminateJobSchedule``,
    ``AllTasksComplete``, ``TaskFailed`` and ``UserTerminate``; anything else comes from the request that terminated it.
    """


class JobStatistics(JobWorkStatistics):
    """The resources that all tasks of a job have used. The service fills it in; it isn't sent.

    It comes only with a job that was fetched with ``stats`` expanded. The figures are about 30 minutes old.
    """


class CloudJob(JobSettings):
    """A job as the service answers it. To add one use ``JobAddParameter``.

    In API versions since 2024-07-01.20.0 it is also the body that replaces a job.
    """

    id: str | None = None
    """The job's id. Letters keep their case, but case makes no difference."""

    url: str | None = None
    """The address of the job in the service."""

    e_tag: str | None = None
    """The version of the job, an opaque text. With If-Match, an update fails if somebody else has changed the job."""

    last_modified: datetime | None = None
    """When the job's own settings were last changed. Changes of its tasks don't count."""

    creation_time: datetime | None = None
    """When the job was created."""

    state: JobState | None = None
    """Whether it is active, disabled, completed, or on the way there."""

    state_transition_time: datetime | None = None
    """When ``state`` last changed."""

    previous_state: JobState | None = None
    """The state before this one. None while the job is in its first state."""

    previous_state_transition_time: datetime | None = None
    """When it entered ``previous_state``."""

    pool_info: PoolInformation | None = None
    """The pool that its tasks run on."""

    execution_info: JobExecutionInformation | None = None
    """When it ran, and why it ended."""

    stats: JobStatistics | None = None
    """The resources that its tasks have used. None unless the request expanded ``stats``."""
