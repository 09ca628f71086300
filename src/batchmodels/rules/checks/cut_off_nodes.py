"""BM329: start tasks that cut their node off from Batch."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...models.start_task import StartTask
from ...shells.script import Command
from ..analysis.batch_accounts import damages_accounts_of_batch
from ..analysis.command_line import analysis_of
from ..analysis.display import program_of, shown_word
from ..analysis.flow import Status
from ..analysis.inner_scripts import parts_of
from ..analysis.word_sets import names
from ..command_lines import TASK
from ..context import Context
from ..failure_kinds import FailureKind
from ..finding import Finding, Severity
from ..rule import rule

_AGENTS = names("windowsazureguestagent rdagent")
_FROM_NETWORK = "cuts the node off from the network, so Batch can't reach it any more"
_FROM_AGENT = "stops the agent through which Azure manages the node, so the node becomes unusable"
_FROM_USERS = "changes an account or a group that Batch itself needs, so tasks can't start any more"


@rule("BM329", Severity.warning, "start task that cuts off its node", StartTask, explains=(FailureKind.command,))
def cut_off(context: Context[StartTask]) -> Iterator[Finding]:
    """``Set-NetFirewallProfile -DefaultOutboundAction Block``."""
    if analysis_of(context).in_container:
        return
    for part in parts_of(context):
        for step in part.flow.steps:
            command = program_of(part.analysis, step.command)
            effect = _effect(command, [text.lower() for text in command.arguments])
            if effect and step.status is not Status.unreachable:
                yield context.finding(
                    f"{shown_word(command.words[0].text)} {effect}.",
                    _FIXES[effect].replace("TASK", TASK),
                    "commandLine",
                    span=part.analysis.span(step.command),
                )
                return


_FIXES = {
    _FROM_NETWORK: "Allow outbound traffic on port 443, and block only certain addresses or programs.",
    _FROM_AGENT: "Leave the agent alone.",
    _FROM_USERS: "Leave the accounts of Batch alone, and use userAccounts or userIdentity.",
}


def _effect(command: Command, lower: list[str]) -> str:
    """Return what a command does to the node; empty if it does no such thing."""
    name = command.name
    if _blocks(name, lower):
        return _FROM_NETWORK
    stops = name in {"stop-service", "set-service", "net", "sc"}
    acts = name == "stop-service" or bool({"stop", "delete", "disabled"} & set(lower))
    if stops and acts and any(text.strip("\"'") in _AGENTS for text in lower):
        return _FROM_AGENT
    return _FROM_USERS if damages_accounts_of_batch(command) else ""


def _blocks(name: str, lower: list[str]) -> bool:
    """Return whether a command blocks all outbound traffic, or disables a network adapter."""
    text = " ".join(lower)
    if name == "set-netfirewallprofile":
        return re.search(r"-defaultoutboundaction\s+block", text) is not None
    if name == "netsh":
        return "blockoutbound" in text or re.search(r"interface\s+set\s+interface\b.*\bdisabled?\b", text) is not None
    if name == "new-netfirewallrule":
        some = re.search(r"-(?:remoteaddress|remoteport|program|localport|service|package)\b", text)
        return bool(re.search(r"-action\s+block", text) and re.search(r"-direction\s+outbound", text) and not some)
    return name == "disable-netadapter" and "-whatif" not in lower
