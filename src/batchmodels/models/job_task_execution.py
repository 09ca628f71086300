"""The execution of job preparation and job release tasks on a node."""

from datetime import datetime
from typing import Annotated

from ..engine.attributes import Since
from .base import Model
from .enums import TaskExecutionResult
from .execution import TaskContainerExecutionInformation, TaskFailureInformation
from .job_enums import JobPreparationTaskState, JobReleaseTaskState

__all__ = [
    "JobPreparationAndReleaseTaskExecutionInformation",
    "JobPreparationTaskExecutionInformation",
    "JobReleaseTaskExecutionInformation",
]


class JobPreparationTaskExecutionInformation(Model):
    """The execution of a job preparation task on one node."""

    start_time: datetime
    """The start time, of the last run if it ran again."""

    end_time: datetime | None = None
    """The end time; None before ``completed``."""

    state: JobPreparationTaskState
    """Whether it is running or has ended."""

    task_root_directory: str | None = None
    """Its directory on the node, relative to Batch's root directory there."""

    task_root_directory_url: str | None = None
    """The address of that directory in the service."""

    exit_code: int | None = None
    """The exit code of its command; None before ``completed``."""

    container_info: Annotated[TaskContainerExecutionInformation | None, Since("2017-09-01.6.0")] = None
    """The container that it runs in, if any."""

    failure_info: Annotated[TaskFailureInformation | None, Since("2017-05-01.5.0")] = None
    """The failure; None if there wasn't one."""

    retry_count: int
    """The number of retries because of its exit code; failures to prepare it aren't retried."""

    last_retry_time: datetime | None = None
    """The time of the last retry; None if there wasn't one."""

    result: Annotated[TaskExecutionResult | None, Since("2017-05-01.5.0")] = None
    """The result; with ``failure`` there is ``failure_info``."""


class JobReleaseTaskExecutionInformation(Model):
    """The execution of a job release task on one node."""

    start_time: datetime
    """The start time."""

    end_time: datetime | None = None
    """The end time; None before ``completed``."""

    state: JobReleaseTaskState
    """Whether it is running or has ended."""

    task_root_directory: str | None = None
    """Its directory on the node, relative to Batch's root directory there."""

    task_root_directory_url: str | None = None
    """The address of that directory in the service."""

    exit_code: int | None = None
    """The exit code of its command; None before ``completed``."""

    container_info: Annotated[TaskContainerExecutionInformation | None, Since("2017-09-01.6.0")] = None
    """The container that it runs in, if any."""

    failure_info: Annotated[TaskFailureInformation | None, Since("2017-05-01.5.0")] = None
    """The failure; None if there wasn't one."""

    result: Annotated[TaskExecutionResult | None, Since("2017-05-01.5.0")] = None
    """The result; with ``failure`` there is ``failure_info``."""


class JobPreparationAndReleaseTaskExecutionInformation(Model):
    """The job preparation and the job release task of a job on one node. The service fills it in; it isn't sent."""

    pool_id: str | None = None
    """The id of the pool."""

    node_id: str | None = None
    """The id of the node."""

    node_url: str | None = None
    """The address of the node in the service."""

    job_preparation_task_execution_info: JobPreparationTaskExecutionInformation | None = None
    """The job preparation task on this node."""

    job_release_task_execution_info: JobReleaseTaskExecutionInformation | None = None
    """The job release task on this node. None if it has not run there."""
