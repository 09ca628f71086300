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
    """The reason that a job couldn't be started. Usually its auto pool couldn't be created."""

    category: ErrorCategory
    """Whether the definition or the service is at fault."""

    code: str | None = None
    """The kind of error, for programs; it doesn't change."""

    message: str | None = None
    """The description of the error, for people."""

    details: list[NameValuePair] | None = None
    """Further details, by name and value."""


class JobExecutionInformation(Model):
    """Times and pool of a job, and the reason that it ended."""

    start_time: datetime
    """The time of its creation."""

    end_time: datetime | None = None
    """The time of its completion. None before."""

    pool_id: str | None = None
    """The id of its pool, also if that is an auto pool."""

    scheduling_error: JobSchedulingError | None = None
    """The reason that it couldn't be started; None if it was."""

    terminate_reason: str | None = None
    """The reason that it ended. None before it is completed.

    Batch's own reasons are ``JMComplete`` (its job manager task ended), ``MaxWallClockTimeExpiry``, ``TerminateJobSchedule``,
    ``AllTasksComplete``, ``TaskFailed`` and ``UserTerminate``; anything else comes from the request that terminated it.
    """


class JobStatistics(JobWorkStatistics):
    """The resources that all tasks of a job have used. The service fills it in; it isn't sent.

    It comes only with a job that was fetched with ``stats`` expanded. The figures are about 30 minutes old.
    """


class CloudJob(JobSettings):
    """A job as the service returns it. To add one, use ``JobAddParameter``.

    In API versions since 2024-07-01.20.0 it is also the body that replaces a job.
    """

    id: str | None = None
    """The job's id. Letters keep their case, but case makes no difference."""

    url: str | None = None
    """The address of the job in the service."""

    e_tag: str | None = None
    """The version of the job, an opaque text. With If-Match, an update fails if somebody else has changed the job."""

    last_modified: datetime | None = None
    """The time of the last change of the job's own settings. Changes of its tasks don't count."""

    creation_time: datetime | None = None
    """The time of the job's creation."""

    state: JobState | None = None
    """Whether it is active, disabled, completed, or on the way there."""

    state_transition_time: datetime | None = None
    """The time of the last change of ``state``."""

    previous_state: JobState | None = None
    """The state before this one. None while the job is in its first state."""

    previous_state_transition_time: datetime | None = None
    """The time of the change to ``previous_state``."""

    pool_info: PoolInformation | None = None
    """The pool that its tasks run on."""

    execution_info: JobExecutionInformation | None = None
    """The times of its execution, and the reason that it ended."""

    stats: JobStatistics | None = None
    """The resources that its tasks have used. None unless the request expanded ``stats``."""
