"""Helpers for rules about command lines: the programs that run, and how messages show and rewrite a command."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from ...secrets.masking import cut, mask_text
from ...shells.script import Command, Shell, Word
from .command_line import Analysis
from .inner_scripts import run_by_xargs
from .prefixes import without_prefixes
from .word_sets import names

_LONGEST = 200
"""Limit on the characters of a command line in a message; a longer one is hard to read."""

# The result of masking, with the name of the secret, and other possible secrets, whose surroundings aren't shown.
_MASKED = re.compile(r"[^\s\"']{0,60}(?:[\s=:,]|\\?[\"']){0,4}\*\*\*")
_TELLING = re.compile(r"pas+w|pwd|secret|token|credential|key|sas|sig|auth|://[^/\s]*@|\s-p\S", re.IGNORECASE)
_FOR_CMD = re.compile(r"(?i)(?:copy|del|erase|md|mklink|move|ren|rename)\s|\"?[a-z]:\\|\S+\.(?:exe|bat|cmd)(?!\S)")
"""The beginning of a command line that only Windows can run."""

_VARIABLE_OF_CMD = re.compile(r"%[A-Za-z_]\w{2,}%")  # +%F%T is a format of date
_ON_WINDOWS = re.compile(r"(?i)[&|;]\s*[\w.\\:-]+\.(?:exe|bat|cmd)(?!\S)|(?<!\S)(?:\"?\\\\[\w.-]+\\\w|\"?[a-z]:\\\w|net use\s)")
"""What only a command line for Windows has, anywhere in it: the name of its program, a share, a path with a drive."""

_PROGRAM_OR_FILE = re.compile(
    r"(?:[./\\]*/)?(?:g?passwd|chg?passwd|apt-key|ssh-key(?:gen|scan)|ssh-copy-id|keytool|signtool|cmdkey|keyctl|authselect)"
    r"|(?:\$\{?AZ_BATCH_\w+\}?/|/(?:bin|etc|lib|lib64|mnt|opt|sbin|srv|tmp|usr|var)/|\.{1,2}/)?(?:[\w.+~-]+[/\\]){0,20}[\w.+~-]{1,100}"
    r"\.(?:deb|rpm|apk|sh|bash|py|pl|rb|ps1|psm1|bat|cmd|exe|msi|dll|so|zip|7z|tar|t?gz|t?bz2|t?xz|zst|whl|jar|txt|log|csv|md|html?"
    r"|json|ya?ml|toml|xml|conf|cfg|ini|list|repo|sources|service|timer|gpg|asc|pem|crt|cer|pfx|key|pub|reg|cab)"
    r"|/(?:usr/share|etc/apt)/keyrings/?|/etc/(?:passwd|gshadow)"
)
"""Names of programs and files, which are shown although a part of the name may also name a secret: ``keyring.deb``."""
_SUBCOMMAND = re.compile(r"[a-z][a-z-]{1,19}\Z")
_WITH_SUBCOMMANDS = names(
    "apt apt-get aptitude yum dnf tdnf zypper apk snap choco pip pip3 conda npm git docker systemctl net sc"
)


def shown_text(text: str) -> str | None:
    """Return a command line, or a part of one, with secrets masked; None if it is too long or unclear."""
    masked = mask_text(text)
    if len(masked) > _LONGEST or "\n" in masked or _TELLING.search(_MASKED.sub(" ", masked)):
        return None
    return masked


def shown_word(text: str) -> str:
    """Return a word of a command line for a message."""
    masked = text if _PROGRAM_OR_FILE.fullmatch(text) and mask_text(text) == text else shown_text(text)
    return "..." if masked is None else cut(masked, 40)


def shown_value(name: str, value: str) -> str:
    """Return the value of a variable or an option for a message; ``...`` if its name means that it is a secret."""
    assigned = f"{name}={value}"
    return shown_word(value) if mask_text(assigned) == assigned else "..."


def shown_command(command: Command) -> str:
    """Return a command's name for a message, with its action if that is one of a few known words."""
    bare = without_prefixes(command)
    if not bare.words:
        return "the command"
    name = shown_word(bare.words[0].text)
    if name == "...":
        return "a command"
    if bare.name in _WITH_SUBCOMMANDS:
        known = next((text for text in bare.arguments if _SUBCOMMAND.match(text)), "")
        return f"{name} {known}".rstrip()
    return name


def shown_program(command: Command) -> str:
    """Return a command's name for a message, with the first argument if that says which program runs."""
    bare = without_prefixes(command)
    texts = [word.text for word in bare.words]
    if bare.name in {"sleep", "tail", "ping", "journalctl", "dmesg"} and len(texts) > 1:
        return f"{bare.name} {shown_word(texts[1])}"
    if texts[1:2] == ["-m"] and len(texts) > 2:  # noqa: PLR2004  # because the module follows -m
        return f"{shown_word(texts[0])} -m {shown_word(texts[2])}"
    return shown_command(command)


def in_a_shell(analysis: Analysis, text: str) -> str:
    """Return a command line that runs a text in a shell; with ``...`` instead of a text that shouldn't be shown.

    If the operating system isn't known, the text decides.
    """
    windows = analysis.windows or (analysis.windows is None and _reads_like_cmd(text))
    quote = '"' if windows else "'"
    masked = shown_text(text)
    kept = "..." if masked is None or quote in masked else masked
    if windows:
        return f'cmd /c "{kept}"'
    return f"{'/bin/sh' if analysis.in_container else '/bin/bash'} -c '{kept}'"


def _reads_like_cmd(text: str) -> bool:
    return any((_FOR_CMD.match(text), _VARIABLE_OF_CMD.search(text), _ON_WINDOWS.search(text)))


def programs(analysis: Analysis) -> Iterator[Command]:
    """Yield the commands of a command line without their prefixes: ``sudo``, ``call``, ``start``, ``Start-Process``."""
    for command in analysis.commands:
        bare = program_of(analysis, command)
        if bare.words or bare.redirects:
            yield bare


def program_of(analysis: Analysis, command: Command) -> Command:
    """Return a command of a command line without its prefixes: ``sudo``, ``call``, ``start``, ``Start-Process``.

    A call of a function of the script has no words, because it runs no program.
    """
    if analysis.calls_function(command):
        return msgspec.structs.replace(command, words=())
    bare = without_prefixes(command)
    if analysis.shell is Shell.cmd and bare.name == "start":
        bare = _started_by_cmd(bare)
    elif analysis.shell is Shell.powershell and bare.name in {"start-process", "saps", "start"}:
        bare = _started_by_powershell(bare)
    return run_by_xargs(bare)


def _started_by_cmd(command: Command) -> Command:
    words, start = command.words, 1
    while start < len(words) and (words[start].raw.startswith('"') or words[start].text.startswith("/")):
        start += 2 if words[start].text.lower() == "/d" else 1
    return msgspec.structs.replace(command, words=words[start:])


_SWITCHES = names("-wait -passthru -nonewwindow -loaduserprofile -usenewenvironment")
"""Options of Start-Process without a value."""


def _started_by_powershell(command: Command) -> Command:
    words: list[Word] = []
    option = ""
    for word in command.words[1:]:
        if word.text.startswith("-") and not option.startswith("-arg"):
            option = "" if word.text.lower() in _SWITCHES else word.text.lower()
        else:
            if option in {"", "-filepath"} or option.startswith("-arg"):
                words += [Word(text, text) for text in re.split(r"[,\s]+", word.text) if text]
            option = ""
    return msgspec.structs.replace(command, words=tuple(words))
