"""BM408: programs that the nodes' image doesn't have and that nothing installs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ...models.start_task import StartTask
from ..analysis.command_line import analysis_of
from ..analysis.distributions import Distribution, distribution_of
from ..analysis.flow import Status
from ..analysis.hardware import gpu_of, gpu_option, has_rdma
from ..analysis.inner_scripts import Part, meant_parts_of, parts_of
from ..analysis.missing_programs import (
    NVIDIA_DRIVER,
    RDMA_TOOLS,
    instead_of,
    is_for_mounts,
    is_tested_mount,
    may_bring,
    packages_of,
    program_of_command,
    runs_script_of_docker,
)
from ..analysis.package_managers import is_driver_installer
from ..analysis.pool import machine_of, pool_of
from ..analysis.pool_values import items_of, text_of, value_of
from ..analysis.python_packages import changes_the_path, runs_other_scripts
from ..analysis.vm_sizes import size_named
from ..analysis.word_sets import names
from ..context import Context
from ..failure_kinds import COMMAND_LINE_FAILURES
from ..finding import Finding, Severity
from ..rule import rule

_OTHER_USER = re.compile(r"\b(?:su|runuser)\b(?! *-? *[\"']?root)|\bsudo\s+-u")
_WITHOUT_PROGRAMS = re.compile(
    r"(?i)KeyVaultFor|AzureMonitor(?:Linux|Windows)Agent|IaaSAntimalware|AzurePolicyFor|MDE\.|OmsAgent"
)
"""Types of extensions that install none of these programs."""
_INSTALLING_NOTHING = names(
    "cmd powershell pwsh cd chdir md mkdir echo set new-item set-location out-null write-host write-output copy copy-item "
    "xcopy move-item rmdir rd del remove-item setx expand-archive tar where ver hostname whoami"
)
"""Commands of Windows that surely install no driver."""
_HOW_TO_GET_DRIVER = (
    "Add the extension NvidiaGpuDriverLinux of Microsoft.HpcCompute to the pool, or use an image with the driver, such as "
    "microsoft-dsvm:ubuntu-hpc:2204."
)
_ADDING_REPOSITORIES = names("add-apt-repository apt-add-repository")
_LAST_WITH_IT = (12, 0)
_COMPOSE = "docker-compose"
_DOCKER = names("docker.io docker-ce")
_TOOLKIT = re.compile(r"nvidia-(?:container|docker|ctk)|libnvidia-container|ansible")
_WITHOUT_TOOLKIT = re.compile(rf"(?i)NvidiaGpuDriver|{_WITHOUT_PROGRAMS.pattern.removeprefix('(?i)')}")
"""Types of extensions that don't install the toolkit of NVIDIA for containers."""
_CONDA = re.compile(r"/opt/(?:conda|(?:mini|ana)conda3?|(?:mini|mamba)forge3?)/(?:bin|etc/profile\.d)/")
_IMAGE_FOR_HPC = "Use an image for HPC, which has the drivers and the tools, such as microsoft-dsvm:ubuntu-hpc:2404."
_UNCERTAIN = frozenset({Status.asked, Status.handled, Status.unreachable})


@rule(
    "BM408",
    Severity.error,
    "program that the image doesn't have",
    StartTask,
    reads=("vmSize", "virtualMachineConfiguration", "environmentSettings"),
    explains=COMMAND_LINE_FAILURES,
)
def missing_program(context: Context[StartTask]) -> Iterator[Finding]:
    """Find ``unzip``, ``docker`` and ``nvidia-smi`` where neither the image has them nor a command installs them."""
    known = distribution_of(context)
    analysis = analysis_of(context)
    if known is None:
        yield from _no_driver_on_windows(context)
    if known is None or not known.is_plain or changes_the_path(context):
        return
    if _OTHER_USER.search(analysis.text):
        return  # of a program that is installed already
    seen: set[str] = set()
    for part in meant_parts_of(context):
        for index, command in part.analysis.runs:
            driver = is_driver_installer(command, part.analysis.code)
            gpu = bool(gpu_option(command))
            program = "cc" if driver else NVIDIA_DRIVER if gpu else program_of_command(command)
            fix = None if _is_for_other_hardware(context, program) else instead_of(program)
            if program in _ADDING_REPOSITORIES and known.family == "debian":
                fix = _instead_of_adding(known)
            if fix is None or program in seen or _may_be_there(context, program):
                continue
            seen.add(program)
            step = part.flow.steps[index]
            guarded = step.guarded and not driver and not (program.startswith("mount.") and is_tested_mount(step))
            if guarded or step.status in _UNCERTAIN or _is_brought(part, index, program):
                continue
            yield context.finding(
                f"{known.name} has no {_effect(program, driver=driver, gpu=gpu)}.",
                _HOW_TO_GET_DRIVER if program == NVIDIA_DRIVER else _IMAGE_FOR_HPC if program in RDMA_TOOLS else fix,
                "commandLine",
                span=part.analysis.span(command),
                severity=None if step.status.fails and not step.guarded else Severity.warning,
            )
    yield from _no_toolkit(context, known)
    yield from _no_conda(context, known)


