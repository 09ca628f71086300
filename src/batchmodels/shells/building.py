"""TreeBuilder, which builds the tree of a script from the events of a parser, in the order of the text.

The parsers differ in what opens and closes a compound command, and in how words are read. They share this builder, so a tree
has the same form for every shell, however broken the script is: an operator without a command before it is ignored, and a
command without an operator before it begins a new statement.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from .script import Block, Command, Compound, Element, Pipeline, Redirect, Section, Shell, Statement

MAX_DEPTH = 50
"""Limit on compound commands inside each other; the commands of deeper ones are part of the innermost block within it.

It lets recursive functions walk, compare and print a tree.
"""

FUNCTION = "function"
_PIPES = frozenset({"|", "|&"})
_JOINS = frozenset({"&&", "||"})


class _Open:
    """A block that is being built, and the compound command that it is a section of."""

    __slots__ = (
        "begin", "elements", "inner", "joins", "keyword", "keywords", "name", "pipelines", "pipes", "section", "sections",
        "skipped", "start", "statements",
    )  # fmt: skip

    def __init__(self, start: int, begin: int, keyword: str = "", name: str = "") -> None:
        self.keyword = keyword  # of the compound command; empty for the body of a script or a substitution
        self.name = name
        self.start = start
        self.sections: list[Section] = []
        self.inner: list[Block] = []
        self.section = keyword
        self.begin = begin  # where the block begins
        self.skipped = 0  # open compound commands in it that are too deep to be nodes
        self.statements: list[Statement] = []
        self.pipelines: list[Pipeline] = []
        self.joins: list[str] = []
        self.elements: list[Element] = []
        self.pipes: list[str] = []
        self.keywords: list[tuple[str, int]] = []

    @property
    def started(self) -> bool:
        """Whether anything is in the block."""
        return bool(self.elements or self.pipelines or self.statements)

    def end_pipeline(self) -> None:
        if self.elements:
            elements, keywords = tuple(self.elements), tuple(word for word, _ in self.keywords)
            start = self.keywords[0][1] if self.keywords else elements[0].start
            pipes = tuple(self.pipes[: len(elements) - 1])
            self.pipelines.append(Pipeline(elements, pipes, keywords, start, elements[-1].end))
        self.elements, self.pipes, self.keywords = [], [], []

    def end_statement(self, terminator: str, *, background: bool = False) -> None:
        self.end_pipeline()
        if self.pipelines:
            pipelines = tuple(self.pipelines)
            span = (pipelines[0].start, pipelines[-1].end)
            joins = tuple(self.joins[: len(pipelines) - 1])
            self.statements.append(Statement(pipelines, joins, terminator, background, *span))
        self.pipelines, self.joins = [], []

    def end_block(self, end: int) -> Block:
        self.end_statement("")
        block = Block(tuple(self.statements), self.begin, max(end, self.begin))
        self.statements = []
        return block


class TreeBuilder:
    """A builder of one tree."""

    def __init__(self, shell: Shell) -> None:
        self._shell = shell
        self._open = [_Open(0, 0)]

    def body(self, end: int) -> Block:
        """Return the tree, with everything closed that is still open."""
        while len(self._open) > 1:
            self._pop(end, end)
        return self._open[0].end_block(end)

    @property
    def innermost(self) -> str:
        """The keyword of the innermost compound command; empty outside of one."""
        return self._open[-1].keyword

    def command(self, command: Command) -> None:
        """Add a simple command."""
        self._add(command)

    def keyword(self, word: str, start: int) -> None:
        """Note a reserved word before a pipeline."""
        self._settle()
        top = self._open[-1]
        if len(top.elements) > len(top.pipes):
            top.end_statement("")
        top.keywords.append((word, start))

    def operator(self, operator: str) -> None:
        """Note an operator after a command."""
        self._settle()
        top = self._open[-1]
        if operator in _PIPES:
            if top.elements:
                top.pipes.append(operator)
        elif operator in _JOINS:
            top.end_pipeline()
            if top.pipelines:
                top.joins.append(operator)
        else:
            top.end_statement(operator, background=operator == "&" and self._shell is not Shell.cmd)

    def resume(self, operator: str) -> None:
        """Note an operator at the beginning of a line, which continues the statement before it."""
        top = self._open[-1]
        if not (top.elements or top.pipelines) and top.statements:
            statement = top.statements.pop()
            *before, last = statement.pipelines
            top.pipelines, top.joins = before, [*statement.operators]
            top.elements, top.pipes = [*last.elements], [*last.operators]
            top.keywords = [(word, last.start) for word in last.keywords]
        self.operator(operator)

    def open(self, keyword: str, start: int, begin: int, *, name: str = "", section: str | None = None) -> None:
        """Open a compound command, whose first block begins at an offset and has the keyword or that of the section."""
        self._settle()
        if len(self._open) > MAX_DEPTH:
            self._open[-1].skipped += keyword != FUNCTION  # a function isn't closed: it ends with its body
            return
        self._make_room()
        self._open.append(_Open(start, begin, keyword, name))
        self._open[-1].section = keyword if section is None else section

    def section(self, keyword: str, end: int, begin: int) -> None:
        """End the section of the innermost compound command at an offset, and begin another."""
        self._settle(empty=True)
        top = self._open[-1]
        if not top.skipped and top.keyword:
            self._end_section(top, end)
            top.section, top.begin = keyword, begin

    def sections(self, keyword: str, blocks: Sequence[Block]) -> None:
        """Add sections to the innermost compound command."""
        top = self._open[-1]
        if not top.skipped and top.keyword:
            top.sections += [Section(keyword, block) for block in blocks]

    def inner(self, blocks: Sequence[Block]) -> None:
        """Add blocks that are in the head of the innermost compound command."""
        self._open[-1].inner += blocks

    def close(self, at: int, end: int) -> None:
        """Close the innermost compound command, given the end of its last block and its own end."""
        self._settle(empty=True)
        top = self._open[-1]
        if top.skipped:
            top.skipped -= 1
        elif top.keyword:
            self._pop(at, end)

    def redirect(self, redirects: Sequence[Redirect], inner: Sequence[Block], end: int) -> None:
        """Add redirections to the compound command that has just been closed."""
        elements = self._open[-1].elements
        if elements and isinstance(last := elements[-1], Compound):
            start = min(redirect.start for redirect in redirects)
            redirection = Command((), (), tuple(redirects), tuple(inner), start, end)
            elements[-1] = msgspec.structs.replace(last, redirection=redirection, end=max(end, last.end))

    def begin(self, start: int) -> None:
        """Begin a block within a word."""
        self._open.append(_Open(start, start))

    def end(self, end: int) -> Block:
        """End the block within a word, and everything that is open in it."""
        while self._open[-1].keyword:
            self._pop(end, end)
        return self._open.pop().end_block(end)

    def _add(self, element: Element) -> None:
        self._settle()
        self._make_room()
        self._open[-1].elements.append(element)

    def _make_room(self) -> None:
        """End the statement before an element, unless an operator joins them."""
        top = self._open[-1]
        if len(top.elements) > len(top.pipes):
            top.end_statement("")

    def _settle(self, *, empty: bool = False) -> None:
        """Close the functions whose body has been read, or all functions, even those without a body."""
        while (top := self._open[-1]).keyword == FUNCTION and self._shell is Shell.posix and (empty or top.started):
            body = top.elements[-1] if top.elements else top
            end = body.end if isinstance(body, (Command, Compound)) else top.begin
            self._pop(end, end)

    def _end_section(self, top: _Open, end: int) -> None:
        block = top.end_block(end)
        # The head of a loop or a case isn't a section: for x in y; do.
        if block.statements or top.section not in {"for", "foreach", "select", "case", "switch", "try", FUNCTION, ""}:
            top.sections.append(Section(top.section, block))

    def _pop(self, at: int, end: int) -> None:
        top = self._open.pop()
        if not top.keyword:  # a block within a word, which is lost with the command that it is in
            return
        self._end_section(top, at)
        compound = Compound(top.keyword, tuple(top.sections), tuple(top.inner), None, top.name, top.start, end)
        self._make_room()
        self._open[-1].elements.append(compound)
