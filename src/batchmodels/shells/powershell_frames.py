"""The state of the PowerShell parser: the statements, words and brackets that are being read."""

from __future__ import annotations

from .script import Block, Command, Redirect, Shell, Word


class Draft:
    """A command while it is read."""

    def __init__(self, start: int, *, piped: bool) -> None:
        self.words: list[Word] = []
        self.assignments: list[Word] = []
        self.redirects: list[Redirect] = []
        self.operator: str = ""
        self.piped = piped
        self.start: int = start
        self.end: int = start
        self.assigned_at: int = 0  # where the last assignment begins
        self.expression: bool = False  # whether it is an expression, which has no name
        self.kept: bool = False

    def command(self, inner: list[Block]) -> Command:
        """Return the command, with the blocks in its words."""
        parts = (tuple(self.words), tuple(self.assignments), tuple(self.redirects))
        return Command(*parts, tuple(inner), self.start, self.end, Shell.powershell)


class Begun:
    """A word, or a whole expression, while it is read."""

    def __init__(self, start: int, first: int) -> None:
        self.start: int = start
        self.end: int = start
        self.element: int = start  # where the last element begins
        self.first: int = first  # how many variables had been found before it
        self.parts: list[str] = []
        self.substitutes: bool = False
        self.fresh: bool = True  # whether an element must follow
        self.primary: bool = False  # whether the element began as a value: a variable, a string, a bracket
        self.sealed: bool = False  # whether the element ends here by itself
        self.last: str = ""  # the kind of its last token
        self.string_end: int = -1  # where the string that it begins with ends


class Frame:
    """An open bracket or string, and what is being read in it."""

    def __init__(self, kind: str, start: int, first: int) -> None:
        self.kind = kind
        self.role: str = ""  # its node in the tree: a block in a word, a section or a compound command; or none
        self.start: int = start
        self.first: int = first  # how many variables had been found before it
        self.expression: bool | None = None  # None where a statement can begin
        self.draft: Draft | None = None
        self.previous: Draft | None = None
        self.word: Begun | None = None
        self.redirect: str = ""  # the operator that needs a name
        self.redirect_at: int = -1
        self.keyword: str = ""  # of the next command
        self.compound: str = ""  # the compound command whose sections are being read
        self.section_end: int = 0  # where the last of them ended
        self.blocks: list[Block] = []  # in the words that are being read
        self.head: str = ""  # the reserved word whose bracket must follow
        self.joined: str = ""  # the operator that needs something after it
        self.ran: bool = False  # whether it contains a command
