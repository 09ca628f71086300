"""The named accounts that a pool creates on its nodes."""

from typing import Annotated, ClassVar

from ..engine.attributes import Secret, Since
from ..engine.checks import MaxLength
from ..engine.constraints import Constraint, requires
from .arm import ArmModel
from .enums import ElevationLevel
from .pool_enums import LoginMode

__all__ = ["LinuxUserConfiguration", "UserAccount", "WindowsUserConfiguration"]


class LinuxUserConfiguration(ArmModel, since="2017-05-01.5.0"):
    """The Linux settings of a named account. A Windows pool ignores them."""

    uid: int | None = None
    """The numeric id of the account. Set both this and ``gid``, or neither. Default: chosen by the operating system."""

    gid: int | None = None
    """The numeric id of the account's group. Set both this and ``uid``, or neither. Default: chosen by the operating system."""

    ssh_private_key: Annotated[str | None, Secret()] = None
    """The private key for SSH between nodes without a password. It must not have a passphrase.

    Batch puts the key pair into the account's .ssh directory, but only if the pool's ``enable_inter_node_communication``
    is true. Default: the .ssh directory is left alone. Shown as ``***``, sent unchanged; the service doesn't return it.
    """

    rules: ClassVar[tuple[Constraint, ...]] = (requires("uid", "gid"), requires("gid", "uid"))


class WindowsUserConfiguration(ArmModel, since="2018-12-01.8.0"):
    """The Windows settings of a named account. Allowed only in a Windows pool."""

    login_mode: LoginMode | None = None
    """The way that the account logs on. Default ``batch`` in virtual machine pools, ``interactive`` in cloud service pools.

    With ``interactive``, tasks of an administrator in a virtual machine pool are not elevated unless the program itself
    demands it.
    """


class UserAccount(ArmModel, since="2017-01-01.4.0"):
    """A user with a name and a password, created on every node of the pool. Tasks can run as that user.

    A task names it in its ``user_identity``. If neither the name nor the password matters, an auto-user is simpler. The
    accounts of a pool can be changed only while it has no nodes.
    """

    name: Annotated[str, MaxLength(20)]
    """The name of the account, at most 20 characters. Tasks refer to it."""

    password: Annotated[str, Secret()]
    """The account's password. Shown as ``***``, sent unchanged; the service doesn't return it."""

    elevation_level: ElevationLevel | None = None
    """The rights of the account on the node. Default ``nonadmin``."""

    linux_user_configuration: Annotated[LinuxUserConfiguration | None, Since("2017-05-01.5.0")] = None
    """Settings for Linux nodes; a Windows pool ignores them. Default: an ordinary account without SSH between nodes."""

    windows_user_configuration: Annotated[WindowsUserConfiguration | None, Since("2018-12-01.8.0")] = None
    """Settings for Windows nodes; a Linux pool must leave them out. Default: see ``WindowsUserConfiguration``."""
