"""The network of a pool's nodes: virtual network, public addresses and open ports."""

from typing import Annotated

from ..engine.attributes import Key, Since, Until
from ..engine.checks import Maximum, MaxItems, Minimum, Pattern, UniqueBy
from .arm import ArmModel
from .dialects import in_arm
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


class NetworkSecurityGroupRule(ArmModel, since="2017-06-01.5.1"):
    """A rule that allows or denies access to an endpoint.

    Of the rules that match, the one with the lowest ``priority`` decides. All endpoints of a pool together have at most 25
    rules.
    """

    priority: Annotated[int, Minimum(150), Maximum(4096)]
    """The priority of the rule, 150 to 4096, unique in the pool; lower numbers come first."""

    access: NetworkSecurityGroupRuleAccess
    """Whether matching traffic is allowed."""

    source_address_prefix: str
    """The source: an IP address, a subnet such as ``192.168.1.0/24``, a service tag, or ``*`` for all."""

    source_port_ranges: Annotated[list[str] | None, Since("2019-06-01.9.0")] = None
    """The source ports: single ports, ranges such as ``100-200``, or ``*``. Default ``*``.

    Ports are 0 to 65535; entries must not overlap.
    """


class InboundNATPool(ArmModel, since="2017-06-01.5.1"):
    """A port of every node that is open to the outside.

    Nodes share public addresses. Each node has a frontend port from the range, which is forwarded to ``backend_port``; the
    node's ``endpoint_configuration`` contains it.
    """

    name: Annotated[str, Pattern("[A-Za-z0-9]([A-Za-z0-9_.-]{0,75}[A-Za-z0-9_])?")]
    """The name of the endpoint, unique in the pool: letters, digits, ``_``, ``.`` and ``-``, at most 77 characters.

    It starts with a letter or a digit and ends with a letter, a digit or ``_``.
    """

    protocol: InboundEndpointProtocol
    """The protocol of the endpoint: TCP or UDP."""

    backend_port: Annotated[int, Minimum(1), Maximum(65535)]
    """The port on the node, 1 to 65535, unique in the pool.

    29876 and 29877 are reserved; older API versions refuse 22 and 3389 as well.
    """

    frontend_port_range_start: Annotated[int, Minimum(1), Maximum(65534)]
    """The first frontend port, at least 1. The range must have at least 40 ports, and must not overlap 50000 to 55000 or
    another range of the pool.
    """

    frontend_port_range_end: Annotated[int, Minimum(1), Maximum(65534)]
    """The last frontend port, at most 65534. See ``frontend_port_range_start``."""

    network_security_group_rules: Annotated[list[NetworkSecurityGroupRule] | None, MaxItems(25)] = None
    """The rules for access. None: Batch creates a rule that allows all access to ``backend_port``.

    All endpoints of the pool together have at most 25 rules.
    """


class PoolEndpointConfiguration(ArmModel, since="2017-06-01.5.1"):
    """The ports that a pool opens to the outside. Only for virtual machine pools."""

    inbound_nat_pools: Annotated[
        list[InboundNATPool], Key("inboundNATPools"), in_arm("inboundNatPools"), MaxItems(5), UniqueBy("name")
    ]
    """The ports, at most 5. Not allowed in a pool without public IP addresses."""


class IPTag(ArmModel, since="2025-06-01"):
    """A tag of a public IP address, for billing and administration."""

    ip_tag_type: str | None = None
    """The type of the tag, such as ``FirstPartyUsage``."""

    tag: str | None = None
    """The value of the tag, such as ``SQL``."""


class PublicIPAddressConfiguration(ArmModel, since="2020-03-01.11.0"):
    """The public IP addresses of a pool's nodes. Only for virtual machine pools."""

    provision: IPAddressProvisioningType | None = None
    """The source of the addresses. Default ``batchmanaged``: Batch creates as many as the pool needs."""

    ip_address_ids: list[str] | None = None
    """Your own addresses, by ARM id: ``/subscriptions/…/publicIPAddresses/NAME``. For ``provision`` ``usermanaged``.

    Each supports at most 100 dedicated or 100 Spot nodes, which limits the size of the pool: 250 dedicated nodes need 3.
    """

    ip_families: Annotated[list[IPFamily] | None, Since("2025-06-01")] = None
    """The IP versions of the pool: IPv4, or both IPv4 and IPv6 (dual stack)."""

    ip_tags: Annotated[list[IPTag] | None, Since("2025-06-01")] = None
    """Tags for the pool's public IP addresses."""


class NetworkConfiguration(ArmModel, since="2016-07-01.3.1"):
    """The network of a pool's nodes, and the access to them.

    It can be changed only while the pool has no nodes.
    """

    subnet_id: str | None = None
    """The subnet that the nodes join, by ARM id: ``/subscriptions/…/virtualNetworks/NET/subnets/NAME``.

    It must be in the region and the subscription of the Batch account, with a free address for each node; otherwise the pool
    doesn't reach its size and reports a resize error. If the network blocks Batch, the nodes become ``unusable``.
    """

    dynamic_vnet_assignment_scope: Annotated[
        DynamicVNetAssignmentScope | None,
        Key("dynamicVNetAssignmentScope"),
        in_arm("dynamicVnetAssignmentScope"),
        Since("2018-12-01.8.0"),
    ] = None
    """Whether nodes join a virtual network for each job; ``none`` means that they don't."""

    endpoint_configuration: Annotated[PoolEndpointConfiguration | None, Since("2017-06-01.5.1")] = None
    """The ports that are open to the outside. Only for virtual machine pools."""

    public_ip_address_configuration: Annotated[
        PublicIPAddressConfiguration | None, Key("publicIPAddressConfiguration"), Since("2020-03-01.11.0")
    ] = None
    """The public addresses of the nodes, if any. Only for virtual machine pools."""

    enable_accelerated_networking: Annotated[bool | None, Since("2023-05-01.17.0")] = None
    """Whether the nodes use accelerated networking (SR-IOV). The VM size must support it."""

    public_ips: Annotated[list[str] | None, Key("publicIPs"), Since("2019-08-01.10.0"), Until("2020-03-01.11.0")] = None
    """Your own public addresses, by ARM id. Each supports at most 100 dedicated or 100 Spot nodes.

    Since API version 2020-03-01.11.0 they are the ``ip_address_ids`` of ``public_ip_address_configuration``.
    """
