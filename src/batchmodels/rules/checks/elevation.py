"""BM2: actions that need an administrator, in a command line that doesn't run as one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ...shells.script import Command, Shell
from ..analysis.batch_variables import reference_on_windows
from ..analysis.command_line import Analysis, analysis_of
from ..analysis.container_images import windows_of
from ..analysis.containers import DOCKER, uses_the_socket
from ..analysis.display import programs, shown_command, shown_word
from ..analysis.elevation_windows import changes_windows
from ..analysis.inner_scripts import meant_parts_of
from ..analysis.pool import runs_windows
from ..analysis.pool_values import text_of
from ..analysis.word_sets import names
from ..analysis.written_files import outside_of_the_node
from ..command_lines import COMMAND_LINES, TASK, CommandLine
from ..context import Context
from ..failure_kinds import FailureKind
from ..finding import Finding, Severity
from ..rule import rule

_FIX = (
    f"Run the {TASK} as an administrator: "
    '"userIdentity": {"autoUser": {"scope": "pool", "elevationLevel": "admin"}}; '
    "in Python, user_identity=identities.pool_admin()."
)

_APT = names(
    "install reinstall update upgrade dist-upgrade full-upgrade safe-upgrade remove purge autoremove autopurge clean "
    "autoclean build-dep satisfy"
)
_YUM = names(
    "install localinstall groupinstall reinstall update upgrade downgrade remove erase autoremove swap distro-sync "
    "builddep config-manager copr module"
)
_MANAGERS: dict[str, frozenset[str]] = {
    **dict.fromkeys(("apt", "apt-get", "aptitude"), _APT),
    **dict.fromkeys(("yum", "dnf", "tdnf", "microdnf"), _YUM),
    "zypper": names("install in update up dup patch remove rm addrepo ar removerepo rr refresh ref dist-upgrade"),
    "apk": names("add del upgrade update fix"),
    "snap": names("install remove refresh"),
    "choco": names("install upgrade uninstall"),
}
_PER_USER = re.compile(r"(?i)PERUSER|ALLUSERS=\"*(?:2|\Z)")
_RPM = re.compile(r"-(?!.*[qVK])(?>[a-z]*?[iUFe])[a-z]*|--(?:install|upgrade|erase|import|freshen)")
_DPKG = re.compile(r"-[irP]|--(?:install|configure|remove|purge|add-architecture)")
_ELSEWHERE = re.compile(
    r"--(?:root|installroot|user|instdir|admindir|altdir|simulate|dry-run|just-print|help|version)\b|-s\Z|-D\Z"
)

_ASKING = frozenset({"--user", "--help", "--version", "-h", "/?", "-n", "--dry-run", "--show-depends"})

# Programs that need an administrator, whatever their arguments are.
_ALWAYS = names(
    "useradd usermod userdel groupadd groupdel groupmod adduser addgroup deluser chpasswd visudo modprobe insmod "
    "rmmod depmod umount ufw mkswap mdadm parted setenforce firewall-cmd setcap mknod enable-windowsoptionalfeature "
    "install-windowsfeature add-windowsfeature add-windowscapability new-service new-localuser add-localgroupmember "
    "new-netfirewallrule set-netfirewallprofile set-netfirewallrule remove-netfirewallrule enable-netfirewallrule "
    "register-scheduledjob enable-psremoting add-mppreference set-mppreference remove-service disable-localuser "
    "remove-localuser "
    "set-localuser new-smbshare initialize-disk new-partition format-volume bcdedit diskpart wusa "
    "set-dnsclientserveraddress new-netroute remove-windowsfeature uninstall-windowsfeature disable-windowsoptionalfeature"
)
# Programs that can also only show something, and the first argument that makes them change something.
_WITH: dict[str, re.Pattern[str]] = {
    name: re.compile(pattern)
    for name, pattern in {
        "systemctl": "start|stop|(?:try-)?restart|reload(?:-or-restart)?|(?:re)?enable|disable|(?:un)?mask"
        "|daemon-reload|daemon-reexec|set-default|isolate",
        "iptables": "-[ADINPFX]|-t|--append|--insert|--policy|--flush",
        "ip6tables": "-[ADINPFX]|-t|--append|--insert|--policy|--flush",
        "sysctl": r"-w|-p.*|--system|--write|--load.*|[\w.]+=.*",
        "swapon": r"/.*|-a|--all|UUID=.*",
        "update-alternatives": "--(?:install|set|remove|auto|config|remove-all)",
        "hostnamectl": "set-.*",
        "timedatectl": "set-.*",
        "net": "start|stop",
        "sc": "create|config|delete|start|stop|failure",
        "reg": "add|delete|import",
        "dism": "(?i)/online",
        "pnputil": "(?i)[/-](?:add-driver|delete-driver|a|d|i)",
        "netsh": "advfirewall|interface|http",
        "start-service": ".*",
        "stop-service": ".*",
        "restart-service": ".*",
        "set-service": ".*",
    }.items()
}


_OTHER_USER = frozenset({"sudo", "su"})

# What asks for the user's rights; "whoami" where something is made of its answer.
_ASKS_WHO = re.compile(
    r"\bid -u\b(?!\s+[\w$\"'])|\bEUID\b|sudo -n|\bnet session\b"
    r"|(?:[\[=]|\btest|\bcase|\bin)[^;&|\n]{0,20}\bwhoami\b|\bwhoami\b[^;&\n]{0,80}\|"
)


def _without_rights(context: Context[CommandLine]) -> Iterator[tuple[Analysis, Command]]:
    """Yield the commands that run without administrator rights, each with its script, unless that checks its user."""
    analysis = analysis_of(context)
    if analysis.is_admin is not False or analysis.in_container or _ASKS_WHO.search(analysis.text):
        return
    for part in meant_parts_of(context):
        for command in programs(part.analysis):
            yield part.analysis, command


def _first_that_fails(context: Context[CommandLine], needs_rights: Callable[[Command], bool]) -> Iterator[Finding]:
    """Report the first command that needs rights: one setting is the fix for all of them."""
    for script, command in _without_rights(context):
        if needs_rights(command):
            sudo = _sudo(analysis_of(context))
            reason = f"the {TASK} doesn't run as an administrator"
            if command.name in DOCKER:
                reason = f"only an administrator can use Docker's socket, and {reason}"
            yield context.finding(
                f"{shown_command(command)} fails because {reason}.{sudo}",
                _FIX,
                "commandLine",
                span=script.span(command),
            )
            return


def _sudo(analysis: Analysis) -> str:
    return (
        " sudo doesn't help, because the task's user isn't allowed to use it." if re.search(r"\bsudo\b", analysis.text) else ""
    )


def _first(command: Command, wanted: frozenset[str]) -> str:
    """Return the subcommand if it is one of these: the first word that is neither an option nor possibly the value of one."""
    before = ""
    for text in command.arguments:
        if text in wanted:
            return text
        if not text.startswith("-") and not before.startswith("-"):
            return ""
        before = text
    return ""


@rule(
    "BM201",
    Severity.error,
    "package installation without administrator rights",
    COMMAND_LINES,
    reads=("userIdentity", "userAccounts"),
    explains=(FailureKind.command, FailureKind.permission),
)
def package_manager(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find a package manager without an administrator identity."""
    return _first_that_fails(context, _installs)


