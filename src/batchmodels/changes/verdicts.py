"""Verdict: what a change takes."""

from __future__ import annotations

from enum import Enum
from typing import Literal

Plane = Literal["data", "arm"]
"""The API that makes a change: the Batch service's own, or Azure Resource Manager's."""

Kind = Literal["pool", "job", "job schedule", "task"]
"""The kind of resource that is compared."""


class Verdict(str, Enum):
    """What a change takes. The values are those of ``batchmodels diff --fail-on``; they are in the order of their weight."""

    none = "none"
    """Nothing: the service makes no difference between the two."""

    at_once = "at-once"
    """One request; it takes effect at once."""

    cannot_tell = "cannot-tell"
    """It isn't known, for example because an answer has no passwords, or because the sources contradict each other."""

    reboot = "reboot-nodes"
    """One request; existing nodes keep the old value until they are rebooted."""

    disable = "disable-job"
    """The job must be disabled first."""

    empty = "empty-pool"
    """The pool must have no nodes."""

    new_task = "new-task"
    """The task must be deleted and added again."""

    new_schedule = "new-job-schedule"
    """The job schedule must be deleted and added again."""

    new_job = "new-job"
    """The job must be deleted and added again."""

    new_pool = "new-pool"
    """The pool must be deleted and created again."""

    dangerous = "dangerous"
    """The request removes or resets what it leaves out."""

    @property
    def label(self) -> str:
        """The verdict in words."""
        return _LABELS[self]

    @property
    def weight(self) -> int:
        """Its place in the order: of several verdicts, the one with the highest weight is that of the whole."""
        return list(Verdict).index(self)


_LABELS = {
    Verdict.none: "no difference",
    Verdict.at_once: "at once",
    Verdict.cannot_tell: "cannot tell",
    Verdict.reboot: "reboot nodes",
    Verdict.disable: "disable the job first",
    Verdict.empty: "empty the pool first",
    Verdict.new_task: "new task",
    Verdict.new_schedule: "new job schedule",
    Verdict.new_job: "new job",
    Verdict.new_pool: "new pool",
    Verdict.dangerous: "dangerous",
}

NEW: dict[Kind, Verdict] = {
    "pool": Verdict.new_pool,
    "job": Verdict.new_job,
    "job schedule": Verdict.new_schedule,
    "task": Verdict.new_task,
}
"""The verdict for what no request can change."""
