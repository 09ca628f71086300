"""The exit codes that the exit conditions of a task accept as a success."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...models.exit_conditions import ExitConditions, ExitOptions


def accepts(task: Any, code: int) -> bool:
    """Return whether the exit conditions of a task accept a code: dependent tasks run all the same, or the job continues."""
    conditions = getattr(task, "exit_conditions", None)
    if not isinstance(conditions, ExitConditions):
        return False
    options = next(_options_of(conditions, code), conditions.default)
    return isinstance(options, ExitOptions) and (options.dependency_action == "satisfy" or options.job_action == "none")


def _options_of(conditions: ExitConditions, code: int) -> Iterator[ExitOptions]:
    """Yield the actions for an exit code, those for the code alone before those for a range."""
    codes, ranges = conditions.exit_codes, conditions.exit_code_ranges
    for each in codes if isinstance(codes, list) else ():
        if each.code == code:
            yield each.exit_options
    for span in ranges if isinstance(ranges, list) else ():
        if isinstance(span.start, int) and isinstance(span.end, int) and span.start <= code <= span.end:
            yield span.exit_options
