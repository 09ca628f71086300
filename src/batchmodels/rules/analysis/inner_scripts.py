"""The scripts of a command line: its own, and those that it passes to further shells."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator

import msgspec

from ...shells.script import Command, Shell, Word
from ..command_lines import CommandLine
from ..context import Context, shared
from .command_line import Analysis, analysis_of, shell_of, with_posix_script, with_powershell_script
from .flow import Flow, flow_in, flow_of
from .lines import lines_of
from .prefixes import without_prefixes
from .unquoted_scripts import meant_script
from .word_sets import names

_DEEPEST = 4  # limit on nested shells
_MOST = 50  # limit on the scripts of one command line

_LOGINS = frozenset({"su", "runuser"})
_SCRIPT = re.compile(r"-[a-z]*c|--command")
_JOINING = re.compile(r"&&|\|\|?|;|&")
_RUNNING_SCRIPTS = names(
    "source . eval bash sh dash zsh ksh run-parts make ansible-playbook ansible-pull puppet chef-client chef-solo salt-call "
    "cloud-init"
)
_FILES_OF_SCRIPTS = (".sh", ".bash", ".py", ".pl", ".rb", ".js", ".R", ".php", ".ps1", ".cmd", ".bat", ".run")
_INTERPRETERS = re.compile(r"(?:python|pypy)[0-9.]*|perl|ruby|node|rscript|php|pwsh|powershell")
_OF_THE_SYSTEM = re.compile(r"(?:.*/)?s?bin/[^/]+|[^/]+")
"""Programs by name, and those in a directory for programs; any other path may be that of a script."""
_ASKING = frozenset({"--version", "--help"})
_XARGS_VALUES = frozenset({"-n", "-I", "-P", "-L", "-d", "-a", "-s", "-E"})


class Part(msgspec.Struct, frozen=True, dict=True):
    """One script.

    Attributes:
        analysis: Its analysis, as if it were the script of the command line itself.
        flow: Its control flow, which depends on the scripts around it.
        before: The commands before it in the scripts around it.
        counts: Whether its failure fails the command line.
        earlier: The commands before it without prefixes, with those of the further shells that they start.
        after_scripts: Whether another script runs before it, of which nothing is known.
        inner: The scripts that its commands pass to further shells, by the number of the command.
    """

    analysis: Analysis
    flow: Flow
    before: tuple[Command, ...] = ()
    counts: bool = True
    earlier: tuple[Command, ...] = ()
    after_scripts: bool = False
    inner: dict[int, Part] = {}

    def commands_before(self, index: int) -> tuple[Command, ...]:
        """Return all commands that run before one of its commands, also in other scripts, without prefixes such as ``sudo``."""
        return (*self.earlier, *self.commands_until(index))

    def commands_until(self, end: int) -> Iterator[Command]:
        """Yield the script's commands before an index, each with those of the further shell that it starts."""
        for number, command in enumerate(self.analysis.commands[:end]):
            yield without_prefixes(command)
            if number in self.inner:
                inner = self.inner[number]
                yield from inner.commands_until(len(inner.analysis.commands))

    @functools.cached_property
    def first_other_script(self) -> int:
        """The index of the first command that runs another script: -1 if one ran before, their number if none does."""
        if self.after_scripts:
            return -1
        commands = self.analysis.commands
        return next((index for index in range(len(commands)) if self.runs_a_script(index)), len(commands))

    def runs_a_script(self, index: int) -> bool:
        """Return whether a command runs a script that isn't part of the command line, itself or in a further shell."""
        if index in self.inner:
            inner = self.inner[index]
            return any(map(inner.runs_a_script, range(len(inner.analysis.commands))))
        return _runs_a_script(self.analysis.commands[index])


def _runs_a_script(command: Command) -> bool:
    bare = without_prefixes(run_by_xargs(without_prefixes(command)))
    if not bare.words:
        return False
    program = bare.words[0].text
    if program.startswith("$") or program.endswith(_FILES_OF_SCRIPTS) or not _OF_THE_SYSTEM.fullmatch(program):
        return True
    if bare.name in _RUNNING_SCRIPTS:
        return _ASKING.isdisjoint(bare.arguments[:1])
    return bool(_INTERPRETERS.fullmatch(bare.name)) and any(text.endswith(_FILES_OF_SCRIPTS) for text in bare.arguments)


