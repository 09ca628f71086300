"""BM441: programs that need a GPU or InfiniBand, on nodes without it."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from ...shells.script import Command
from ..analysis.flow import Status, Step
from ..analysis.hardware import gpu_of, gpu_option, has_rdma
from ..analysis.inner_scripts import meant_parts_of
from ..analysis.pool import pool_of
from ..analysis.pool_values import text_of, value_of
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
            needed = _needed(command)
            step = part.flow.steps[index]
            if needed is None or command.name in seen or step.status not in _REPORTED or _is_checked(step):
                continue
            lacks = _lacks(context, size, needed)
            if lacks is None:
                continue
            seen.add(command.name)
            option = gpu_option(command)
            program = f"{command.name} run {option}" if option else command.name
            yield context.finding(
                f"{program} needs {needed.what}, but nodes of the size {size.name} have {lacks}, so {needed.effect}.",
                f"Remove the command, or use a size that has it, such as {_example(needed)}.",
                "commandLine",
                span=part.analysis.span(command),
                severity=None if needed.fails and step.status.fails else Severity.warning,
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
    if gpu_option(command):
        return _Needed("an NVIDIA GPU", "NVIDIA", "the container doesn't start", fails=True)
    return None


def _lacks(context: Context[CommandLine], size: VMSize, needed: _Needed) -> str | None:
    """Return what the nodes have instead of the hardware, for a message; None if they have it, or if that is unknown."""
    if needed.maker:
        has = gpu_of(size)
        return None if has is None or has == needed.maker else f"one from {has}" if has else "none"
    network = value_of(pool_of(context), "network_configuration", "enable_accelerated_networking")
    return "none" if has_rdma(size, accelerated=network is not None and network is not False) is False else None


def _example(needed: _Needed) -> str:
    return {"NVIDIA": "Standard_NC4as_T4_v3", "AMD": "Standard_NV4ads_V710_v5"}.get(needed.maker, "Standard_HB120rs_v3")
