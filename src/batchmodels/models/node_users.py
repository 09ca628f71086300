"""Users for remote access to a node, and its address for that."""

from datetime import datetime
from typing import Annotated

from ..engine.attributes import Key, Secret, Since
from .base import Model

__all__ = ["ComputeNodeGetRemoteLoginSettingsResult", "ComputeNodeUser", "NodeUpdateUserParameter"]


class ComputeNodeUser(Model):
    """A user to be added to one node, for remote access with RDP or SSH.

    It isn't for tasks: those run as users of the pool, ``UserAccount``.
    """

    name: str
    """The user's name."""

    is_admin: bool | None = None
    """Whether the user is an administrator of the node. Default false."""

    expiry_time: datetime | None = None
    """The time at which the account expires. Default: a day from now. On Linux it is precise to a day."""

    password: Annotated[str | None, Secret()] = None
    """The user's password. Required on Windows; optional on Linux. Shown as ``***``, sent as it is."""

    ssh_public_key: Annotated[str | None, Since("2016-02-01.3.0")] = None
    """The public key for logging in with SSH, in OpenSSH's format, base64-encoded. The service refuses it on Windows nodes."""


class NodeUpdateUserParameter(Model):
    """A change to a user of a node. It replaces all properties: omitted ones are removed or get their defaults."""

    password: Annotated[str | None, Secret()] = None
    """The new password. If it is left out, the old one is removed. Shown as ``***``, sent as it is."""

    expiry_time: datetime | None = None
    """The time at which the account expires. Default: a day from now. On Linux it is precise to a day."""

    ssh_public_key: Annotated[str | None, Since("2016-02-01.3.0")] = None
    """The new public key for SSH, in OpenSSH's format, base64-encoded. If it is left out, the old one is removed."""


class ComputeNodeGetRemoteLoginSettingsResult(Model, since="2016-02-01.3.0"):
    """The address of a node for remote access. The service fills it in; it isn't sent."""

    remote_login_ip_address: Annotated[str, Key("remoteLoginIPAddress")]
    """The IP address to connect to."""

    remote_login_port: int
    """The port to connect to."""

    ipv6_remote_login_ip_address: Annotated[str | None, Key("ipv6RemoteLoginIPAddress"), Since("2025-06-01")] = None
    """The IPv6 address to connect to."""

    ipv6_remote_login_port: Annotated[int | None, Since("2025-06-01")] = None
    """The port to connect to at the IPv6 address."""
