"""BM306 and BM307: start tasks that the node doesn't wait for, and those that never end."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...models.job_tasks import JobPreparationTask
from ...models.start_task import StartTask
from ...shells.script import Command
from ..analysis.display import shown_program
from ..analysis.endless import Endless, endless_in
from ..analysis.endless_programs import Kind, may_be_server
from ..analysis.flow import Status
from ..analysis.inner_scripts import parts_of
from ..analysis.pool import is_administrator
from ..analysis.stuck_loops import stuck_loop_in, waiting_loop_in
from ..command_lines import TASK
from ..context import Context
from ..finding import Finding, Severity
from ..rule import rule

_WAITED_FOR = (StartTask, JobPreparationTask)


@rule("BM307", Severity.error, "start task that never ends", _WAITED_FOR, reads=("waitForSuccess",))
def never_ends(context: Context[StartTask | JobPreparationTask]) -> Iterator[Finding]:
    """Find an endless loop or a server in the foreground while the node waits for the command line."""
    if context.model.wait_for_success is False:
        return
    endless = endless_in(context)
    if endless is None:
        yield from _stuck(context)
        return
    analysis, node = endless.analysis, endless.node
    span = analysis.span(node) if isinstance(node, Command) else analysis.span_in_script(node.start, node.end)
    what = shown_program(node) if isinstance(node, Command) else "the loop"
    then = "the node stays in waitingforstarttask, runs no task and keeps costing money"
    if isinstance(context.model, JobPreparationTask):
        then = "the node runs no task of the job and keeps costing money"
    yield context.finding(
        f"{what} never ends, so the {TASK} never succeeds: {then}.",
        _fix(endless, context),
        "commandLine",
        severity=Severity.error if endless.kind in {Kind.loop, Kind.program} else Severity.warning,
        span=span,
    )


def _stuck(context: Context[StartTask | JobPreparationTask]) -> Iterator[Finding]:
    """Find a loop that waits for something without a limit, because nothing changes its counter."""
    analysis = parts_of(context)[0].analysis
    found = stuck_loop_in(analysis)
    if found is None:
        waiting = None if _has_limit(analysis.text) else waiting_loop_in(analysis)
        if waiting is not None and isinstance(context.model, StartTask):
            loop, what = waiting
            yield context.finding(
                f"the loop waits until {what} succeeds, without a limit: where it never does, the {TASK} never ends, and the "
                "node runs no task and keeps costing money.",
                "Limit it, for example with timeout 600 bash -c '...', so that the node fails and can be replaced.",
                "commandLine",
                severity=Severity.warning,
                span=analysis.span_in_script(loop.start, loop.end),
            )
        return
    loop, name = found
    yield context.finding(
        f"nothing changes {name}, so the loop never reaches its limit, and the {TASK} may never end.",
        f"Change {name} in the loop.",
        "commandLine",
        severity=Severity.warning,
        span=analysis.span_in_script(loop.start, loop.end),
    )


def _has_limit(text: str) -> bool:
    return bool(re.search(r"\b(?:timeout|SECONDS|date|trap|alarm)\b", text))


@rule("BM306", Severity.warning, "tasks scheduled before the start task succeeds", (StartTask, JobPreparationTask))
def tasks_do_not_wait(context: Context[StartTask | JobPreparationTask]) -> Iterator[Finding]:
    """Find ``waitForSuccess`` set to false."""
    if context.model.wait_for_success is not False:
        return
    endless = endless_in(context)
    server = next(_servers(context), None) if endless is None else endless.node
    fix = "Remove waitForSuccess or set it to true."
    if server is not None:
        what = shown_program(server) if isinstance(server, Command) else "the loop"
        fix = (
            f"Keep it if no task depends on the {TASK}. Otherwise make {what} a system service, for example a systemd "
            f"unit, so that the {TASK} ends.{_who(context)}"
        )
    yield context.finding(
        f"tasks are scheduled on the node while the {TASK} is still running, and even after it has failed.",
        fix,
        "waitForSuccess",
        severity=Severity.warning if endless is None else Severity.note,
    )


def _servers(context: Context[StartTask | JobPreparationTask]) -> Iterator[Command]:
    """Yield the commands that look like servers."""
    for part in parts_of(context):
        for step in part.flow.steps:
            if step.fate is not Status.background and not step.in_word and may_be_server(step.command):
                yield step.command


def _who(context: Context[StartTask | JobPreparationTask]) -> str:
    """Return what a task needs that has to make a system service, if it lacks that."""
    return f" Run the {TASK} as an administrator for that." if is_administrator(context) is False else ""


def _fix(endless: Endless, context: Context[StartTask | JobPreparationTask]) -> str:
    if endless.kind is Kind.container:
        return "Add -d to docker run, so that the container runs in the background."
    if endless.kind is Kind.containers:
        return "Add -d after up, so that the containers run in the background."
    if endless.analysis.seems_windows:
        return f"Make it a Windows service that the {TASK} starts, so that the {TASK} ends.{_who(context)}"
    if endless.kind is Kind.program:
        return "Remove it. What has to keep running belongs in a system service, for example a systemd unit."
    if endless.kind is Kind.loop:
        return f"Limit the loop, or make it a system service that the {TASK} starts, for example a systemd unit."
    return (
        f"Make it a system service that the {TASK} starts, for example a systemd unit, so that the {TASK} ends.{_who(context)}"
    )
