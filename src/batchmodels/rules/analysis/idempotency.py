"""Commands that work once, and fail or do harm when they are rerun."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from ...shells.script import Command, Shell, Word
from ..command_lines import TASK
from .idempotency_files import FILES
from .idempotency_services import SERVICES
from .idempotency_users import USERS, USERS_OF_RED_HAT
from .idempotency_windows import OF_CMD, OF_POWERSHELL, OF_WINDOWS
from .reruns import Look, RerunEffect, git_clone, if_empty, positional, shown
from .word_sets import names

_WITH_VALUE: dict[str, frozenset[str]] = {
    "mkdir": names("-m --mode"),
    "ln": names("-S --suffix -t --target-directory"),
    "mount": names("-t -o -O -N --types --options"),
    "swapon": names("-p --priority -o --options -L -U"),
    "mkfs": names("-t --type -b -C -E -g -G -i -I -J -L -m -M -N -o -O -r -T -U -z -d -l -n -s"),
}
CONTAINER_ENGINES = frozenset({"docker", "podman", "nerdctl"})


def effect_of_rerun(command: Command, shell: Shell | None, *, windows: bool, red_hat: bool = False) -> RerunEffect | None:
    """Return the problem of a command that is rerun; None if it has no known one.

    Args:
        command: The command.
        shell: The family of the shell that runs it; None without a shell.
        windows: Whether it runs on Windows, which matters without a shell.
        red_hat: Whether it runs on a distribution of Red Hat's family, whose ``adduser`` is ``useradd``.
    """
    without = OF_WINDOWS if windows else _POSIX
    family = without if shell is None else {Shell.cmd: OF_CMD, Shell.powershell: OF_POWERSHELL}.get(shell, _POSIX)
    name = "mkfs" if command.name.startswith("mkfs.") else command.name
    look = USERS_OF_RED_HAT[name] if red_hat and family is _POSIX and name in USERS_OF_RED_HAT else family.get(name)
    return look(command) if look else None


def _has(command: Command, letters: str, *names: str) -> bool:
    """Return whether there is a short option with one of these letters, or an option with one of these names."""
    return any(
        text.split("=")[0] in names
        if text.startswith("--")
        else text.startswith("-") and any(letter in text for letter in letters)
        for text in command.arguments
    )


def _mkdir(command: Command) -> RerunEffect | None:
    targets = positional(command.words[1:], _WITH_VALUE["mkdir"])
    if not targets or _has(command, "p", "--parents", "--help", "--version"):
        return None
    name = shown(targets[0])
    return RerunEffect(
        f"mkdir {name} fails when the {TASK} runs again and {name} already exists, for example on a retry.",
        f"Use mkdir -p {name}.",
        targets[0],
    )


def _ln(command: Command) -> RerunEffect | None:
    names = positional(command.words[1:], _WITH_VALUE["ln"])
    if len(names) < 2 or _has(command, "fibtS", "--force", "--interactive", "--backup", "--target-directory", "--help"):  # noqa: PLR2004  # because a link has two ends
        return None
    option = "-sfn" if _has(command, "s", "--symbolic") else "-f"
    return RerunEffect(
        f"ln fails when the {TASK} runs again and {shown(names[-1])} already exists.",
        f"Use ln {option} {' '.join(shown(name) for name in names)}.",
        names[-1],
    )


def _mkfs(command: Command) -> RerunEffect | None:
    devices = positional(command.words[1:], _WITH_VALUE["mkfs"])
    if not devices or _has(command, "", "--help", "--version") or {"-n", "-N"} & set(command.arguments[:1]):
        return None
    device = shown(devices[0])
    return RerunEffect(
        f"{command.name} fails or erases the data on {device} when the {TASK} runs again.",
        if_empty(device, command.name),
        devices[0],
        fails=False,
    )


def _mount(command: Command) -> RerunEffect | None:
    names = positional(command.words[1:], _WITH_VALUE["mount"])
    # Others, for example tmpfs and bind mounts, can be mounted again.
    again = any("remount" in text for text in command.arguments)
    if len(names) != 2 or again or not re.match(r"/dev/|//|[\w.$\{\}-]+:/", names[0].text):  # noqa: PLR2004  # because something is mounted somewhere
        return None
    directory = shown(names[1])
    return RerunEffect(
        f"mount fails when the {TASK} runs again and {directory} is already mounted, for example on a retry.",
        f"Use {{ mountpoint -q {directory} || mount …; }} instead.",
        names[1],
    )


def _swapon(command: Command) -> RerunEffect | None:
    names = positional(command.words[1:], _WITH_VALUE["swapon"])
    if not names or not names[0].text.startswith("/"):
        return None
    file = shown(names[0])
    return RerunEffect(
        f"swapon fails when the {TASK} runs again and {file} is already in use, for example on a retry.",
        f"Use {{ swapon --show=NAME --noheadings | grep -qx {file} || swapon {file}; }} instead.",
        names[0],
    )


def _container(command: Command) -> RerunEffect | None:
    engine, words = command.name, command.arguments
    if words[:2] == ("network", "create"):
        name = words[-1]
        shown_name = shown(name)
        return RerunEffect(
            f"{engine} network create fails when the {TASK} runs again and the network already exists.",
            f"Use {{ {engine} network inspect {shown_name} >/dev/null 2>&1 || {engine} network create …; }} instead.",
            Word(name, name),
        )
    if engine in SERVICES and (found := SERVICES[engine](command)):
        return found
    names = [text.partition("=")[2] or following for text, following in itertools.pairwise((*words, "")) if _names(text)]
    if words[:1] not in {("run",), ("create",)} or not any(names) or "--rm" in words or names[0][:1] in {"$", "`"}:
        return None
    name = shown(names[0])
    return RerunEffect(
        f"{engine} {words[0]} fails when the {TASK} runs again and the container {name} already exists.",
        f"Run {{ {engine} rm -f {name} || true; }} first.",
        Word(names[0], names[0]),
    )


def _names(option: str) -> bool:
    return option == "--name" or option.startswith("--name=")


def _git(command: Command) -> RerunEffect | None:
    return git_clone("{{ [ -d {0} ] || git clone …; }}", command) or SERVICES["git"](command)


_POSIX: dict[str, Look] = {
    **FILES,
    **SERVICES,
    "mkdir": _mkdir,
    "ln": _ln,
    "git": _git,
    "mkfs": _mkfs,
    "mount": _mount,
    "swapon": _swapon,
    **USERS,
    **dict.fromkeys(CONTAINER_ENGINES, _container),
}
# Files that persist across runs of the task, and that programs read line by line.
_STAYS = re.compile(
    r"(?:/etc/|/root/|/home/|/usr/|/boot/|~/|\$HOME/|\$\{HOME\}/)(?!.*(?:\.log\Z|/logs?/))|(?i:.*\\drivers\\etc\\hosts\Z)"
)


_MAY_REPEAT = re.compile(r"known_hosts2?\Z")
"""Files in which a repeated line does no harm."""


def appended(command: Command) -> Iterator[Word]:
    """Yield the files that a command appends to and that persist across runs of the task."""
    for redirect in command.redirects:
        if (
            redirect.operator.endswith(">>")
            and _STAYS.match(redirect.target.text)
            and not _MAY_REPEAT.search(redirect.target.text)
        ):
            yield redirect.target
    if command.name in {"add-content", "ac"} or (command.name == "tee" and _has(command, "a", "--append")):
        for word in command.words[1:]:
            if _STAYS.match(word.text):
                yield word
