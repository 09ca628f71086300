"""Which files a command writes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...shells.script import Command
from .display import names

# Directories of the system; below some of them there are others in which anybody may write.
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

# Programs whose last argument is what they write, all of whose arguments are, and the options that name it.
_LAST = names("cp mv install ln rsync copy xcopy move copy-item move-item cpi mi expand-archive")
_ALL = names("mkdir md touch tee set-content add-content rm rmdir unlink truncate del erase remove-item")
_BEHIND_THE_MODE = names("chmod")
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
_WITH_VALUE = frozenset({"-m", "-o", "-g", "--mode", "--owner", "--group", "-e", "-s", "--suffix", "--exclude"})


def outside_of_the_node(command: Command, *, on_windows: bool) -> Iterator[str]:
    """The system's files and directories that a command writes."""
    outside = _OF_WINDOWS if on_windows else _OF_LINUX
    for target in _targets(command):
        if outside.match(target):
            yield target


def _targets(command: Command) -> Iterator[str]:
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
    """What a command writes that no option names."""
    plain = [
        text
        for before, text in zip(("", *arguments), arguments, strict=False)
        if not text.startswith("-") and not (name in {"install", "mkdir", "rsync"} and before in _WITH_VALUE)
    ]
    if name == "sed" and any(text.startswith(("-i", "--in-place")) or re.fullmatch(r"-[nErs]+i", text) for text in arguments):
        yield from plain[1:]
    elif name == "git" and plain[:1] == ["clone"]:
        yield from plain[2:][-1:]
    elif name == "dd":
        yield from (text.removeprefix("of=") for text in plain if text.startswith("of="))
    elif name == "robocopy":
        yield from plain[1:2]
    elif name in _ALL or (
        name == "install" and any(re.fullmatch(r"-(?>[A-Za-z]*?d)[A-Za-z]*|--directory", text) for text in arguments)
    ):
        yield from plain
    elif name in _BEHIND_THE_MODE:
        yield from plain[1:]
    elif name in _LAST:
        behind = [text for text in plain if not re.match(r"/[A-Za-z](?::|\Z)", text)]
        if len(behind) > 1 and not any(text.lower() in options or text in options for text in arguments):
            yield behind[-1]


def _by_option(arguments: tuple[str, ...], options: tuple[str, ...], *, letters: bool) -> Iterator[str]:
    """The values of options, as the same word or the next; an option of one letter may have others in front of it."""
    for text, following in zip(arguments, (*arguments[1:], ""), strict=True):
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
