"""What the nodes of a VM size have besides processors: GPUs and InfiniBand.

Sources: the pages of the series at https://learn.microsoft.com/azure/virtual-machines/sizes/overview.
"""

from __future__ import annotations

import re

from .vm_sizes import VMSize, known_sizes

_AMD = re.compile(r"(?i)^NG|^NV#as_v4|V620|V710|MI300")
_WITHOUT_GPU = frozenset(("A", "B", "D", "DC", "DS", "E", "EC", "F", "FX", "G", "GS", "H", "HB", "HC", "HX", "L", "M", "NP"))
_LATEST_WITH_MELLANOX = 5  # sizes of later versions have network adapters of other kinds


def gpu_of(size: VMSize) -> str | None:
    """Return who makes the GPUs of a size, ``AMD`` or ``NVIDIA``; empty without GPUs, and None if unknown."""
    if size.family.upper() in _WITHOUT_GPU:
        return ""  # NP has FPGAs
    if not size.family.upper().startswith("N") or size.name.lower() not in known_sizes():
        return None
    return "AMD" if _AMD.search(size.series) else "NVIDIA"


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
