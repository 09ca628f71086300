"""GPUs, InfiniBand and processors: which VM sizes have them, and which containers ask for a GPU.

Sources: the pages of the series at https://learn.microsoft.com/azure/virtual-machines/sizes/overview.
"""

from __future__ import annotations

import re

from ...shells.script import Command
from .docker_options import options_in
from .vm_sizes import VMSize, known_sizes
from .word_sets import names

_AMD = re.compile(r"(?i)^NG|^NV#as_v4|V620|V710|MI300")
_WITHOUT_GPU = frozenset(("A", "B", "D", "DC", "DS", "E", "EC", "F", "FX", "G", "GS", "H", "HB", "HC", "HX", "L", "M", "NP"))
_ASKING_FOR_GPUS = re.compile(r"--gpus(?= [^$]+\Z)(?! 0\Z)|--runtime nvidia\Z|--device nvidia\.com/gpu")
_ENGINES = names("docker podman nerdctl")
_LATEST_WITH_MELLANOX = 5  # sizes of later versions have network adapters of other kinds


def gpu_of(size: VMSize) -> str | None:
    """Return who makes the GPUs of a size, ``AMD`` or ``NVIDIA``; empty without GPUs, and None if unknown."""
    if size.family.upper() in _WITHOUT_GPU:
        return ""  # NP has FPGAs
    if not size.family.upper().startswith("N") or size.name.lower() not in known_sizes():
        return None
    return "AMD" if _AMD.search(size.series) else "NVIDIA"


def architecture_of(size: VMSize) -> str | None:
    """Return the architecture of a size's processors, ``Arm64`` or ``x64``; None if unknown."""
    if "p" in size.features:
        return "Arm64"  # https://learn.microsoft.com/azure/virtual-machines/vm-naming-conventions
    return "x64" if size.name.lower() in known_sizes() and "_GB" not in size.series else None  # GB300 has Arm processors, too


def has_rdma(size: VMSize, *, accelerated: bool) -> bool | None:
    """Return whether the nodes of a size have a device for RDMA; None if unknown.

    Args:
        size: The size.
        accelerated: Whether the pool has accelerated networking, whose adapters are such devices, too.
    """
    if "r" in size.features or size.family.upper() in {"H", "HB", "HC", "HX"}:
        return True
    known = size.name.lower() in known_sizes() and size.version <= _LATEST_WITH_MELLANOX and not size.name.startswith("Basic")
    return False if known and not accelerated and size.family.upper() not in {"A", "ND"} else None


def gpu_option(command: Command) -> str:
    """Return the option that gives a container a GPU of NVIDIA, as in ``docker run --gpus all``; empty without one."""
    if command.name not in _ENGINES or command.arguments[:1] not in {("run",), ("create",)}:
        return ""
    given = (f"--{option.name} {option.value or ''}" for option in options_in(command.words[2:]))
    asking = next((found for text in given if (found := _ASKING_FOR_GPUS.match(text))), None)
    return asking[0] if asking else ""
