"""BM214: users that the nodes don't have."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from ...shells.script import Command
from ..analysis.command_line import analysis_of
from ..analysis.distributions import distribution_of
from ..analysis.group_members import users_of_usermod
from ..analysis.linux_runs import Run, runs_on_linux
from ..analysis.pool import pool_of
from ..analysis.pool_values import items_of, text_of
from ..analysis.python_packages import runs_other_scripts
from ..analysis.repositories import installed_packages, repositories_in
from ..analysis.reruns import positional
from ..analysis.word_sets import names
from ..command_lines import COMMAND_LINES, CommandLine
from ..context import Context
from ..failure_kinds import FailureKind
from ..finding import Finding, Severity
from ..rule import rule

_KNOWN = names(
    "root daemon bin sys sync games man lp mail news uucp proxy www-data backup list irc gnats  _apt systemd-network "
    "systemd-resolve systemd-timesync messagebus syslog sshd tss uuidd tcpdump landscape pollinate "
    "fwupd-refresh _chrony usbmux "
    "dhcpcd polkitd _azbatch _azbatchtask lxd dnsmasq"
) | {"nobody"}
_OF_IMAGES = names("ubuntu azureuser ec2-user centos debian vagrant azure-user batchuser")
"""Users of other clouds, or of machines that a user of Azure makes; neither nodes of Batch nor any package has them."""
_MAKING = re.compile(r"\b(?:useradd|adduser|newusers|groupadd|addgroup|systemd-sysusers)\b|/etc/passwd")
_NAME = re.compile(r"[a-z_][a-z0-9_-]{0,31}\Z")
_INSTALLERS = names("dpkg rpm dnf yum pip pip3 snap")


@rule(
    "BM214",
    Severity.error,
    "user that the nodes don't have",
    COMMAND_LINES,
    reads=("userAccounts", "virtualMachineConfiguration", "containerSettings"),
    explains=(FailureKind.command,),
)
def unknown_user(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find ``chown render`` where nothing makes that user."""
    analysis = analysis_of(context)
    known = distribution_of(context)
    if known is None or not known.is_plain or _MAKING.search(analysis.text):
        return
    have = {text_of(account, "name") for account in items_of(pool_of(context), "user_accounts")}
    only_known_packages = repositories_in(analysis.text) == (False, False)
    for run in runs_on_linux(context):
        if runs_other_scripts(run.part, run.index):
            continue
        user, may_be_made = _user_of(run)
        if user is None or user in _KNOWN or user in have or run.step.guarded or not _NAME.match(user):
            continue
        if user not in _OF_IMAGES and (may_be_made or not only_known_packages or _may_come_with(user, run)):
            continue
        yield context.finding(
            f"the nodes have no user {user}, and nothing makes it, so the command fails.",
            f"Run id -u {user} || useradd -m {user} first, or add the user to userAccounts of the pool.",
            "commandLine",
            span=run.part.analysis.span(run.step.command),
            severity=run.severity,
        )
        return


def _may_come_with(user: str, run: Run) -> bool:
    """Return whether a package may make a user: they have their first letters in common, or it isn't known."""
    before = run.part.commands_before(run.index)
    packages = [package for command in before for package in installed_packages(command)]
    if any(command.name in _INSTALLERS for command in before):
        return True
    return any(user[:3] in package or package.removeprefix("lib")[:3] == user[:3] for package in packages) or user in {
        *names("nginx apache postgres mysql redis munge slurm docker mongodb")
    }


def _user_of(run: Run) -> tuple[str | None, bool]:
    """Return the user that a command needs, and whether it runs as that user, so that something else may have made it."""
    as_user = _with_sudo(run.step.command) or _as_another(run.command)
    found = as_user or _by_program(run.command)
    return (found.partition(":")[0].partition(".")[0] if found else None), as_user is not None


def _with_sudo(command: Command) -> str | None:
    texts = [word.text for word in command.words[:8]]
    if texts[:1] in (["sudo"], ["runuser"]):
        return next((after for before, after in itertools.pairwise(texts) if before in {"-u", "--user"}), None)
    return None


def _as_another(command: Command) -> str | None:
    plain = positional(command.words[1:], frozenset({"-c", "-s", "-G", "-g"}))
    return plain[0].text if command.name == "su" and plain and not plain[0].variables else None


def _by_program(command: Command) -> str | None:
    if any(word.variables or word.substitutes for word in command.words[:4]):
        return None
    texts = command.arguments
    if command.name == "chown" and not any(text.startswith("--ref") for text in texts):  # the owner of another file
        owner_and_files = positional(command.words[1:], frozenset({"--from"}))
        return owner_and_files[0].text if len(owner_and_files) > 1 else None
    if command.name == "usermod":
        return next((word.text for word in reversed(users_of_usermod(command))), None)
    if command.name == "install":
        return next((after for before, after in itertools.pairwise(texts) if before in {"-o", "--owner"}), None)
    return None
