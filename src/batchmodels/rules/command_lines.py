"""What runs a command line: start tasks, the tasks of jobs, and the coordination commands of multi-instance tasks.

Rules about command lines look at all of `COMMAND_LINES`, and ask the functions here for what differs. Their messages contain
`TASK`, and their steps begin with ``commandLine``: `Context.finding` replaces both with the name and the key of the model.
"""

from __future__ import annotations

from typing import Any, get_args

import msgspec

from ..engine.model import Model
from ..models.cloud_task import CloudTask
from ..models.job_tasks import JobManagerTask, JobPreparationTask, JobReleaseTask
from ..models.start_task import StartTask
from ..models.task_settings import MultiInstanceSettings
from ..models.tasks import TaskAddParameter
from ..paths import Steps

Task = StartTask | JobManagerTask | JobPreparationTask | JobReleaseTask | TaskAddParameter | CloudTask
"""A model with a command line and the settings for it: a user, a container, files, and environment variables."""

CommandLine = Task | MultiInstanceSettings
"""A model with a command line. The settings for a coordination command are those of its task: see `task_of`."""

TASKS: tuple[type[Task], ...] = get_args(Task)
"""The classes of `Task`, for rules that need a task's settings."""

COMMAND_LINES: tuple[type[CommandLine], ...] = (*TASKS, MultiInstanceSettings)
"""The classes of `CommandLine`, for rules that only need the command line."""

TASK = "\ue000"
"""The place of a task's name in the message of a finding: ``start task`` or ``job manager task``."""

_KEY = "commandLine"


class Kind(msgspec.Struct, frozen=True):
    """A kind of what runs a command line.

    Attributes:
        name: Its name in a sentence.
        definition: What contains it: anyone who can read that can read the command line.
        attribute: The attribute with the command line.
        key: The wire key of that attribute.
    """

    name: str
    definition: str
    attribute: str = "command_line"
    key: str = _KEY

    def steps(self, steps: Steps) -> Steps:
        """Return the steps to the command line of a start task as those to this kind's."""
        return (self.key, *steps[1:]) if steps[:1] == (_KEY,) else steps


_START = Kind("start task", "pool")
_TASK = Kind("task", "task")
_KINDS: dict[type[Model], Kind] = {
    StartTask: _START,
    TaskAddParameter: _TASK,
    CloudTask: _TASK,
    JobManagerTask: Kind("job manager task", "job"),
    JobPreparationTask: Kind("job preparation task", "job"),
    JobReleaseTask: Kind("job release task", "job"),
    MultiInstanceSettings: Kind("coordination command", "task", "coordination_command_line", "coordinationCommandLine"),
}


def with_name(text: str, kind: Kind | None) -> str:
    """Return a message with the name of the task in it; without a kind, it is about a start task."""
    return text.replace(TASK, (kind or _START).name)


def kind_of(model: Model) -> Kind | None:
    """Return the kind of a model with a command line; None for any other model."""
    return next((kind for known, kind in _KINDS.items() if isinstance(model, known)), None)


def command_line_of(model: Model) -> str | None:
    """Return the command line of a model; None if it has none, or one that isn't a text."""
    kind = kind_of(model)
    text = getattr(model, kind.attribute, None) if kind else None
    return text if isinstance(text, str) else None


def task_of(model: Model, parents: tuple[Model, ...]) -> Any:
    """Return the task with the settings for a command line; None for a coordination command outside of a task."""
    if not isinstance(model, MultiInstanceSettings):
        return model
    return next((parent for parent in reversed(parents) if isinstance(parent, TASKS)), None)
