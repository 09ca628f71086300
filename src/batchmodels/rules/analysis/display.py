"""What rules about command lines have in common: which programs are run, and how a command is shown and written anew."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from ...secrets.masking import cut, mask_text
from ...shells.script import Command, Shell, Word
from .command_line import Analysis, without_prefixes
from .inner_scripts import behind_xargs


def names(text: str) -> frozenset[str]:
    """The names in a text, with spaces between them."""
    return frozenset(text.split())


_LONGEST = 200
"""Characters of a command line that is written out: more than that is no help at night."""

# What masking leaves of a secret and its name; and what else may be one, so that the text around it isn't shown.
_MASKED = re.compile(r"[^\s\"']{0,60}(?:[\s=:,]|\\?[\"']){0,4}\*\*\*")
_TELLING = re.compile(r"pas+w|pwd|secret|token|credential|key|sas|sig|auth|://[^/\s]*@|\s-p\S", re.IGNORECASE)
_SUBCOMMAND = re.compile(r"[a-z][a-z-]{1,19}\Z")
_WITH_SUBCOMMANDS = names(
    "apt apt-get aptitude yum dnf tdnf zypper apk snap choco pip pip3 conda npm git docker systemctl net sc"
)


def shown_text(text: str) -> str | None:
    """What may be shown of a command line, or of a part of one: its secrets masked; None if that is too long or unclear."""
    masked = mask_text(text)
    if len(masked) > _LONGEST or "\n" in masked or _TELLING.search(_MASKED.sub(" ", masked)):
        return None
    return masked


def shown_word(text: str) -> str:
    """A word of a command line for a message."""
    masked = shown_text(text)
    return "..." if masked is None else cut(masked, 40)


def shown_command(command: Command) -> str:
    """A command's name for a message, with what it is to do where that is one of a few known words."""
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


def in_a_shell(analysis: Analysis, text: str) -> str:
    """The command line that has a text run by a shell; with ``...`` in the text's place where it is better not shown."""
    quote = '"' if analysis.windows else "'"
    masked = shown_text(text)
    kept = "..." if masked is None or quote in masked else masked
    if analysis.windows:
        return f'cmd /c "{kept}"'
    return f"{'/bin/sh' if analysis.in_container else '/bin/bash'} -c '{kept}'"


def programs(analysis: Analysis) -> Iterator[Command]:
    """The commands of a command line without what only starts them: ``sudo``, ``call``, ``start``, ``Start-Process``."""
    for command in analysis.commands:
        bare = without_prefixes(command)
        if analysis.shell is Shell.cmd and bare.name == "start":
            bare = _started_by_cmd(bare)
        elif analysis.shell is Shell.powershell and bare.name in {"start-process", "saps", "start"}:
            bare = _started_by_powershell(bare)
        bare = behind_xargs(bare)
        if bare.words or bare.redirects:
            yield bare


def _started_by_cmd(command: Command) -> Command:
    words, start = command.words, 1
    while start < len(words) and (words[start].raw.startswith('"') or words[start].text.startswith("/")):
        start += 2 if words[start].text.lower() == "/d" else 1
    return msgspec.structs.replace(command, words=words[start:])


def _started_by_powershell(command: Command) -> Command:
    words: list[Word] = []
    behind = ""
    for word in command.words[1:]:
        if word.text.startswith("-") and not behind.startswith("-arg"):
            behind = word.text.lower()
        else:
            if behind in {"", "-filepath"} or behind.startswith("-arg"):
                words += [Word(text, text) for text in re.split(r"[,\s]+", word.text) if text]
            behind = ""
    return msgspec.structs.replace(command, words=tuple(words))
