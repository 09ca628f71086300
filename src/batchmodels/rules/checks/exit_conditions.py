"""BM063 to BM065: exit conditions of tasks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from ...models.exit_conditions import ExitCodeRangeMapping, ExitConditions
from ...models.tasks import TaskAddParameter
from ...paths import Steps
from ..analysis.command_line import analysis_of
from ..analysis.pool_values import items_of, value_of
from ..command_lines import TASKS, CommandLine
from ..context import Context
from ..finding import Finding, Replace, Severity
from ..rule import rule

_MOST_ON_LINUX = 255
_MOST_ON_WINDOWS = 2**31 - 1


class _Entry(msgspec.Struct, frozen=True):
    """One exit code, or a range of them, with its actions.

    Attributes:
        start: The first exit code.
        end: The last one.
        actions: The actions on the job and on dependent tasks, as the document has them.
        steps: The steps to it from the exit conditions.
        key: The wire key of its first exit code.
    """

    start: int
    end: int
    actions: tuple[str | None, str | None]
    steps: Steps
    key: str

    @property
    def text(self) -> str:
        """The exit codes, for a message."""
        return str(self.start) if self.start == self.end else f"{self.start} to {self.end}"


def _entries(conditions: ExitConditions) -> Iterator[_Entry]:
    for attribute, wire_key, first, last in (
        ("exit_codes", "exitCodes", "code", "code"),
        ("exit_code_ranges", "exitCodeRanges", "start", "end"),
    ):
        for index, each in enumerate(items_of(conditions, attribute)):
            start: Any = value_of(each, first)
            end: Any = value_of(each, last)
            if _is_number(start) and _is_number(end) and start <= end:
                yield _Entry(start, end, _actions(value_of(each, "exit_options")), (wire_key, index), first)


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _actions(options: Any) -> tuple[str | None, str | None]:
    found = [value_of(options, name) for name in ("job_action", "dependency_action")]
    job, dependency = (each.lower() if isinstance(each, str) else None for each in found)
    return job, dependency


@rule("BM063", Severity.warning, "exit code with contradictory actions", ExitConditions)
def contradictory_actions(context: Context[ExitConditions]) -> Iterator[Finding]:
    """Find an exit code that is listed twice, with different actions."""
    furthest: _Entry | None = None
    for entry in sorted(_entries(context.model), key=lambda each: (each.start, each.end)):
        if furthest is not None and entry.start <= furthest.end and entry.actions != furthest.actions:
            overlap = f"the entries for {furthest.text} and {entry.text} overlap and have different actions"
            if (entry.start, entry.end) == (furthest.start, furthest.end):
                overlap = f"two entries for {entry.text} have different actions"
            yield context.finding(
                f"{overlap}, and Batch doesn't document which of them applies.",
                "List each exit code once.",
                *entry.steps,
            )
        if furthest is None or entry.end > furthest.end:
            furthest = entry


@rule("BM064", Severity.warning, "exit condition that can't occur", ExitConditions, reads=("outputFiles",))
def impossible_exit_code(context: Context[ExitConditions]) -> Iterator[Finding]:
    """Find an exit code that the operating system doesn't have, and an upload that can't fail."""
    windows = _runs_windows(context)
    task = context.parents[-1] if context.parents else None
    upload = context.model.file_upload_error
    others = (context.model.default, context.model.pre_processing_error)
    is_general = any(other is not None and _actions(other) == _actions(upload) for other in others)  # for any kind of task
    if upload is not None and not is_general and isinstance(task, TaskAddParameter) and not task.output_files:
        yield context.finding(
            "the task has no output files, so no upload can fail.",
            "Remove fileUploadError, or add outputFiles.",
            "fileUploadError",
            severity=Severity.note,
        )
    # Ranges below and above 0 with the same actions mean every failure, on both systems.
    every_failure = [each.actions for each in _entries(context.model) if each.start == 1 and each.end >= _MOST_ON_LINUX]
    for entry in _entries(context.model):
        if entry.start > _MOST_ON_WINDOWS:
            yield context.finding(
                f"Batch reports exit codes as signed 32-bit numbers, so {entry.start} never occurs.",
                f"Use {entry.start - 2**32}." if entry.start < 2**32 else "Use the code that Batch reports.",
                *entry.steps,
                entry.key,
            )
        elif windows is False and (entry.start > _MOST_ON_LINUX or (entry.end < 0 and entry.actions not in every_failure)):
            verb = "occurs" if entry.start == entry.end else "occur"
            yield context.finding(
                f"exit codes are 0 to 255 on Linux, so {entry.text} never {verb}.",
                _instead(entry),
                *entry.steps,
                entry.key,
            )


def _instead(entry: _Entry) -> str:
    """Return what to use instead of exit codes that Linux doesn't have."""
    if entry.start != entry.end:
        return "Use exit codes from 1 to 255."
    code = entry.start % (_MOST_ON_LINUX + 1)
    if code == 0:
        return (
            f"Linux makes 0 of {entry.start}, which is success: let the program exit with a code from 1 to 255, and use that."
        )
    return f"Use {code}, which Linux makes of it."


def _runs_windows(context: Context[ExitConditions]) -> bool | None:
    """Return whether the task with the exit conditions runs on Windows; None if unknown."""
    task = next((parent for parent in reversed(context.parents) if isinstance(parent, TASKS)), None)
    if task is None:
        return None
    place: Context[CommandLine] = Context(task, (), context.parents[: context.parents.index(task)], context.now)
    return analysis_of(place).windows


_CONSEQUENCES = {
    "terminate": "Batch terminates the job",
    "disable": "Batch disables the job",
    "block": "the tasks that depend on it don't run",
}


@rule("BM065", Severity.warning, "range of exit codes that includes success", ExitCodeRangeMapping)
def success_in_a_range(context: Context[ExitCodeRangeMapping]) -> Iterator[Finding]:
    """Find a range that treats exit code 0 as a failure."""
    model: Any = context.model
    if not (_is_number(model.start) and _is_number(model.end)) or not model.start <= 0 < model.end:
        return
    found = [_CONSEQUENCES[action] for action in _actions(model.exit_options) if action in _CONSEQUENCES]
    if found:
        yield context.finding(
            f"the range {model.start} to {model.end} includes 0, so after the task's success {' and '.join(found)}.",
            "Begin the range with 1." if model.start == 0 else "Use two ranges, one up to -1 and one from 1 on.",
            "start",
            edit=Replace(("start",), 1) if model.start == 0 else None,
        )
