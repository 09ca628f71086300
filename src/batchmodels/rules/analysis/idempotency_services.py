"""Commands that create something in a service, a network or a repository, and fail when it is already there."""

from __future__ import annotations

import itertools
import re
from typing import NamedTuple

from ...shells.script import Command, Word
from ..command_lines import TASK
from .batch_accounts import damages_accounts_of_batch
from .reruns import Look, RerunEffect, if_empty, positional, shown
from .word_sets import names


class _Creates(NamedTuple):
    """A command that fails when what it creates is already there.

    Attributes:
        arguments: A pattern of its arguments, joined by blanks.
        what: What is already there then, for a message.
        fix: What to do, as an imperative.
        unless: A pattern that makes it harmless.
    """

    arguments: str
    what: str
    fix: str
    unless: str = r"(?!)"


_LONGEST = 2_000  # characters of arguments: the patterns take time that grows with the square of it
_FIRST_TEST = "Test first whether it exists, for example with {} || …."
_CREATES: dict[str, tuple[_Creates, ...]] = {
    "git": (
        _Creates(r"(?:-C \S+ )?remote add ", "the remote", "Use git remote set-url after git remote add … || true."),
        _Creates(r"(?:-C \S+ )?(?:checkout|switch) -[bc] ", "the branch", "Use git checkout -B, or git switch -C."),
        _Creates(r"(?:-C \S+ )?worktree add ", "the working tree", "Use git worktree add --force.", r"--force|-f\b"),
    ),
    "docker": (
        _Creates(r"swarm (?:init|join)\b", "the node's swarm", "Test first: docker info | grep -q 'Swarm: active' || …."),
        _Creates(
            r"(?:service|context|config|secret) create ", "the object", "Remove it first, and ignore the failure of that."
        ),
        _Creates(r"buildx create .*--name", "the builder", "Test first: docker buildx inspect NAME || …."),
    ),
    "kubectl": (_Creates(r"create ", "the object", "Use kubectl apply.", r"--dry-run|-o yaml"),),
    "helm": (_Creates(r"install ", "the release", "Use helm upgrade --install.", r"--replace|--dry-run"),),
    "kubeadm": (
        _Creates(r"(?:init|join)\b", "the cluster's configuration", "Test first: [ -f /etc/kubernetes/kubelet.conf ] || …."),
    ),
    "ip": (
        _Creates(r"(?:-[46] )?a(?:ddr(?:ess)?)? add ", "the address", "Use ip addr replace."),
        _Creates(r"(?:-[46] )?r(?:oute)? add ", "the route", "Use ip route replace."),
        _Creates(r"l(?:ink)? add ", "the link", _FIRST_TEST.format("ip link show NAME")),
        _Creates(r"netns add ", "the namespace", _FIRST_TEST.format("ip netns list | grep -q NAME")),
    ),
    "ipset": (_Creates(r"(?:create|-N|n) ", "the set", "Use ipset create -exist.", r"-exist|-!"),),
    "tc": (_Creates(r"qdisc add ", "the discipline", "Use tc qdisc replace."),),
    "createuser": (_Creates(r"\S", "the role", _FIRST_TEST.format("psql -c '\\du NAME'"), r"--help"),),
    "createdb": (_Creates(r"\S", "the database", _FIRST_TEST.format("psql -lqt | grep -qw NAME"), r"--help"),),
    "initdb": (_Creates(r"\S", "the database directory", "Test first: [ -s DIRECTORY/PG_VERSION ] || …."),),
    "mysqladmin": (_Creates(r"(?:\S+ )*create ", "the database", "Use CREATE DATABASE IF NOT EXISTS."),),
    "rabbitmqctl": (_Creates(r"add_(?:user|vhost) ", "it", "Ignore that failure with || true."),),
    "pvcreate": (_Creates(r"\S", "the physical volume", _FIRST_TEST.format("pvs DEVICE")),),
    "vgcreate": (_Creates(r"\S", "the volume group", _FIRST_TEST.format("vgs NAME")),),
    "lvcreate": (_Creates(r"\S", "the logical volume", _FIRST_TEST.format("lvs GROUP/NAME")),),
    "mdadm": (_Creates(r"(?:-C|--create)\b", "the array", _FIRST_TEST.format("mdadm --detail DEVICE"), r"--run\b.*--force"),),
    "zpool": (_Creates(r"create ", "the pool", _FIRST_TEST.format("zpool list NAME"), r"create -\w*f"),),
    "zfs": (_Creates(r"create ", "the dataset", "Use zfs create -p.", r"create -\w*p"),),
    "conda": (_Creates(r"env create\b", "the environment", "Use conda env update --prune.", r"--force|--yes|-y\b"),),
    "mamba": (_Creates(r"env create\b", "the environment", "Use mamba env update --prune.", r"--force|--yes|-y\b"),),
    "pyenv": (
        _Creates(
            r"(?:install|virtualenv) ", "the version", "Use pyenv install --skip-existing.", r"-[sf]\b|--skip|--force|-l\b"
        ),
    ),
    "keytool": (
        _Creates(
            r"(?:\S+ )*-(?:import(?:cert)?|genkeypair|genkey) .*-alias ",
            "the alias",
            _FIRST_TEST.format("keytool -list -alias NAME"),
        ),
    ),
    "tmux": (
        _Creates(
            r"new(?:-session)? .*-s ?\S", "the session", "Use tmux new-session -A, or tmux kill-session first.", r" -\w*A"
        ),
    ),
    "insmod": (_Creates(r"\S", "the module", "Use modprobe, which ignores loaded modules."),),
    "semanage": (_Creates(r"\w+ (?:-a|--add) ", "the rule", "Use semanage … --modify after a failure of --add."),),
}
_CREATES["podman"] = _CREATES["docker"][1:2]
_USER_VALUES = names("-R --root -P --prefix -Z")


