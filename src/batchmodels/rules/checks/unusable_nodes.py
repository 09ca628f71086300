"""BM314: commands that remove what a node needs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...models.job_tasks import JobPreparationTask
from ...models.start_task import StartTask
from ...shells.script import Command
from ..analysis.command_line import analysis_of
from ..analysis.display import shown_command, shown_word
from ..analysis.flow import Status, runs_of
from ..analysis.inner_scripts import meant_parts_of
from ..analysis.package_managers import family_of
from ..analysis.reruns import positional
from ..analysis.word_sets import names
from ..context import Context
from ..failure_kinds import FailureKind
from ..finding import Finding, Severity
from ..rule import rule

_PACKAGES = names("python3 python3-minimal walinuxagent cloud-init systemd openssh-server netplan.io sudo libc6 waagent")
_SERVICES = re.compile(
    r"(?:walinuxagent|waagent|systemd-networkd|NetworkManager|networking|network|systemd-resolved|azsec\S*|batch\S*)(?:\.service)?"
)
_OF_BATCH = re.compile(
    r"(?:/mnt(?:/resource)?/batch(?:/tasks(?:/(?:startup|shared|workitems|fsmounts|volatile))?)?"
    r"|/opt/batch(?:/data(?:/tasks)?)?|\$\{?AZ_BATCH_NODE_(?:ROOT|STARTUP)_DIR\}?|/var/lib/waagent)(?:/\*)?/?"
)
_SYSTEM = re.compile(r"/(?:\*|etc|usr|var|bin|lib|sbin|boot|home|root|var/lib)?/?\*?")
_DISKS = re.compile(r"/mnt(?:/resource)?/?")
_PLATFORM = re.compile(r"168\.63\.129\.16|169\.254\.169\.254")


@rule(
    "BM314",
    Severity.warning,
    "command that makes the node unusable",
    (StartTask, JobPreparationTask),
    explains=(FailureKind.command,),
)
def unusable(context: Context[StartTask | JobPreparationTask]) -> Iterator[Finding]:
    """Find ``apt-get purge python3``, ``iptables -P OUTPUT DROP`` and ``rm -rf /mnt/batch``."""
    if analysis_of(context).in_container or analysis_of(context).windows:
        return
    for part in meant_parts_of(context):
        for index, command in runs_of(part.analysis):
            step = part.flow.steps[index]
            if step.status is Status.unreachable:
                continue
            found = _harm(command)
            if found is not None:
                what, fix = found
                yield context.finding(f"{what}.", fix, "commandLine", span=part.analysis.span(command))
                return


def _harm(command: Command) -> tuple[str, str] | None:
    """Return what a command removes from a node, and the fix."""
    look = _LOOKS.get(command.name)
    if look is not None:
        return look(command)
    return _removed_package(command) if family_of(command) in {"apt", "dnf"} else None


def _removed_package(command: Command) -> tuple[str, str] | None:
    removing = {"remove", "purge", "autoremove", "autopurge", "erase"} & set(command.arguments)
    package = next((text for text in command.arguments if text in _PACKAGES), "")
    if not removing or not package:
        return None
    return f"without {package}, the agent of Azure and much of the system don't work", f"Don't remove {package}."


def _firewall(command: Command) -> tuple[str, str] | None:
    arguments = command.arguments
    closes = arguments[:1] in {("-P",), ("--policy",)} and arguments[1:3] in {("OUTPUT", "DROP"), ("OUTPUT", "REJECT")}
    blocks = "OUTPUT" in arguments and {"DROP", "REJECT"} & set(arguments) and any(map(_PLATFORM.match, arguments))
    closes = closes or (command.name == "ufw" and {"deny", "outgoing"} <= set(arguments))
    if not closes and not blocks:
        return None
    what = f"{command.name} blocks what the node sends, so that it can't reach the Batch service, storage and 168.63.129.16"
    return what, "Allow HTTPS to Batch and storage, and 168.63.129.16; or use a network security group."


def _service(command: Command) -> tuple[str, str] | None:
    stops = {"stop", "disable", "mask", "kill"} & set(command.arguments[:2])
    service = next((text for text in command.arguments if _SERVICES.fullmatch(text)), "")
    if not stops or not service:
        return None
    return f"without {service}, the node loses its network or its agent, and Batch can't use it", f"Leave {service} running."


def _removes(command: Command) -> tuple[str, str] | None:
    if command.name == "rm" and not any(re.match(r"-[a-zA-Z]*[rR]|--recursive", text) for text in command.arguments):
        return None
    for word in positional(command.words[1:]):
        if _OF_BATCH.fullmatch(word.text):
            what = f"{shown_command(command)} deletes directories of the Batch agent, also the one in which it runs"
            return what, "Delete only files that your tasks make."
        if _SYSTEM.fullmatch(word.text) and not word.variables:
            return f"{shown_command(command)} {shown_word(word.text)} deletes the operating system", "Correct the path."
    return None


def _modes(command: Command) -> tuple[str, str] | None:
    recursive = any(re.match(r"-[a-zA-Z]*R|--recursive", text) for text in command.arguments)
    target = next((word.text for word in command.words[1:] if re.fullmatch(r"/(?:etc|usr|var|bin|lib)?/?", word.text)), "")
    if not recursive or not target:
        return None
    what = f"{command.name} -R {target} changes files of the system, so that sudo, ssh and others refuse to work"
    return what, "Change only your own directories."


def _unmounts(command: Command) -> tuple[str, str] | None:
    target = next((word.text for word in positional(command.words[1:]) if _DISKS.fullmatch(word.text)), "")
    if not target:
        return None
    what = f"Batch has its directories on the disk at {target} on many VM sizes, and the node becomes unusable without it"
    return what, "Leave it mounted."


def _users(command: Command) -> tuple[str, str] | None:
    user = next((text for text in command.arguments if text in {"_azbatch", "PoolNonAdmin", "WATaskCommon"}), "")
    return (
        (f"Batch runs as {user} or gives it to tasks, and the node becomes unusable without it", "Keep it.") if user else None
    )


def _link(command: Command) -> tuple[str, str] | None:
    downs = command.arguments[:2] == ("link", "set") and "down" in command.arguments and "lo" not in command.arguments
    return ("without its network interface, the node can't reach the Batch service", "Leave it up.") if downs else None


_LOOKS = {
    **dict.fromkeys(("iptables", "ip6tables", "iptables-nft", "ufw"), _firewall),
    **dict.fromkeys(("systemctl", "service"), _service),
    "rm": _removes,
    **dict.fromkeys(("chmod", "chown"), _modes),
    "umount": _unmounts,
    **dict.fromkeys(("userdel", "deluser", "groupdel", "delgroup"), _users),
    "ip": _link,
}
