"""Directories that neither the image has nor a script makes before it writes into them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

import msgspec

from ...shells.script import Command, Word
from .flow import Step
from .missing_programs import packages_of
from .package_managers import family_of
from .reruns import positional
from .word_sets import names

_PLACES = re.compile(r"/(?:opt|srv|data|mnt|media|usr/local|usr/share|etc|var/lib|var/opt|var/log)/[\w.+-][\w./+-]*")
_OF_IMAGE = re.compile(
    r"/usr/local/(?:bin|sbin|lib|etc|share|include|src|man|games|share/(?:man|ca-certificates))"
    r"|/usr/share/(?:keyrings|man|doc|fonts|ca-certificates|bash-completion|zoneinfo|perl|python3|applications|polkit-1|misc)(?:/.*)?"
    r"|/etc/(?:apt|cron\.\w+|ssh|ssl|systemd|default|init\.d|profile\.d|sysctl\.d|modprobe\.d|modules-load\.d|security|sudoers\.d|udev"
    r"|ld\.so\.conf\.d|logrotate\.d|rsyslog\.d|network|netplan|cloud|pam\.d|ca-certificates|update-motd\.d|environment\.d|skel|rc\w\.d"
    r"|X11|dpkg|kernel|initramfs-tools|grub\.d|chrony|fonts|python3|polkit-1|dbus-1|needrestart|vim|tmpfiles\.d|sgml|xdg)(?:/.*)?"
    r"|/var/lib/(?:apt|dpkg|systemd|cloud|waagent|dbus|misc|ubuntu-advantage|update-\w+|man-db)(?:/.*)?"
    r"|/var/log/(?:apt|azure|journal|unattended-upgrades|chrony|dist-upgrade)(?:/.*)?|/mnt/(?:batch|resource)(?:/.*)?"
)
_HARMLESS = names(
    "set export cd pushd popd echo printf cat apt-get apt curl wget chmod chown mkdir tee sed grep test [ [[ sleep "
    "systemctl ln cp mv rm touch id useradd usermod groupadd sysctl mount mountpoint modprobe timedatectl hostnamectl "
    "tar gzip umask trap true : date hostname whoami uname nproc lsblk blkid gpg lsb_release dpkg-query getent head "
    "tail sort awk cut tr wc ls env install ulimit swapon mkswap fallocate dd partprobe udevadm mkfs.ext4 mkfs.xfs "
    "parted"
) | {""}
_MAKING = names(
    "mkdir install git unzip tar cp mv rsync ln mount tee useradd python3 virtualenv conda bash sh mkdirhier wget dpkg"
)
_PLAIN_PACKAGES = names(
    "curl wget git ca-certificates gnupg jq unzip zip nfs-common cifs-utils software-properties-common apt-transport- "
    "https python3-venv python3-pip build-essential htop tmux rsync lsb-release"
)
_TESTING = names("mountpoint findmnt [ [[ test ls echo printf chmod chown")
_COPYING = names("cp mv ln")


class Missing(msgspec.Struct, frozen=True):
    """A directory that doesn't exist.

    Attributes:
        directory: Its path.
        word: The word that names it or a file in it.
    """

    directory: str
    word: Word


def written_directory(command: Command) -> Iterator[Missing]:
    """Yield the directories that a command needs to exist."""
    for redirect in command.redirects:
        if ">" in redirect.operator:
            yield from _above(redirect.target)
    name, words = command.name, command.words[1:]
    if name in _COPYING:
        yield from _of_copy(command)
    elif name in _NAMED_BY_OPTION and "--create-dirs" not in command.arguments:
        yield from (each for word in _after(words, _NAMED_BY_OPTION[name]) for each in _above(word))
    elif name == "tee":
        yield from (each for word in positional(words) for each in _above(word))
    else:
        yield from (Missing(word.text.rstrip("/"), word) for word in _directories(name, words))


_NAMED_BY_OPTION = {
    "curl": re.compile(r"-[a-zA-Z]*o|--output"),
    "wget": re.compile(r"-[a-zA-Z]*O|--output-document"),
    "gpg": re.compile(r"-o|--output"),
}
_IN_DIRECTORY = re.compile(r"-[a-zA-Z]*C|--directory")


def _directories(name: str, words: tuple[Word, ...]) -> Iterator[Word]:
    """Yield the directories that a command names and doesn't make."""
    if name == "tar":
        yield from _after(words, _IN_DIRECTORY)
    elif name == "mount":
        plain = positional(words, names("-t -o -O -L -U --types --options"))
        yield from plain[1:] if len(plain) == 2 else ()  # noqa: PLR2004  # because something is mounted somewhere
    elif name == "cd" and len(words) == 1:
        yield words[0]


def _of_copy(command: Command) -> Iterator[Missing]:
    plain = positional(command.words[1:])
    if len(plain) < 2 or any(text in {"-t", "-D", "--parents"} for text in command.arguments):  # noqa: PLR2004  # because a file goes somewhere
        return
    target = plain[-1]
    if target.text.endswith("/") or (plain[2:] and command.name != "ln"):
        yield Missing(target.text.rstrip("/"), target)
    else:
        yield from _above(target)


def _above(word: Word) -> Iterator[Missing]:
    directory = word.text.rpartition("/")[0]
    if directory:
        yield Missing(directory, word)


def _after(words: tuple[Word, ...], option: re.Pattern[str]) -> Iterator[Word]:
    """Yield the words after an option."""
    for word, following in itertools.pairwise(words):
        if option.fullmatch(word.text):
            yield following


def is_surely_missing(missing: Missing, before: tuple[Command, ...]) -> bool:
    """Return whether a directory doesn't exist on a new node after some commands."""
    path = missing.directory
    if missing.word.variables or missing.word.substitutes or missing.word.pattern:
        return False
    if not _PLACES.fullmatch(path) or _OF_IMAGE.fullmatch(path) or ".." in path:
        return False
    return not any(_may_make(command, path) for command in before)


def _may_make(command: Command, path: str) -> bool:
    if family_of(command) == "apt":
        return any(package not in _PLAIN_PACKAGES for package in packages_of(command))
    if command.name in _TESTING:
        return False
    if command.name not in _HARMLESS and command.name not in _MAKING:
        return True
    if any(word.variables or word.substitutes or word.pattern or "{" in word.text for word in command.words[1:]):
        return command.name in _MAKING
    if command.name == "cd":
        return True
    for text in command.arguments:
        plain = text.rpartition("=")[2].rstrip("/")
        if (
            plain == path
            or plain.startswith(f"{path}/")
            or (plain.startswith("/") and path.startswith(f"{plain}/") and command.name in _MAKING - {"mkdir"})
        ):
            return True
    return command.name in {"tar", "unzip", "git"} and not any(text.startswith("/") for text in command.arguments)


def is_tested_mount(step: Step) -> bool:
    """Return whether a step is ``mountpoint -q DIRECTORY || mount ...``."""
    first = step.statement.pipelines[0].elements[0]
    tests = isinstance(first, Command) and first.name in {"mountpoint", "findmnt"}
    return tests and step.statement.operators == ("||",) and step.statement.last is step.command