def _creates(command: Command) -> RerunEffect | None:
    written = " ".join(command.arguments)[:_LONGEST] + " "
    row = next((row for row in _CREATES[command.name] if re.match(row.arguments, written)), None)
    if row is None or re.search(row.unless, written):
        return None
    action = " ".join(("", *itertools.islice((text for text in command.arguments if text in _ACTIONS), 2)))
    return RerunEffect(
        f"{command.name}{action} fails when the {TASK} runs again and {row.what} already exists.",
        row.fix,
    )


_ACTIONS = names(
    "remote add checkout switch worktree swarm init join service context config secret create buildx install "
    "addr address route link "
    "netns qdisc env virtualenv add_user add_vhost"
)


def _delete_user(command: Command) -> RerunEffect | None:
    found = positional(command.words[1:], _USER_VALUES)
    if not found or "--help" in command.arguments or damages_accounts_of_batch(command):
        return None  # without a retry, too, the node loses an account that it needs
    if command.name in {"deluser", "delgroup"} and len(found) > 1:
        return None  # it removes a user from a group
    kind = "group" if "group" in command.name else "user"
    test = f"! getent group {shown(found[0])}" if kind == "group" else f"! id -u {shown(found[0])}"
    return RerunEffect(
        f"{command.name} fails when the {TASK} runs again, because the first run has deleted the {kind} {shown(found[0])}.",
        f"Use {{ {test} >/dev/null 2>&1 || {command.name} …; }} instead.",
        found[0],
        gone=True,
    )


def _label(command: Command) -> RerunEffect | None:
    """``parted … mklabel``, which removes all partitions."""
    if not {"mklabel", "mktable"} & set(command.arguments):
        return None
    device: Word | None = next((word for word in command.words[1:] if word.text.startswith(("/dev/", "$"))), None)
    name = shown(device) if device else "the device"
    return RerunEffect(
        f"parted mklabel removes all partitions of {name} when the {TASK} runs again.",
        if_empty(name, "parted"),
        device,
        fails=False,
    )


SERVICES: dict[str, Look] = {
    **dict.fromkeys(_CREATES, _creates),
    **dict.fromkeys(("userdel", "groupdel", "deluser", "delgroup"), _delete_user),
    "parted": _label,
}
"""The check of each program, by its name."""
