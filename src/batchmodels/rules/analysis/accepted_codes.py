"""The exit codes that the exit conditions of a task accept as a success."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...models.exit_conditions import ExitConditions, ExitOptions
from .pool_values import items_of, value_of


def accepts(task: Any, code: int) -> bool:
    """Return whether the exit conditions of a task accept a code: dependent tasks still run, or the job continues."""
    conditions = value_of(task, "exit_conditions")
    if not isinstance(conditions, ExitConditions):
        return False
    options = next(_options_of(conditions, code), conditions.default)
    return isinstance(options, ExitOptions) and (options.dependency_action == "satisfy" or options.job_action == "none")


def _options_of(conditions: ExitConditions, code: int) -> Iterator[Any]:
    """Yield the actions for an exit code, those for the code alone before those for a range."""
    for each in items_of(conditions, "exit_codes"):
        if value_of(each, "code") == code:
            yield value_of(each, "exit_options")
    for each in items_of(conditions, "exit_code_ranges"):
        start, end = value_of(each, "start"), value_of(each, "end")
        if isinstance(start, int) and isinstance(end, int) and start <= code <= end:
            yield value_of(each, "exit_options")
