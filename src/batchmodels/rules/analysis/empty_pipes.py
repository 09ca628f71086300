"""Downloads that go to a file although another program reads the output: ``wget URL | bash``, ``curl -O URL | tar -xz``.

Each reader here was run with empty input: the interpreters succeed, the others fail.
"""

from __future__ import annotations

import re

from ...shells.script import Command
from .curl_options import options_of_curl
from .prefixes import without_prefixes
from .word_sets import names

_ADDRESS = re.compile(r"(?i)[\"']?(?:https?|ftps?)://")
_OUTPUT = re.compile(r"--output(?:-document)?(?:=(.*))?\Z", re.DOTALL)
_OUTPUT_OF_WGET = re.compile(r"-[a-zA-Z]*O(.*)\Z", re.DOTALL)
_PRINTING = re.compile(r"-|/dev/(?:stdout|fd/1|stderr|tty)|--write-out.*|--(?:config|spider|help|version|head|dump-header).*")
_PRINTING_LETTERS = frozenset("wDKIvhV")
_INTERPRETERS = names("bash sh dash zsh ksh python python3 perl ruby node php")
_UNPACKING = names("gunzip bunzip2 unxz xz zstd zcat")


def saves_to_file(command: Command) -> bool:
    """Return whether a command is surely curl or wget that writes one file, and nothing to its output."""
    arguments = command.arguments
    if sum(map(bool, map(_ADDRESS.match, arguments))) != 1 or any(text.startswith(("$", "`")) for text in arguments):
        return False
    if any(each.operator not in {"2>", "2>>"} for each in command.redirects) or any(map(_PRINTING.fullmatch, arguments)):
        return False
    if command.name == "wget":
        return not any(
            _is_output(found[1], arguments, index) for index, text in enumerate(arguments) if (found := _output_of_wget(text))
        )
    if command.name != "curl":
        return False
    letters = dict(options_of_curl(command))
    if not _PRINTING_LETTERS.isdisjoint(letters):
        return False
    values = [letters["o"]] if "o" in letters else []
    values += [found[1] for text in arguments if (found := _OUTPUT.match(text)) and found[1]]
    named = "O" in letters or not {"--remote-name", "--output"}.isdisjoint(arguments)
    return (bool(values) or named) and not any(value == "-" or "/dev/" in value or "$" in value for value in values)


def _output_of_wget(text: str) -> re.Match[str] | None:
    """Return the match of an option that names the output of wget, with the file if that is in it."""
    return (_OUTPUT if text.startswith("--") else _OUTPUT_OF_WGET).match(text)


def _is_output(value: str | None, arguments: tuple[str, ...], index: int) -> bool:
    """Return whether the file that an option of wget names is its output, or isn't known."""
    file = value or "".join(arguments[index + 1 : index + 2])
    return file == "-" or "/dev/" in file or "$" in file


def effect_of_nothing(command: Command) -> tuple[str, bool] | None:
    """Return what a program does with empty input, and whether it fails; None if that isn't known."""
    bare = without_prefixes(command)
    name, arguments = bare.name, bare.arguments
    if any(each.operator.startswith("<") for each in bare.redirects):
        return None
    if name in _INTERPRETERS:
        reads = not arguments or arguments[0] in {"-", "-s"} or set(arguments) <= {"-x", "-e", "-ex", "-u"}
        return (f"{name} gets no script, runs nothing and succeeds", False) if reads else None
    if name == "tar":
        options = arguments[0] if arguments else ""
        file = arguments[1:2] if options.endswith("f") else ("-",)
        reads = bool(re.fullmatch(r"-?[xvzjJpa]*f?", options)) and file == ("-",)
        return ("tar gets no data and fails", True) if reads and "x" in options and not _names_file(arguments) else None
    if name in _UNPACKING and all(re.fullmatch(r"-[a-z0-9]*|--[a-z-]+", text) for text in arguments):
        return f"{name} gets no data and fails", True
    return ("gpg gets no data and fails", True) if name == "gpg" and "--dearmor" in arguments else None


def _names_file(arguments: tuple[str, ...]) -> bool:
    """Return whether a later option of tar names an archive."""
    return any(text.startswith("--file") or re.fullmatch(r"-[a-z]*f.*", text) for text in arguments[1:])
