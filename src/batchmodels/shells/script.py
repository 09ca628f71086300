"""Script and the nodes of its tree, which all parsers share.

A `Block` is a sequence of statements. A `Statement` is one or more pipelines, joined by ``&&`` and ``||``. A `Pipeline` is one
or more elements, joined by ``|``. An element is a simple `Command` or a `Compound`: brackets, a condition, a loop, a function.
A compound is made of sections; a `Section` is a keyword and a block.

Every node has ``start`` and ``end``, its place in the script's text. ``end`` is the offset after its last character.
"""

from __future__ import annotations

import functools
import posixpath
from collections.abc import Iterator
from enum import Enum

import msgspec


class Shell(str, Enum):
    """A family of shells with the same syntax."""

    posix = "posix"
    cmd = "cmd"
    powershell = "powershell"


class Word(msgspec.Struct, frozen=True):
    """One word of a command.

    Attributes:
        text: The word as the command receives it, without quotes and escapes. Variables appear as their names.
        raw: The word as it is written.
        variables: The names of the variables in it that the shell expands.
        substitutes: Whether it contains a command's output: ``$(...)``, backquotes.
        pattern: Whether the shell looks for files that match it: an unquoted ``*`` or ``?``.
        start: Where it begins in the text; -1 if it isn't from the text.
    """

    text: str
    raw: str
    variables: tuple[str, ...] = ()
    substitutes: bool = False
    pattern: bool = False
    start: int = -1

    @property
    def quoted(self) -> bool:
        """Whether any of it is quoted or escaped."""
        return self.raw != self.text


class Redirect(msgspec.Struct, frozen=True):
    """A redirection of a command's input or output, for example ``>>`` and a file."""

    operator: str
    target: Word
    start: int = -1


class Command(msgspec.Struct, frozen=True, dict=True):
    """One simple command of a script.

    Attributes:
        words: The command's name and its arguments; assignments before the name are in ``assignments``.
        assignments: ``NAME=value`` before the name, or without one.
        redirects: Its redirections.
        inner: The commands in its words, for example in ``$(...)``.
        start: Where it begins in the text.
        end: Where it ends.
        shell: The family of the shell that runs it.
    """

    words: tuple[Word, ...]
    assignments: tuple[Word, ...] = ()
    redirects: tuple[Redirect, ...] = ()
    inner: tuple[Block, ...] = ()
    start: int = 0
    end: int = 0
    shell: Shell = Shell.posix

    @functools.cached_property
    def name(self) -> str:
        """The program's name without its directory and ``.exe``, in lower case; empty if it has no name."""
        if not self.words:
            return ""
        name = posixpath.basename(self.words[0].text.replace("\\", "/")).lower()
        return name.removesuffix(".exe")

    @functools.cached_property
    def arguments(self) -> tuple[str, ...]:
        """The texts of the words after the name."""
        return tuple(word.text for word in self.words[1:])


class Section(msgspec.Struct, frozen=True):
    """A part of a compound command: ``then`` and the commands after it.

    Attributes:
        keyword: ``if``, ``then``, ``elif``, ``else``, ``while``, ``until``, ``do``, ``try``, ``catch``, ``finally``; ``case``
            for one of the cases; ``in`` for the command whose lines a loop of cmd reads; the bracket for what is in brackets.
        block: Its commands.
    """

    keyword: str
    block: Block


class Compound(msgspec.Struct, frozen=True):
    """A command made of commands.

    Attributes:
        keyword: The word or bracket at its beginning: ``if``, ``while``, ``until``, ``for``, ``foreach``, ``select``, ``do``,
            ``case``, ``switch``, ``try``, ``function``, ``(``, ``{`` and so on.
        sections: Its parts in the order of the text.
        inner: The commands in the words of its head, for example in ``for x in $(...)``.
        redirection: The redirections of the whole command, as a command without words; None if it has none.
        name: A function's name.
        start: Where it begins in the text.
        end: Where it ends.
    """

    keyword: str
    sections: tuple[Section, ...] = ()
    inner: tuple[Block, ...] = ()
    redirection: Command | None = None
    name: str = ""
    start: int = 0
    end: int = 0

    @property
    def redirects(self) -> tuple[Redirect, ...]:
        """The redirections of the whole command."""
        return self.redirection.redirects if self.redirection else ()

    def nodes(self, *, in_words: bool = True) -> list[Block | Command]:
        """Return the blocks of its head and its sections in the order of the text, and its redirection.

        Args:
            in_words: Whether to include those of its head.
        """
        heads = self.inner if in_words else ()
        blocks = sorted((*heads, *(section.block for section in self.sections)), key=lambda block: block.start)
        return [*blocks, self.redirection] if self.redirection else [*blocks]


