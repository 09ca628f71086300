"""Mistakes in the arguments of a POSIX shell that keep it from running its script."""

from __future__ import annotations

import re

from ...shells.script import Command, Shell, Word
from ...spelling import nearest
from .command_line import Analysis
from .prefixes import without_prefixes
from .typography import ANY_DASH, DASHES, QUOTES
from .word_sets import names

_JOINED = re.compile(r"-[A-Za-z]*c[\"'].*", re.DOTALL)
_MISSPELLED = re.compile(r"/c|--c|-|c")
_COMMANDS = re.compile(r"&&|\|\||[;|\n]|[^\s]\s+-{1,2}[A-Za-z]")
_SHELLS = ("bash", "sh", "dash", "zsh")
_WITH_C = names("ssh csh tcsh fish rbash mksh pdksh yash ash ksh su sg script bashate dsh pssh xargs")
_LONGEST = 40  # characters of a name in a message
_PROGRAMS = names(
    "apt-get apt yum dnf zypper apk pip pip3 python python3 echo cd mkdir cp mv rm ln chmod chown curl wget tar "
    "unzip git docker "
    "systemctl service mount sudo export source set useradd conda npm make azcopy az"
)


def mistake_in_arguments(analysis: Analysis) -> tuple[str, str] | None:
    """Return what is wrong with the arguments of the shell that the node starts, and the fix; None if nothing is known."""
    words = without_prefixes(Command(analysis.words)).words
    if analysis.shell is None and not analysis.windows:
        return _misspelled_shell(words)
    if analysis.shell is not Shell.posix or len(words) < 2:  # noqa: PLR2004  # because the shell is the first
        return None
    shell = words[0].raw
    for number, word in enumerate(words[1:], 1):
        following = words[number + 1 : number + 2]
        if _JOINED.fullmatch(word.raw):
            return (
                "the script is joined to -c, so the shell reads its letters as further options and fails.",
                f"Write a blank after {word.raw[: word.raw.index('c') + 1]}: {shell} -c '...'.",
            )
        if word.text.startswith(DASHES):
            return (
                f"{word.text} begins with a typographic dash, so the shell looks for a script file of that name and fails.",
                f"Write -{word.text.lstrip(ANY_DASH)} with a plain hyphen: {shell} -c '...'.",
            )
        if word.text == "-" and following and following[0].text == "c":
            return (
                "- ends the options of the shell, so it looks for a script file named c and fails.",
                f"Remove the blank between - and c: {shell} -c '...'.",
            )
        if analysis.script is None and (found := _no_file(word, following)):
            return f"{found}, so the shell looks for a script file named {_named(word)} and fails.", f"Use {shell} -c '...'."
        if not word.text.startswith(("-", "+")):
            return None
    return None


def _misspelled_shell(words: tuple[Word, ...]) -> tuple[str, str] | None:
    """Return what is wrong with a program that is meant to be a shell; None if it isn't."""
    name = Command(words[:1]).name
    shell, joined, option = name.partition("-")
    script = words[1:2]
    if joined and shell in _SHELLS and option in {"c", "lc", "ec"}:
        meant = f"{shell} -{option}"
    elif len(words) > 2 and words[1].text == "-c" and name not in _WITH_C and (near := nearest(name, _SHELLS, 0.75)):  # noqa: PLR2004  # because the script follows -c
        meant, script = f"{near} -c", words[2:3]
    else:
        return None
    if not script or not script[0].quoted:
        return None
    path = words[0].text[: len(words[0].text) - len(name)] if words[0].text.lower().endswith(name) else ""
    return (
        f"{words[0].text[:_LONGEST]} isn't a shell, so the node doesn't find the program and nothing runs.",
        f"Use {path}{meant} '...'.",
    )


def _no_file(word: Word, following: tuple[Word, ...]) -> str:
    """Return why a word can't be the name of a script file; an empty string if it can be one."""
    if _MISSPELLED.fullmatch(word.text) and word.text != "-" and following and following[0].quoted:
        return f"{word.text} isn't -c"
    if word.text.startswith(QUOTES):
        return ""
    if word.quoted and re.search(r"\s", word.text) and _COMMANDS.search(word.text):
        return "-c is missing"
    return "-c is missing" if word.text in _PROGRAMS and not word.quoted and following else ""


def _named(word: Word) -> str:
    return word.text if re.fullmatch(r"[\w/-]{1,20}", word.text) else "..."
