"""The archives and packages that commands unpack or install."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from ...shells.script import Command, Word
from .application_packages import package_directory
from .assigned_values import with_value
from .copied_files import copied_by_powershell
from .reruns import positional
from .word_sets import names

_LETTERS = {"z": "gzip", "j": "bzip2", "J": "xz"}
_OPTIONS = {"--gzip": "gzip", "--gunzip": "gzip", "--bzip2": "bzip2", "--xz": "xz", "--zstd": "zstd"}
_PYTHON = re.compile(r"(?:python|pypy)[0-9.]*|py")
_OF_UNZIP = names("-d -x -P -O -I")
_DECOMPRESSING = re.compile(r"-[a-z]*d[a-z]*|--(?:decompress|uncompress)")
_INSTALLING = {
    "dpkg": re.compile(r"-[A-Za-z]*[ix]|--install|--unpack|--extract"),
    "rpm": re.compile(r"-[A-Za-z]*[iUF][A-Za-z]*|--install|--upgrade|--freshen"),
    **dict.fromkeys(("gzip", "bzip2", "xz", "zstd"), _DECOMPRESSING),
}


def archives_of(command: Command) -> Iterator[str]:
    """Yield the archives that a command unpacks, and the packages that it installs, as the command names them."""
    name, words = command.name, command.words[1:]
    if name in {"tar", "bsdtar"}:
        extracts, _, file = options_of_tar(command)
        yield from [file] if extracts else []
    elif name in {"unzip", "gunzip", "bunzip2", "unxz", "unzstd", "zcat", "unrar", "unar", "expand-archive"}:
        yield from _texts(_first_of(name, words))
    elif name in {"7z", "7za", "7zr", "7zz"}:
        yield from _texts(positional(words)[1:2] if words and words[0].text in {"x", "e"} else [])
    elif name == "jar" and words and re.fullmatch(r"-?[a-z]*x[a-z]*f[a-z]*|-?[a-z]*f[a-z]*x[a-z]*", words[0].text):
        yield from _texts(list(words[1:2]))
    elif _PYTHON.fullmatch(name):
        yield from _of_python([word.text for word in words])
    elif name == "msiexec":
        yield from (
            after.text for option, after in itertools.pairwise(words) if option.text.lower() in {"/i", "-i", "/package"}
        )
    elif name in _INSTALLING and any(_INSTALLING[name].fullmatch(word.text) for word in words):
        yield from _texts(positional(words))


def unpacks_package(command: Command, values: dict[str, str]) -> bool:
    """Return whether a command unpacks an application package, which is a directory, so it always fails."""
    return any(package_directory(with_value(text, values)) is not None for text in archives_of(command))


def _first_of(name: str, words: tuple[Word, ...]) -> list[Word]:
    """Return the archive among the arguments of a program that takes one."""
    if name == "expand-archive":
        return list(copied_by_powershell(words))
    found = positional(words, _OF_UNZIP if name == "unzip" else frozenset())
    return found[1:2] if name == "unrar" else found[:1]


def _of_python(texts: list[str]) -> Iterator[str]:
    if texts[:1] == ["-m"] and texts[1:2] in (["zipfile"], ["tarfile"]):
        yield from (after for option, after in itertools.pairwise(texts) if option in {"-e", "--extract"})


def _texts(words: list[Word]) -> Iterator[str]:
    yield from (word.text for word in words)


def options_of_tar(command: Command) -> tuple[bool, str | None, str]:
    """Return whether tar unpacks, the compression that its options are for, and the file that it reads."""
    extracts, forced, file = False, None, ""
    for number, text in enumerate(command.arguments):
        if text == "-a" or text.startswith(("--use-compress", "--auto-compress", "-I")):
            forced = "any"
        if text.startswith("--"):
            extracts = extracts or text in {"--extract", "--get"}
            forced = _OPTIONS.get(text, forced)
            file = text.partition("=")[2] if text.startswith("--file=") else file
        elif (text.startswith("-") and len(text) > 1) or (number == 0 and re.fullmatch("[A-Za-z]+", text)):
            letters = text.lstrip("-")
            head, takes, rest = letters.partition("f")
            extracts = extracts or "x" in (head if text.startswith("-") else letters)
            forced = next((_LETTERS[letter] for letter in (letters if not rest else head) if letter in _LETTERS), forced)
            if takes and (not rest or not text.startswith("-")):
                file = next(iter(command.arguments[number + 1 : number + 2]), "")
            elif takes:
                file = rest
    return extracts, None if forced == "any" else forced, file if forced != "any" else "-any-"