def _installs(command: Command) -> bool:
    arguments = command.arguments
    if any(_ELSEWHERE.match(text) for text in arguments):
        return False
    if command.name in _MANAGERS:
        return bool(_first(command, _MANAGERS[command.name]))
    if command.name == "dpkg":
        return any(_DPKG.fullmatch(text) for text in arguments)
    if command.name == "rpm":
        return any(_RPM.fullmatch(text) for text in arguments)
    if command.name == "msiexec":
        per_user = any(map(_PER_USER.search, arguments))
        return not per_user and any(re.match(r"(?i)[/-](?:i|x|package|uninstall|update)", text) for text in arguments)
    return command.name == "add-apt-repository" or (command.name == "apt-key" and arguments[:1] == ("add",))


@rule(
    "BM202",
    Severity.error,
    "system configuration without administrator rights",
    COMMAND_LINES,
    reads=("userIdentity", "userAccounts"),
    explains=(FailureKind.command, FailureKind.permission),
)
def system_settings(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find changes to services, mounts, users and system settings without an administrator identity."""
    if _is_in_windows_container(context):
        yield context.finding(
            f"on Windows, Batch requires that a task in a container runs as an administrator, and the {TASK} doesn't.",
            _FIX,
            "commandLine",
            severity=Severity.warning,
        )
        return
    yield from _first_that_fails(context, _changes_the_system)


def _is_in_windows_container(context: Context[CommandLine]) -> bool:
    """Return whether a task surely runs in a container of Windows, and not as an administrator."""
    analysis = analysis_of(context)
    if context.task is not context.model or not analysis.in_container or analysis.is_admin is not False:
        return False
    on_windows = runs_windows(context)
    if on_windows is None:
        return windows_of(text_of(context.task, "container_settings", "image_name")) is not None
    return on_windows


def _changes_the_system(command: Command) -> bool:
    name, arguments = command.name, command.arguments
    if name != "ldconfig" and not arguments:
        return False
    if not _ASKING.isdisjoint(arguments):
        return False
    if name in _ALWAYS or name == "mkfs" or name.startswith("mkfs."):
        return not {"-L", "-l", "--list"} & set(arguments[:1])
    if (known := changes_windows(command)) is not None:
        return known
    if name in _WITH:
        return _is_asked_to_change(name, arguments)
    if name in DOCKER:
        return uses_the_socket(command)
    if name == "mount":
        return any(text in {"-a", "--all"} or not text.startswith("-") for text in arguments)
    if name == "service":
        return bool({"start", "stop", "restart", "reload", "force-reload"} & set(arguments[1:2]))
    if name == "ldconfig":
        return not any(text[:2] in {"-p", "-C", "-n", "-N", "-r"} or text == "--print-cache" for text in arguments)
    return name == "chown" and any(re.match(r"(?:root|0)(?::|\Z)", text) for text in arguments)


def _is_asked_to_change(name: str, arguments: tuple[str, ...]) -> bool:
    """Return whether the arguments make a program change something that otherwise only shows it."""
    pattern = _WITH[name]
    if name == "net" and arguments[:1] and arguments[0].lower() in {"user", "localgroup"}:
        return any(text.lower() in {"/add", "/delete"} for text in arguments)
    if name == "reg" and not any(text.upper().startswith(("HKLM", "HKEY_LOCAL_MACHINE")) for text in arguments):
        return False
    if name in {"net", "sc"} and not arguments[1:]:
        return False
    first = [text for text in arguments if name in {"sysctl", "swapon"} or not text.startswith("-")][:3]
    if name in {"iptables", "ip6tables", "update-alternatives"}:
        return any(pattern.fullmatch(text) for text in arguments)
    return any(pattern.fullmatch(text if name != "sc" else text.lower()) for text in first)


@rule(
    "BM205",
    Severity.error,
    "sudo or su without administrator rights",
    COMMAND_LINES,
    reads=("userIdentity", "userAccounts"),
    explains=(FailureKind.command, FailureKind.permission),
)
def other_user(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find ``sudo`` and ``su``, unless the program that they run is reported as well."""
    if any(_installs(command) or _changes_the_system(command) for _, command in _without_rights(context)):
        return
    analysis = analysis_of(context)
    if analysis.is_admin is not False or analysis.in_container or _ASKS_WHO.search(analysis.text):
        return
    for part in meant_parts_of(context):
        for command in part.analysis.commands:
            asks = command.name in _OTHER_USER and command.arguments and _ASKING.isdisjoint(command.arguments)
            if asks and not part.analysis.calls_function(command):
                yield context.finding(
                    f"{command.name} fails because the {TASK} doesn't run as an administrator: it asks for a password, "
                    "which nothing can enter.",
                    _FIX,
                    "commandLine",
                    span=part.analysis.span(command),
                )
                return


@rule(
    "BM203",
    Severity.warning,
    "write to a system directory without administrator rights",
    COMMAND_LINES,
    reads=("userIdentity", "userAccounts"),
    explains=(FailureKind.command, FailureKind.permission),
)
def system_files(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find writes to system files and directories without an administrator identity."""
    analysis = analysis_of(context)
    on_windows = bool(analysis.windows) or analysis.shell is Shell.cmd
    without = [*_without_rights(context)]
    sudo: str | None = None  # searched for once, because there may be many findings
    same_fix = any([*each.look(context)] for each in (package_manager, system_settings, other_user))
    scripts = {id(script): script for script, _ in without}
    by_sudo = {
        number: {each.start for each in script.commands if each.name in _OTHER_USER} for number, script in scripts.items()
    }
    for script, command in without:
        if same_fix and command.start in by_sudo[id(script)]:
            continue  # sudo fails
        for target in outside_of_the_node(command, on_windows=on_windows):
            sudo = _sudo(analysis) if sudo is None else sudo
            there = "$AZ_BATCH_NODE_SHARED_DIR"
            if on_windows:
                there = reference_on_windows("AZ_BATCH_NODE_SHARED_DIR", analysis.shell)
            yield context.finding(
                f"the {TASK} can't write to {shown_word(target)} because it doesn't run as an administrator.{sudo}",
                f"Write to {there}, which all tasks on the node can access, or {_FIX[0].lower()}{_FIX[1:]}",
                "commandLine",
                span=script.span(command),
            )
            break
