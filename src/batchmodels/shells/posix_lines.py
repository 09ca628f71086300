"""The parser of lines, here-documents and the heads of loops and cases in POSIX shells and bash."""

from __future__ import annotations

import re

from .posix_words import Pieces, Places, WordReader
from .script import Redirect, Word

BLANKS = re.compile(r"[ \t]*(?:\\\n[ \t]*)*")
COMMENT = re.compile(r"#[^\n]*")
_IN = re.compile(r"in(?![^ \t\n;&|()<>])")
_OPENING_BRACKET = re.compile(r"\(")
_CLOSING_BRACKET = re.compile(r"\)")
_OPERATOR_IN_TEST = re.compile(r"&&|\|\||.", re.DOTALL)
__all__ = ["BLANKS", "COMMENT", "LineReader", "Places", "closing"]

_NAMED = {")": "a closing bracket", "}": "a closing brace"}


def closing(word: str) -> str:
    """Return the name of a missing closing bracket or reserved word, for a message."""
    return _NAMED.get(word, f"a closing {word}")


class LineReader(WordReader):
    """A reader of lines and of the text between reserved words that isn't a command."""

    pos: int

    def __init__(self, text: str, level: int = 0, places: Places | None = None) -> None:
        super().__init__(text, level, places)
        self.documents: list[Redirect] = []  # the here-documents that begin after this line

    def skip(self, what: re.Pattern[str]) -> bool:
        """Skip a text; return False if it isn't at the position."""
        found = what.match(self.text, self.pos)
        if found:
            self.pos = found.end()
        return bool(found)

    def skip_lines(self) -> None:
        """Go to the next word or operator, even if it is on a later line."""
        self.skip(BLANKS)
        while self.skip(COMMENT) or self.at("\n"):
            if self.at("\n"):
                self.line_feed()
            self.skip(BLANKS)

    def line_feed(self) -> None:
        """Skip a line feed and the here-documents that follow it."""
        self.pos += 1
        for document in self.documents:
            self._here_document(document.target, tabs=document.operator.endswith("-"))
        self.documents.clear()

    def _here_document(self, delimiter: Word, *, tabs: bool) -> None:
        line: list[str] = []
        while self.pos < self.end:
            feed = self.text.find("\n", self.pos)
            stop = self.end if feed == -1 else feed
            part = self.text[self.pos : stop]
            self.pos = min(stop + 1, self.end)
            line.append(part)
            if not delimiter.quoted and (len(part) - len(part.rstrip("\\"))) % 2:
                line[-1] = part[:-1]  # the line continues on the next one
                continue
            whole = "".join(line)
            if (whole.lstrip("\t") if tabs else whole) == delimiter.text:
                return
            line.clear()
        self.lacks("the last line of a here-document")

    def array(self, start: int) -> Word:
        """Read the brackets of ``name=(...)``, which are one word with the name; ``start`` is the offset of the name."""
        self.pos += 1
        words: list[Word] = []
        self.skip_lines()
        while self.pos < self.end and not self.at(")"):
            words.append(self.word())
            self.pos += not words[-1].raw  # an operator, which is invalid here
            self.skip_lines()
        if not self.at(")"):
            self.lacks(closing(")"))
        self.skip(_CLOSING_BRACKET)
        raw = self.text[start : self.pos]
        variables = dict.fromkeys(name for word in words for name in word.variables)
        return Word(raw, raw, tuple(variables), any(word.substitutes for word in words), start=self.place(start))

    def in_double_brackets(self, close: int) -> tuple[Word, Word, Word]:
        """Read ``((...))``: three words."""
        start, pieces = self.pos + 2, Pieces()
        self.arithmetic(pieces, start, close)
        raw = self.text[start:close]
        opening, closing = (Word(text, text, start=self.place(at)) for text, at in (("((", start - 2), ("))", close)))
        return opening, Word(raw, raw, tuple(pieces.variables), pieces.substitutes, start=self.place(start)), closing

    def in_test(self) -> list[Word]:
        """Read the text after ``[[``, up to ``]]``; operators are words there."""
        words: list[Word] = []
        while self.pos < self.end:
            self.skip_lines()
            word = self.word()
            if not word.raw:
                start = self.pos
                if not self.skip(_OPERATOR_IN_TEST):
                    break
                sign = self.text[start : self.pos]
                word = Word(sign, sign, start=self.place(start))
            words.append(word)
            if word.raw == "]]":
                return words
        self.lacks(closing("]]"))
        return words

    def loop_head(self) -> None:
        """Read the text after ``for``: ``NAME in WORDS``, ``NAME`` or ``((...))``, up to its ``;`` or line feed."""
        self.skip(BLANKS)
        if self.at("((") and (close := self.arithmetic_end(self.pos + 2)) is not None:
            self.in_double_brackets(close)
            return
        self.word()
        self.skip_lines()
        if self.skip(_IN):
            self.skip(BLANKS)
            while self.word().raw:
                self.skip(BLANKS)

    def case_head(self) -> bool:
        """Read the text after ``case``, up to its ``in``; return False if there is no ``in``."""
        self.skip(BLANKS)
        self.word()
        self.skip_lines()
        return self.skip(_IN)

    def patterns(self) -> bool:
        """Read ``a | b)`` before the commands of a case; return False if the final ``esac`` comes instead."""
        self.skip_lines()
        bracket = self.skip(_OPENING_BRACKET)
        self.skip(BLANKS)
        if self.word().raw == "esac" and not bracket:
            return False
        self.skip(BLANKS)
        while self.at("|"):
            self.pos += 1
            self.skip(BLANKS)
            self.word()
            self.skip(BLANKS)
        self.skip(_CLOSING_BRACKET)
        return True
