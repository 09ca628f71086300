"""The analysis of a command line, parsed as the node and its shell parse it."""

from __future__ import annotations

import functools
import itertools
import posixpath
import re
from collections.abc import Iterable

import msgspec

from ...shells import cmd, posix, powershell, windows
from ...shells.script import (
    Block,
    Command,
    Compound,
    Script,
    Shell,
    Statement,
    Stray,
    Word,
    commands_in,
    nodes_in,
    pipelines_in,
    single,
)
from ..command_lines import CommandLine, command_line_of
from ..context import Context, shared
from ..finding import Span
from .foreign_programs import is_foreign
from .origins import UNKNOWN, Origin
from .pool import is_administrator, runs_windows
from .pool_values import value_of
from .powershell_options import OPTIONS_WITH_VALUE, decoded_command, full_option
from .prefixes import looks_for_a_command, program_name, without_prefixes
from .reachable import reachable

_SHELLS = {
    **dict.fromkeys(("sh", "bash", "dash", "ash", "ksh", "zsh"), Shell.posix),
    "cmd": Shell.cmd,
    **dict.fromkeys(("powershell", "pwsh"), Shell.powershell),
}

_LETTERS = {"e": "errexit", "u": "nounset"}
_CMD_SWITCH = re.compile(r"(?i)(?:^|\s)/[ck]")


class Analysis(msgspec.Struct, frozen=True, dict=True):
    """The analysis of a command line.

    Attributes:
        text: The command line.
        words: The program that the node starts, and its arguments.
        shell: The family of the shell that the node starts; None if it starts something else.
        script: The script that the shell runs, if it is in the command line.
        rest: The words after the script, which the shell passes to it as arguments.
        body: The script's tree; without a shell, the one command.
        commands: The commands in it, in the order of the text.
        unreachable: The statements after the ``exit``, ``return`` or similar that ends the script; they aren't in the tree.
        unfinished: What is missing at the script's end; None if nothing is.
        stray: The first operator without a command before it; None without one.
        options: The shell options in force from the beginning: ``errexit``, ``nounset``, ``pipefail``.
        windows: Whether the nodes run Windows; None if unknown.
        in_container: Whether the task runs in a container.
        is_admin: Whether it runs as an administrator; None if unknown.
        origin: The place of the script in the command line; None without a script.
    """

    text: str
    words: tuple[Word, ...] = ()
    shell: Shell | None = None
    script: str | None = None
    rest: tuple[Word, ...] = ()
    body: Block = Block()
    commands: tuple[Command, ...] = ()
    unreachable: tuple[Statement, ...] = ()
    unfinished: str | None = None
    stray: Stray | None = None
    options: frozenset[str] = frozenset()
    windows: bool | None = None
    in_container: bool = False
    is_admin: bool | None = None
    origin: Origin | None = None

    @property
    def code(self) -> str:
        """The script; empty without one."""
        return self.script or ""

    @property
    def seems_windows(self) -> bool:
        """Whether the nodes run Windows, as far as the pool or else the shell shows it."""
        return self.shell in {Shell.cmd, Shell.powershell} if self.windows is None else self.windows

    @property
    def in_windows_powershell(self) -> bool:
        """Whether ``powershell`` runs the script, not ``pwsh``, which is version 7."""
        return self.shell is Shell.powershell and without_prefixes(Command(self.words)).name == "powershell"

    @functools.cached_property
    def runs(self) -> tuple[tuple[int, Command], ...]:
        """The programs that run, with their numbers and without prefixes such as ``sudo``; not those only looked for."""
        return tuple(
            (index, without_prefixes(command))
            for index, command in enumerate(self.commands)
            if not looks_for_a_command(command) and not self.calls_function(command)
        )

    @functools.cached_property
    def feeding(self) -> dict[int, Command]:
        """The command whose output a command reads through a pipe, by the identity of the one that reads."""
        pairs = (pair for pipeline in pipelines_in(self.body) for pair in itertools.pairwise(pipeline.elements))
        return {id(right): left for left, right in pairs if isinstance(left, Command)}

    @functools.cached_property
    def functions(self) -> frozenset[str]:
        """The names of the functions that a POSIX script defines."""
        if self.shell is not Shell.posix:
            return frozenset()
        return frozenset(node.name for node in nodes_in(self.body) if isinstance(node, Compound) and node.name)

    def calls_function(self, command: Command) -> bool:
        """Return whether a command calls a function of the script, not the program of that name."""
        return bool(command.words) and command.words[0].text in self.functions

    def span(self, node: Command | Word) -> Span | None:
        """Return the offsets of a command or a word in the command line; None if they can't be known."""
        end = node.end if isinstance(node, Command) else node.start + len(node.raw)
        if node.start < 0 or end <= node.start:
            return None
        return (node.start, end) if self.script is None else self.span_in_script(node.start, end)

    def span_in_script(self, start: int, end: int) -> Span | None:
        """Return the offsets in the command line of a part of the script; None if they can't be known."""
        if self.origin is None:
            return None
        first, last = self.origin.offset(start), self.origin.offset(end - 1)
        return None if first is None or last is None or last < first else (first, last + 1)


