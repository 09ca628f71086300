"""BM614 and BM615: programs that a container's image lacks, and images of another system than the nodes'."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ...models.containers import ContainerConfiguration, TaskContainerSettings
from ...shells.script import Command, Shell
from ..analysis.command_line import analysis_of
from ..analysis.container_images import Lacking, has_no_shell, is_of_linux, lacking, windows_of
from ..analysis.dash import bashisms_in
from ..analysis.display import shown_text
from ..analysis.flow import Status
from ..analysis.image_programs import brings
from ..analysis.inner_scripts import Part, meant_parts_of
from ..analysis.pool import machine_of, runs_windows
from ..analysis.pool_values import items_of, shown, text_of
from ..analysis.python_packages import runs_other_scripts
from ..command_lines import TASKS, Task
from ..context import Context
from ..failure_kinds import FailureKind
from ..finding import Finding, Severity
from ..rule import rule

_CONTAINER_FAILURES = (FailureKind.lookup, FailureKind.command, FailureKind.container)
_EXAMINED = frozenset({Status.asked, Status.handled, Status.unreachable})
_ENV = frozenset({"env", "/usr/bin/env", "-S"})
_SHELLS = frozenset({"sh", "bash", "dash", "ash", "cmd", "powershell", "pwsh"})
_MANAGERS = frozenset({"apt-get", "apt", "apk", "yum", "dnf", "pip", "pip3", "conda", "mamba", "npm"})


@rule(
    "BM614",
    Severity.error,
    "program that the container image doesn't have",
    TASKS,
    reads=("containerSettings",),
    explains=_CONTAINER_FAILURES,
)
def missing_in_container(context: Context[Task]) -> Iterator[Finding]:
    """``curl`` in ``ubuntu``, and ``apt-get`` in ``alpine``."""
    name = text_of(context.model, "container_settings", "image_name")
    analysis = analysis_of(context)
    first = next((word for word in analysis.words if word.text not in _ENV), None)
    program = Command((first,)).name if first else ""
    if has_no_shell(name) and program in _SHELLS:
        yield context.finding(
            f"the container image {shown(name)} has no shell, so {program} isn't found.",
            "Run its program without a shell, or use an image with a shell.",
            "commandLine",
        )
        return
    if system := _shell_of_another_system(name, program, first.text if first else ""):
        yield context.finding(
            f"the container image {shown(name)} is for {system}, so {program} isn't found in it.",
            "Use a shell of the image, or an image of the other system.",
            "commandLine",
        )
        return
    known = lacking(name)
    if known is None:
        return
    if program in known.programs and first is not None and first.text in {program, f"/bin/{program}", f"/usr/bin/{program}"}:
        yield _missing(context, known, program, None, Severity.error)
        return
    for part in meant_parts_of(context):
        for index, bare in part.analysis.runs:
            outer = part.flow.steps[index].command
            command = outer if outer.name in known.programs else bare
            written = command.words[0].text if command.words else ""
            if command.name not in known.programs or written.lower().removesuffix(".exe") != command.name:
                continue
            step = part.flow.steps[index]
            if step.guarded or step.status in _EXAMINED or runs_other_scripts(part, index) or _is_brought(part, index, command):
                return
            severity = Severity.error if step.status.fails else Severity.warning
            yield _missing(context, known, command.name, part.analysis.span(command), severity)
            return


def _shell_of_another_system(image: str, program: str, written: str) -> str:
    """Return the system of an image if the shell that runs in it belongs to the other system; empty otherwise."""
    if program in {"cmd", "powershell"} and is_of_linux(image):
        return "Linux"
    at_path = re.match(r"/(?:usr/)?bin/", written) and program in {"sh", "bash"}
    plain = program in {"sh", "bash"} and image.strip().lower().startswith("mcr.microsoft.com/windows/")
    return "Windows" if windows_of(image) is not None and (at_path or plain) else ""


def _is_brought(part: Part, index: int, command: Command) -> bool:
    """Return whether a command before may install a program: a package manager may bring it with another package."""
    before = part.commands_before(index)
    return any(
        brings(each, command.name) or (each.name in _MANAGERS and "install" in each.arguments) for each in before
    ) or any(each.name == "apk" and "add" in each.arguments for each in before)


def _in_sh(context: Context[Task]) -> str:
    """Return the command line for ``sh`` if its script for bash has nothing that only bash has; otherwise an empty string."""
    analysis = analysis_of(context)
    if analysis.shell is not Shell.posix or any(True for _ in bashisms_in(analysis)):
        return ""
    first = analysis.words[0].raw
    shown_line = shown_text(f"/bin/sh{analysis.text.strip().removeprefix(first)}")
    return (shown_line or "/bin/sh -c '…'") if analysis.text.strip().startswith(f"{first} -c ") else ""


def _missing(context: Context[Task], known: Lacking, program: str, span: Any, severity: Severity) -> Finding:
    fix = "Use"
    if known.install and program not in _MANAGERS:
        fix = f"Install it first: {known.install} …, or use"
        if span is None:  # nothing runs before the first program
            fix = f"Install it first in a shell: /bin/sh -c '{known.install} … && …', or use"
    if program == "bash" and span is None and (sh := _in_sh(context)):
        fix = f"Use {sh}, or"
    if program == "sudo":
        fix = "Leave it out, and run the task as an administrator, or use"
    if program in _MANAGERS and known.install:
        fix = f"Use {known.install} …, or"
    return context.finding(
        f"the container image {shown(known.image)} has no {program}, so the command isn't found.",
        f"{fix} an image with {program}.",
        "commandLine",
        severity=severity,
        span=span,
    )


@rule(
    "BM615",
    Severity.error,
    "container image of another operating system",
    (ContainerConfiguration, TaskContainerSettings),
    reads=("virtualMachineConfiguration",),
    explains=(FailureKind.container,),
)
def of_another_system(context: Context[ContainerConfiguration | TaskContainerSettings]) -> Iterator[Finding]:
    """An image of Windows on Linux nodes, or of another version than the nodes' Windows."""
    windows = runs_windows(context)
    sku = text_of(machine_of(context), "image_reference", "sku").lower()
    host = int(sku[:4]) if windows and re.match(r"20\d\d-", sku) else None
    model: Any = context.model
    named: list[tuple[tuple[str, ...], str]] = [(("imageName",), text_of(model, "image_name"))]
    if isinstance(model, ContainerConfiguration):
        images = enumerate(items_of(model, "container_image_names"))
        named = [(("containerImageNames", str(index)), each) for index, each in images if isinstance(each, str)]
    of_pool = items_of(machine_of(context), "container_configuration", "container_image_names")
    of_pool = [] if isinstance(model, ContainerConfiguration) else of_pool  # they are reported there
    options = text_of(model, "container_run_options") if isinstance(model, TaskContainerSettings) else ""
    for steps, name in named:
        year = windows_of(name)
        if windows is None or name in of_pool:
            continue
        place = [int(step) if step.isdigit() else step for step in steps]
        if not windows and year is not None:
            yield context.finding(
                f"{shown(name)} is an image of Windows, and the nodes run Linux, so they can't pull it.",
                "Use an image of Linux, or nodes with Windows.",
                *place,
            )
        elif windows and is_of_linux(name) and "platform" not in options:
            yield context.finding(
                f"{shown(name)} is an image of Linux, and the nodes run Windows, so they can't pull it.",
                "Use an image of Windows, or nodes with Linux.",
                *place,
            )
        elif host and year and not _fits(year, host) and "isolation" not in options:
            yield context.finding(
                f"{shown(name)} is for Windows Server {year}, and the nodes run Windows Server {host}, which can't start it.",
                f"Use an image for Windows Server {host}, for example with the tag ltsc{host}.",
                *place,
            )
            return


def _fits(image: int, host: int) -> bool:
    """Return whether a node can start an image: since 2025, also one of 2022."""
    return image == host or (image == 2022 and host > image)  # noqa: PLR2004  # a version of Windows