@shared
def parts_of(place: Context[CommandLine]) -> list[Part]:
    """Return the scripts of a command line, beginning with its own.

    If the script lacks its quotes, it is read as if it had them: the mistakes in it remain once it is quoted.
    """
    meant = meant_script(analysis_of(place))
    own = Part(analysis_of(place), flow_of(place)) if meant is None else Part(meant, flow_in(meant))
    return list(itertools.islice(_with_inner_parts(own, 0), _MOST))


@shared
def meant_parts_of(place: Context[CommandLine]) -> list[Part]:
    """Return the scripts that are meant, which aren't those of `parts_of` if the shell or the quotes are missing.

    They have the commands after an operator that no shell reads, and all words of an unquoted script. Rules that ask for
    something of each command use them, so that adding the shell or the quotes doesn't lead to new findings.
    """
    analysis = analysis_of(place)
    meant = _meant(analysis) if not analysis.windows else None
    if meant is None:
        return parts_of(place)
    return list(itertools.islice(_with_inner_parts(Part(meant, flow_in(meant)), 0), _MOST))


def _meant(analysis: Analysis) -> Analysis | None:
    """Return the analysis of a script that lacks a shell or quotes; None if the command line lacks neither."""
    words = analysis.words
    if analysis.shell is Shell.posix and analysis.script is not None:
        words = words[len(words) - len(analysis.rest) - 1 :]
        lacks = bool(analysis.rest) and words[0].raw == words[0].text
    else:
        lacks = analysis.shell is None and (
            any(_JOINING.fullmatch(word.raw) or word.raw.endswith(";") for word in words[1:]) or bool(lines_of(analysis))
        )
    if not lacks or words[0].start < 0:
        return None
    text = analysis.text[words[0].start :]
    whole = Word(text, text, start=words[0].start)
    shell, option = (Word(each, each) for each in ("sh", "-c"))
    meant = with_posix_script(msgspec.structs.replace(analysis, origin=None), (shell, option, whole))
    return None if meant.unfinished else meant


def run_by_xargs(command: Command) -> Command:
    """Return the command that ``xargs`` runs; any other command unchanged."""
    if command.name != "xargs":
        return command
    start = 1
    while start < len(command.words) and command.words[start].text.startswith("-"):
        start += 2 if command.words[start].text in _XARGS_VALUES else 1
    return msgspec.structs.replace(command, words=command.words[start:])


def _with_inner_parts(part: Part, depth: int) -> Iterator[Part]:
    yield part
    if depth == _DEEPEST:
        return
    after_scripts = part.after_scripts
    for number, step in enumerate(part.flow.steps):
        script = inner_script(part.analysis, step.command)
        if script is not None:
            flow = flow_in(script, step, loops=part.flow.loops)
            before = (*part.before, *part.analysis.commands[:number])
            inner = Part(script, flow, before, step.status.fails, part.commands_before(number), after_scripts)
            part.inner[number] = inner
            yield from _with_inner_parts(inner, depth + 1)
        after_scripts = after_scripts or part.runs_a_script(number)


def inner_script(analysis: Analysis, command: Command) -> Analysis | None:
    """Return the script that a command passes to another shell, or to the shell of another user; None if it passes none."""
    words = without_prefixes(run_by_xargs(without_prefixes(command))).words
    if Command(words).name in _LOGINS:
        words = _for_the_shell_of_a_user(words)
    shell = shell_of(words)
    base = msgspec.structs.replace(
        analysis, words=words, shell=None, script=None, rest=(), unfinished=None, options=frozenset()
    )
    if shell is Shell.posix:
        inner = with_posix_script(base, words)
    elif shell is Shell.powershell:
        inner = with_powershell_script(base, words)
    else:
        return None
    # An unfinished script means that the outer quotes were read differently, so nothing is known about it.
    return inner if inner.script is not None and not inner.unfinished else None


def _for_the_shell_of_a_user(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Return ``su - user -c script`` as ``sh -c script``; any other command unchanged."""
    for option, script in itertools.pairwise(words):
        if _SCRIPT.fullmatch(option.text):
            return Word("sh", "sh"), Word("-c", "-c"), script
    return words
