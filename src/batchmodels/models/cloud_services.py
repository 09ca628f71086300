"""Nodes on Azure Cloud Services, a retired kind of pool."""

from typing import Annotated

from ..engine.attributes import Since
from .arm import ArmModel

__all__ = ["CloudServiceConfiguration"]


class CloudServiceConfiguration(ArmModel, since="2016-02-01.3.0", until="2024-07-01.20.0"):
    """Nodes on Azure Cloud Services, with Windows only.

    Azure has retired these pools, and API version 2024-07-01.20.0 has dropped them: use ``VirtualMachineConfiguration``.
    """

    os_family: str
    """The Windows Server release, a digit as a text: 2 = 2008 R2 SP1, 3 = 2012, 4 = 2012 R2, 5 = 2016, 6 = 2019."""

    os_version: Annotated[str | None, Since("2018-12-01.8.0")] = None
    """The version of the release's guest operating system. Default ``*``, the newest."""
