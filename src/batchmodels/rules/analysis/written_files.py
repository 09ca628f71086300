"""The files that a command writes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from ...shells.script import Command
from .word_sets import names

# Directories of the system; some of them contain directories in which anyone can write.
_OF_LINUX = re.compile(
    r"/(?:etc|usr|opt(?!/batch/data(?:/|\Z))|lib|lib32|lib64|bin|sbin|root|boot"
    r"|var(?!/(?:tmp|crash|lock|metrics)(?:/|\Z)))(?:/|\Z)"
)
_OF_WINDOWS = re.compile(
    r"(?:c:[\\/](?:windows(?![\\/]temp)|program files(?: \(x86\))?)"
    r"|%(?:systemroot|windir|programfiles(?:\(x86\))?)%(?![\\/]temp)"
    r"|\$\{?env:(?:systemroot|windir|programfiles(?:\(x86\))?)\}?(?![\\/]temp))(?:[\\/]|\Z)",
    re.IGNORECASE,
)

_ANYTHING = re.compile("", re.DOTALL)


class _Written(NamedTuple):
    """The arguments of some programs that are files that they write.

    Attributes:
        names: The programs.
        which: The arguments, options not counted.
        given: A prefix that one of the arguments must have; otherwise the programs write nothing.
        first: The first argument that isn't an option; otherwise the programs write nothing.
        least: The least number of arguments.
        prefix: The prefix of such an argument that isn't part of the file's name.
        switches: Whether arguments such as ``/y`` are options.
        elsewhere: Whether an option that names another place replaces it.
    """

    names: frozenset[str]
    which: slice
    given: re.Pattern[str] = _ANYTHING
    first: str = ""
    least: int = 1
    prefix: str = ""
    switches: bool = False
    elsewhere: bool = False


_WRITTEN = (
    _Written(names("sed"), slice(1, None), given=re.compile(r"-i|--in-place|-[nErs]+i\Z")),
    _Written(names("git"), slice(-1, None), first="clone", least=3),
    _Written(names("dd"), slice(None), prefix="of="),
    _Written(names("robocopy"), slice(1, 2)),
    _Written(names("mkdir md touch tee set-content add-content rm rmdir unlink truncate del erase remove-item"), slice(None)),
    _Written(names("install"), slice(None), given=re.compile(r"-(?>[A-Za-z]*?d)[A-Za-z]*\Z|--directory\Z")),
    _Written(names("chmod"), slice(1, None)),
    _Written(
        names("cp mv install ln rsync copy xcopy move copy-item move-item cpi mi expand-archive"),
        slice(-1, None),
        least=2,
        switches=True,
        elsewhere=True,
    ),
)
"""The files that programs write without an option that names them; the first row that fits applies."""

# The options that name the file that a program writes.
_BY_OPTION: dict[str, tuple[str, ...]] = {
    "cp": ("-t", "--target-directory"),
    "mv": ("-t", "--target-directory"),
    "install": ("-t", "--target-directory"),
    "ln": ("-t", "--target-directory"),
    "tar": ("-C", "--directory"),
    "unzip": ("-d",),
    "curl": ("-o", "--output"),
    "wget": ("-O", "-P", "--output-document", "--directory-prefix"),
    "invoke-webrequest": ("-outfile",),
    "iwr": ("-outfile",),
    "expand-archive": ("-destinationpath",),
    "copy-item": ("-destination",),
    "move-item": ("-destination",),
    "new-item": ("-path",),
    "out-file": ("-filepath",),
}
_SWITCH = re.compile(r"/[A-Za-z](?::|\Z)")
_TAKING_VALUES = names("install mkdir rsync")
_WITH_VALUE = frozenset({"-m", "-o", "-g", "--mode", "--owner", "--group", "-e", "-s", "--suffix", "--exclude"})


def outside_of_the_node(command: Command, *, on_windows: bool) -> Iterator[str]:
    """Yield the files and directories of the system that a command writes."""
    outside = _OF_WINDOWS if on_windows else _OF_LINUX
    for target in targets_of(command):
        if outside.match(target):
            yield target.rstrip('"')  # cmd's quotes may be part of a word: "C:\\app\\" ends with an escaped one


def targets_of(command: Command) -> Iterator[str]:
    """Yield the files and directories that a command writes."""
    for redirect in command.redirects:
        if ">" in redirect.operator:
            yield redirect.target.text
    name, arguments = command.name, command.arguments
    if not arguments or (name == "tar" and not _extracts(arguments)):
        return
    options = _BY_OPTION.get(name, ())
    yield from _by_option(arguments, options, letters=name in {"curl", "wget"})
    yield from _plain_targets(name, arguments, options)


def _plain_targets(name: str, arguments: tuple[str, ...], options: tuple[str, ...]) -> Iterator[str]:
    """Yield the files that a command writes without an option that names them."""
    row = next((row for row in _WRITTEN if name in row.names and any(map(row.given.match, arguments))), None)
    if row is None or (row.elsewhere and any(text in options or text.lower() in options for text in arguments)):
        return
    plain = [
        text
        for before, text in pairwise(("", *arguments))
        if not (text.startswith("-") or (row.switches and _SWITCH.match(text)))
        and not (name in _TAKING_VALUES and before in _WITH_VALUE)
    ]
    if len(plain) >= row.least and (not row.first or plain[0] == row.first):
        yield from (text.removeprefix(row.prefix) for text in plain[row.which] if text.startswith(row.prefix))


def _by_option(arguments: tuple[str, ...], options: tuple[str, ...], *, letters: bool) -> Iterator[str]:
    """Yield the values of options, in the same word or the next; an option of one letter may follow others."""
    for text, following in pairwise((*arguments, "")):
        for option in options:
            single = option[0] == "-" and not option[2:]
            joined = f"{option}=" if option.startswith("--") else option
            if text == option or (not single and text.lower() == option):
                yield following
            elif (single or joined != option) and text.startswith(joined):
                yield text.removeprefix(joined)
            elif single and letters and re.fullmatch(rf"-[A-Za-z]+{option[1]}", text):
                yield following


def _extracts(arguments: tuple[str, ...]) -> bool:
    return any(text in {"--extract", "--get"} for text in arguments) or any(
        re.fullmatch(r"-?(?>[A-Za-z]*?x)[A-Za-z]*", text) for text in arguments[:2]
    )
