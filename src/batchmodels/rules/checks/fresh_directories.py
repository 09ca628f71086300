"""BM414: directories that don't exist when a command writes into them."""

from __future__ import annotations

from collections.abc import Iterator

from ...models.start_task import StartTask
from ..analysis.command_line import analysis_of, without_prefixes
from ..analysis.display import shown_command, shown_word
from ..analysis.distributions import distribution_of
from ..analysis.flow import Status, runs_of
from ..analysis.fresh_directories import is_surely_missing, is_tested_mount, written_directory
from ..analysis.inner_scripts import meant_parts_of
from ..context import Context
from ..failure_kinds import COMMAND_LINE_FAILURES
from ..finding import Finding, Severity
from ..rule import rule

_MOST = 200  # commands of a script that are looked at; each is compared with all before it


@rule(
    "BM414",
    Severity.error,
    "directory that doesn't exist",
    StartTask,
    reads=("virtualMachineConfiguration", "resourceFiles"),
    explains=COMMAND_LINE_FAILURES,
)
def missing_directory(context: Context[StartTask]) -> Iterator[Finding]:
    """Find ``curl -o /opt/tools/x`` and ``mount ... /mnt/data`` without ``mkdir -p``."""
    known = distribution_of(context)
    if known is None or not known.is_plain or analysis_of(context).in_container:
        return
    for part in meant_parts_of(context):
        before = (*part.before, *(command for command in part.analysis.commands[:_MOST]))
        offset = len(part.before)
        for index, command in runs_of(part.analysis):
            step = part.flow.steps[index]
            if index >= _MOST or step.repeats or step.status in {Status.handled, Status.asked, Status.unreachable}:
                continue
            if step.guarded and not is_tested_mount(step):
                continue
            earlier = tuple(without_prefixes(each) for each in before[: offset + index])
            found = next((each for each in written_directory(command) if is_surely_missing(each, earlier)), None)
            if found is not None:
                yield context.finding(
                    f"{shown_word(found.directory)} doesn't exist on a new node, so {shown_command(command)} fails.",
                    f"Run mkdir -p {shown_word(found.directory)} first.",
                    "commandLine",
                    span=part.analysis.span(found.word),
                    severity=None if step.status.fails and part.counts and not step.guarded else Severity.warning,
                )
                return
