"""The named accounts that a pool creates on its nodes."""

from typing import Annotated, ClassVar

from ..engine.attributes import Secret, Since
from ..engine.checks import MaxLength
from ..engine.constraints import Constraint, requires
from .base import Model
from .enums import ElevationLevel
from .pool_enums import LoginMode

__all__ = ["LinuxUserConfiguration", "UserAccount", "WindowsUserConfiguration"]


class LinuxUserConfiguration(Model, since="2017-05-01.5.0"):
    """How a named account is made on Linux nodes. A Windows pool ignores it."""

    uid: int | None = None
    """The number of the account. Goes with ``gid``, both or neither. Default: the operating system picks one."""

    gid: int | None = None
    """The number of the account's group. Goes with ``uid``, both or neither. Default: the operating system picks one."""

    ssh_private_key: Annotated[str | None, Secret()] = None
    """The key for SSH without a password from node to node. It must have no passphrase itself.

    Batch puts the key pair into the account's .ssh directory, but only if the pool's ``enable_inter_node_communication``
    is true. Default: the .ssh directory is left alone. Shown as ``***``, sent as it is; the service doesn't give it back.
    """

    rules: ClassVar[tuple[Constraint, ...]] = (requires("uid", "gid"), requires("gid", "uid"))


class WindowsUserConfiguration(Model, since="2018-12-01.8.0"):
    """How a named account is made on Windows nodes. Allowed only in a Windows pool."""

    login_mode: LoginMode | None = None
    """How Windows logs the account on. Default ``batch`` in virtual machine pools, ``interactive`` in cloud service pools.

    With ``interactive``, tasks of an administrator in a virtual machine pool are not elevated unless the program itself
    demands it.
    """


class UserAccount(Model, since="2017-01-01.4.0"):
    """A user with a name and a password, created on every node of the pool, as whom tasks can run.

    A task names it in its ``user_identity``. Where neither the name nor the password matters, an auto-user is simpler. The
    accounts of a pool can be changed only while it has no nodes.
    """

    name: Annotated[str, MaxLength(20)]
    """What the account is called, in at most 20 characters; tasks refer to it by this name."""

    password: Annotated[str, Secret()]
    """The account's password. Shown as ``***``, sent as it is; the service doesn't give it back."""

    elevation_level: ElevationLevel | None = None
    """What the account may do on the node. Default ``nonadmin``."""

    linux_user_configuration: Annotated[LinuxUserConfiguration | None, Since("2017-05-01.5.0")] = None
    """Settings for Linux nodes; a Windows pool ignores them. Default: an ordinary account without SSH between nodes."""

    windows_user_configuration: Annotated[WindowsUserConfiguration | None, Since("2018-12-01.8.0")] = None
    """Settings for Windows nodes; a Linux pool must leave them out. Default: see ``WindowsUserConfiguration``."""
