"""BM408: programs that the nodes' image doesn't have and that nothing installs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ...models.start_task import StartTask
from ...shells.script import Command
from ..analysis.command_line import analysis_of
from ..analysis.distributions import distribution_of
from ..analysis.flow import Status
from ..analysis.inner_scripts import Part, meant_parts_of
from ..analysis.missing_programs import instead_of, is_for_mounts, is_tested_mount, may_bring, program_of_command
from ..analysis.package_managers import is_driver_installer
from ..analysis.pool import machine_of, pool_of
from ..analysis.python_packages import changes_the_path, runs_other_scripts
from ..context import Context
from ..failure_kinds import COMMAND_LINE_FAILURES
from ..finding import Finding, Severity
from ..rule import rule

_OTHER_USER = re.compile(r"\b(?:su|runuser)\b(?! *-? *[\"']?root)|\bsudo\s+-u")
_UNCERTAIN = frozenset({Status.asked, Status.handled, Status.unreachable})


@rule(
    "BM408",
    Severity.error,
    "program that the image doesn't have",
    StartTask,
    reads=("virtualMachineConfiguration", "environmentSettings"),
    explains=COMMAND_LINE_FAILURES,
)
def missing_program(context: Context[StartTask]) -> Iterator[Finding]:
    """Find ``unzip`` and ``docker`` where neither the image has them nor a command installs them."""
    known = distribution_of(context)
    analysis = analysis_of(context)
    if known is None or not known.is_plain or changes_the_path(context):
        return
    if _OTHER_USER.search(analysis.text):
        return  # of a program that is installed already
    seen: set[str] = set()
    for part in meant_parts_of(context):
        for index, command in part.analysis.runs:
            driver = is_driver_installer(command, part.analysis.script or "")
            program = "cc" if driver else program_of_command(command)
            fix = instead_of(program)
            if program == "add-apt-repository" and known.family == "debian":
                fix = "Install it first: apt-get update && apt-get install -y software-properties-common."
            if fix is None or program in seen or _may_be_there(context, program):
                continue
            seen.add(program)
            step = part.flow.steps[index]
            guarded = step.guarded and not driver and not (program.startswith("mount.") and is_tested_mount(step))
            if guarded or step.status in _UNCERTAIN or runs_other_scripts(part, index) or _is_brought(part, index, program):
                continue
            lacks = f"{known.name} has no {program}{', which the installer of the driver needs' if driver else ''}"
            yield context.finding(
                f"{lacks}, so {_effect(program, driver=driver)}.",
                fix,
                "commandLine",
                span=part.analysis.span(command),
                severity=None if step.status.fails and not step.guarded else Severity.warning,
            )


def _effect(program: str, *, driver: bool) -> str:
    """Return what happens without a program."""
    if driver:
        return "it can't build the kernel module and fails"
    return "mount fails" if program.startswith("mount.") else "the command isn't found"


def _may_be_there(context: Context[StartTask], program: str) -> bool:
    """Return whether the pool itself may bring a program."""
    machine: Any = machine_of(context)
    if is_for_mounts(program) and getattr(pool_of(context), "mount_configuration", None):
        return True
    if program == "docker" and getattr(machine, "container_configuration", None) is not None:
        return True  # BM019 reports images without a container runtime
    return bool(getattr(machine, "extensions", None))


def _is_brought(part: Part, index: int, program: str) -> bool:
    """Return whether a command before may bring a program, or a function has its name."""
    if re.search(rf"(?<![\w-]){re.escape(program)}\s*\(\s*\)|\bfunction\s+{re.escape(program)}\b", part.analysis.text):
        return True
    before: tuple[Command, ...] = (*part.before, *part.analysis.commands[:index])
    return any(may_bring(command, program) for command in before)
