"""The arguments of commands that are files: those that a command needs, and those that it downloads."""

from __future__ import annotations

import itertools
import posixpath
import re
from collections.abc import Iterator

from ...shells.script import Command
from . import package_managers
from .word_sets import names

UNPACKING = names("tar bsdtar unzip 7z 7za 7zr unrar gunzip bunzip2 unxz cpio expand-archive")
COPYING = names("cp mv install rsync scp ln azcopy aws gsutil copy xcopy move copy-item move-item")
COMPILERS = names("gcc g++ cc c++ clang clang++ ld nvcc rustc go gfortran ar")
CHANGING_DIRECTORY = names("cd pushd chdir set-location sl push-location")
OF_FILES = names(
    "chmod chown chgrp cat sed dos2unix patch gzip gunzip bunzip2 unxz xz zstd dpkg rpm md5sum sha1sum sha256sum sha512sum "
    "stat head tail strip mkfs mkfs.ext4 mkfs.xfs fsck tune2fs visudo openssl gpg type icacls attrib"
)
"""Programs that need the files that they name."""

_INTERPRETERS = re.compile(r"bash|sh|dash|zsh|ksh|source|\.|python[0-9.]*|perl|ruby|node|rscript|php|java|pwsh|powershell|call")
_WITHOUT_A_FILE = frozenset({"-c", "-m", "-e"})
_DESTINATIONS = frozenset({"-outfile", "-destination"})
_HERE = re.compile(r"(?:\$\{?(?:AZ_BATCH_TASK_WORKING_DIR|PWD)\}?|%(?:AZ_BATCH_TASK_WORKING_DIR|CD)%)/")
_SWITCH = re.compile(r"-.|/[A-Za-z]{1,3}(?::|\Z)")
_ADDRESS = re.compile(r"\w+://")
_MAY_BE_ADDRESS = re.compile(r"\w+://|\$|[^-./~][^/]*/")


def path_of(text: str) -> str:
    """Return a path in one spelling: without ``./`` and a slash at its end, relative if it is in the working directory."""
    path = _HERE.sub("", text.strip("\"'").replace("\\", "/"))
    while path.startswith("./"):
        path = path[2:].lstrip("/")
    return path.rstrip("/") or ("/" if text.startswith("/") else "")


def last_part(text: str) -> str:
    """Return the name of a file, given its path or its address."""
    return posixpath.basename(text.partition("#")[0].replace("\\", "/").rstrip("/"))


def is_address(text: str) -> bool:
    """Return whether a text begins with ``https://`` or another scheme."""
    return bool(_ADDRESS.match(text))


def without_options(command: Command) -> list[str]:
    """Return the arguments that aren't options."""
    return [text for text in command.arguments if not _SWITCH.match(text)]


def operands(command: Command) -> Iterator[str]:
    """Yield the files and directories that a command needs."""
    name, plain = command.name, without_options(command)
    if name in CHANGING_DIRECTORY or name in UNPACKING:
        yield from plain[-1:] if name == "tar" else plain[:1]
    elif _INTERPRETERS.fullmatch(name) and _WITHOUT_A_FILE.isdisjoint(command.arguments[:3]):
        yield from plain[:1]
    elif name in COPYING:
        yield from plain[:-1]
    elif name in OF_FILES:
        yield from plain[1:] or plain
    elif package_managers.is_pip(command):
        yield from values_of(command, "-r", "--requirement")


def downloaded(command: Command) -> Iterator[str]:
    """Yield the files that a command writes after it has downloaded or compiled them."""
    name, arguments = command.name, command.arguments
    if name == "curl":
        yield from values_of(command, "-o", "--output")
        if any(re.fullmatch(r"-[A-Za-z]*O[A-Za-z]*|--remote-name(?:-all)?", text) for text in arguments):
            yield from map(last_part, filter(_MAY_BE_ADDRESS.match, arguments))
    elif name == "wget":
        directory = next(values_of(command, "-P", "--directory-prefix"), "")
        named = [*values_of(command, "-O", "--output-document")]
        found = [last_part(text) for text in filter(_MAY_BE_ADDRESS.match, arguments)]
        yield from named or [f"{directory}/{text}" if directory else text for text in found]
    elif name in {"invoke-webrequest", "iwr", "start-bitstransfer"}:
        yield from (after for before, after in itertools.pairwise(arguments) if before.lower() in _DESTINATIONS)
    elif name == "aria2c" or name in COMPILERS:
        yield from values_of(command, "-o", "--out")
    elif name == "az" and "download" in arguments[:4]:
        yield from values_of(command, "-f", "--file")


def values_of(command: Command, *options: str) -> Iterator[str]:
    """Yield the values of options, in the same word or the next; an option of one letter may follow others."""
    for text, following in itertools.pairwise((*command.arguments, "")):
        for option in options:
            single = not option[2:]
            if text.lower() == option or text == option or (single and re.fullmatch(rf"-[A-Za-z]*{option[1]}", text)):
                yield following
            elif text.startswith(option if single else f"{option}="):
                yield text.removeprefix(option).removeprefix("=")