def _no_driver_on_windows(context: Context[StartTask]) -> Iterator[Finding]:
    """Find ``nvidia-smi`` on a plain Windows Server before anything that may install the driver."""
    publisher = text_of(machine_of(context), "image_reference", "publisher").lower()
    is_plain = publisher == "microsoftwindowsserver" and not analysis_of(context).in_container
    if not is_plain or not _has_nvidia_gpu(context) or _may_be_there(context, NVIDIA_DRIVER):
        return
    for part in parts_of(context):
        for step in part.flow.steps:
            name = step.command.name
            if name == NVIDIA_DRIVER and not step.guarded and step.status not in _UNCERTAIN:
                yield context.finding(
                    f"Windows Server has no {NVIDIA_DRIVER}, so the command isn't found.",
                    "Add the extension NvidiaGpuDriverWindows of Microsoft.HpcCompute to the pool.",
                    "commandLine",
                    span=part.analysis.span(step.command),
                    severity=None if step.status.fails else Severity.warning,
                )
                return
            if name not in _INSTALLING_NOTHING:
                return


def _is_for_other_hardware(context: Context[StartTask], program: str) -> bool:
    """Return whether a program shows hardware that the nodes don't have, which BM441 reports."""
    if program == NVIDIA_DRIVER:
        return not _has_nvidia_gpu(context)
    size = size_named(text_of(pool_of(context), "vm_size"))
    return program in RDMA_TOOLS and (size is None or not has_rdma(size, accelerated=False))


def _has_nvidia_gpu(context: Context[StartTask]) -> bool:
    """Return whether the nodes have a GPU of NVIDIA; False if that is unknown."""
    size = size_named(text_of(pool_of(context), "vm_size"))
    return size is not None and gpu_of(size) == "NVIDIA"


def _instead_of_adding(known: Distribution) -> str:
    """Return what to do on a release of Debian instead of running ``add-apt-repository``, which it doesn't have."""
    if known.version is not None and known.version > _LAST_WITH_IT:
        return "Write the repository to a file in /etc/apt/sources.list.d: no package of this release has the command."
    return "Install it first: apt-get update && apt-get install -y software-properties-common."


def _effect(program: str, *, driver: bool, gpu: bool) -> str:
    """Return the name of a program that is missing, and what happens without it."""
    if driver:
        return f"{program}, which the installer of the driver needs, so it can't build the kernel module and fails"
    if gpu:
        return "driver of NVIDIA, so the container doesn't start"
    effect = "mount fails" if program.startswith("mount.") else "the command isn't found"
    return f"{program}, so {effect}"


def _may_be_there(context: Context[StartTask], program: str) -> bool:
    """Return whether the pool itself may bring a program."""
    machine: Any = machine_of(context)
    if is_for_mounts(program) and value_of(pool_of(context), "mount_configuration"):
        return True
    if program == "docker" and value_of(machine, "container_configuration") is not None:
        return True  # BM019 reports images without a container runtime
    return any(not _WITHOUT_PROGRAMS.match(text_of(each, "type")) for each in items_of(machine, "extensions"))


