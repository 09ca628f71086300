"""BM430: directories that nothing makes."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from ...models.start_task import StartTask
from ...shells.script import Command
from ..analysis.command_line import analysis_of
from ..analysis.display import shown_command, shown_word
from ..analysis.distributions import distribution_of
from ..analysis.linux_runs import Run, runs_on_linux
from ..analysis.made_directories import mentions, needed_directories, unknown_part
from ..analysis.missing_programs import is_tested_mount
from ..analysis.python_packages import runs_other_scripts
from ..analysis.repositories import repositories_in
from ..analysis.steps import Status
from ..analysis.word_sets import names
from ..context import Context
from ..failure_kinds import FailureKind
from ..finding import Finding, Severity
from ..rule import rule

_LOOKING = names("mountpoint findmnt grep")


@rule(
    "BM430",
    Severity.error,
    "directory that nothing makes",
    StartTask,
    reads=("virtualMachineConfiguration", "containerSettings"),
    explains=(FailureKind.command,),
)
def unmade_directory(context: Context[StartTask]) -> Iterator[Finding]:
    """Find a download into, or an archive unpacked in, a directory that a new node doesn't have."""
    known = distribution_of(context)
    analysis = analysis_of(context)
    if known is None or not known.is_plain or repositories_in(analysis.text) != (False, False):
        return
    before: list[Command] = []
    for run in runs_on_linux(context):
        if runs_other_scripts(run.part, run.index):
            continue
        missing = None if _is_doubtful(run) else _missing(run, before)
        if missing is not None:
            shown = shown_word(missing)
            yield context.finding(
                f"{shown} doesn't exist on a new node and nothing makes it, so {shown_command(run.command)} fails.",
                f"Run mkdir -p {shown} first.",
                "commandLine",
                span=run.span,
                severity=run.severity,
            )
            return
        before.append(run.step.command)


def _is_doubtful(run: Run) -> bool:
    step = run.step
    if is_tested_mount(step) and not step.repeats and not step.in_word:
        return False
    return step.guarded or step.asked or step.repeats or step.in_word or step.status is Status.handled


def _missing(run: Run, before: list[Command]) -> str | None:
    """Return the directory that a command needs and that doesn't exist; None if nothing is missing."""
    for directory in needed_directories(run.command):
        unknown = unknown_part(directory)
        earlier = (command for command in itertools.chain(run.part.before, before) if command.name not in _LOOKING)
        if unknown is not None and not any(mentions(command, unknown) for command in earlier):
            return directory.rstrip("/")
    return None
