"""The resources that tasks have used, as the statistics of a task, a job and a job schedule report them."""

from datetime import datetime, timedelta
from typing import Annotated

from ..engine.attributes import Key, Quoted
from .base import Model


class WorkStatistics(Model):
    """The resources that tasks have used. The service fills it in; it isn't sent."""

    url: str
    """The URL of these statistics."""

    start_time: datetime
    """The beginning of the time that they cover."""

    last_update_time: datetime
    """The end of the time that they cover."""

    user_cpu_time: Annotated[timedelta, Key("userCPUTime")]
    """The processor time of the programs themselves, over all cores and nodes."""

    kernel_cpu_time: Annotated[timedelta, Key("kernelCPUTime")]
    """The processor time that the operating system spent for them, over all cores and nodes."""

    wall_clock_time: timedelta
    """The time from start to end, including retries, over all tasks. For a task that is still running: until now."""

    read_iops: Annotated[int, Key("readIOps"), Quoted()]
    """The number of disk reads: a total, not a rate per second."""

    write_iops: Annotated[int, Key("writeIOps"), Quoted()]
    """The number of disk writes: a total, not a rate per second."""

    read_io_gi_b: Annotated[float, Key("readIOGiB"), Quoted()]
    """The amount read from disk, in GiB."""

    write_io_gi_b: Annotated[float, Key("writeIOGiB"), Quoted()]
    """The amount written to disk, in GiB."""

    wait_time: timedelta
    """The time between creation and start of a task. Of jobs it is not counted."""


class JobWorkStatistics(WorkStatistics):
    """The resources that all tasks of a job, or of the jobs of a schedule, have used."""

    num_succeeded_tasks: Annotated[int, Quoted()]
    """The number of tasks that ended with exit code 0."""

    num_failed_tasks: Annotated[int, Quoted()]
    """The number of tasks that failed after their last retry."""

    num_task_retries: Annotated[int, Quoted()]
    """The number of retries of all tasks."""
