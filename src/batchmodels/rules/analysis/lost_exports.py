"""The environment variables that a script sets although no program that it runs afterwards reads them."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from typing import NamedTuple

from ...shells.script import Command, Shell, Word
from .command_line import Analysis
from .inner_scripts import Part
from .prefixes import without_prefixes
from .steps import Status
from .word_sets import names

_MOST = 20  # variables of one script
_EXPORTING = names("export declare typeset")
_ASSIGNMENT = re.compile(r"([A-Za-z_]\w*)(?:\+?=|\Z)")
_IN_CMD = re.compile(r"\"?([A-Za-z_]\w*)=")
_IN_POWERSHELL = re.compile(r"(?i)\$\{?env:(\w+)\}?\s*\+?=(?!=)")
_BY_A_METHOD = re.compile(
    r"(?i)SetEnvironmentVariable\(\s*['\"](\w+)['\"]\s*,[^(),]*(?:,\s*(?:['\"]Process['\"]|\[[\w.]*\]::Process)\s*)?\)"
)
_WORD = re.compile(r"\w+")
_EXPANDING = re.compile(r"(?i)(?:\$\{?[!#]?(?:env:)?|%|!)\Z")
_PREFIX = 8  # characters before a name that show that it is expanded
_COMMENT = re.compile(r"(?m)^[ \t]*#.*$")
_ALL_VARIABLES = re.compile(r"(?i)/environ\b|GetEnvironmentVariables")

_READ_BY_MANY = re.compile(
    r"(?i)(?:PATH|PATHEXT|CDPATH|ENV|HOME|SHELL|USER|LOGNAME|PASSWD(?:_FILE)?|DOMAIN|IFS|PS\d|TZ|TMP|TEMP|TMPDIR|TERM|LANG|LANGUAGE"
    r"|COLUMNS|LINES|TAPE|PROMPT|DIRCMD|COPYCMD|GZIP|BZIP2?|TAR_OPTIONS|\w*_proxy|\w*COLORS|\w*BLOCK_?SIZE|TIME_STYLE"
    r"|QUOTING_STYLE|VERSION_CONTROL|SIMPLE_BACKUP_SUFFIX|GLIBC_TUNABLES|PSMODULEPATH|(?:POSIX|BASH|MALLOC|UNZIP)\w*"
    r"|(?:LD|LC|DEB|DEBIAN|DEBCONF|APT|DPKG|UCF|NEEDRESTART|SYSTEMD|GREP|XZ|ZSTD|SUDO|AZURE_STORAGE)_\w+)\Z"
)
"""Variables that the shell, the C library or the programs of `_PLAIN` read."""
_THREADS = re.compile(r"\w+_NUM_THREADS\Z")
_OF_RUNTIMES = re.compile(
    r"\w+_NUM_THREADS\Z|(?:OMP|KMP|GOMP|MKL|NCCL|UCX|I_MPI|OMPI|FI|CUDA|NVIDIA|HIP|ROCR|TF|TORCH|PYTORCH|HF|TRANSFORMERS|XLA|JAX"
    r"|RAY|DASK|SPARK|NUMBA|GDAL|PROJ)_\w+\Z|R_(?:LIBS\w*|HOME|PROFILE\w*|ENVIRON\w*|MAX_\w+)\Z|MPLBACKEND\Z|NLTK_DATA\Z"
)
"""Variables that only programs of a certain kind read, which package managers and downloads aren't."""

_PLAIN = names(
    "mkdir rmdir tar chmod chown chgrp cp mv ln rm touch install cat echo printf true false : sleep date sync test [ [[ (( "
    "grep egrep head tail wc sed awk cut tr sort uniq tee unzip gzip gunzip xz unxz zstd bzip2 bunzip2 ls df du free "
    "hostname id whoami uname getent useradd usermod groupadd groupmod adduser addgroup passwd chpasswd mount umount "
    "mountpoint mkfs mkswap swapon fallocate dd blkid lsblk stat file sha256sum sha1sum md5sum base64 unset readonly cd "
    "pushd popd pwd umask ulimit shopt exit return sysctl modprobe ldconfig timedatectl hostnamectl logger mktemp basename "
    "dirname realpath readlink setfacl"
)
_PLAIN_IN_CMD = names(
    "mkdir md copy xcopy robocopy move del erase rd rmdir ren rename echo echo. rem attrib icacls takeown tar cd chdir "
    "pushd popd exit timeout type setx net reg sc setlocal endlocal ver title"
)
_PLAIN_IN_POWERSHELL = names(
    "new-item ni mkdir md copy-item cp copy move-item mv move remove-item rm del expand-archive compress-archive write-host "
    "write-output echo set-content add-content out-file out-null test-path join-path start-sleep exit set-location cd "
    "push-location pop-location get-date icacls robocopy xcopy tar attrib set-acl new-localuser net reg set-itemproperty "
    "new-itemproperty setx"
)
_MANAGERS = names(
    "apt apt-get aptitude dnf yum tdnf zypper apk dpkg rpm add-apt-repository curl wget azcopy nvidia-smi msiexec choco "
    "winget invoke-webrequest iwr"
)
_PIP = names("pip pip3")
_WRITING = names(
    "echo printf cat tee sed awk dd logger write-output write-host set-content sc add-content ac out-file new-item ni setx reg "
    "set-itemproperty sp new-itemproperty"
)
"""Commands that may pass a value on to tasks, for example in a file or in the registry."""
_OF_SYSTEMD = names("enable disable start stop restart reload mask unmask daemon-reload is-active status")


