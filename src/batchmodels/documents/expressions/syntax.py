"""The syntax of expressions: texts, numbers, calls, members and indexes."""

from __future__ import annotations

import re

import msgspec

from .values import MistakeError

MAX_LENGTH = 24_576
"""The characters that an expression may have: Resource Manager refuses longer ones."""

MAX_NESTING = 60
"""Levels of calls, indexes and members in one expression."""


class Literal(msgspec.Struct, frozen=True):
    """A text or a number."""

    value: str | int
    offset: int


class Call(msgspec.Struct, frozen=True):
    """A call of a function. The name is in lower case, as the language ignores case; ``spelled`` is how it is written."""

    name: str
    arguments: tuple[Syntax, ...]
    offset: int
    spelled: str = ""


class Member(msgspec.Struct, frozen=True):
    """A member or an element of a value: ``x.name``, ``x['name']``, ``x[0]``; ``x.?name`` if it is optional."""

    of: Syntax
    key: Syntax
    offset: int
    optional: bool = False


Syntax = Literal | Call | Member

_TOKEN = re.compile(
    r"\s*(?:(?P<text>'(?:[^']|'')*')|(?P<number>-?\d{1,19}(?!\d))|(?P<name>[A-Za-z_$#][\w$#]*)|(?P<sign>\.\?|[()\[\],.]))"
)


def is_expression(value: object) -> bool:
    """Return whether a value is an expression: ``[parameters('size')]``, but not ``[[text]``."""
    return isinstance(value, str) and value.startswith("[") and value.endswith("]") and not value.startswith("[[")


def parse(text: str, start: int = 0, end: int | None = None) -> Syntax:
    """Parse an expression.

    Args:
        text: The text that holds it.
        start: The offset of its first character, without the bracket around it.
        end: The offset after its last one; None is the end of the text.

    Raises:
        MistakeError: It isn't valid, too long, or nested too deeply.
    """
    end = len(text) if end is None else end
    if end - start > MAX_LENGTH:
        raise MistakeError(f"an expression has at most {MAX_LENGTH} characters", start)
    parser = _Parser(text, start, end)
    syntax = parser.value(0)
    if parser.kind:
        raise MistakeError(f"expected the end of the expression, got {parser.token}", parser.offset)
    return syntax


class _Parser:
    """A parser that looks at one token at a time."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self._text = text
        self._end = end
        self._next = start
        self.advance()

    def advance(self) -> str:
        """Read the next token; returns the one before it."""
        before = getattr(self, "token", "")
        found = _TOKEN.match(self._text, self._next, self._end)
        if found:
            self.kind = found.lastgroup or ""
            self.token = found[self.kind]
            self.offset = found.start(self.kind)
            self._next = found.end()
            return before
        rest = self._text[self._next : self._end]
        self.kind, self.token, self.offset = "", "", self._end
        if rest.strip():
            offset = self._next + len(rest) - len(rest.lstrip())
            if self._text[offset] == "'":
                raise MistakeError("this text has no closing '", offset)
            raise MistakeError("expected a function, a text in single quotes or a number", offset)
        return before

    def value(self, level: int) -> Syntax:
        """Parse a value with its members and indexes."""
        if level > MAX_NESTING:
            raise MistakeError(f"an expression has at most {MAX_NESTING} levels here", self.offset)
        syntax = self._plain(level)
        while self.token in (".", ".?", "[") and self.kind == "sign":
            level += 1
            if level > MAX_NESTING:
                raise MistakeError(f"an expression has at most {MAX_NESTING} levels here", self.offset)
            offset = self.offset
            sign = self.advance()
            if sign == "[":
                syntax = Member(syntax, self.value(level + 1), offset)
                self._expect("]")
            else:
                syntax = Member(syntax, self._name(), offset, sign == ".?")
        return syntax

    def _name(self) -> Literal:
        if self.kind != "name":
            raise MistakeError("expected a name after the dot", self.offset)
        return Literal(self.advance(), self.offset)

    def _plain(self, level: int) -> Syntax:
        offset = self.offset
        if self.kind == "text":
            return Literal(self.advance()[1:-1].replace("''", "'"), offset)
        if self.kind == "number":
            return Literal(int(self.advance()), offset)
        if self.kind != "name":
            came = self.token or "the end"
            raise MistakeError(f"expected a function, a text in single quotes or a number, got {came}", offset)
        name = self.advance()
        while self._is("."):  # a function of the template: namespace.name()
            self.advance()
            name += f".{self.advance()}"
        return Call(name.lower(), tuple(self._arguments(level)), offset, name)

    def _arguments(self, level: int) -> list[Syntax]:
        self._expect("(")
        arguments: list[Syntax] = []
        while not self._is(")"):
            if arguments:
                self._expect(",")
            arguments.append(self.value(level + 1))
        self.advance()
        return arguments

    def _is(self, sign: str) -> bool:
        return (self.kind, self.token) == ("sign", sign)

    def _expect(self, sign: str) -> None:
        if not self._is(sign):
            raise MistakeError(f"expected {sign}, got {self.token or 'the end'}", self.offset)
        self.advance()
