"""The parser of scripts for POSIX shells and bash."""

from __future__ import annotations

import re
from collections import Counter

import msgspec

from .building import FUNCTION, TreeBuilder
from .posix_lines import BLANKS, COMMENT, LineReader, Places, closing
from .posix_splitting import split_words
from .script import Block, Command, Redirect, Script, Shell, Stray, Word

__all__ = ["read_script", "split_words"]

_OPERATOR = re.compile(r";;&|;;|;&|;|&&|&|\|\||\|&|\|")
_REDIRECT = re.compile(r"(?:[0-9]+|\{[A-Za-z_][A-Za-z0-9_]*\})?(?:<<<|<<-|<<|<>|<&|<(?!\()|>\||>>|>&|>(?!\())|&>>|&>")
_HERE_DOCUMENT = re.compile(r"(?<!<)<<-?\Z")
_ASSIGNMENT = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(?:\[[^\]]*\])?\+?=")
_FUNCTION_BRACKETS = re.compile(r"\([ \t]*\)")
_TIME_OPTIONS = re.compile(r"[ \t]+(?:-p|--)(?=[ \t])")
_OPTION = re.compile(r"[ \t]+-")

_OPENING = {"if": "fi", "while": "done", "until": "done", "for": "done", "select": "done", "case": "esac", "{": "}"}
_CLOSING = frozenset(_OPENING.values())
_SECTIONS = {
    "then": frozenset({"if"}),
    "elif": frozenset({"if"}),
    "else": frozenset({"if"}),
    "do": frozenset({"while", "until", "for", "select"}),
}
"""The reserved words that begin another section, with the compound commands that they belong to."""
_PREFIXES = frozenset({"!", "time", "coproc"})
_JOINING = frozenset({"&&", "||", "|", "|&"})
_CASE_ENDS = frozenset({";;", ";&", ";;&"})


def read_script(text: str) -> Script:
    """Read a script as bash does. Other POSIX shells read it the same way, except for what only bash has.

    ``[[ ... ]]`` and ``(( ... ))`` are commands with those names. The variables of a word include ``1``, ``?`` and so on.

    Args:
        text: The script, complete or broken; a broken one gives the commands that can be recognized.
    """
    tree = TreeBuilder(Shell.posix)
    reader = _ScriptReader(text, tree)
    reader.read()
    return Script(Shell.posix, tree.body(len(text)), reader.missing, reader.stray)


class _List:
    """A list of commands that is being read, with its open compound commands and its current command."""

    def __init__(self, until: str = "") -> None:
        self.until = until
        self.ended = False
        self.opened: list[str] = []  # what closes the compound commands, the innermost last
        self.counts: Counter[str] = Counter()
        self.joined = ""  # the operator, or the function's name, that still needs a command after it
        self.before = ""  # the operator or the line feed before the current command
        self.may_end = False  # whether an operator may follow although no command has begun
        self.begin()

    def begin(self) -> None:
        """Prepare for the next command."""
        self.words: list[Word] = []
        self.assignments: list[Word] = []
        self.redirects: list[Redirect] = []
        self.closed = False  # whether a compound command has just ended
        self.start = -1
        self.end = -1

    def at_start(self) -> bool:
        """Return whether a word at the position can be a reserved word."""
        return self.closed or not (self.words or self.assignments or self.redirects)

    def take(self, at: int) -> None:
        """Note that a command, or a redirection of a compound command, continues at an offset."""
        if self.start < 0:
            self.start = at

    def push(self, closed_by: str) -> None:
        """Open a compound command."""
        self.opened.append(closed_by)
        self.counts[closed_by] += 1
        self.joined = self.before = ""

    def pop(self) -> str:
        """Close the innermost compound command."""
        closed = self.opened.pop()
        self.counts[closed] -= 1
        return closed