Element = Command | Compound
"""One part of a pipeline."""


class Pipeline(msgspec.Struct, frozen=True):
    """One element, or several, each of which reads the output of the one before.

    Attributes:
        elements: At least one.
        operators: ``|`` or ``|&``, one between each two elements.
        keywords: The reserved words before it: ``!``, ``time``, ``coproc``, ``return``.
        start: Where it begins in the text.
        end: Where it ends.
    """

    elements: tuple[Element, ...]
    operators: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    start: int = 0
    end: int = 0

    @property
    def negated(self) -> bool:
        """Whether it succeeds if its last element fails."""
        return self.keywords.count("!") % 2 == 1


class Statement(msgspec.Struct, frozen=True):
    """One pipeline, or several, each of which runs only if the one before succeeds, or only if it fails.

    Attributes:
        pipelines: At least one.
        operators: ``&&`` or ``||``, one between each two pipelines.
        terminator: What ends it: ``;``, ``&``, a line feed, ``;;`` and so on, or nothing.
        background: Whether the shell doesn't wait for it.
        start: Where it begins in the text.
        end: Where it ends.
    """

    pipelines: tuple[Pipeline, ...]
    operators: tuple[str, ...] = ()
    terminator: str = ""
    background: bool = False
    start: int = 0
    end: int = 0

    @property
    def last(self) -> Element:
        """The last element of the last pipeline."""
        return self.pipelines[-1].elements[-1]


class Block(msgspec.Struct, frozen=True):
    """Statements that run one after the other.

    Attributes:
        statements: The statements.
        start: Where it begins in the text, after the keyword or bracket that opens it.
        end: Where it ends.
    """

    statements: tuple[Statement, ...] = ()
    start: int = 0
    end: int = 0

    def elements(self) -> Iterator[Element]:
        """Return the elements of its statements, without nested ones."""
        return (element for line in self.statements for pipeline in line.pipelines for element in pipeline.elements)


class Stray(msgspec.Struct, frozen=True):
    """An operator where a POSIX shell expects a command, which is a syntax error.

    Attributes:
        sign: The operator.
        before: The operator or the line feed before it; empty at the beginning of a block.
        start: Where it begins in the text.
    """

    sign: str
    before: str
    start: int


class Script(msgspec.Struct, frozen=True):
    """A script as a shell reads it.

    Attributes:
        shell: The family that reads it.
        body: Its statements.
        unfinished: What is missing at the end, for example a closing quote; None if nothing is.
        stray: The first operator without a command before it; None without one.
    """

    shell: Shell
    body: Block
    unfinished: str | None = None
    stray: Stray | None = None

    @property
    def commands(self) -> tuple[Command, ...]:
        """Its simple commands in the order of the text, including those in compound commands and in words."""
        return commands_in(self.body)


Node = Block | Statement | Pipeline | Command | Compound


def nodes_in(*roots: Node, in_words: bool = True) -> Iterator[Node]:
    """Iterate over nodes and the nodes inside them, in the order of the text; a node comes before its contents.

    Args:
        roots: The nodes to begin with.
        in_words: Whether to include nodes in words, for example in ``$(...)``.
    """
    rest: list[Node] = [*reversed(roots)]
    while rest:
        node = rest.pop()
        yield node
        if isinstance(node, Block):
            rest += reversed(node.statements)
        elif isinstance(node, Statement):
            rest += reversed(node.pipelines)
        elif isinstance(node, Pipeline):
            rest += reversed(node.elements)
        elif isinstance(node, Command):
            rest += reversed(node.inner if in_words else ())
        else:
            rest += reversed(node.nodes(in_words=in_words))


def commands_in(*roots: Node, in_words: bool = True) -> tuple[Command, ...]:
    """Return the simple commands in nodes, in the order of the text; arguments as in `nodes_in`."""
    return tuple(node for node in nodes_in(*roots, in_words=in_words) if isinstance(node, Command))


def pipelines_in(*roots: Node, in_words: bool = True) -> tuple[Pipeline, ...]:
    """Return the pipelines in nodes, in the order of the text; arguments as in `nodes_in`."""
    return tuple(node for node in nodes_in(*roots, in_words=in_words) if isinstance(node, Pipeline))


def statements_in(*roots: Node, in_words: bool = True) -> tuple[Statement, ...]:
    """Return the statements in nodes, in the order of the text; arguments as in `nodes_in`."""
    return tuple(node for node in nodes_in(*roots, in_words=in_words) if isinstance(node, Statement))


def single(command: Command) -> Block:
    """Return the block of one command."""
    pipeline = Pipeline((command,), (), (), command.start, command.end)
    return Block((Statement((pipeline,), (), "", start=command.start, end=command.end),), command.start, command.end)