def _is_brought(part: Part, index: int, program: str) -> bool:
    """Return whether a command or script before may bring a program, or a function has its name."""
    if runs_other_scripts(part, index) and (program != _COMPOSE or _runs_unknown_scripts(part, index)):
        return True
    if re.search(rf"(?<![\w-]){re.escape(program)}\s*\(\s*\)|\bfunction\s+{re.escape(program)}\b", part.analysis.text):
        return True
    before = [
        command
        for command in part.commands_before(index)
        if program != _COMPOSE or not runs_script_of_docker(command, part.analysis.text)
    ]
    return any(may_bring(command, program) for command in before)


def _runs_unknown_scripts(part: Part, before: int) -> bool:
    """Return whether a script runs others before a command, besides the one that installs Docker."""
    commands = part.analysis.commands[: max(before, 0)]
    scripts = [command for index, command in enumerate(commands) if part.runs_a_script(index)]
    return part.after_scripts or not all(runs_script_of_docker(command, part.analysis.text) for command in scripts)


def _no_toolkit(context: Context[StartTask], known: Distribution) -> Iterator[Finding]:
    """Find ``docker run --gpus`` with a Docker and a driver that the script installs, but without NVIDIA's toolkit."""
    machine: Any = machine_of(context)
    kinds = [text_of(each, "type") for each in items_of(machine, "extensions")]
    if not _has_nvidia_gpu(context) or value_of(machine, "container_configuration") is not None:
        return
    if _TOOLKIT.search(analysis_of(context).text) or not all(map(_WITHOUT_TOOLKIT.match, kinds)):
        return
    for part in meant_parts_of(context):
        for index, command in part.analysis.runs:
            step = part.flow.steps[index]
            if command.name != "docker" or not gpu_option(command) or step.guarded or step.status in _UNCERTAIN:
                continue
            has_driver = _may_be_there(context, NVIDIA_DRIVER) or _is_brought(part, index, NVIDIA_DRIVER)
            if not has_driver or not _installs_docker(part, index) or _runs_unknown_scripts(part, index):
                return
            yield context.finding(
                f"{known.name} has no nvidia-container-toolkit, so {gpu_option(command)} fails: Docker can't give the GPU to "
                "the container.",
                "Install nvidia-container-toolkit from the repository of NVIDIA, and run nvidia-ctk runtime configure "
                "--runtime=docker && systemctl restart docker.",
                "commandLine",
                span=part.analysis.span(command),
                severity=None if step.status.fails else Severity.warning,
            )
            return


def _installs_docker(part: Part, before: int) -> bool:
    """Return whether a script itself installs Docker before a command, from packages of Ubuntu, Debian or Docker."""
    return any(
        not _DOCKER.isdisjoint(packages_of(command)) or runs_script_of_docker(command, part.analysis.text)
        for command in part.commands_before(before)
    )


def _no_conda(context: Context[StartTask], known: Distribution) -> Iterator[Finding]:
    """Find ``/opt/conda/bin/conda`` where nothing brings the directory, which only images of containers and others have."""
    if value_of(machine_of(context), "container_configuration") is not None or _may_be_there(context, "conda"):
        return
    for part in meant_parts_of(context):
        for index, command in part.analysis.runs:
            reads = command.name in {"source", "."} and len(command.words) > 1
            path = command.words[1 if reads else 0].text if command.words else ""
            if not _CONDA.match(path):
                continue
            step = part.flow.steps[index]
            if step.guarded or step.status in _UNCERTAIN or _may_make_opt(part, index):
                return
            yield context.finding(
                f"{known.name} has no {path}, so {'the shell fails to read it' if reads else 'the command fails'}.",
                f"Install conda in {'/'.join(path.split('/')[:3])} first.",
                "commandLine",
                span=part.analysis.span(command),
                severity=None if step.status.fails and not step.in_word else Severity.warning,
            )
            return


def _may_make_opt(part: Part, before: int) -> bool:
    """Return whether a script may install conda, or write something to /opt, before a command."""
    if part.after_scripts:
        return True
    start = part.analysis.commands[before].start
    around = [command for command in part.analysis.commands if command.start < start < command.end]  # eval "$(...)"
    if any(part.runs_a_script(index) for index in range(before) if part.analysis.commands[index] not in around):
        return True
    for command in part.commands_before(before):
        words = (*command.words, *command.assignments, *(redirect.target for redirect in command.redirects))
        if command not in around and (may_bring(command, "conda") or any("/opt" in word.text for word in words)):
            return True
    return False