class LostExport(NamedTuple):
    """An environment variable that nothing reads afterwards.

    Attributes:
        name: The variable.
        command: The command that sets it.
        expanded: Whether the script itself expands the variable.
    """

    name: str
    command: Command
    expanded: bool


class _Setting(NamedTuple):
    """A place where a script sets a variable; ``exports`` is whether it is one of the environment there."""

    name: str
    command: Command
    word: Word
    exports: bool = True


def lost_exports(part: Part) -> Iterator[LostExport]:
    """Yield the environment variables that no program reads which runs after they are set.

    One that the script itself expands is among them only if it is known as one of a runtime.
    """
    analysis = part.analysis
    script = analysis.code
    if _ALL_VARIABLES.search(script):
        return
    settings: dict[str, list[_Setting]] = {}
    for step in part.flow.steps:
        for setting in _settings(analysis, step.command) if step.status is not Status.unreachable else ():
            settings.setdefault(setting.name, []).append(setting)
    named, expanded = _mentioned(analysis, script, settings)
    for name, places in [*settings.items()][:_MOST]:
        first = next((place.command for place in places if place.exports), None)
        if first is None or name in named or _READ_BY_MANY.match(name):
            continue
        if name in expanded and not _OF_RUNTIMES.match(name):
            continue
        end = 0 if part.flow.loops else first.end
        if all(_ignores(analysis, command, name) for command in analysis.commands if command.start >= end):
            yield LostExport(name, first, name in expanded)


def _settings(analysis: Analysis, command: Command) -> Iterator[_Setting]:
    """Yield the variables that a command sets."""
    if analysis.shell is Shell.posix:
        yield from _settings_in_posix(command)
        return
    words = command.words[1:]
    if analysis.shell is Shell.cmd:
        if command.name == "set" and words and (match := _IN_CMD.match(words[0].raw)):
            yield _Setting(match[1].upper(), command, words[0])
        return
    text = analysis.code[command.start : command.end]
    match = _IN_POWERSHELL.match(text) or _BY_A_METHOD.search(text)
    if match:
        yield _Setting(match[1].upper(), command, Word(text, text, start=command.start))


def _settings_in_posix(command: Command) -> Iterator[_Setting]:
    options = "".join(word.text for word in command.words[1:] if word.text.startswith("-"))
    exports = command.name == "export" or "x" in options
    if command.name in _EXPORTING:
        words = () if re.search(r"[fnp]", options) else command.words[1:]
    else:
        words = () if command.words else command.assignments
    for word in words:
        if match := _ASSIGNMENT.match(word.text):
            yield _Setting(match[1], command, word, exports and bool(command.words))


def _mentioned(analysis: Analysis, script: str, settings: dict[str, list[_Setting]]) -> tuple[set[str], set[str]]:
    """Return the variables that a script names elsewhere than where it sets them, and those that it only expands.

    A command that may pass the value on to tasks names the variable.
    """
    fold = analysis.shell is not Shell.posix
    documents = "<<" in script
    text = script if fold or documents else _COMMENT.sub(lambda match: " " * len(match[0]), script)
    own = {
        name: sorted({(place.word.start, place.word.start + len(place.word.raw)) for place in settings[name]})
        for name in settings
    }
    written = [
        word for command in map(without_prefixes, analysis.commands) if command.name in _WRITING for word in command.words
    ]
    if fold:  # words of cmd have no variables, and those of PowerShell have env:NAME
        named = {name.upper() for word in written for name in _WORD.findall(word.raw)}
    else:
        named = {name for word in written for name in word.variables}
    expanded: set[str] = set()
    for match in _WORD.finditer(text):
        name = match[0].upper() if fold else match[0]
        if name not in own or name in named or _is_within(own[name], match.start()):
            continue
        is_expansion = _EXPANDING.search(text, max(match.start() - _PREFIX, 0), match.start()) and not documents
        (expanded if is_expansion else named).add(name)
    return named, expanded - named


def _is_within(ranges: list[tuple[int, int]], position: int) -> bool:
    """Return whether one of these ranges, which are sorted and don't overlap, contains a position."""
    number = bisect.bisect_right(ranges, position, key=lambda each: each[0])
    return number > 0 and position < ranges[number - 1][1]


def _ignores(analysis: Analysis, command: Command, variable: str) -> bool:
    """Return whether a command doesn't read a variable that isn't one of `_READ_BY_MANY`."""
    if any(_settings(analysis, command)):
        return True
    bare = without_prefixes(command)
    name = bare.name
    if not bare.words:
        return command.name not in {"env", "sudo"}
    if _OF_RUNTIMES.match(variable) and (name in _MANAGERS or (name in _PIP and _THREADS.match(variable))):
        return True
    if name == "systemctl":
        return bool(bare.arguments) and bare.arguments[0] in _OF_SYSTEMD
    if analysis.shell is Shell.posix:
        return name in _PLAIN or name.startswith("mkfs.") or (name == "set" and bool(bare.arguments))
    return name in (_PLAIN_IN_CMD if analysis.shell is Shell.cmd else _PLAIN_IN_POWERSHELL)
