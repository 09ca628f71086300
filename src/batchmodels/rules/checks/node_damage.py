"""BM331, BM332 and BM333: commands that remove what Batch and Azure need on the node."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ...models.start_task import StartTask
from ...shells.script import Command, Shell
from ..analysis.batch_accounts import damages_accounts_of_batch
from ..analysis.batch_variables import reference_on_windows
from ..analysis.command_line import analysis_of
from ..analysis.display import shown_command, shown_word
from ..analysis.inner_scripts import parts_of
from ..analysis.linux_runs import Run, runs_on_linux
from ..analysis.pool import pool_of
from ..analysis.pool_values import text_of
from ..analysis.repositories import removed_packages
from ..analysis.reruns import positional
from ..analysis.temporary_disks import WITHOUT_TEMPORARY_DISK, erased_on_windows
from ..analysis.word_sets import names
from ..command_lines import COMMAND_LINES, CommandLine
from ..context import Context
from ..finding import Finding, Severity
from ..rule import rule

_RECURSIVE = re.compile(r"-[A-Za-z]*[rR][A-Za-z]*|--recursive")
_BY_NAME = re.compile(
    r"\$\{?AZ_BATCH_(?:NODE_ROOT_DIR|NODE_STARTUP_DIR)\}?(?:/\*?|/(?:workitems|startup|applications|volatile)(?:/\*?)?)?\Z"
    r"|\$\{?AZ_BATCH_NODE_SHARED_DIR\}?/?\Z"
)
_BY_PATH = re.compile(
    r"/(?:mnt(?:/resource)?|opt)/batch(?:/data)?(?:/tasks)?(?:/(?:workitems|startup|applications|volatile))?(?:/\*?)?\Z"
    r"|/mnt(?:/resource)?/\*\Z|/var/lib/waagent(?:/\*?)?\Z|/opt/batch\*\Z"
)
_TEMPORARY_DISK = re.compile(
    r"/mnt(?:/resource)?/?\Z|/dev/disk/cloud/azure_resource(?:-part1)?\Z|/dev/disk/azure/resource(?:-part1)?\Z"
)
_MOUNT_POINT = re.compile(r"/mnt(?:/resource)?/?")


@rule("BM331", Severity.warning, "deletion of the directories of Batch", COMMAND_LINES)
def deletes_directories(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find commands that delete, unmount or cover the directories of Batch on the node."""
    for run in runs_on_linux(context):
        found = _deleted(run.command) or _covered(run.command)
        if found is not None and not analysis_of(context).in_container:
            what, by_name = found
            yield context.finding(
                f"{shown_command(run.command)} removes or hides {what}, which Batch needs on the node: its files, and "
                "those of the tasks, "
                "may be lost.",
                "Use a directory of your own, for example in $AZ_BATCH_NODE_SHARED_DIR.",
                "commandLine",
                span=run.span,
                severity=Severity.error if by_name else None,
            )
            return
    yield from _erased_on_windows(context)


