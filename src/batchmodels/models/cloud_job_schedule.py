"""A job schedule and what its jobs have used, as the service answers them."""

from datetime import datetime

from .base import Model
from .job_enums import JobScheduleState
from .job_schedules import JobSpecification, Schedule
from .metadata import MetadataItem
from .work_statistics import JobWorkStatistics

__all__ = ["CloudJobSchedule", "JobScheduleExecutionInformation", "JobScheduleStatistics", "RecentJob"]


class RecentJob(Model):
    """The latest job of a job schedule."""

    id: str | None = None
    """The id of the job."""

    url: str | None = None
    """The address of the job in the service."""


class JobScheduleExecutionInformation(Model):
    """The jobs that a schedule has created, and the next one."""

    next_run_time: datetime | None = None
    """The time of the next job. It is created only if the schedule is active then."""

    recent_job: RecentJob | None = None
    """The latest job. None if there was no job yet."""

    end_time: datetime | None = None
    """The time of the schedule's completion. None before."""


class JobScheduleStatistics(JobWorkStatistics):
    """The resources that all jobs of a schedule have used. The service fills it in; it isn't sent.

    It comes only with a schedule that was fetched with ``stats`` expanded. The figures are about 30 minutes old.
    """


class CloudJobSchedule(Model):
    """A job schedule as the service returns it. To add one, use ``JobScheduleAddParameter``.

    In API versions since 2024-07-01.20.0 it is also the body that replaces a job schedule.
    """

    id: str | None = None
    """The schedule's id. Letters keep their case, but case makes no difference."""

    display_name: str | None = None
    """A name for people."""

    url: str | None = None
    """The address of the schedule in the service."""

    e_tag: str | None = None
    """The version of the schedule, an opaque text. With If-Match, an update fails if somebody else has changed the schedule."""

    last_modified: datetime | None = None
    """The time of the last change of the schedule's own settings. Changes of its jobs don't count."""

    creation_time: datetime | None = None
    """The time of the schedule's creation."""

    state: JobScheduleState | None = None
    """Whether it is active, disabled, completed, or on the way there."""

    state_transition_time: datetime | None = None
    """The time of the last change of ``state``."""

    previous_state: JobScheduleState | None = None
    """The state before this one. None while the schedule is in its first state."""

    previous_state_transition_time: datetime | None = None
    """The time of the change to ``previous_state``."""

    schedule: Schedule | None = None
    """The times at which jobs are created."""

    job_specification: JobSpecification | None = None
    """The jobs."""

    execution_info: JobScheduleExecutionInformation | None = None
    """The latest job and the next one."""

    metadata: list[MetadataItem] | None = None
    """Names and values for your own programs; Batch ignores them."""

    stats: JobScheduleStatistics | None = None
    """The resources that its jobs have used. None unless the request expanded ``stats``."""
