"""BM415: archives that a program can't unpack."""

from __future__ import annotations

from collections.abc import Iterator

from ...shells.script import Shell
from ..analysis.archive_kinds import wrong_for
from ..analysis.display import shown_text
from ..analysis.flow import Status, runs_of
from ..analysis.inner_scripts import meant_parts_of
from ..command_lines import COMMAND_LINES, CommandLine
from ..context import Context
from ..failure_kinds import COMMAND_LINE_FAILURES
from ..finding import Finding, Severity
from ..rule import rule


@rule("BM415", Severity.error, "archive that the program can't unpack", COMMAND_LINES, explains=COMMAND_LINE_FAILURES)
def wrong_archive(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find ``tar xzf`` for a file ``.tar.xz``, and ``unzip`` for a file ``.tgz``."""
    for part in meant_parts_of(context):
        if part.analysis.windows or part.analysis.shell not in {Shell.posix, None}:
            continue
        for index, command in runs_of(part.analysis):
            step = part.flow.steps[index]
            found = wrong_for(command)
            if found is None or step.status is Status.unreachable or step.reads:
                continue
            why, fix = (shown_text(text) for text in found)
            yield context.finding(
                f"{why or 'the archive has another format'}, so {command.name} fails.",
                fix or "Use the program for its format.",
                "commandLine",
                span=part.analysis.span(command),
                severity=None if step.status.fails and part.counts and not step.guarded else Severity.warning,
            )
