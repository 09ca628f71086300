"""The control flow of a script, followed once for all rules."""

from __future__ import annotations

from typing import Any

import msgspec

from ...models.job_settings import JobSettings
from ...models.job_tasks import JobReleaseTask
from ...models.start_task import StartTask
from ..command_lines import CommandLine
from ..context import Context, shared
from .command_line import Analysis, analysis_of
from .flow_walk import Walk
from .pool_values import value_of
from .steps import Status, Step

__all__ = ["Flow", "Status", "Step", "flow_in", "flow_of", "retries_of"]


class Flow(msgspec.Struct, frozen=True):
    """The control flow of a script.

    Attributes:
        steps: Its commands in the order of the text, as in ``Analysis.commands``.
        loops: Whether the script contains a loop.
    """

    steps: tuple[Step, ...]
    loops: bool


@shared
def flow_of(place: Context[CommandLine]) -> Flow:
    """Return the control flow of a command line."""
    return flow_in(analysis_of(place))


def flow_in(analysis: Analysis, around: Step | None = None, *, loops: bool = False) -> Flow:
    """Follow the commands of a script.

    Args:
        analysis: The script.
        around: The command that runs it, if that is part of another script.
        loops: Whether there is a loop in the script around it.
    """
    walk = Walk(analysis, around, {})
    walk.all()
    if walk.calls:  # the calls of functions are known now
        walk = Walk(analysis, around, walk.calls)
        walk.all()
    steps = walk.steps
    return Flow(tuple(steps[id(command)] for command in analysis.commands), loops or walk.loops)


def retries_of(place: Context[CommandLine]) -> int | None:
    """Return the number of retries of what runs a command line; None if unknown."""
    task = place.task
    if isinstance(task, JobReleaseTask):
        return 0
    limits: Any = task if isinstance(task, StartTask) else value_of(task, "constraints")
    count: Any = value_of(limits, "max_task_retry_count")
    if count is None and not isinstance(task, StartTask):
        job = place.within(JobSettings)
        if job is None:
            return None  # the job has the default
        count = value_of(job, "constraints", "max_task_retry_count")
    if count is None:
        return 0
    return count if isinstance(count, int) and not isinstance(count, bool) else None
