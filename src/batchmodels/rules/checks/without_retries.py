"""BM302 and BM305: start tasks that aren't retried, with commands that fail now and then."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import cast

from ...models.job_tasks import JobReleaseTask
from ...models.start_task import StartTask
from ...shells.script import Command
from ..analysis import package_managers
from ..analysis.command_line import analysis_of
from ..analysis.flow import Status, retries_of
from ..analysis.image_programs import lacks_manager
from ..analysis.inner_scripts import Part, meant_parts_of, parts_of
from ..analysis.network import downloads
from ..command_lines import COMMAND_LINES, TASK, CommandLine
from ..context import Context
from ..finding import Finding, Severity
from ..rule import rule

# What waits for the lock, or stops who may hold it.
_LOCK = re.compile(r"(?i)lock::timeout|unattended-upgr|apt-daily|cloud-init|\b(?:fuser|lsof|flock)\b|lock-frontend")
_SIMULATED = re.compile(r"-[a-z]*s[a-z]*|--(?:simulate|just-print|dry-run|recon|no-act|print-uris)")  # locks nothing


@rule(
    "BM302",
    Severity.warning,
    "apt-get that doesn't wait for the dpkg lock",
    StartTask,
    reads=("maxTaskRetryCount", "constraints"),
)
def dpkg_lock(context: Context[StartTask]) -> Iterator[Finding]:
    """``apt-get`` at boot, when unattended upgrades run too, and locks that are deleted."""
    analysis = analysis_of(context)
    if "/lock" in analysis.text and not analysis.in_container and not analysis.windows:
        yield from _deleted_locks(context)
    yield from _held_lock(context)


def _held_lock(context: Context[StartTask]) -> Iterator[Finding]:
    analysis = analysis_of(context)
    if retries_of(context) != 0 or analysis.in_container or analysis.windows or _LOCK.search(analysis.text):
        return
    for part, index, command in _runs_without_loops(context):
        name = _locks(command)
        if name and _is_followed_by_or(part, index):
            return
        if name and part.flow.steps[index].status.fails:
            waits = command.name == "apt"  # for a while; before Debian 11 and Ubuntu 20.04 not at all
            then = f"{name} waits only for a while and then fails" if waits else f"{name} then fails"
            yield context.finding(
                f"unattended upgrades may hold the dpkg lock while a node boots: {then}, and so does the {TASK}, which "
                "isn't retried.",
                "Wait for the lock with apt-get -o DPkg::Lock::Timeout=300, or set maxTaskRetryCount to 3.",
                "commandLine",
                severity=Severity.note if waits else Severity.warning,
                span=part.analysis.span(command),
            )
            return


_DPKG_LOCK = re.compile(r"/var/(?:lib/(?:dpkg|apt/lists)|cache/apt/archives)/(?:lock(?:-frontend)?|lock\*|\*)\Z")
_WAITS = re.compile(r"fuser|lsof|unattended|apt-daily|systemd-run|cloud-init status")


def _deleted_locks(context: Context[StartTask]) -> Iterator[Finding]:
    """Find ``rm /var/lib/dpkg/lock-frontend``."""
    if _WAITS.search(analysis_of(context).text):
        return
    for part in meant_parts_of(context):
        for _, command in part.analysis.runs:
            lock = next(filter(_DPKG_LOCK.match, command.arguments), None) if command.name in {"rm", "unlink"} else None
            if lock is not None and "lock" in lock:
                yield context.finding(
                    f"unattended upgrades may hold {lock} while a node boots: without it, two processes change the packages at "
                    "the same time and can damage the database of dpkg.",
                    "Wait for the lock instead: apt-get -o DPkg::Lock::Timeout=300.",
                    "commandLine",
                    span=part.analysis.span(command),
                )
                return


@rule(
    "BM305",
    Severity.note,
    "download without retries",
    COMMAND_LINES,
    reads=("maxTaskRetryCount", "constraints"),
)
def downloads_without_retries(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find a download in a command line that isn't retried."""
    if retries_of(context) != 0 or isinstance(context.model, JobReleaseTask):
        return
    if isinstance(context.model, StartTask) and any(_held_lock(cast("Context[StartTask]", context))):
        return  # BM302 reports the same, with the same fix
    for part, index, command in _runs_without_loops(context):
        name = downloads(command)
        if name and _is_followed_by_or(part, index):
            return
        step = part.flow.steps[index]
        if name and (step.status.fails or step.status is Status.substituted or step.piped):
            yield context.finding(
                f"{name} downloads from the network and maxTaskRetryCount is 0, so a brief network failure makes the "
                f"{TASK} fail.",
                "Set maxTaskRetryCount, for example to 3.",
                "commandLine",
                span=part.analysis.span(command),
            )
            return


def _runs_without_loops(context: Context[CommandLine]) -> Iterator[tuple[Part, int, Command]]:
    """The commands that are run, of all scripts; none where a loop may be there to try again.

    A package manager that the nodes don't have isn't among them.
    """
    parts = parts_of(context)
    for part in () if any(part.flow.loops for part in parts) else parts:
        for index, command in part.analysis.runs:
            if not lacks_manager(context, command):
                yield part, index, command


def _is_followed_by_or(part: Part, index: int) -> bool:
    """Whether something runs instead of a command that fails."""
    step = part.flow.steps[index]
    joins = itertools.zip_longest(step.statement.pipelines, step.statement.operators)
    return any(operator == "||" and pipeline.elements[-1] is step.command for pipeline, operator in joins)


def _locks(command: Command) -> str:
    if command.name == "dpkg":
        installs = re.compile(r"-(?>[A-Za-z]*?[irPU])[A-Za-z]*|--(?:install|unpack|configure|remove|purge)")
        return "dpkg" if any(installs.fullmatch(text) for text in command.arguments) else ""
    if package_managers.family_of(command) != "apt" or any(map(_SIMULATED.fullmatch, command.arguments)):
        return ""
    return package_managers.action_of(command)
