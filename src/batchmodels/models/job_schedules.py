"""The bodies of requests that add or change a job schedule."""

from datetime import datetime, timedelta
from typing import Annotated, ClassVar

from ..engine.checks import MaxLength, Minimum, Pattern
from ..engine.constraints import Constraint
from .auto_pools import PoolInformation
from .base import Model
from .job_settings import JOB_TASKS, JobSettings
from .limits import ID
from .metadata import MetadataItem

__all__ = [
    "JobScheduleAddParameter",
    "JobSchedulePatchParameter",
    "JobScheduleUpdateParameter",
    "JobSpecification",
    "Schedule",
]


class Schedule(Model):
    """The times at which the jobs of a job schedule are created. Times are in UTC; daylight saving time makes no difference.

    A job schedule has one active job at a time. If the next one is due while a job is still active, it waits for up to
    ``start_window``; so the jobs must end by themselves, with a job manager task or ``on_all_tasks_complete``.
    """

    do_not_run_until: datetime | None = None
    """The earliest time for a job. Default: at once."""

    do_not_run_after: datetime | None = None
    """The time after which no job is created. The schedule is completed then, as soon as it has no active job.

    Default: a schedule that recurs stays active until it is terminated.
    """

    start_window: Annotated[timedelta | None, Minimum(timedelta(minutes=1))] = None
    """The time within which a job must be created: 1 minute at least. Later it is skipped. Default: no limit.

    A value above ``recurrence_interval`` has the effect of no limit.
    """

    recurrence_interval: Annotated[timedelta | None, Minimum(timedelta(minutes=1))] = None
    """The time from the start of one job to the next: 1 minute at least. Default: there is one job only."""


class JobSpecification(JobSettings):
    """The jobs that a job schedule creates. Batch gives them their ids: the schedule's id, a colon, ``job-`` and a number."""

    pool_info: PoolInformation
    """The pool that their tasks run on."""

    rules: ClassVar[tuple[Constraint, ...]] = JOB_TASKS


class JobScheduleAddParameter(Model):
    """A job schedule to be added to the account: jobs that Batch creates at certain times."""

    id: Annotated[str, Pattern(ID)]
    """The id: 1 to 64 letters, digits, hyphens and underscores. Unique in the account, whatever the letters' case."""

    display_name: Annotated[str | None, MaxLength(1024)] = None
    """A name for people, up to 1,024 characters of any kind. It need not be unique."""

    schedule: Schedule
    """The times at which jobs are created. An empty ``Schedule`` creates one job, at once."""

    job_specification: JobSpecification
    """The jobs."""

    metadata: list[MetadataItem] | None = None
    """Names and values for your own programs; Batch ignores them."""


class JobSchedulePatchParameter(Model):
    """A change to a job schedule: the body of PATCH. None leaves a setting unchanged."""

    schedule: Schedule | None = None
    """The new times. They replace the old ones."""

    job_specification: JobSpecification | None = None
    """The new jobs. The active job continues as it was."""

    metadata: list[MetadataItem] | None = None
    """The new metadata. It replaces the old one."""


class JobScheduleUpdateParameter(Model):
    """A change to a job schedule that replaces all of its properties.

    To change one thing and leave the others alone use ``JobSchedulePatchParameter``. azure-batch 15 sends a whole one.
    """

    schedule: Schedule
    """The times at which jobs are created. An empty ``Schedule`` creates one job, at once."""

    job_specification: JobSpecification
    """The jobs. The active job continues as it was."""

    metadata: list[MetadataItem] | None = None
    """All metadata. None removes it."""
