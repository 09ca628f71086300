"""BM441: programs that need a GPU or InfiniBand, on nodes without it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from ...shells.script import Command
from ..analysis.docker_options import options_in
from ..analysis.flow import Status, Step
from ..analysis.hardware import gpu_of, has_rdma
from ..analysis.inner_scripts import Part, meant_parts_of
from ..analysis.pool import pool_of
from ..analysis.pool_values import text_of, value_of
from ..analysis.prefixes import without_prefixes
from ..analysis.vm_sizes import VMSize, size_named
from ..analysis.word_sets import names
from ..command_lines import COMMAND_LINES, CommandLine
from ..context import Context
from ..failure_kinds import COMMAND_LINE_FAILURES
from ..finding import Finding, Severity
from ..rule import rule

_NVIDIA = names("nvidia-smi nvidia-persistenced")
_AMD = names("rocm-smi amd-smi rocminfo")
_RDMA = names("ibstat ibstatus ibv_devinfo ibv_devices ibhosts iblinkinfo ibnetdiscover sminfo")
_HELP = frozenset(("-h", "--help", "/?"))
_REPORTED = frozenset((Status.counts, Status.last_round, Status.passed))
_ENGINES = names("docker nerdctl")


class _Needed(msgspec.Struct, frozen=True):
    """What a command needs.

    Attributes:
        what: The hardware, for a message: ``an NVIDIA GPU``.
        maker: Who makes the GPU; empty for other hardware.
        effect: What happens without it.
        fails: Whether the command fails without it.
    """

    what: str
    maker: str
    effect: str
    fails: bool = False


@rule(
    "BM441",
    Severity.error,
    "program for hardware that the VM size doesn't have",
    COMMAND_LINES,
    reads=("vmSize", "enableAcceleratedNetworking"),
    explains=COMMAND_LINE_FAILURES,
)
def missing_hardware(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find ``nvidia-smi`` and ``docker run --gpus`` on nodes without a GPU, and ``ibstat`` on nodes without InfiniBand."""
    size = size_named(text_of(pool_of(context), "vm_size"))
    if size is None:
        return
    seen: set[str] = set()
    for part in meant_parts_of(context):
        for index, command in part.analysis.runs:
            bare = without_prefixes(command)
            needed = _needed(bare)
            step = part.flow.steps[index]
            if needed is None or bare.name in seen or step.status not in _REPORTED or _is_checked(step):
                continue
            lacks = _lacks(context, size, needed)
            if lacks is None or _is_function(part, bare.name):
                continue
            seen.add(bare.name)
            program = f"{bare.name} run --gpus" if bare.name in _ENGINES else bare.name
            yield context.finding(
                f"{program} needs {needed.what}, but nodes of the size {size.name} have {lacks}, so {needed.effect}.",
                f"Remove the command, or use a size that has it, such as {_example(needed)}.",
                "commandLine",
                span=part.analysis.span(command),
                severity=None if needed.fails and step.status.fails and part.counts else Severity.warning,
            )


def _is_checked(step: Step) -> bool:
    """Return whether the script expects that a command may fail: ``nvidia-smi || exit 1``."""
    return step.guarded or "||" in step.statement.operators


def _needed(command: Command) -> _Needed | None:
    """Return the hardware that a command needs; None if it needs none."""
    name = command.name
    if not _HELP.isdisjoint(command.arguments):
        return None
    if name in _NVIDIA:
        return _Needed("an NVIDIA GPU", "NVIDIA", "it fails", fails=True)
    if name in _AMD:
        return _Needed("an AMD GPU", "AMD", "it finds none")
    if name in _RDMA:
        return _Needed("InfiniBand", "", "it finds no device")
    if name in _ENGINES and _asks_for_gpus(command):
        return _Needed("an NVIDIA GPU", "NVIDIA", "the container doesn't start", fails=True)
    return None


def _asks_for_gpus(command: Command) -> bool:
    """Return whether ``docker run`` has an option for GPUs before the name of the image."""
    arguments = command.arguments
    if arguments[:1] not in {("run",), ("create",)}:
        return False
    option = next((option for option in options_in(command.words[2:]) if option.name == "gpus"), None)
    value = option.value if option else None
    return value is not None and value not in {"", "0"} and "$" not in value


def _lacks(context: Context[CommandLine], size: VMSize, needed: _Needed) -> str | None:
    """Return what the nodes have instead of the hardware, for a message; None if they have it, or if that is unknown."""
    if needed.maker:
        has = gpu_of(size)
        return None if has is None or has == needed.maker else f"one from {has}" if has else "none"
    network = value_of(pool_of(context), "network_configuration", "enable_accelerated_networking")
    return "none" if has_rdma(size, accelerated=network is not None and network is not False) is False else None


def _example(needed: _Needed) -> str:
    return {"NVIDIA": "Standard_NC4as_T4_v3", "AMD": "Standard_NV4ads_V710_v5"}.get(needed.maker, "Standard_HB120rs_v3")


def _is_function(part: Part, program: str) -> bool:
    return (
        re.search(rf"(?<![\w-]){re.escape(program)}\s*\(\s*\)|\bfunction\s+{re.escape(program)}\b", part.analysis.text)
        is not None
    )