def one_in_each_line(spans: Iterable[Span | None], text: str) -> list[Span | None]:
    """Return the first of the places in each line of a text."""
    first: dict[int, Span | None] = {}
    for span in spans:
        first.setdefault(-1 if span is None else text[: span[0]].count("\n"), span)
    return [*first.values()]


def span_outside(word: Word) -> Span | None:
    """Return the offsets in the command line of a word that isn't part of its script; None if they can't be known."""
    return None if word.start < 0 else (word.start, word.start + len(word.raw))


@shared
def analysis_of(place: Context[CommandLine]) -> Analysis:
    """Analyze what runs of a model's command line: nothing if its program is one of the other operating system."""
    whole = whole_analysis_of(place)
    nothing = Analysis(whole.text, whole.words[:1], windows=whole.windows, in_container=whole.in_container)
    return nothing if is_foreign(place, whole.words) else whole


@shared
def whole_analysis_of(place: Context[CommandLine]) -> Analysis:
    """Analyze a model's command line, whether it can run or not."""
    text = command_line_of(place.model)
    if text is None:
        return Analysis("")
    known = runs_windows(place)
    on_windows = _looks_like_windows(text) if known is None else known
    words = _words_on_windows(text) if on_windows else posix.split_words(text)
    command = _only_command(words)
    base = Analysis(
        text,
        words,
        body=single(command) if words else Block(),
        commands=(command,) if words else (),
        windows=on_windows,
        in_container=value_of(place.task, "container_settings") is not None,
        is_admin=is_administrator(place),
    )
    inner = without_prefixes(Command(words)).words
    shell = shell_of(inner)
    if shell is Shell.posix:
        return with_posix_script(base, inner)
    if shell is Shell.cmd:
        return _with_cmd_script(base)
    return with_powershell_script(base, inner) if shell is Shell.powershell else base


def shell_of(words: tuple[Word, ...]) -> Shell | None:
    """Return the family of the shell that a command starts; None if it starts something else."""
    return _SHELLS.get(program_name(words[0])) if words else None


def _words_on_windows(text: str) -> tuple[Word, ...]:
    """Return the words of a command line on Windows, where each program splits its own; a POSIX shell splits it as on Linux."""
    words = windows.split_words(text)
    if shell_of(words) is not Shell.posix:
        return words
    start = words[0].start + len(words[0].raw)
    rest = posix.split_words(text[start:])
    return (words[0], *(msgspec.structs.replace(word, start=word.start + start) for word in rest))


def _only_command(words: tuple[Word, ...]) -> Command:
    return Command(words, start=words[0].start, end=words[-1].start + len(words[-1].raw)) if words else Command(())


def _looks_like_windows(text: str) -> bool | None:
    """Return whether the name of the program belongs to Windows; None if it doesn't show it."""
    first = re.match(r'\s*"?([^\s"]+)', text)
    if first is None:
        return None
    name = posixpath.basename(first[1].replace("\\", "/")).lower()
    if name in ("cmd", "powershell") or name.endswith((".exe", ".bat", ".cmd", ".ps1")):
        return True
    return False if _SHELLS.get(name) is Shell.posix or first[1].startswith("/") else None


