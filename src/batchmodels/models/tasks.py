"""The bodies of requests that add or change tasks, and their results."""

from datetime import datetime
from typing import Annotated, ClassVar

from ..engine.checks import MaxItems, MaxSize, Pattern
from ..engine.constraints import Constraint
from .base import Model
from .job_task_settings import OrdinaryTaskSettings
from .limits import ID, fixes
from .service_errors import BatchError
from .task_enums import TaskAddStatus
from .task_settings import TaskConstraints

__all__ = [
    "TaskAddCollectionParameter",
    "TaskAddCollectionResult",
    "TaskAddParameter",
    "TaskAddResult",
    "TaskUpdateParameter",
]


class TaskAddParameter(OrdinaryTaskSettings):
    """A task to be added to a job: the body of "add task".

    To add many, send up to 100 of them in a ``TaskAddCollectionParameter``.

    Rerunning. Batch runs a task again when its node has to be repaired or disappears; such runs don't count as retries and
    happen with ``max_task_retry_count`` 0 too. So the command must be safe to rerun (idempotent).
    """

    id: Annotated[str, Pattern(ID)]
    """The task's id: 1 to 64 letters, digits, hyphens and underscores. Unique in the job, whatever the letters' case."""

    command_line: str
    """The command to run. No shell is involved unless it is named: ``/bin/bash -c 'ffmpeg -i "$IN" out.mp4'``.

    Of a multi-instance task it is the primary task's command. Paths are relative to the task's working directory.
    """

    rules: ClassVar[tuple[Constraint, ...]] = (fixes("multi_instance_settings", "required_slots", 1),)


class TaskUpdateParameter(Model):
    """A change to a task. Only its constraints can be changed, and only until it is completed."""

    constraints: TaskConstraints | None = None
    """The limits from now on. None gives it the default limits.

    Of a multi-instance task, a new retention time is for the primary task only.
    """


class TaskAddCollectionParameter(Model, since="2016-02-01.3.0"):
    """Up to 100 tasks to be added to a job with one request.

    The service answers with a ``TaskAddCollectionResult``: some tasks may be added and others refused. If a request times out,
    send it again: tasks that are there already are reported with the error code ``TaskExists``.
    """

    value: Annotated[list[TaskAddParameter], MaxItems(100), MaxSize(1_048_576)]
    """The tasks: at most 100, and less than 1 MB as they are sent. Of larger tasks send fewer at a time."""


class TaskAddResult(Model, since="2016-02-01.3.0"):
    """The result for one task of a collection. The service fills it in; it isn't sent."""

    status: TaskAddStatus
    """Whether it was added."""

    task_id: str
    """The id of the task."""

    e_tag: str | None = None
    """The version of the task, an opaque text. With If-Match, an update fails if someone else has changed the task."""

    last_modified: datetime | None = None
    """The time of the task's last change."""

    location: str | None = None
    """The address of the task in the service."""

    error: BatchError | None = None
    """The reason that it was refused; None if it was added."""


class TaskAddCollectionResult(Model, since="2016-02-01.3.0"):
    """The results for all tasks of a collection. The service fills it in; it isn't sent."""

    value: list[TaskAddResult] | None = None
    """The results, one for each task. The HTTP status is 200 even if some of the tasks were refused: look at each."""
