"""How a pool's nodes are connected: virtual network, public addresses and open ports."""

from typing import Annotated

from ..engine.attributes import Key, Since, Until
from ..engine.checks import Maximum, MaxItems, Minimum, Pattern, UniqueBy
from .base import Model
from .pool_enums import (
    DynamicVNetAssignmentScope,
    InboundEndpointProtocol,
    IPAddressProvisioningType,
    IPFamily,
    NetworkSecurityGroupRuleAccess,
)

__all__ = [
    "IPTag",
    "InboundNATPool",
    "NetworkConfiguration",
    "NetworkSecurityGroupRule",
    "PoolEndpointConfiguration",
    "PublicIPAddressConfiguration",
]


class NetworkSecurityGroupRule(Model, since="2017-06-01.5.1"):
    """A rule that lets some callers in to an endpoint, or keeps them out.

    The rule with the lowest ``priority`` that matches decides. All endpoints of a pool together take at most 25 rules.
    """

    priority: Annotated[int, Minimum(150), Maximum(4096)]
    """The rule's rank, 150 to 4096 and unique in the pool; lower numbers come first."""

    access: NetworkSecurityGroupRuleAccess
    """Whether callers that match are let in."""

    source_address_prefix: str
    """Who calls: an IP address, a subnet such as ``192.168.1.0/24``, a service tag, or ``*`` for everybody."""

    source_port_ranges: Annotated[list[str] | None, Since("2019-06-01.9.0")] = None
    """From which ports they call: single ports, ranges such as ``100-200``, or ``*``. Default ``*``.

    Ports go from 0 to 65535; entries must not overlap.
    """


class InboundNATPool(Model, since="2017-06-01.5.1"):
    """A port that is open from outside on every node of the pool.

    Nodes share public addresses; each gets a front-end port of its own from the range, which leads to ``backend_port``.
    Which one it got is told by the node's ``endpoint_configuration``.
    """

    name: Annotated[str, Pattern("[A-Za-z0-9]([A-Za-z0-9_.-]{0,75}[A-Za-z0-9_])?")]
    """What the endpoint is called, unique in the pool: letters, digits, ``_``, ``.`` and ``-``, at most 77 characters.

    It begins with a letter or a digit and ends with a letter, a digit or ``_``.
    """

    protocol: InboundEndpointProtocol
    """Whether the endpoint speaks TCP or UDP."""

    backend_port: Annotated[int, Minimum(1), Maximum(65535)]
    """The port on the node, 1 to 65535, unique in the pool.

    29876 and 29877 are reserved; older API versions refuse 22 and 3389 as well.
    """

    frontend_port_range_start: Annotated[int, Minimum(1), Maximum(65534)]
    """The first outside port, from 1. The range needs 40 ports or more, keeps clear of 50000 to 55000, and overlaps no
    other range of the pool.
    """

    frontend_port_range_end: Annotated[int, Minimum(1), Maximum(65534)]
    """The last outside port, up to 65534. See ``frontend_port_range_start``."""

    network_security_group_rules: Annotated[list[NetworkSecurityGroupRule] | None, MaxItems(25)] = None
    """Who may connect. None: a rule that lets everybody in to ``backend_port`` is made.

    At most 25 rules in all endpoints of the pool together.
    """


class PoolEndpointConfiguration(Model, since="2017-06-01.5.1"):
    """The ports that a pool opens to the outside. For virtual machine pools only."""

    inbound_nat_pools: Annotated[list[InboundNATPool], Key("inboundNATPools"), MaxItems(5), UniqueBy("name")]
    """The ports, at most 5. Not allowed in a pool without public IP addresses."""


class IPTag(Model, since="2025-06-01"):
    """A tag of a public IP address, by which addresses are sorted for billing and administration."""

    ip_tag_type: str | None = None
    """Which kind of tag, such as ``FirstPartyUsage``."""

    tag: str | None = None
    """What the tag says, such as ``SQL``."""


class PublicIPAddressConfiguration(Model, since="2020-03-01.11.0"):
    """Which public IP addresses a pool's nodes get, if any. For virtual machine pools only."""

    provision: IPAddressProvisioningType | None = None
    """Where the addresses come from. Default ``batchmanaged``: Batch makes as many as the pool needs."""

    ip_address_ids: list[str] | None = None
    """Your own addresses, by ARM id: ``/subscriptions/…/publicIPAddresses/NAME``. For ``provision`` ``usermanaged``.

    Each carries at most 100 dedicated or 100 Spot nodes, and so limits the pool's size: 250 dedicated nodes need 3.
    """

    ip_families: Annotated[list[IPFamily] | None, Since("2025-06-01")] = None
    """Which IP versions the pool has: IPv4 alone, or IPv4 and IPv6 together (dual stack)."""

    ip_tags: Annotated[list[IPTag] | None, Since("2025-06-01")] = None
    """Tags for the pool's public IP addresses."""


class NetworkConfiguration(Model, since="2016-07-01.3.1"):
    """The network that a pool's nodes are in, and how they are reached.

    It can be changed only while the pool has no nodes.
    """

    subnet_id: str | None = None
    """The subnet that the nodes join, by ARM id: ``/subscriptions/…/virtualNetworks/NET/subnets/NAME``.

    Same region and same subscription as the Batch account, with a free address for each node: otherwise the pool stays
    smaller and reports a resize error. If the network's rules keep Batch from the nodes, they become ``unusable``.
    """

    dynamic_vnet_assignment_scope: Annotated[
        DynamicVNetAssignmentScope | None, Key("dynamicVNetAssignmentScope"), Since("2018-12-01.8.0")
    ] = None
    """Whether nodes join a virtual network for each job; ``none`` means that they don't."""

    endpoint_configuration: Annotated[PoolEndpointConfiguration | None, Since("2017-06-01.5.1")] = None
    """The ports that are open from outside. For virtual machine pools only."""

    public_ip_address_configuration: Annotated[
        PublicIPAddressConfiguration | None, Key("publicIPAddressConfiguration"), Since("2020-03-01.11.0")
    ] = None
    """The public addresses of the nodes, or that they have none. For virtual machine pools only."""

    enable_accelerated_networking: Annotated[bool | None, Since("2023-05-01.17.0")] = None
    """Whether the nodes' network cards are used directly (SR-IOV), which makes the network faster if the VM size can do it."""

    public_ips: Annotated[list[str] | None, Key("publicIPs"), Since("2019-08-01.10.0"), Until("2020-03-01.11.0")] = None
    """Your own public addresses, by ARM id; each carries at most 100 dedicated or 100 Spot nodes.

    Since API version 2020-03-01.11.0 they are the ``ip_address_ids`` of ``public_ip_address_configuration``.
    """
