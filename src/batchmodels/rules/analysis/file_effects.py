"""The files that a command creates in the working directory, as far as that can be known."""

from __future__ import annotations

import itertools
import posixpath
import re
from urllib.parse import urlsplit

from ...shells.script import Command
from .reruns import positional
from .word_sets import names

_CREATE_NOTHING = names(
    "echo printf true false : set export unset sleep date hostname whoami id uname env printenv test [ [[ ls cat grep egrep "
    "head tail wc df du free ps lscpu lsblk lspci nvidia-smi which command type hash ulimit umask shopt trap wait kill pkill "
    "chmod chown chgrp dos2unix sed useradd usermod userdel groupadd groupmod adduser addgroup systemctl service sysctl "
    "modprobe ldconfig locale-gen timedatectl hostnamectl add-apt-repository apt-key apt-cache dpkg rpm update-alternatives "
    "update-ca-certificates mount umount swapon swapoff ufw iptables rm rmdir unlink read exit return local declare readonly "
    "setlocal endlocal ver vol title dir ping timeout pause net sc reg netsh schtasks setx path attrib icacls takeown taskkill "
    "tasklist where wmic powercfg dism bcdedit cls color del erase rd msiexec wusa tzutil fsutil choco winget snap refreshenv "
    "remove-item import-module start-sleep start-service stop-service restart-service out-null out-host mkswap fc "
    "findstr find stat file nproc logger nohup ip ifconfig mountpoint pwd ssh-keyscan tr cut awk sort uniq md5sum "
    "sha256sum sha512sum base64 jq yes seq lsof fuser"
)
_CMDLETS = re.compile(
    r"(?:write|get|test|enable|disable|add(?!-content)|register|unregister|install|uninstall|update)-\w+"
    r"|set-(?!content|clipboard)\w+|new-(?:netfirewallrule|localuser|service|object|psdrive|itemproperty)"
)
_MANAGERS = names("apt apt-get aptitude yum dnf tdnf zypper apk")
_WRITING_ACTIONS = frozenset({"download", "source", "build-dep"})
_WRITING = {
    "find": re.compile(r"-(?:exec|ok|fprint|fls)"),
    "awk": re.compile(r"-f|[^>]*>"),
    "sort": re.compile(r"-[a-zA-Z]*o|--o"),
    "dpkg": re.compile(r"-[xX]|--(?:v?extract|raw-extract)"),
}
"""The arguments with which programs that mostly print create files, or run commands that do."""
_PYTHON = re.compile(r"python[0-9.]*|py")
_VALUES_OF_VENV = frozenset({"--prompt"})
_DOCKER = frozenset({"pull", "login", "logout", "load", "tag", "image", "info", "version", "ps", "network"})
_CLIENT_URL = re.compile(r"(?i)https?://|ftps?://")
_UNNAMED = re.compile(r"[*?$%`\]}][^/\\]*\Z")
_OUTSIDE = re.compile(r"(?i)/|[A-Z]:|[$%]\{?(?:env:)?AZ_BATCH_NODE_")
_OF_CMD = names("copy xcopy move")
_OPTION_OF_CMD = re.compile(r"/[A-Za-z-]{1,3}(?::.*)?")
_ELSEWHERE = frozenset({"-t", "--target", "--prefix", "--root", "-d", "--dest"})


def created_by(command: Command) -> tuple[str, ...] | None:
    """Return what a command may create, as it names it; None if that can't be known, because it can create anything."""
    redirected = tuple(redirect.target.text for redirect in command.redirects if ">" in redirect.operator)
    if not command.words:
        return redirected
    created = _created(command)
    return None if created is None else (*created, *redirected)


def _created(command: Command) -> tuple[str, ...] | None:
    name, arguments = command.name, command.arguments
    if name in _MANAGERS:
        return None if not _WRITING_ACTIONS.isdisjoint(arguments) else ()
    if name in {"pip", "pip3"}:
        return () if arguments[:1] == ("install",) and _ELSEWHERE.isdisjoint(arguments) else None
    if _PYTHON.fullmatch(name) and arguments[:2] == ("-m", "venv"):
        return tuple(word.text for word in positional(command.words[3:], _VALUES_OF_VENV))
    if name in {"docker", "podman"}:
        return () if arguments[:1] and arguments[0] in _DOCKER else None
    if name in _WRITING and any(map(_WRITING[name].match, arguments)):
        return None
    if name in _CREATE_NOTHING or _CMDLETS.fullmatch(name):
        return ()
    if name in {"mkdir", "md", "touch", "tee", "new-item", "set-content", "add-content", "out-file"}:
        return tuple(word.text for word in positional(command.words[1:]))
    if name in {"cp", "mv", "ln", "install", "copy", "xcopy", "move", "copy-item", "move-item"}:
        return _copied(command)
    if name in {"curl", "wget", "invoke-webrequest", "iwr"}:
        return _downloaded(name, arguments)
    return None


def _copied(command: Command) -> tuple[str, ...] | None:
    if any(text.lower().startswith(("-r", "-a", "--", "-t", "/e", "/s")) for text in command.arguments):
        return None  # the contents of a directory, or an option that names the target
    files = [word.text for word in positional(command.words[1:])]
    if command.name in _OF_CMD:
        files = [text for text in files if not _OPTION_OF_CMD.fullmatch(text)]
    *sources, target = files or [""]
    if any(_UNNAMED.search(source) for source in sources) and not _OUTSIDE.match(target):
        return None  # any file may be among them
    bases = [posixpath.basename(source.replace("\\", "/")) for source in sources]
    if command.name in {"copy", "xcopy"} and not all("." in base.strip(".") for base in bases):
        bases.append("*")  # of a directory they copy the files
    return (target, *(posixpath.join(target, base) for base in bases))


def pattern_of(name: str) -> str:
    """Return the pattern of the names that a command's word for files means; empty for the name of one file."""
    if not _UNNAMED.search(name):
        return ""
    # *.* of cmd also means names without a dot, and a variable may be any name.
    return name if re.search(r"[*?]", name) and not re.search(r"[$%`]", name) and name != "*.*" else "*"


def _downloaded(name: str, arguments: tuple[str, ...]) -> tuple[str, ...] | None:
    """Return the files that a download writes."""
    options = {"curl": "o", "wget": "O"}
    if name not in options:
        named = [after for text, after in itertools.pairwise(arguments) if text.lower() == "-outfile"]
        return tuple(named) or None
    letter = options[name]
    if any(
        re.fullmatch(r"-[a-zA-Z]*[JPiKx][a-zA-Z]*|--(?:remote-header.*|directory.*|output-dir.*|config.*|recursive)", text)
        for text in arguments
    ):
        return None
    written = [
        after
        for text, after in itertools.pairwise(arguments)
        if re.fullmatch(rf"-[a-zA-Z]*{letter}|--output(?:-document)?", text)
    ]
    written += [text.partition("=")[2] for text in arguments if text.startswith(("--output=", "--output-document="))]
    if written:
        return tuple(written)
    addresses = [text for text in arguments if _CLIENT_URL.match(text)]
    if name == "curl" and not any(re.fullmatch(r"-[a-zA-Z]*O[a-zA-Z]*|--remote-name.*", text) for text in arguments):
        return ()  # it prints
    files = [_file_of(address) for address in addresses]
    return tuple(files) if files and all(files) else None


def _file_of(address: str) -> str:
    """Return the name under which a download is saved; empty if it can't be known."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    name = posixpath.basename(parts.path)
    return "" if parts.query or "$" in name or "%" in name else name
