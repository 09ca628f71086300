"""Numbers of a job's tasks."""

from .base import Model

__all__ = ["TaskCounts", "TaskCountsResult", "TaskSlotCounts"]


class TaskCounts(Model, since="2017-06-01.5.1"):
    """The number of a job's tasks in each state. The service fills it in; it isn't sent."""

    active: int
    """Tasks that wait to run."""

    running: int
    """Tasks that run or are being prepared."""

    completed: int
    """Tasks that have ended."""

    succeeded: int
    """Completed tasks whose result is ``success``."""

    failed: int
    """Completed tasks whose result is ``failure``."""


class TaskSlotCounts(Model, since="2020-09-01.12.0"):
    """The number of slots that a job's tasks take or ask for. The service fills it in; it isn't sent."""

    active: int
    """Slots that waiting tasks ask for."""

    running: int
    """Slots that running tasks take."""

    completed: int
    """Slots of completed tasks."""

    succeeded: int
    """Slots of tasks whose result is ``success``."""

    failed: int
    """Slots of tasks whose result is ``failure``."""


class TaskCountsResult(Model, since="2020-09-01.12.0"):
    """The numbers of a job's tasks and of their slots. The service fills it in; it isn't sent."""

    task_counts: TaskCounts
    """The number of tasks in each state."""

    task_slot_counts: TaskSlotCounts
    """The number of their slots."""