def _erased_on_windows(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find ``format D:``, where that is the temporary disk with the directories of Batch."""
    size = text_of(pool_of(context), "vm_size")
    on_d = bool(size) and not WITHOUT_TEMPORARY_DISK.fullmatch(size)
    for part in parts_of(context):
        analysis, script = part.analysis, part.analysis.code
        if analysis.windows is not True or analysis.shell is Shell.posix or analysis_of(context).in_container:
            continue
        if re.search(r"(?i)\b(?:New-Partition|Set-Partition|diskpart|mountvol)\b", script):
            continue  # the letter may be another disk's by then
        for command in analysis.commands:
            found = erased_on_windows(command)
            if found is not None and (on_d or found[1]):
                own = reference_on_windows("AZ_BATCH_NODE_SHARED_DIR", analysis.shell)
                yield context.finding(
                    f"{shown_command(command)} erases {shown_word(found[0])}, where Batch keeps its files and those of the "
                    "tasks.",
                    f"Use a directory of your own, for example in {own}, or a data disk.",
                    "commandLine",
                    span=analysis.span(command),
                    severity=Severity.error if found[1] else None,
                )
                return


def _deleted(command: Command) -> tuple[str, bool] | None:
    """Return the directory that a command deletes, and whether it is certainly one of Batch."""
    deletes = (command.name == "rm" and any(map(_RECURSIVE.fullmatch, command.arguments))) or (
        command.name == "find" and "-delete" in command.arguments and "-mtime" not in command.arguments
    )
    for word in command.words[1:] if deletes else ():
        if _BY_NAME.match(word.text):
            return word.text, True
        if _BY_PATH.match(word.text):
            return word.text, False
    return None


def _covered(command: Command) -> tuple[str, bool] | None:
    """Return the directory that a command unmounts, formats or mounts something else on."""
    plain = [word.text for word in positional(command.words[1:], frozenset({"-t", "-o", "-L", "-U"}))]
    if command.name in {"umount", "swapoff"} or command.name.startswith(("mkfs", "wipefs", "mkswap")):
        found = next(filter(_TEMPORARY_DISK.match, plain), None)
    elif command.name == "mount" and not any("remount" in text for text in command.arguments):
        target = plain[-1:] if plain[1:] or {"-L", "-U"} & {*command.arguments} else []  # /etc/fstab has the others
        found = next(filter(_MOUNT_POINT.fullmatch, target), None)
    else:
        found = None
    return None if found is None else (found, False)


_NEEDED = re.compile(
    r"(?i)python3(?:\.[0-9]+)?(?:-minimal)?|libpython3-stdlib|python3?\*|walinuxagent|systemd(?:-sysv|-networkd|-resolved)?|netplan\.io"
    r"|libc6|glibc|dpkg|bash|coreutils|networkmanager|platform-python|cloud-init|udev"
)
_SERVICES = re.compile(
    r"(?i)(?:walinuxagent|waagent|systemd-networkd|systemd-resolved|networkmanager|systemd-udevd|dbus)(?:\.service)?"
)
_STOPPING = names("stop disable mask kill")
_PYTHON = re.compile(r"/usr/bin/python3\Z")
_OF_ALL_PROCESSES = re.compile(
    r"-(?:[0-9]+|[A-Z]{3,}[0-9]?|[cefiqrvwxI]+)|--(?:signal=.*|echo|exact|full|ignore-case|quiet|regexp|verbose|wait)"
)
"""The options of ``pkill`` and ``killall`` that don't choose among the processes with a name."""
_PROCESSES = re.compile(r"python3?|waagent|.*walinuxagent.*|systemd")


@rule("BM332", Severity.warning, "removal of a program that the node needs", COMMAND_LINES)
def removes_programs(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find commands that remove, stop or replace what the agents of Azure run with."""
    if analysis_of(context).in_container:
        return
    for run in runs_on_linux(context):
        found = _damage(run, analysis_of(context).text)
        if not isinstance(context.model, StartTask) and damages_accounts_of_batch(run.command):  # BM329 reports start tasks
            found = _Damage("removes or changes an account of Batch", "the agent of Batch needs it to run tasks")
        if found is not None:
            yield context.finding(
                f"{shown_command(run.command)} {found.what}: {found.then}, and the node may become unusable.",
                f"Remove this command{found.instead}.",
                "commandLine",
                span=run.span,
            )
            return


class _Damage(NamedTuple):
    """What a command does to the programs of the node.

    Attributes:
        what: What it does.
        then: What no longer works.
        instead: What to do instead, after "Remove this command".
    """

    what: str
    then: str
    instead: str = ""


def _damage(run: Run, text: str) -> _Damage | None:
    """Return what a command removes, stops or replaces."""
    command = run.command
    package = next(filter(_NEEDED.fullmatch, removed_packages(command)), None)
    if package is not None:
        needed = (
            "cloud-init, which prepares the disks and the network,"
            if package.lower() == "cloud-init"
            else "the agent of Azure and other programs of the system"
        )
        then = f"{needed} no longer work{'s' if package.lower() == 'cloud-init' else ''}"
        return _Damage(f"removes {shown_word(package)}", then, ", and install what you need beside it")
    arguments = command.arguments
    of_node = not any(re.match(r"--root\b", text) for text in arguments)
    if command.name in {"systemctl", "service"} and of_node and not _STOPPING.isdisjoint(arguments):
        service = next(filter(_SERVICES.fullmatch, arguments), None)
        resolves = service is not None and "resolved" in service and "resolv.conf" in text
        if service is not None and not resolves:
            return _Damage(f"turns off {service}", "the node loses its network, its name resolution or the agent of Azure")
    if _replaces_python(command):
        then = "the agent of Azure, apt and other programs of the system need the Python of the distribution"
        if command.name == "rm":
            return _Damage("removes /usr/bin/python3", then)
        return _Damage("replaces /usr/bin/python3", then, ", and call the Python that you need by its own name or path")
    if command.name in {"pkill", "killall"}:
        signal = {"--signal", "-s"} if command.name == "killall" else {"--signal"}  # pkill -s chooses a session
        ends_all = all(text in signal or _OF_ALL_PROCESSES.fullmatch(text) for text in arguments if text.startswith("-"))
        named = (word.text for word in positional(command.words[1:], frozenset(signal)))
        if ends_all and (process := next(filter(_PROCESSES.fullmatch, named), None)):
            return _Damage(f"signals all processes named {process}", "the agent of Azure is one of them")
    return None


def _replaces_python(command: Command) -> bool:
    """Return whether a command replaces the Python of the distribution, or deletes it."""
    plain = [word.text for word in positional(command.words[1:])]
    if command.name == "update-alternatives":
        return "--install" in command.arguments and any(map(_PYTHON.match, plain[:1]))
    return command.name in {"rm", "ln", "mv"} and bool(plain) and bool(_PYTHON.match(plain[0 if command.name == "rm" else -1]))
