"""What the service tells about a start task that runs, or has run, on a node."""

from datetime import datetime

from ..engine.model import Model
from .enums import ErrorCategory, StartTaskState, TaskExecutionResult


class NameValuePair(Model):
    """A detail of an error."""

    name: str | None = None
    """What the detail is about."""

    value: str | None = None
    """What there is to say about it."""


class TaskFailureInformation(Model):
    """Why a task failed."""

    category: ErrorCategory
    """Whose fault it is."""

    code: str | None = None
    """The kind of failure, meant for programs: ``FailureExitCode``, ``BlobAccessDenied``, ``CommandProgramNotFound`` …"""

    message: str | None = None
    """The same for people."""

    details: list[NameValuePair] | None = None
    """More about it: the URL that could not be read, say."""


class TaskContainerExecutionInformation(Model):
    """What became of a task's container."""

    container_id: str | None = None
    """The container's id on the node."""

    state: str | None = None
    """The container's state in Docker's words: ``running``, ``exited`` …"""

    error: str | None = None
    """What Docker said when the container could not be created or started."""


class StartTaskInformation(Model):
    """How a start task fares on one node.

    Times are aware ``datetime`` objects. The service writes seven digits of a second; the seventh is dropped.
    """

    state: StartTaskState
    """Whether it is running or has come to an end."""

    start_time: datetime
    """When the present or last run began; a retry or a restart of the node sets it anew."""

    end_time: datetime | None = None
    """When the last run ended; None while it is running."""

    exit_code: int | None = None
    """What the program returned. None while it is running, and if it could not be started."""

    container_info: TaskContainerExecutionInformation | None = None
    """The container that it ran in, if it did."""

    failure_info: TaskFailureInformation | None = None
    """Why it failed; None if it did not."""

    retry_count: int
    """How often it was repeated because of its exit code; preparing it again and recovery don't count."""

    last_retry_time: datetime | None = None
    """When the last retry began; None if there was none."""

    result: TaskExecutionResult | None = None
    """How it ended; ``failure`` comes with ``failure_info``."""
