"""BM0: the network of a pool: subnet, public addresses and ports."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ...models.job_constraints import JobNetworkConfiguration
from ...models.network import NetworkConfiguration, PoolEndpointConfiguration
from ...models.pool_settings import PoolSettings
from ..analysis.pool import pool_of
from ..analysis.pool_values import is_answer, items_of, number_of, shown, text_of, value_of
from ..context import Context
from ..finding import Finding, Severity
from ..rule import rule

_ADDRESSES = "publicIPAddressConfiguration"
_NODES_PER_ADDRESS = 100
_RESERVED_BACKEND = (29876, 29877)
_RESERVED_FRONTEND = range(50000, 55001)
_SMALLEST_RANGE = 40
_MOST_RULES = 25

_SUBNET = re.compile(
    r"(?i)/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft\.(?:Network|ClassicNetwork)"
    r"/virtualNetworks/[^/]+/subnets/[^/]+/?"
)
_ADDRESS = re.compile(r"(?i)/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft\.Network/publicIPAddresses/[^/]+/?")
_RESERVED_SUBNETS = frozenset(
    ("azurebastionsubnet", "azurefirewallmanagementsubnet", "azurefirewallsubnet", "gatewaysubnet", "routeserversubnet")
)
_SUBNET_FORM = "/subscriptions/ID/resourceGroups/GROUP/providers/Microsoft.Network/virtualNetworks/NETWORK/subnets/SUBNET"
_ADDRESS_FORM = "/subscriptions/ID/resourceGroups/GROUP/providers/Microsoft.Network/publicIPAddresses/NAME"


@rule(
    "BM010",
    Severity.error,
    "pool without public IP addresses whose network needs them",
    NetworkConfiguration,
    reads=("subnetId",),
)
def no_public_addresses(context: Context[NetworkConfiguration]) -> Iterator[Finding]:
    """Find settings that a pool without public IP addresses can't have, and a missing subnet."""
    network = context.model
    if text_of(network, "public_ip_address_configuration", "provision").lower() != "nopublicipaddresses" or is_answer(context):
        return
    provision = "the provision noPublicIPAddresses"
    if not text_of(network, "subnet_id"):
        yield context.finding(
            f"{provision} needs subnetId: the nodes of a pool without public IP addresses must join a virtual network.",
            "Add the subnetId of a subnet from which the nodes reach the Batch service.",
            _ADDRESSES,
            "provision",
        )
    if value_of(network, "endpoint_configuration") is not None:
        yield context.finding(
            f"{provision} excludes endpointConfiguration: no port of the nodes can be open to the internet.",
            "Remove endpointConfiguration.",
            "endpointConfiguration",
        )
    if items_of(network, "public_ip_address_configuration", "ip_address_ids"):
        yield context.finding(
            f"{provision} excludes ipAddressIds.",
            "Remove ipAddressIds, or use the provision userManaged.",
            _ADDRESSES,
            "ipAddressIds",
        )
    if text_of(pool_of(context), "target_node_communication_mode").lower() == "classic":
        yield context.finding(
            f"{provision} needs simplified node communication, but targetNodeCommunicationMode is classic.",
            "Set targetNodeCommunicationMode to simplified, or remove it for API version 2025-06-01 or later.",
            _ADDRESSES,
            "provision",
        )


@rule(
    "BM011",
    Severity.error,
    "own public IP addresses that the pool can't use",
    NetworkConfiguration,
    reads=("subnetId", "ipAddressIds", "provision"),
)
def own_addresses(context: Context[NetworkConfiguration]) -> Iterator[Finding]:
    """Find own public IP addresses that are missing, too few, unused, repeated or no addresses."""
    addresses = value_of(context.model, "public_ip_address_configuration")
    if addresses is None or is_answer(context):
        return
    provision = text_of(addresses, "provision").lower()
    own = [str.__str__(each) if isinstance(each, str) else "" for each in items_of(addresses, "ip_address_ids")]
    if provision == "usermanaged":
        yield from _user_managed(context, own)
    elif own and provision in {"batchmanaged", ""}:
        yield context.finding(
            "the pool ignores its ipAddressIds: without the provision userManaged, Batch creates the addresses itself.",
            "Set provision to userManaged, or remove ipAddressIds.",
            _ADDRESSES,
            "ipAddressIds",
            severity=Severity.warning,
        )
    for index, each in enumerate(own):
        if not _ADDRESS.fullmatch(each[:1000]):
            yield context.finding(
                f"{shown(each)!r} isn't the id of a public IP address.",
                f"Use its ARM id: {_ADDRESS_FORM}.",
                _ADDRESSES,
                "ipAddressIds",
                index,
            )
        elif each.lower().rstrip("/") in [other.lower().rstrip("/") for other in own[:index]]:
            yield context.finding(
                "the pool lists the same public IP address twice.",
                "Remove one of the two, or use another address.",
                _ADDRESSES,
                "ipAddressIds",
                index,
                severity=Severity.warning,
            )


