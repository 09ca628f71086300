"""Which commands of a script matter: those that install, bring or build something, and those whose failure seldom matters."""

from __future__ import annotations

import re
from itertools import pairwise

from ...shells.script import Command
from .prefixes import without_prefixes
from .word_sets import names

# Commands that print, clean up, wait or configure the shell; their failures seldom matter.
_HARMLESS = names(
    "echo printf export set shopt unset readonly local declare typeset alias unalias umask ulimit true : [ [[ "
    "test (( let exit return break continue shift trap sleep wait date hostname uname arch whoami id groups env "
    "printenv pwd popd ls df du free ps lscpu lsblk lsmod lspci nproc nvidia-smi uptime type which command hash "
    "logger tput rm rmdir unlink mkdir touch sync clear dmesg ip ifconfig ss netstat kill pkill killall umount swapoff "
    "userdel groupdel read grep egrep fgrep pgrep source . cat head tail stat file find getent mountpoint dpkg-query "
    "lsb_release jobs disown nohup setsid screen tmux sort uniq wc cut tr awk blkid findmnt tree "
    "eval dirname basename readlink realpath stty seq expr diff cmp restorecon pidof mail mailx sendmail wall gettext "
    "eval_gettext systemd-notify"
)
_HARMLESS_IN_CMD = names(
    "echo set setlocal endlocal del erase rd rmdir md mkdir if title ver vol dir type timeout ping exit cls color "
    "chcp path prompt pause popd taskkill net sc reg schtasks where whoami hostname ipconfig systeminfo tasklist "
    "robocopy date time goto start findstr find tree shutdown"
)
_TIDYING = names(
    "stop status is-active is-enabled disable remove purge autoremove clean autoclean uninstall rm kill prune logout "
    "delete list show version --version -v inspect ps info"
)

# Programs that install, bring or build something: the reason why the start task is there.
_IMPORTANT = names(
    "apt apt-get aptitude yum dnf tdnf microdnf zypper apk snap pip pip2 pip3 conda mamba npm yarn gem cargo go make "
    "cmake ninja azcopy tar unzip bash sh zsh python python3 perl node r rscript dpkg rpm docker podman choco msiexec "
    "powershell pwsh"
)
_ALWAYS_THERE = re.compile(r"(?:\$\{?AZ_BATCH_\w+\}?|%AZ_BATCH_\w+%|/tmp|/|~|-|\.\.|\$\{?HOME\}?|%~dp0)/?|")
# Functions that print, of a file that the script reads: log_daemon_msg, warn
_PRINTING = re.compile(r"(?:\w+_)?(?:log|msg|message|warn|warning|info|debug|error|printf?|usage|say)(?:_\w+)?")
_NO_PROGRAM = re.compile(r"\$\{\w+:?[-+=?]|\w+\[.*\]\+?=")  # ${DEBUG+set -x}, a[1]=b


def is_important(command: Command) -> bool:
    """Return whether a command installs, brings or builds something."""
    bare = without_prefixes(command)
    if bare.name in {"curl", "wget"}:
        return any(re.match(r"-[a-zA-Z]*[oOP]|--(?:output|remote-name)", text) for text in bare.arguments) and not any(
            text in {"/dev/null", "--spider"} for text in bare.arguments
        )
    if bare.name in {"pip", "pip3", "docker", "podman"} and bare.arguments[:1] not in {
        ("install",),
        ("pull",),
        ("build",),
        ("load",),
    }:
        return False
    named = bare.name in _IMPORTANT or bare.name.endswith(".sh") or (bare.words[:1] and bare.words[0].text.startswith("./"))
    return bool(named) and _TIDYING.isdisjoint(bare.arguments[:3]) and "update" not in bare.arguments[:2]


def meant_assignment(command: Command) -> str:
    """Return the variable that ``NAME = value`` means to set, which shellcheck reports; empty for another command."""
    for name, value in pairwise(command.words[:2]):
        if name.raw.isidentifier() and value.raw.startswith("="):
            return name.raw
    return ""


def matters(command: Command, *, in_cmd: bool) -> bool:
    """Return whether the failure of a command matters."""
    bare = without_prefixes(command)
    if not bare.words or bare.name in (_HARMLESS_IN_CMD if in_cmd else _HARMLESS) or _NO_PROGRAM.match(bare.words[0].raw):
        return False
    if _PRINTING.fullmatch(bare.words[0].text) or meant_assignment(bare):
        return False
    if bare.name in {"cd", "pushd", "chdir"}:
        folders = [text for text in bare.arguments if text.lower() != "/d" and text != "--"]
        return any(not _ALWAYS_THERE.fullmatch(text) for text in folders)
    informs = any(text in {"--version", "--help", "--show"} for text in bare.arguments)
    named = re.search(r"[\w./]", bare.words[0].text) and not (
        bare.words[0].substitutes or bare.words[0].variables == ("SHELL",)
    )
    only_prints = bare.name == "sed" and not any(text.startswith(("-i", "--in-place")) for text in bare.arguments)
    return bool(named) and not informs and not only_prints and not _tidies(bare)


def _tidies(command: Command) -> bool:
    """Return whether a command removes, stops or shows something."""
    return not _TIDYING.isdisjoint(text if text in _TIDYING else text.removeprefix("--") for text in command.arguments[:3])


def is_program(command: Command) -> bool:
    """Return whether a command of PowerShell is a program whose failure matters."""
    named = bool(command.words) and (command.words[0].text.lower().endswith(".exe") or command.name in _IMPORTANT)
    return named and _TIDYING.isdisjoint(command.arguments[:2]) and matters(command, in_cmd=True)
