"""BM407 and BM505: package managers that the nodes' image lacks, and shells that a container's image lacks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..analysis.command_line import analysis_of
from ..analysis.flow import Status
from ..analysis.image_programs import brings, image_without_shells, missing_managers, missing_shell
from ..analysis.inner_scripts import Part, meant_parts_of
from ..analysis.pool_values import text_of
from ..analysis.python_packages import runs_other_scripts
from ..command_lines import COMMAND_LINES, TASKS, CommandLine, Task
from ..context import Context
from ..failure_kinds import COMMAND_LINE_FAILURES, FailureKind
from ..finding import Finding, Severity
from ..rule import rule

_ENV = frozenset({"env", "/usr/bin/env", "-S"})
_EXAMINED = frozenset({Status.asked, Status.handled, Status.unreachable})


@rule(
    "BM407",
    Severity.error,
    "package manager that the image doesn't have",
    COMMAND_LINES,
    reads=("virtualMachineConfiguration", "containerSettings"),
    explains=COMMAND_LINE_FAILURES,
)
def missing_manager(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find ``yum`` on Ubuntu, and ``apt-get`` on AlmaLinux."""
    known = missing_managers(context)
    if known is None or analysis_of(context).in_container:
        return
    system, lacking, instead = known
    for part in meant_parts_of(context):
        for index, command in part.analysis.runs:
            name = command.name
            if name not in lacking:
                continue
            if runs_other_scripts(part, index) or _is_examined(part, index) or _is_brought(part, index, name):
                return
            yield context.finding(
                f"{system} has no {name}, so the command isn't found.",
                f"Use {instead}, which {system} has{_other_names(part, lacking, instead)}.",
                "commandLine",
                span=part.analysis.span(command),
                severity=None if part.flow.steps[index].status.fails else Severity.warning,
            )
            return


def _other_names(part: Part, lacking: frozenset[str], instead: str) -> str:
    """Return a reminder that the packages with header files have other names in the other family of distributions."""
    own, other = ("-dev", "-devel") if instead in {"dnf", "yum", "tdnf", "zypper"} else ("-devel", "-dev")
    texts = [text for _, command in part.analysis.runs if command.name in lacking for text in command.arguments]
    if not any(text.endswith(own) for text in texts):
        return ""
    return f"; packages have other names there, for example with {other} in place of {own}"


@rule(
    "BM505",
    Severity.error,
    "shell that the container image doesn't have",
    TASKS,
    reads=("containerSettings",),
    explains=(FailureKind.lookup, FailureKind.command, FailureKind.container),
)
def missing_container_shell(context: Context[Task]) -> Iterator[Finding]:
    """Find ``/bin/bash`` in a container of ``alpine`` or ``busybox``."""
    image = image_without_shells(text_of(context.model, "container_settings", "image_name"))
    if image is None:
        return
    analysis = analysis_of(context)
    started = next((word for word in analysis.words if word.text not in _ENV), None)
    shell = missing_shell(started) if started else None
    if shell is not None:
        yield _no_shell(context, image, shell, fails=True)
        return
    for part in meant_parts_of(context):
        for index, command in part.analysis.runs:
            shell = missing_shell(command.words[0]) if command.words else None
            if shell is None:
                continue
            if runs_other_scripts(part, index) or _is_examined(part, index) or _is_brought(part, index, shell):
                return
            yield _no_shell(context, image, shell, fails=part.flow.steps[index].status.fails)
            return


def _no_shell(context: Context[Task], image: str, shell: str, *, fails: bool) -> Finding:
    """Return the finding about a shell."""
    return context.finding(
        f"the container image {image} has no {shell}, only sh, so the command isn't found.",
        f"Use /bin/sh, or an image with {shell}.",
        "commandLine",
        severity=None if fails else Severity.warning,
    )


def _is_examined(part: Part, index: int) -> bool:
    """Return whether a script looks first whether the program is there, or examines its failure."""
    step = part.flow.steps[index]
    return step.guarded or step.status in _EXAMINED


def _is_brought(part: Part, index: int, program: str) -> bool:
    """Return whether a command before may install the program, or a function has its name."""
    if re.search(rf"(?<![\w-]){re.escape(program)}\s*\(\s*\)|\bfunction\s+{re.escape(program)}\b", part.analysis.text):
        return True
    return any(brings(command, program) for command in part.commands_before(index))
