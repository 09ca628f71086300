"""The environment settings that a command line has, read without trust."""

from __future__ import annotations

from typing import Any

from ...models.job_settings import JobSettings
from ...models.start_task import StartTask
from ..context import Context, shared
from .pool_values import items_of, text_of


@shared
def environment_of(context: Context[Any]) -> dict[str, str]:
    """Return the values of the environment settings of a task and of its job by name."""
    job = None if isinstance(context.task, StartTask) else context.within(JobSettings)
    settings = [*items_of(job, "common_environment_settings"), *items_of(context.task, "environment_settings")]
    return {name: text_of(each, "value") for each in settings if (name := text_of(each, "name"))}


def is_set(context: Context[Any], *names: str) -> bool:
    """Return whether a setting has one of the names, in upper case; Windows doesn't distinguish letter case."""
    return any(name.upper() in names for name in environment_of(context))
