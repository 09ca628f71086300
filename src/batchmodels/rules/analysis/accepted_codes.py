"""The exit codes that the exit conditions of a task accept as a success."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...models.exit_conditions import ExitConditions, ExitOptions


def accepts(task: Any, code: int) -> bool:
    """Return whether the exit conditions of a task accept a code: dependent tasks still run, or the job continues."""
    conditions = getattr(task, "exit_conditions", None)
    if not isinstance(conditions, ExitConditions):
        return False
    options = next(_options_of(conditions, code), conditions.default)
    return isinstance(options, ExitOptions) and (options.dependency_action == "satisfy" or options.job_action == "none")


def _options_of(conditions: ExitConditions, code: int) -> Iterator[Any]:
    """Yield the actions for an exit code, those for the code alone before those for a range."""
    codes: Any = conditions.exit_codes
    ranges: Any = conditions.exit_code_ranges
    for each in codes if isinstance(codes, list) else ():
        if getattr(each, "code", None) == code:
            yield getattr(each, "exit_options", None)
    for each in ranges if isinstance(ranges, list) else ():
        start, end = getattr(each, "start", None), getattr(each, "end", None)
        if isinstance(start, int) and isinstance(end, int) and start <= code <= end:
            yield getattr(each, "exit_options", None)
