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

_DEEPEST = 4  # limit on nested shells
_MOST = 50  # limit on the scripts of one command line

_LOGINS = frozenset({"su", "runuser"})
_SCRIPT = re.compile(r"-[a-z]*c|--command")
_JOINING = re.compile(r"&&|\|\|?|;|&")
_INTERPRETERS = frozenset({"source", ".", "bash", "sh"})
_XARGS_VALUES = frozenset({"-n", "-I", "-P", "-L", "-d", "-a", "-s", "-E"})


class Part(msgspec.Struct, frozen=True, dict=True):
    """One script.

    Attributes:
        analysis: Its analysis, as if it were the script of the command line itself.
        flow: Its control flow, which depends on the scripts around it.
        before: The commands before it in the scripts around it.
        counts: Whether its failure fails the command line.
    """

    analysis: Analysis
    flow: Flow
    before: tuple[Command, ...] = ()
    counts: bool = True

    @functools.cached_property
    def first_other_script(self) -> int:
        """The index of the first command that runs another script; the number of commands if none does."""
        commands = self.analysis.commands
        return next((index for index, command in enumerate(commands) if _runs_a_script(command)), len(commands))


def _runs_a_script(command: Command) -> bool:
    program = command.words[0].text if command.words else ""
    if program.startswith(("./", "$")) or program.endswith((".sh", ".py")):
        return True
    return command.name in _INTERPRETERS and bool(command.arguments)


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
    meant = with_posix_script(msgspec.structs.replace(analysis, origin=None), (Word("sh", "sh"), Word("-c", "-c"), whole))
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
    for number, step in enumerate(part.flow.steps):
        inner = inner_script(part.analysis, step.command)
        if inner is not None:
            flow = flow_in(inner, step, loops=part.flow.loops)
            before = (*part.before, *part.analysis.commands[:number])
            yield from _with_inner_parts(Part(inner, flow, before, step.status.fails), depth + 1)


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
