"""The data disks of a pool, and the paths that they have on Linux."""

from __future__ import annotations

import re
from typing import Any

from ..context import Context
from .distributions import distribution_of
from .pool import machine_of
from .pool_values import value_of

BY_LUN = re.compile(r"(?P<start>/dev/disk/azure/(?:scsi1/lun|data/by-lun/))(?P<lun>[0-9]{1,2})(?:-part[0-9]+)?\Z")
"""The path of a data disk, or of a part of it, whose name is its logical unit number."""


def luns_of(context: Context[Any]) -> frozenset[int] | None:
    """Return the logical unit numbers of a pool's data disks; None if they can't be known.

    An image of one's own, or of another publisher, may have data disks itself.
    """
    known, machine = distribution_of(context), machine_of(context)
    if known is None or not known.is_plain or machine is None or value_of(machine, "additional_properties"):
        return None
    disks = value_of(machine, "data_disks")
    if disks is None:
        return frozenset()
    luns = [value_of(disk, "lun") for disk in disks] if isinstance(disks, list) else [None]
    return frozenset(lun for lun in luns if type(lun) is int) if all(type(lun) is int for lun in luns) else None
