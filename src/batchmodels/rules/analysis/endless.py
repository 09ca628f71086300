"""Loops and programs that never end, if it is certain that the script waits for them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from ...shells.script import Block, Command, Compound, Pipeline, Shell, Statement, commands_in, nodes_in
from ..command_lines import CommandLine
from ..context import Context, shared
from .command_line import Analysis
from .command_tests import is_test
from .endless_programs import Kind, kind_of
from .inner_scripts import inner_script, parts_of
from .prefixes import without_prefixes
from .stuck_loops import is_stuck
from .word_sets import names

_TRUE = re.compile(r"(?:true|:|sleep [0-9.smhd]+|\[\[? ?(?:1|true|1 -eq 1) \]?\]|test (?:1|true)|\(\( ?1 ?\)\)|/bin/true)")
_FALSE = re.compile(r"(?:false|/bin/false|\[\[? \]?\]|test)")
_FOR_IN_POSIX = re.compile(r"for\s*\(\([^;]*;\s*(?:1|true)?\s*;")
_FOR_IN_CMD = re.compile(r"(?i)for\s+/l\s+%+\w\s+in\s*\(\s*(?:-?\d+[\s,]+0[\s,]+\d+\s*)?\)")
_LOOP_IN_POWERSHELL = re.compile(
    r"(?is)(?:while\s*\(\s*(?:\$true|1)\s*\)|for\s*\([^;)]*;\s*(?:\$true\s*)?;|do\s*\{.*(?:while\s*\(\s*(?:\$true|1)|until\s*\(\s*(?:\$false|0))\s*\)\s*\Z)"
)
_ENDING = names(
    "break exit return exec kill pkill killall stop-process taskkill throw reboot shutdown poweroff halt restart-computer "
    "source . eval trap goto"
)


_MOST_CALLS = 50


class Endless(msgspec.Struct, frozen=True):
    """A command or a loop that never ends.

    Attributes:
        kind: What it is.
        analysis: The script that contains it.
        node: Its place in the script.
    """

    kind: Kind
    analysis: Analysis
    node: Command | Compound


@shared
def endless_in(context: Context[CommandLine]) -> Endless | None:
    """Return the first loop or program that never ends and that the script waits for."""
    analysis = parts_of(context)[0].analysis
    return None if _has_time_limit(analysis) else _Search(analysis).found()


def _has_time_limit(analysis: Analysis) -> bool:
    words = (word for command in analysis.commands for word in command.words)
    return not analysis.windows and any(word.text == "timeout" for word in (*analysis.words, *words))


class _Search:
    """A search in one script, in the order in which its commands run, as far as that is certain."""

    def __init__(self, analysis: Analysis, depth: int = 0) -> None:
        self._analysis = analysis
        self._depth = depth
        self._functions = {
            node.name: node for node in nodes_in(analysis.body) if isinstance(node, Compound) and node.keyword == "function"
        }
        self._calls = 0
        self._in_background: Endless | None = None
        self._over = False

    def found(self) -> Endless | None:
        """Return what never ends."""
        return next(self.all(), None)

    def all(self) -> Iterator[Endless]:
        """Yield all that never ends."""
        yield from self._in_block(self._analysis.body)

    def _in_block(self, block: Block) -> Iterator[Endless]:
        for statement in block.statements:
            if self._over:
                return
            yield from self._in_statement(statement)

    def _in_statement(self, statement: Statement) -> Iterator[Endless]:
        found = self._joined(statement)
        if statement.background:
            self._in_background = next(found, self._in_background)
            return
        yield from found
        self._over = self._over or _may_leave(statement)

    def _joined(self, statement: Statement) -> Iterator[Endless]:
        """Yield what never ends in the pipelines of a statement that surely run."""
        for number, pipeline in enumerate(statement.pipelines):
            if number and statement.operators[number - 1] != "&&":
                return
            yield from self._in_pipeline(pipeline)
            if pipeline.negated or any(isinstance(each, Command) and is_test(each) for each in pipeline.elements):
                return

    def _in_pipeline(self, pipeline: Pipeline) -> Iterator[Endless]:
        element = pipeline.elements[-1]
        if len(pipeline.elements) > 1 and isinstance(element, Command):
            # What reads from a program that never ends does not end either, unless it has read enough.
            first = pipeline.elements[0]
            if without_prefixes(element).name in _READING_ALL and isinstance(first, Command):
                yield from self._in_command(first)
        elif isinstance(element, Command):
            yield from self._in_command(element)
        elif len(pipeline.elements) == 1:
            yield from self._in_compound(element)

    def _in_command(self, command: Command) -> Iterator[Endless]:
        name = command.name
        if name == "wait" and not any(text.isdigit() for text in command.arguments) and self._in_background:
            yield self._in_background
        elif name in _STOPPING:
            self._in_background = None
        elif (function := self._functions.get(name)) and self._calls < _MOST_CALLS:
            self._calls += 1
            for section in function.sections:
                yield from self._in_block(section.block)
        elif kind := kind_of(command, self._analysis.shell):
            yield Endless(kind, self._analysis, command)
        elif self._depth < _DEEPEST and (inner := inner_script(self._analysis, command)):
            yield from _Search(inner, self._depth + 1).all()

    def _in_compound(self, compound: Compound) -> Iterator[Endless]:
        if self._is_endless_loop(compound):
            yield Endless(Kind.loop, self._analysis, compound)
        elif compound.keyword in {"{", "("}:
            for section in compound.sections:
                yield from self._in_block(section.block)

    def _is_endless_loop(self, compound: Compound) -> bool:
        text = self._analysis.code[compound.start : compound.end]
        if self._analysis.shell is Shell.cmd:
            endless = bool(_FOR_IN_CMD.match(text))
        elif self._analysis.shell is Shell.powershell:
            endless = bool(_LOOP_IN_POWERSHELL.match(text))
        elif compound.keyword in {"while", "until"}:
            endless = self._always(compound, _TRUE if compound.keyword == "while" else _FALSE)
            endless = endless or bool(is_stuck(self._analysis, compound))
        else:
            endless = compound.keyword == "for" and bool(_FOR_IN_POSIX.match(text))
        return endless and not self._ends(compound, set())

    def _always(self, compound: Compound, pattern: re.Pattern[str]) -> bool:
        """Return whether the condition of a loop is one command that is always true, or always false."""
        condition = compound.sections[0].block if compound.sections else Block()
        commands = commands_in(condition, in_words=False)
        if len(commands) != 1 or commands[0].inner or any(word.variables for word in commands[0].words):
            return False
        negated = condition.statements[0].pipelines[0].negated
        return not negated and bool(pattern.fullmatch(" ".join(word.text for word in commands[0].words)))

    def _ends(self, compound: Compound, seen: set[str]) -> bool:
        """Return whether a loop contains a command that ends it, or may do so."""
        for command in commands_in(compound):
            name = without_prefixes(command).name
            unknown = "$" in name and self._analysis.shell is Shell.posix
            if not _ENDING.isdisjoint((command.name, name)) or unknown:  # exec is a prefix as well
                return True
            if name in self._functions and name not in seen:
                seen.add(name)
                if self._ends(self._functions[name], seen):
                    return True
        return False


def _may_leave(statement: Statement) -> bool:
    """Return whether a statement may end the script, other than with an error."""
    return any(
        command.name in {"return", "goto", "exec"} or (command.name == "exit" and command.arguments[-1:] not in _ERRORS)
        for command in commands_in(statement, in_words=False)
        if command.name != "exec" or command.arguments
    )


_ERRORS = frozenset((str(code),) for code in range(1, 256))
_READING_ALL = names("tee cat logger ts")
_STOPPING = names("kill pkill killall stop-process taskkill")
_DEEPEST = 4
