"""BM126 and BM128: misspelled actions, and services that don't exist."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...models.start_task import StartTask
from ...shells.script import Command
from ...spelling import nearest
from ..analysis.display import shown_word
from ..analysis.distributions import distribution_of
from ..analysis.flow import Status
from ..analysis.inner_scripts import Part, meant_parts_of
from ..analysis.package_managers import family_of
from ..analysis.pool import machine_of
from ..analysis.pool_values import value_of
from ..analysis.python_packages import runs_other_scripts
from ..analysis.reruns import positional
from ..analysis.word_sets import names
from ..command_lines import COMMAND_LINES, CommandLine
from ..context import Context
from ..failure_kinds import COMMAND_LINE_FAILURES
from ..finding import Finding, Severity
from ..rule import rule

_APT = (
    "update upgrade install reinstall remove purge autoremove autopurge clean autoclean dist-upgrade full-upgrade "
    "build-dep source download changelog check satisfy indextargets dselect-upgrade list search show edit-sources "
    "policy depends rdepends moo"
)
_SYSTEMCTL = (
    "start stop restart reload status enable disable mask unmask daemon-reload daemon-reexec is-active is-enabled is- "
    "failed show cat list-units list-unit-files list-timers set-property try-restart reload-or-restart kill edit "
    "reset-failed preset isolate reboot poweroff halt suspend link revert get-default set-default help switch-root "
    "is-system-running show-environment set-environment list-sockets list-dependencies list-jobs cancel import- "
    "environment unset-environment condrestart force-reload reenable freeze thaw"
)
_PIP = (
    "install uninstall download list show freeze check config search cache index wheel hash completion debug help inspect lock"
)
_ACTIONS: dict[str, frozenset[str]] = {
    **dict.fromkeys(("apt-get", "apt"), names(_APT)),
    "systemctl": names(_SYSTEMCTL),
    **dict.fromkeys(("pip", "pip3"), names(_PIP)),
}
_ALIKE = 0.75


@rule("BM126", Severity.error, "misspelled action of a program", COMMAND_LINES, explains=COMMAND_LINE_FAILURES)
def misspelled_action(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find ``apt-get instal``."""
    for part in meant_parts_of(context):
        if part.analysis.windows:
            continue
        for index, command in part.analysis.runs:
            known = _ACTIONS.get(command.name)
            first = next(iter(positional(command.words[1:], names("-o -c -t -H -M --option"))), None)
            step = part.flow.steps[index]
            if known is None or first is None or first.text in known or not re.fullmatch("[a-z-]+", first.raw):
                continue
            meant = nearest(first.text, sorted(known), _ALIKE)
            if not meant or step.status is Status.unreachable:
                continue
            yield context.finding(
                f"{command.name} has no action {first.text}, so it fails. Did you mean {meant}?",
                f"Use {command.name} {meant}.",
                "commandLine",
                span=part.analysis.span(first),
                severity=None if step.status.fails and not step.guarded else Severity.warning,
            )


_WRITING = names("cp install tar unzip make rsync curl wget tee mv ln bash sh")
_BRINGING = names("dpkg rpm snap source . eval")


@rule(
    "BM128",
    Severity.error,
    "service that doesn't exist",
    StartTask,
    reads=("virtualMachineConfiguration",),
    explains=COMMAND_LINE_FAILURES,
)
def missing_service(context: Context[StartTask]) -> Iterator[Finding]:
    """Find ``systemctl start agent`` where nothing writes or installs that service."""
    known = distribution_of(context)
    if known is None or not known.is_plain or value_of(machine_of(context), "extensions"):
        return
    for part in meant_parts_of(context):
        for index, command in part.analysis.runs:
            step = part.flow.steps[index]
            name = _service_of(command)
            if not name or step.guarded or step.status in {Status.unreachable, Status.handled, Status.asked}:
                continue
            if runs_other_scripts(part, index) or _is_brought(part, index, name):
                continue
            yield context.finding(
                f"nothing adds the service {shown_word(name)}, so {command.name} fails.",
                f"Write /etc/systemd/system/{name}.service first, or install what has it.",
                "commandLine",
                span=part.analysis.span(command),
                severity=None if step.status.fails else Severity.warning,
            )
            return


_SERVICES = re.compile(
    r"ssh|sshd|cron|rsyslog|chrony|chronyd|systemd-[\w-]+|walinuxagent|waagent|snapd|ufw|apparmor|unattended-upgrades|multipathd"
    r"|ModemManager|udisks2|polkit|dbus|networkd-dispatcher|apt-daily[\w-]*|fstrim|getty|logrotate|man-db|motd-news|docker|lxd\S*"
    r"|hv-[\w-]+|cloud-\S+|iscsid|irqbalance|packagekit|atd|nscd|rpcbind|nfs\S*|ntp|ntpd|firewalld|auditd|multi-user|network\S*|.*\.target"
)


def _service_of(command: Command) -> str:
    """Return the service that ``systemctl`` starts and that the image doesn't have."""
    plain = positional(command.words[1:])
    if command.name != "systemctl" or len(plain) < 2 or plain[0].text not in {"start", "restart", "enable"}:  # noqa: PLR2004  # because an action has a unit
        return ""
    name = plain[1].text.removesuffix(".service")
    known = _SERVICES.fullmatch(name) or plain[1].variables or plain[1].substitutes or not re.fullmatch(r"[\w@-]+", name)
    return "" if known else name


def _is_brought(part: Part, index: int, name: str) -> bool:
    """Return whether a command before may add a service."""
    for command in part.commands_before(index):
        bare = [word for word in command.words if word.text != "sudo"]
        program = bare[0].text.rpartition("/")[2] if bare else ""
        if program in _BRINGING or (family_of(command) in {"apt", "dnf"} and "install" in command.arguments):
            return True
        texts = (*command.arguments, *(each.target.text for each in command.redirects))
        if program not in {"systemctl", "chown", "mkdir"} and any(name in text for text in texts):
            return True
        if program in _WRITING and any("/systemd" in text or text in {"/", "/etc", "/usr", "/etc/"} for text in texts):
            return True
    return False