class _ScriptReader(LineReader):
    """A reader of the commands of a text."""

    def __init__(self, text: str, tree: TreeBuilder, level: int = 0, places: Places | None = None) -> None:
        super().__init__(text, level, places)
        self._tree = tree
        self._inner: list[Block] = []  # of the words that are being read
        self.stray: Stray | None = None

    def read(self) -> None:
        """Read the whole text."""
        self._list(_List())
        if self.documents:
            self.lacks("the last line of a here-document")

    def inner_commands(self) -> None:
        outer, self._inner = self._inner, []
        self._tree.begin(self.place(self.pos))
        self._list(_List(")"))
        outer.append(self._tree.end(self.place(max(self.pos - 1, 0))))
        self._inner = outer

    def inner_script(self, text: str, places: Places) -> None:
        self._tree.begin(places.place(0))
        inner = _ScriptReader(text, self._tree, self.level, places)
        inner.read()
        self._inner.append(self._tree.end(places.place(len(text))))
        self.missing = self.missing or inner.missing

    def _taken(self) -> tuple[Block, ...]:
        """Return the blocks of the words that have been read, and forget them."""
        inner, self._inner = tuple(self._inner), []
        return inner

    def _list(self, commands: _List) -> None:
        while not commands.ended and self.pos < self.end:
            self._step(commands)
        if commands.ended:
            return
        self._end(commands)
        if commands.joined:
            self.lacks(f"a command after {commands.joined}")
        if commands.opened or commands.until:
            self.lacks(closing([commands.until, *commands.opened][-1]))
        for _ in commands.opened:
            self._tree.close(self.place(self.end), self.place(self.end))

    def _step(self, commands: _List) -> None:
        self.skip(BLANKS)
        if self.pos >= self.end or self.skip(COMMENT):
            return
        if self.at("\n"):
            self._end(commands, "\n")
            self.line_feed()
        elif operator := _REDIRECT.match(self.text, self.pos):
            self._redirect(commands, operator)
        elif operator := _OPERATOR.match(self.text, self.pos):
            self._find_stray(commands, operator.group())
            self.pos = operator.end()
            self._end(commands, operator.group())
            if operator.group() in _CASE_ENDS and commands.opened[-1:] == ["esac"]:
                self._patterns(commands)
        elif self.at("("):
            self._bracket(commands)
        elif self.at(")"):
            self.pos += 1
            self._close(commands, ")", self.pos - 1)
        else:
            self._word(commands)

    def _find_stray(self, commands: _List, operator: str) -> None:
        """Note an operator where the shell expects a command; in words, that may be a matter of the program that reads them."""
        of_case = operator in _CASE_ENDS and commands.opened[-1:] == ["esac"]
        complete = operator not in _CASE_ENDS and (commands.may_end or commands.closed or not commands.at_start())
        commands.may_end = False
        if self.stray is None and not (of_case or complete or commands.until):
            self.stray = Stray(operator, commands.before, self.place(self.pos))

    def _end(self, commands: _List, operator: str = "") -> None:
        """Add the command that has been read, if any, to the tree."""
        plain = commands.words or commands.assignments or (commands.redirects and not commands.closed)
        if not plain and not commands.closed:
            return
        inner, redirects, end = self._taken(), tuple(commands.redirects), self.place(commands.end)
        if plain:
            start = self.place(commands.start)
            self._tree.command(Command(tuple(commands.words), tuple(commands.assignments), redirects, inner, start, end))
        elif redirects:
            self._tree.redirect(redirects, inner, end)
        if operator:
            self._tree.operator(operator)
        commands.begin()
        commands.joined = operator if operator in _JOINING else ""
        commands.before = operator

    def _close(self, commands: _List, closed_by: str, start: int) -> None:
        """End a compound command, and everything still open within it; ``)`` can end the whole list."""
        self._end(commands)
        commands.ended = not commands.counts[closed_by] and closed_by == commands.until
        at = self.place(start)
        while commands.opened and (commands.ended or commands.counts[closed_by]):
            innermost = commands.pop()
            self._tree.close(at, self.place(self.pos) if innermost == closed_by else at)
            if innermost == closed_by:
                commands.closed, commands.start = True, start
                return
            self.missing = self.missing or closing(innermost)
        commands.may_end = True  # it closes nothing, so the operator after it isn't the cause

    def _word(self, commands: _List) -> None:
        start, first = self.pos, commands.at_start()
        word = self.word(grouping=not first)
        if first:
            if commands.closed:
                self._end(commands)
            if self._reserved(commands, word.raw, start):
                return
        commands.take(start)
        if self.at("(") and _ASSIGNMENT.fullmatch(word.raw.replace("\\\n", "")):
            word = self.array(start)
        commands.end = self.pos
        if not commands.words and _ASSIGNMENT.match(word.raw):
            commands.assignments.append(msgspec.structs.replace(word, pattern=False))
        else:
            commands.words.append(word)

    def _reserved(self, commands: _List, word: str, start: int) -> bool:
        """Handle a reserved word; return False if the word isn't one."""
        at, end = self.place(start), self.place(self.pos)
        if word in _OPENING:
            commands.push(_OPENING[word])
            self._tree.open(word, at, end)
            self._head(commands, word)
        elif word in _CLOSING:
            self._close(commands, word, start)
        elif word == "[[":
            commands.take(start)
            commands.words += [Word(word, word, start=at), *self.in_test()]
            commands.closed, commands.end = True, self.pos
        elif word == "function":
            self.skip(BLANKS)
            name = self.word()
            self._inner.clear()
            self.skip(BLANKS)
            self.skip(_FUNCTION_BRACKETS)
            self._tree.open(FUNCTION, at, self.place(self.pos), name=name.text)
            commands.joined = "a function's name"
        elif word in _SECTIONS:
            if self._tree.innermost in _SECTIONS[word]:
                self._tree.section(word, at, end)
            commands.joined = commands.before = ""
        elif word in _PREFIXES:
            if word == "time" and not self.skip(_TIME_OPTIONS) and _OPTION.match(self.text, self.pos):
                return False  # these are the options of a program
            self._tree.keyword(word, at)
            commands.joined, commands.may_end = "", True
        else:
            return False
        return True

    def _head(self, commands: _List, word: str) -> None:
        """Read the text between a reserved word and the first command after it."""
        if word in {"for", "select"}:
            self.loop_head()
            commands.may_end = True
        elif word == "case" and self.case_head():
            self._patterns(commands)
        self._tree.inner(self._taken())

    def _patterns(self, commands: _List) -> None:
        start = self.place(self.pos)
        if not self.patterns():
            self._tree.inner(self._taken())
            self._close(commands, "esac", self.pos - len("esac"))
            return
        self._tree.section("case", start, self.place(self.pos))
        self._tree.inner(self._taken())

    def _bracket(self, commands: _List) -> None:
        """Read ``(``, which begins arithmetic, a subshell or, after a name, a function."""
        named = len(commands.words) == 1 and not (commands.assignments or commands.redirects or commands.closed)
        if named and self.skip(_FUNCTION_BRACKETS):
            self._inner.clear()
            name = commands.words[0].text
            self._tree.open(FUNCTION, self.place(commands.start), self.place(self.pos), name=name)
            commands.begin()
            commands.joined = "a function's name"
            return
        self._end(commands)
        if self.at("((") and (close := self.arithmetic_end(self.pos + 2)) is not None:
            commands.take(self.pos)
            commands.words += self.in_double_brackets(close)
            commands.closed, commands.end = True, self.pos
        else:
            self.pos += 1
            commands.push(")")
            self._tree.open("(", self.place(self.pos - 1), self.place(self.pos))

    def _redirect(self, commands: _List, operator: re.Match[str]) -> None:
        commands.take(self.pos)
        start = self.place(self.pos)
        self.pos = operator.end()
        self.skip(BLANKS)
        target = self.word()
        commands.end = self.pos
        if target.raw:
            redirect = Redirect(operator.group(), target, start)
            commands.redirects.append(redirect)
            if _HERE_DOCUMENT.search(redirect.operator):
                self.documents.append(redirect)
        elif self.pos >= self.end:
            self.lacks("a name after a redirection")
