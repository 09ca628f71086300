"""Operating systems that Batch no longer supports: data without code."""

from __future__ import annotations

import re
from datetime import date

import msgspec


class Retirement(msgspec.Struct, frozen=True):
    """The end of the support of an operating system.

    Attributes:
        day: The last day of the support.
        is_refused: Whether Batch refuses new pools since then; otherwise requests may fail.
        instead: What to use instead.
    """

    day: date
    is_refused: bool
    instead: str


_UBUNTU = "Use an image with Ubuntu 24.04 and batch.node.ubuntu 24.04."
_EL = "Use an image with AlmaLinux 9 or another relative of Red Hat Enterprise Linux 9, and batch.node.el 9."
_DEBIAN = "Use an image with Debian 12 or Ubuntu 24.04, and the node agent for it."
_WINDOWS = "Use an image with Windows Server 2022."

_RENDERING = "Use a custom image, or a container, with the applications that you need."

_REFUSED = date(2024, 12, 31)

AGENTS = {
    "batch.node.centos 7": Retirement(_REFUSED, is_refused=True, instead=_EL),
    "batch.node.centos 8": Retirement(_REFUSED, is_refused=True, instead=_EL),
    "batch.node.debian 8": Retirement(_REFUSED, is_refused=True, instead=_DEBIAN),
    "batch.node.debian 9": Retirement(_REFUSED, is_refused=True, instead=_DEBIAN),
    "batch.node.debian 10": Retirement(_REFUSED, is_refused=True, instead=_DEBIAN),
    "batch.node.ubuntu 14.04": Retirement(_REFUSED, is_refused=True, instead=_UBUNTU),
    "batch.node.ubuntu 16.04": Retirement(_REFUSED, is_refused=True, instead=_UBUNTU),
    "batch.node.ubuntu 18.04": Retirement(_REFUSED, is_refused=True, instead=_UBUNTU),
    "batch.node.ubuntu 20.04": Retirement(date(2025, 4, 23), is_refused=False, instead=_UBUNTU),
    "batch.node.ubuntu 22.04": Retirement(date(2027, 6, 30), is_refused=False, instead=_UBUNTU),
    "batch.node.mariner 2.0": Retirement(
        date(2025, 7, 30),
        is_refused=False,
        instead="Use an image with Azure Linux 3 or Ubuntu 24.04, and the node agent for it.",
    ),
}
"""The node agents that Batch retires. Sources: Azure/Batch#180; #174 for Ubuntu 20.04, #200 for 22.04, #188 for CBL-Mariner."""

IMAGES = {
    "almalinux:almalinux": Retirement(
        date(2024, 12, 29), is_refused=False, instead="Use the offer almalinux-x86_64 of the same publisher."
    ),
    **{
        f"{publisher}:rendering-{system}": Retirement(date(2024, 2, 29), is_refused=False, instead=_RENDERING)
        for publisher in ("batch", "microsoft-azure-batch")
        for system in ("centos73", "windows2016")
    },
    "Windows Server 2008": Retirement(date(2024, 12, 5), is_refused=True, instead=_WINDOWS),
    "Windows Server 2008 R2": Retirement(date(2024, 12, 5), is_refused=True, instead=_WINDOWS),
    "Windows Server 2012": Retirement(date(2024, 12, 5), is_refused=True, instead=_WINDOWS),
    "Windows Server 2012 R2": Retirement(date(2024, 12, 5), is_refused=True, instead=_WINDOWS),
    "Windows Server 2016": Retirement(date(2027, 1, 12), is_refused=False, instead=_WINDOWS),
}
"""The Marketplace images that Batch retires, by their operating system or by publisher and offer.

Sources: Azure/Batch#179 for Windows Server 2012, #197 for 2016, #181 for AlmaLinux; Azure/BatchExplorer#2309 for rendering,
and https://learn.microsoft.com/azure/batch/batch-rendering-functionality for the publisher ``batch``.
"""

REMOVED = re.compile(
    r"microsoftwindowsserver:windowsserver:"
    r"(?:2019-datacenter(?:-core)?-with-containers(?:-smalldisk)?|datacenter-core-20h2-with-containers-smalldisk)(?:-g2|-gs)?"
)
"""The images with Docker that Microsoft removed from the Marketplace on `REMOVED_ON`. Source: Azure/Batch#136.

Those of 2016 are in it, too, but Azure/Batch#197 names them among the images that end in 2027.
"""
REMOVED_ON = date(2023, 4, 30)
WINDOWS_WITH_RUNTIME = "mirantis:windows_2022_with_mirantis_container_runtime:win_2022_mcr_20_10"