def with_posix_script(base: Analysis, words: tuple[Word, ...]) -> Analysis:
    """Return the analysis with the script that the words pass to a POSIX shell, the first word."""
    options, script, rest = _posix_arguments(words[1:])
    if script is None:
        return msgspec.structs.replace(base, shell=Shell.posix, rest=rest, options=frozenset(options))
    return as_posix_script(base, script, options, rest)


def as_posix_script(base: Analysis, script: Word, options: Iterable[str] = (), rest: tuple[Word, ...] = ()) -> Analysis:
    """Return the analysis with a word as the script of a POSIX shell, given the shell's options and the words after it."""
    read = posix.read_script(script.text)
    for element in read.body.elements():
        if not isinstance(element, Command) or element.name != "set":
            break
        options = {*options, *_posix_arguments(element.words[1:])[0]}
    return _with_script(base, read, script.text, rest, options, Origin((script,), base.origin))


def _posix_arguments(words: tuple[Word, ...]) -> tuple[set[str], Word | None, tuple[Word, ...]]:
    """Return the options of a POSIX shell or of ``set``, the script if any, and the words after it."""
    options: set[str] = set()
    takes_script = False
    position = 0
    while position < len(words) and words[position].text[:1] in ("-", "+") and words[position].text not in ("-", "--"):
        option = words[position].text
        position += 1
        if option.startswith("--"):
            continue
        takes_script = takes_script or (option.startswith("-") and "c" in option)
        options |= {name for letter, name in _LETTERS.items() if option.startswith("-") and letter in option}
        if "o" in option and position < len(words):
            options |= {words[position].text} if option.startswith("-") else set()
            position += 1
    if position < len(words) and words[position].text in ("-", "--"):
        position += 1
    if takes_script and position < len(words):
        return options, words[position], words[position + 1 :]
    return options, None, words[position:]


def _with_cmd_script(base: Analysis) -> Analysis:
    switch = _CMD_SWITCH.search(base.text)
    if switch is None:
        return msgspec.structs.replace(base, shell=Shell.cmd, rest=base.words[1:])
    rest = base.text[switch.end() :]
    script = rest.strip()
    strip = "/s" in base.text[: switch.start()].lower().split()
    origin = Origin((Word(script, script, start=len(base.text) - len(rest.lstrip())),))
    return _with_script(base, cmd.read_script(script, strip=strip), script, (), (), origin)


def with_powershell_script(base: Analysis, words: tuple[Word, ...]) -> Analysis:
    """Return the analysis with the script that the words pass to PowerShell, the first word."""
    number = 1
    while number < len(words):
        option = full_option(words[number].text)
        if option == "encodedcommand" and number + 1 < len(words):
            script = decoded_command(words[number + 1].text)
            return _with_script(base, powershell.read_script(script), script, words[number + 2 :], (), UNKNOWN)
        if option == "command" and number + 1 < len(words):
            return _with_powershell_words(base, words[number + 1 :])
        if option == "" and program_name(words[0]) == "powershell":  # pwsh treats it as a file
            return _with_powershell_words(base, words[number:])
        if option in {"", "file"}:
            break
        number += 2 if option in OPTIONS_WITH_VALUE else 1
    return msgspec.structs.replace(base, shell=Shell.powershell, rest=words[1:])


def _with_powershell_words(base: Analysis, words: tuple[Word, ...]) -> Analysis:
    script = " ".join(word.text for word in words)
    return _with_script(base, powershell.read_script(script), script, (), (), Origin(words, base.origin))


def _with_script(
    base: Analysis, read: Script, script: str, rest: tuple[Word, ...], options: Iterable[str], origin: Origin | None
) -> Analysis:
    body, unreachable = reachable(read, script)
    return msgspec.structs.replace(
        base,
        shell=read.shell,
        script=script,
        rest=rest,
        body=body,
        commands=commands_in(body),
        unreachable=unreachable,
        unfinished=read.unfinished,
        stray=read.stray,
        options=frozenset(options),
        origin=origin,
    )
