"""BM036: rules for the ports of a pool that match nothing, and endpoints with fewer ports than nodes."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from typing import Any

from ...models.network import InboundNATPool, NetworkSecurityGroupRule
from ...models.pool_settings import PoolSettings
from ..analysis.pool_values import is_answer, items_of, number_of, shown, text_of
from ..context import Context
from ..finding import Finding, Severity
from ..rule import rule

_TAG = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:\.[A-Za-z0-9]+)?")
_NO_TAGS = frozenset(("any", "all", "everyone", "everywhere", "localhost", "none", "public", "private"))
_EVERYONE = frozenset(("*", "internet", "0.0.0.0/0"))
_LONGEST = 200
_HIGHEST_PORT = 65535


@rule(
    "BM036",
    Severity.error,
    "network rule that matches nothing",
    (NetworkSecurityGroupRule, InboundNATPool),
    reads=("priority", "access", "sourceAddressPrefix", "targetDedicatedNodes", "targetLowPriorityNodes"),
)
def useless_rule(context: Context[NetworkSecurityGroupRule | InboundNATPool]) -> Iterator[Finding]:
    """Find sources that are no addresses, texts that are no ranges of ports, and rules after one that matches everything."""
    if is_answer(context):
        return
    if isinstance(context.model, InboundNATPool):
        yield from _too_few_ports(context, context.model)
        yield from _never_reached(context, context.model)
        return
    source = text_of(context.model, "source_address_prefix").strip()[:_LONGEST]
    if source and not _is_source(source):
        yield context.finding(
            f"the sourceAddressPrefix {shown(source, 60)!r} is neither an IP address nor a range of them.",
            "Use an address such as 203.0.113.7, a range such as 203.0.113.0/24, a service tag, or * for everyone.",
            "sourceAddressPrefix",
        )
    for index, ports in enumerate(items_of(context.model, "source_port_ranges")):
        if isinstance(ports, str) and not _is_port_range(str.__str__(ports).strip()[:_LONGEST]):
            yield context.finding(
                f"{shown(ports, 40)!r} is no range of ports.",
                "Use *, a port such as 22, or a range such as 100-200, up to 65535.",
                "sourcePortRanges",
                index,
            )


def _is_source(text: str) -> bool:
    if text == "*":
        return True
    if _TAG.fullmatch(text) and not text.isdigit():
        return text.lower() not in _NO_TAGS
    try:
        ipaddress.ip_network(text, strict=False)
    except ValueError:
        return False
    return True


def _is_port_range(text: str) -> bool:
    if text == "*":
        return True
    found = re.fullmatch(r"(\d{1,5})(?:-(\d{1,5}))?", text, re.ASCII)
    if found is None:
        return False
    first, last = int(found[1]), int(found[2] or found[1])
    return first <= last <= _HIGHEST_PORT


def _too_few_ports(context: Context[Any], endpoint: InboundNATPool) -> Iterator[Finding]:
    pool = context.within(PoolSettings)
    nodes = sum(number_of(pool, name) or 0 for name in ("target_dedicated_nodes", "target_low_priority_nodes"))
    first, last = (number_of(endpoint, f"frontend_port_range_{name}") for name in ("start", "end"))
    count = last - first + 1 if first is not None and last is not None else 0
    if 0 < count < nodes:
        yield context.finding(
            f"there are {count} frontend ports, and each node needs one, so the pool can't reach its target of {nodes} nodes.",
            f"Use a range of at least {nodes} ports, or fewer nodes.",
            "frontendPortRangeEnd",
            severity=Severity.warning,
        )


def _never_reached(context: Context[Any], endpoint: InboundNATPool) -> Iterator[Finding]:
    """Yield a finding for each rule after one with a lower priority number that matches every source."""
    rules = items_of(endpoint, "network_security_group_rules")
    everyone = [
        (number, text_of(each, "access").lower())
        for each in rules
        if text_of(each, "source_address_prefix").strip().lower() in _EVERYONE
        and not items_of(each, "source_port_ranges")
        and (number := number_of(each, "priority")) is not None
    ]
    for index, each in enumerate(rules):
        priority, access = number_of(each, "priority"), text_of(each, "access").lower()
        first = next((other for other in sorted(everyone) if priority is not None and other[0] < priority), None)
        if first is not None and first[1] != access:
            yield context.finding(
                f"the rule with the priority {first[0]} matches every source and comes first, so this one has no effect.",
                "Exchange the priorities of the two rules.",
                *("networkSecurityGroupRules", index, "priority"),
                severity=Severity.warning,
            )
