"""How job preparation and job release tasks fare on a node."""

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
    """When and how often a job preparation task ran on one node, and how it ended."""

    start_time: datetime
    """When it began to run, or began again after a restart of the node."""

    end_time: datetime | None = None
    """When it ended; None before ``completed``."""

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
    """The reason for the failure; None if it didn't fail."""

    retry_count: int
    """How often it was repeated because of its exit code; failures to prepare it aren't retried."""

    last_retry_time: datetime | None = None
    """When the last retry started; None if there was none."""

    result: Annotated[TaskExecutionResult | None, Since("2017-05-01.5.0")] = None
    """How it ended; with ``failure`` there is ``failure_info``."""


class JobReleaseTaskExecutionInformation(Model):
    """When a job release task ran on one node, and how it ended."""

    start_time: datetime
    """When it began to run."""

    end_time: datetime | None = None
    """When it ended; None before ``completed``."""

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
    """The reason for the failure; None if it didn't fail."""

    result: Annotated[TaskExecutionResult | None, Since("2017-05-01.5.0")] = None
    """How it ended; with ``failure`` there is ``failure_info``."""


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
