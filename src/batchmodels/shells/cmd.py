r"""The parser of the text after cmd's ``/c`` or ``/k``.

It follows these rules, in the order of cmd's own phases:

* Outer quotes. If the text begins with a double quote, cmd removes that one and the last one and keeps the rest. It keeps both
  only without ``/s``, and only if there are exactly two, with white space and none of ``& < > ( ) @ ^ |`` between them, and the
  text between them is the name of a program. The parser can't look for files, so it takes a text for a name if it is a path
  without further options that has a program's extension or is followed by something else.
* ``%NAME%`` is expanded first, even within quotes; ``%NAME:~0,3%`` and ``%NAME:a=b%`` expand the same variable. ``%%`` and a
  single ``%`` are text, and names contain no white space. ``!NAME!`` is text, as it is without ``/v:on``.
* A caret escapes the next character, even a line feed. Within double quotes, carets and operators are text. A quote is closed
  at the end of the line at the latest, and a backslash doesn't escape it.
* ``& && || |`` and a line feed separate commands. ``(`` is a bracket where a command can begin, ``)`` wherever one is open.
* ``> >> <``, a digit directly before them, and ``>&`` redirect. The name extends to the next space, comma, semicolon or equals
  sign. A digit at the end of a word is text: ``a2>x``, and ``(2>x`` among the words of a command.
* ``@`` before a command is dropped, and so are comments: ``rem``, and everything that begins with a colon, up to the end of
  the line. The condition of ``if`` and the set of ``for`` aren't part of the tree, and the rest of the line is the body: the
  section ``then``, ``else`` or ``do``. The command of a ``for /f`` is the section ``in``. ``call`` and ``start`` are commands,
  and the commands that they run are their words.
* Programs split their words by the rules of the C runtime, see `windows`; cmd's own commands and batch files have no escapes.
  The name of one of cmd's own commands ends before text that is attached to it: ``cd..``, ``dir/b``, ``goto:eof``. Commands
  expand patterns themselves.

An open double quote is reported as unfinished although cmd accepts it, because it hides the operators after it.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from .building import TreeBuilder
from .cmd_tokens import (
    COMMENT,
    COMPARISON,
    DO,
    ELSE,
    EMPTY_COMMENT,
    FOR,
    FRONT,
    IF,
    KEPT_SPACE,
    LINE,
    OPERAND,
    SEPARATORS,
    TEST,
    TOKEN,
    Piece,
    end_of,
    end_of_redirect,
    piece_of,
    target_end,
    variables_in,
    word_spans,
    written_line,
)
from .script import Command, Redirect, Script, Shell, Word

MAX_NESTING = 8
"""Limit on ``for /f`` loops that run another one."""

_PROGRAM_END = re.compile(r"\.(?:exe|com|bat|cmd)\Z", re.IGNORECASE)
_TWO_QUOTES = re.compile(r'"([^"&<>()@^|]*)"([^"]*)\Z')
_PATH = re.compile(r"[^\s\\/%]*[\\/%]\S*\s")
# Not within a path: a second drive, a pattern, an option, another program before it.
_NO_PATH = re.compile(r"(?<!^[a-z]):|[*?]|\s[-/]|\.(?:exe|com|bat|cmd)\s", re.IGNORECASE)


def read_script(text: str, *, strip: bool = False) -> Script:
    """Read the text after ``/c`` or ``/k``.

    Args:
        text: The text.
        strip: Whether ``/s`` comes before it; then outer quotes are always removed.
    """
    quotes = _outer_quotes(text, strip=strip)

    def place(at: int) -> int:
        """Return the offset in the text for one in the text without its outer quotes."""
        for number, quote in enumerate(quotes):
            at += at >= quote if number else quote + 1
        return at

    tree = TreeBuilder(Shell.cmd)
    reader = _Reader(without_outer_quotes(text, strip=strip), tree, place)
    reader.read()
    return Script(Shell.cmd, tree.body(len(text)), reader.missing)


def without_outer_quotes(text: str, *, strip: bool = False) -> str:
    """Return the text after ``/c`` or ``/k`` without the quotes that cmd removes; ``strip`` is for ``/s``."""
    quotes = _outer_quotes(text, strip=strip)
    if not quotes:
        return text
    first, last = quotes[0], quotes[-1]
    return text[first + 1 : last] + text[last + 1 :] if last > first else text[first + 1 :]


def _outer_quotes(text: str, *, strip: bool) -> tuple[int, ...]:
    """Return the offsets of the quotes that cmd removes: none, one or two."""
    first = len(text) - len(text.lstrip())
    if not text.startswith('"', first):
        return ()
    kept = _TWO_QUOTES.match(text, first)
    if kept and not strip and _is_program(kept[1], kept[2]):
        return ()
    last = text.rfind('"')
    return (first, last) if last > first else (first,)


def _is_program(name: str, after: str) -> bool:
    if _NO_PATH.search(name) or not _PATH.match(name):
        return False
    return bool(_PROGRAM_END.search(name) or after.strip())


Place = Callable[[int], int]
"""A function from offsets in a text to offsets in the script."""


class _Reader:
    """Reads a text once, from its beginning to its end."""

    def __init__(self, text: str, tree: TreeBuilder, place: Place, nesting: int = 0) -> None:
        self.missing: str | None = None
        self._text = text
        self._tree = tree
        self._place = place
        self._position = 0
        self._nesting = nesting
        self._on_line = [0]  # for the text and each bracket in it, the conditions and loops that last to the end of the line
        self._closed = False  # whether a bracket has just been closed
        self._pieces: list[Piece] = []
        self._redirects: list[Redirect] = []
        self._joined = ""  # the operator that still needs a command after it

    def read(self) -> None:
        """Read the whole text."""
        while self._position < len(self._text):
            if (self._pieces or self._redirects or not self._begin()) and (match := self._next()):
                self._take(match)
        self._end("")
        if self._joined:
            self.missing = self.missing or f"a command after {self._joined}"
        if len(self._on_line) > 1:
            self.missing = self.missing or "a closing bracket"
        while len(self._on_line) > 1:
            self._end_line()
            self._on_line.pop()
            self._tree.close(self._here(), self._here())
        self._end_line()

    def _here(self) -> int:
        """Return the offset in the script of the position."""
        return self._place(self._position)

    def _end_line(self, terminator: str = "") -> None:
        """End the conditions and the loops of the line."""
        here = self._here()
        for _ in range(self._on_line[-1]):
            self._tree.close(here, here)
        if self._on_line[-1] and terminator:
            self._tree.operator(terminator)
        self._on_line[-1] = 0

    def _next(self) -> re.Match[str] | None:
        """Return the token at the position, and move to its end."""
        match = TOKEN.match(self._text, self._position)
        if match:
            self._position = match.end()
            if match["quoted"] and not match["quoted"].endswith('"', 1) and self._position == len(self._text):
                self.missing = "a closing double quote"
        return match

    def _take(self, match: re.Match[str]) -> None:
        if match["operator"]:
            self._end(match["operator"])
        elif match["redirect"]:
            operator = match["redirect"]
            if operator[0].isdigit() and self._pieces and self._text[match.start() - 1] in "()":  # a word's end: (2>x
                self._pieces.append((match.start(), match.start() + 1, operator[0]))
                operator = operator[1:]
            self._redirect(operator)
        elif match["bracket"] == ")" and self._on_line[1:]:
            self._end("")
            self._end_line()
            self._on_line.pop()
            self._tree.close(self._place(match.start()), self._place(match.start()) + 1)
            self._closed = True
        elif self._pieces or not match["blank"]:
            self._pieces.append(piece_of(match))

    def _begin(self) -> bool:
        """Read what can come before a command; return False if nothing does."""
        text = self._text
        self._position = position = end_of(FRONT, text, self._position)
        if COMMENT.match(text, position) or (text.startswith(")", position) and not self._on_line[1:]):
            self._position = end_of(LINE, text, position)
        elif text.startswith("(", position):
            self._position += 1
            self._tree.open("(", self._place(position), self._here())
            self._on_line.append(0)
        elif match := EMPTY_COMMENT.match(text, position):
            self._position = match.end()
        elif self._closed and (match := ELSE.match(text, position)):
            self._position = match.end()
            if self._tree.innermost == "if":
                self._tree.section("else", self._place(position), self._here())
        elif match := IF.match(text, position):
            self._condition(match.end())
        elif match := FOR.match(text, position):
            self._for(match)
        else:
            return position >= len(text)
        self._closed, self._joined = False, ""
        return True

    def _condition(self, position: int) -> None:
        """Skip the condition between ``if`` and its command."""
        text, start = self._text, self._position
        if test := TEST.match(text, position):
            position = end_of(OPERAND, text, test.end())
        else:
            position = end_of(OPERAND, text, position)
            if comparison := COMPARISON.match(text, position):
                position = end_of(OPERAND, text, comparison.end())
        self._position = position
        self._tree.open("if", self._place(start), self._here(), section="then")
        self._on_line[-1] += 1

    def _for(self, head: re.Match[str]) -> None:
        """Skip the text between ``for`` and its command, except for the command whose lines it reads."""
        start, begin = self._place(head.start()), self._place(head.end())
        self._position = head.end()
        pieces: list[Piece] = []
        while (match := self._next()) and match["bracket"] != ")":
            pieces.append(piece_of(match))
        if match is None:
            self.missing = self.missing or "a closing bracket"
        self._on_line[-1] += 1
        self._tree.open("for", start, begin)
        options = head[1].strip().lower()
        line, written = written_line(pieces)
        blanks = len(line) - len(line.lstrip())
        source = line.strip()
        quote = "`" if "usebackq" in options else "'"
        if options.startswith("/f") and len(source) > 1 and source[0] == source[-1] == quote and self._nesting < MAX_NESTING:
            self._tree.section("in", begin, self._place(written(blanks)[1]))
            inner = _Reader(source[1:-1], self._tree, lambda at: self._place(written(blanks + 1 + at)[0]), self._nesting + 1)
            inner.read()
        end = self._here()
        self._position = end_of(DO, self._text, self._position)
        self._tree.section("do", end, self._here())

    def _redirect(self, operator: str) -> None:
        begin = self._place(self._position - len(operator))
        self._position = end_of(SEPARATORS, self._text, self._position)
        start = self._position
        pieces: list[Piece] = []
        while match := TOKEN.match(self._text, self._position):
            if (end := target_end(match)) is None or (match["bracket"] == ")" and self._on_line[1:]):
                break
            self._next()
            self._position = end
            first, last, text = piece_of(match)
            pieces.append((first, end, text[: len(text) - (last - end)]))
            if end < last:
                break
        if pieces:
            raw = self._text[start : self._position]
            target = "".join(piece[2] for piece in pieces).replace('"', "").replace(KEPT_SPACE, " ")
            word = Word(target, raw, variables_in(raw), start=self._place(start))
            self._redirects.append(Redirect(operator, word, begin))
        elif self._position >= len(self._text):
            self.missing = self.missing or f"a name after {operator}"
        if not self._pieces:
            self._position = end_of(SEPARATORS, self._text, self._position)

    def _end(self, operator: str) -> None:
        """End the command that is being read, or note what follows a closing bracket."""
        telling = operator not in {"", "\n"}
        words, redirects = self._words(), tuple(self._redirects)
        starts = [*(word.start for word in words[:1]), *(redirect.start for redirect in redirects)]
        ends = [*(word.start + len(word.raw) for word in words[-1:]), *(end_of_redirect(redirect) for redirect in redirects)]
        self._pieces, self._redirects = [], []
        if words or (redirects and not self._closed):
            self._tree.command(Command(words, (), redirects, (), min(starts), max(ends), Shell.cmd))
        elif redirects:
            self._tree.redirect(redirects, (), max(ends))
        if words or redirects or (self._closed and telling):
            self._joined = ""
        if operator:
            self._tree.operator(operator)
        self._closed = False
        if operator == "\n":
            self._end_line("\n")
        elif telling and operator != "&":
            self._joined = operator

    def _words(self) -> tuple[Word, ...]:
        """Return the words of the command that is being read."""
        line, written = written_line(self._pieces)
        words: list[Word] = []
        for start, stop, text in word_spans(line):
            begin = written(start)[0]
            raw = self._text[begin : written(stop - 1)[1]]
            words.append(Word(text.replace(KEPT_SPACE, " "), raw, variables_in(raw), start=self._place(begin)))
        return tuple(words)
