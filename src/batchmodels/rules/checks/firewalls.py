"""BM333: firewall rules that cut off the node."""

from __future__ import annotations

import ipaddress
import itertools
import re
from collections.abc import Iterator

from ...shells.script import Command
from ..analysis.command_line import analysis_of
from ..analysis.linux_runs import Run, runs_on_linux
from ..command_lines import COMMAND_LINES, CommandLine
from ..context import Context
from ..finding import Finding, Severity
from ..rule import rule

_PLATFORM = "168.63.129.16"
_HTTPS = re.compile(r"(?:.*[,:])?(?:443|https)(?:[,:].*)?\Z")
_BLOCKING = frozenset({"DROP", "REJECT"})
_FIX = "Allow outgoing connections to port 443 and to 168.63.129.16, and replies to them, before anything else is blocked."


@rule("BM333", Severity.error, "firewall that cuts off the node", COMMAND_LINES)
def cuts_off(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find a policy that blocks all connections of the node, or a rule that blocks the platform."""
    if analysis_of(context).in_container:
        return
    runs = [run for run in runs_on_linux(context) if not run.step.guarded]
    found = _by_iptables(runs) or _by_ufw(runs) or _by_one_command(runs)
    if found is not None:
        run, what = found
        yield context.finding(
            f"{what}, so the agents of Batch and Azure lose their connections, and the node becomes unusable.",
            _FIX,
            "commandLine",
            span=run.span,
        )


def _by_iptables(runs: list[Run]) -> tuple[Run, str] | None:
    rules = [run for run in runs if run.command.name in {"iptables", "iptables-nft", "iptables-legacy"}]
    if any(run.command.name in {"iptables-restore", "nft"} for run in runs):
        return None
    for chain in ("OUTPUT", "INPUT"):
        policy = [run for run in rules if _has(run.command, ("-P", "--policy"), chain)]
        if not policy or _BLOCKING.isdisjoint(policy[-1].command.arguments):
            continue
        accepted = [run.command for run in rules if _has(run.command, ("-A", "-I", "--append", "--insert"), chain)]
        if not any(_opens(command, chain) for command in accepted):
            what = "all outgoing connections" if chain == "OUTPUT" else "the replies to all connections"
            return policy[-1], f"iptables -P {chain} blocks {what}, and no rule allows those to Batch"
    return None


def _has(command: Command, options: tuple[str, ...], value: str) -> bool:
    arguments = command.arguments
    return any(text in options and following == value for text, following in itertools.pairwise(arguments))


def _value(command: Command, *options: str) -> str | None:
    arguments = command.arguments
    return next((following for text, following in itertools.pairwise(arguments) if text in options), None)


def _opens(command: Command, chain: str) -> bool:
    """Return whether a rule of a chain may allow the connections of the agents; one that can't be read may do so."""
    target = _value(command, "-j", "--jump", "-g")
    if any(word.variables or word.substitutes for word in command.words) or target not in {"ACCEPT", "DROP", "REJECT", "LOG"}:
        return True
    if target != "ACCEPT" or _value(command, "-i", "-o") == "lo":
        return False
    states = _value(command, "--state", "--ctstate") or ""
    if chain == "INPUT":
        return not states or "ESTABLISHED" in states
    if states and "NEW" not in states:
        return False
    ports = _value(command, "--dport", "--dports", "--destination-port", "--destination-ports")
    reached = _value(command, "-d", "--dst", "--destination")
    protocol = _value(command, "-p", "--protocol") or "all"
    return protocol in {"tcp", "all", "6"} and (ports is None or bool(_HTTPS.match(ports))) and not _is_private(reached)


def _is_private(address: str | None) -> bool:
    """Return whether all addresses are in private networks, or are the platform's alone."""
    if address is None:
        return False
    try:
        networks = [ipaddress.ip_network(each, strict=False) for each in address.split(",")]
    except ValueError:
        return False
    return (
        all(network.prefixlen > 0 and (network.is_private or network.is_loopback) for network in networks)
        or address == _PLATFORM
    )


def _by_ufw(runs: list[Run]) -> tuple[Run, str] | None:
    rules = [run for run in runs if run.command.name == "ufw"]
    blocked = [run for run in rules if re.search(r"default (?:deny|reject) outgoing", " ".join(run.command.arguments))]
    enabled = any("enable" in run.command.arguments for run in rules)
    opened = any(
        {"allow", "out"} <= {*run.command.arguments}
        and not any(re.fullmatch(r"53|dns|22|ssh|80", text) for text in run.command.arguments[-1:])
        and not any(_is_private(text) for text in run.command.arguments if "." in text)
        for run in rules
    )
    if not blocked or not enabled or opened:
        return None
    return blocked[0], "ufw blocks all outgoing connections, and no rule allows those to Batch"


def _by_one_command(runs: list[Run]) -> tuple[Run, str] | None:
    for run in runs:
        command = run.command
        blocks = not _BLOCKING.isdisjoint(command.arguments)
        if (
            command.name == "iptables"
            and blocks
            and (_value(command, "-d", "--destination") or "").partition("/")[0] == _PLATFORM
        ):
            return run, f"the rule blocks {_PLATFORM}, the address of Azure's platform"
        if command.name == "firewall-cmd" and "--panic-on" in command.arguments:
            return run, "firewall-cmd --panic-on blocks all connections"
    return None