def _user_managed(context: Context[NetworkConfiguration], own: list[str]) -> Iterator[Finding]:
    if not own:
        yield context.finding(
            "the provision userManaged needs ipAddressIds, but the pool lists no address.",
            "Add the ARM ids of your public IP addresses, one for each 100 nodes.",
            _ADDRESSES,
            "provision",
        )
        return
    if not text_of(context.model, "subnet_id"):
        yield context.finding(
            "the provision userManaged needs subnetId: a pool with its own public IP addresses must join a virtual network.",
            "Add a subnetId.",
            _ADDRESSES,
            "provision",
            severity=Severity.warning,
        )
    pool: Any = context.within(PoolSettings)
    for name, key in (("target_dedicated_nodes", "dedicated"), ("target_low_priority_nodes", "Spot")):
        target = number_of(pool, name) or 0
        if target > len(own) * _NODES_PER_ADDRESS:
            yield context.finding(
                f"{target} {key} nodes need at least {-(-target // _NODES_PER_ADDRESS)} public IP addresses, one for each 100 "
                f"nodes, but the pool has {len(own)}, so it can't reach its target.",
                "Add addresses, or use a smaller target.",
                _ADDRESSES,
                "ipAddressIds",
                severity=Severity.warning,
            )


@rule("BM012", Severity.error, "subnet id that isn't an ARM id", (NetworkConfiguration, JobNetworkConfiguration))
def wrong_subnet(context: Context[NetworkConfiguration | JobNetworkConfiguration]) -> Iterator[Finding]:
    """Find a subnet id that isn't the ARM id of a subnet."""
    subnet = text_of(context.model, "subnet_id")
    last = subnet.rstrip("/").rpartition("/")[2]
    if last.lower() in _RESERVED_SUBNETS and not is_answer(context):
        yield context.finding(
            f"the subnet {shown(last, 60)} is reserved for a service of Azure, so no nodes can join it.",
            "Use a subnet of its own for the nodes.",
            "subnetId",
        )
    if not subnet or _SUBNET.fullmatch(subnet[:1000]) or is_answer(context):
        return
    if re.search(r"(?i)/virtualNetworks/[^/]+/?$", subnet[:1000]):
        said = "the subnetId names a virtual network, but no subnet in it."
    else:
        said = f"the subnetId {shown(subnet)!r} isn't the ARM id of a subnet."
    refused = "pool" if isinstance(context.model, NetworkConfiguration) else "job"
    yield context.finding(f"{said} The service refuses the {refused}.", f"Use an id of the form {_SUBNET_FORM}.", "subnetId")


@rule("BM013", Severity.error, "ports of an endpoint that the service refuses", PoolEndpointConfiguration)
def wrong_ports(context: Context[PoolEndpointConfiguration]) -> Iterator[Finding]:
    """Find reserved, repeated and overlapping ports of endpoints, and repeated priorities of their rules."""
    if is_answer(context):
        return
    pools = items_of(context.model, "inbound_nat_pools")
    for index, pool in enumerate(pools):
        backend = number_of(pool, "backend_port")
        where = ("inboundNATPools", index)
        if backend in _RESERVED_BACKEND:
            yield context.finding(
                f"the backendPort {backend} is reserved for the Batch service.", "Use another port.", *where, "backendPort"
            )
        elif backend is not None and backend in [number_of(each, "backend_port") for each in pools[:index]]:
            yield context.finding(
                f"two endpoints have the backendPort {backend}, which must be unique in the pool.",
                "Use another port, or remove one of the endpoints.",
                *where,
                "backendPort",
            )
        yield from _wrong_range(context, index, pools)
    yield from _wrong_rules(context, pools)


def _range_of(pool: Any) -> tuple[int, int] | None:
    first, last = number_of(pool, "frontend_port_range_start"), number_of(pool, "frontend_port_range_end")
    return (first, last) if first is not None and last is not None else None


def _wrong_range(context: Context[PoolEndpointConfiguration], index: int, pools: list[Any]) -> Iterator[Finding]:
    """Yield at most one finding about the frontend ports of an endpoint."""
    found = _range_of(pools[index])
    if found is None:
        return
    first, last = found
    before = [each for each in map(_range_of, pools[:index]) if each and each[0] <= last and first <= each[1]]
    if last < first:
        said, fix = f"the frontend ports end at {last}, before they begin at {first}.", "Swap the two."
    elif last - first + 1 < _SMALLEST_RANGE:
        count = last - first + 1
        ports = "there is 1 frontend port" if count == 1 else f"there are {count} frontend ports, from {first} to {last}"
        said = f"{ports}, but the service needs at least {_SMALLEST_RANGE}."
        fix = f"Use a range of {_SMALLEST_RANGE} ports or more."
    elif first <= _RESERVED_FRONTEND[-1] and _RESERVED_FRONTEND[0] <= last:
        said = f"the frontend ports {first} to {last} overlap the ports 50000 to 55000, which the Batch service reserves."
        fix = "Use a range outside of these ports."
    elif before:
        said = f"the frontend ports {first} to {last} overlap those of another endpoint, {before[0][0]} to {before[0][1]}."
        fix = "Use ranges that don't overlap."
    else:
        return
    yield context.finding(said, fix, "inboundNATPools", index, "frontendPortRangeStart")


def _wrong_rules(context: Context[PoolEndpointConfiguration], pools: list[Any]) -> Iterator[Finding]:
    priorities: set[int] = set()
    count = 0
    for index, pool in enumerate(pools):
        for number, each in enumerate(items_of(pool, "network_security_group_rules")):
            count += 1
            priority = number_of(each, "priority")
            if priority is not None and priority in priorities:
                yield context.finding(
                    f"two rules have the priority {priority}, which must be unique in the pool.",
                    "Use another priority, from 150 to 4096.",
                    *("inboundNATPools", index, "networkSecurityGroupRules", number, "priority"),
                )
            priorities |= {priority} if priority is not None else set()
    if count > _MOST_RULES:
        yield context.finding(
            f"the endpoints have {count} rules together, but the service allows at most {_MOST_RULES}.",
            "Combine rules: one rule can have a subnet or a service tag as its source.",
            "inboundNATPools",
        )
