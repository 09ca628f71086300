"""The parser of autoscale formulas."""

from __future__ import annotations

import itertools
import re

import msgspec

from .tree import Assignment, Binary, Call, Choice, Member, Name, Node, Number, Text, Unary, Vector

MAX_LINKS = 100
"""The most operators, calls and parentheses of one statement that are parsed; Python's recursion has a limit."""

_TOKENS = re.compile(
    r"""
    (?P<blank>\s+|//[^\n]*|/\*(?:[^*]|\*(?!/))*\*/)
  | (?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
  | (?P<name>\$?[A-Za-z_][A-Za-z0-9_]*)
  | (?P<text>"[^"\n]*")
  | (?P<operator>&&|\|\||<=|>=|==|!=|[-+*/<>!?:=(),;.\[\]])
    """,
    re.VERBOSE,
)

_LEVELS = {
    operator: level
    for level, operators in enumerate((("||",), ("&&",), ("==", "!="), ("<", "<=", ">", ">="), ("+", "-"), ("*", "/")))
    for operator in operators
}

_UNCLOSED = {'"': "a text", "/": "a comment"}

_WORDS = {
    "and": "Write && instead.",
    "or": "Write || instead.",
    "not": "Write ! instead.",
    "if": "Write variable = condition ? value : other; instead.",
}
"""Words of other languages."""

_MISTAKEN = {
    "%": "The documented operators have no remainder.",
    "&": "Write && for a logical and.",
    "|": "Write || for a logical or.",
    "'": "Put texts into double quotes.",
    '"': "Close the text with a double quote in the same line.",
    "#": "Begin comments with //.",
    "{": "Formulas have no braces.",
    "}": "Formulas have no braces.",
    "$": "A name follows the dollar sign.",
    "/": "Close the comment with */.",
}


class Syntax(msgspec.Struct, frozen=True):
    """What is wrong with a formula's syntax: what was expected and what came, where, and what to do."""

    message: str
    fix: str
    start: int
    end: int


class _Stop(Exception):  # noqa: N818  # because it never leaves this module
    """The parser stops: at a mistake, or, with None, in a statement that is too long for it."""

    def __init__(self, fault: Syntax | None) -> None:
        super().__init__()
        self.fault = fault


class _Token(msgspec.Struct, frozen=True):
    kind: str
    text: str
    start: int
    end: int


def parse(formula: str) -> tuple[Assignment, ...] | Syntax | None:
    """Parse a formula.

    Returns:
        Its statements, the first mistake in its syntax, or None if a statement is too long to be judged.
    """
    try:
        return _Parser(formula, _tokens(formula)).statements()
    except _Stop as found:
        return found.fault


def _tokens(formula: str) -> list[_Token]:
    tokens: list[_Token] = []
    position = 0
    while position < len(formula):
        found = _TOKENS.match(formula, position)
        if found is None or (formula.startswith("/*", position) and found.lastgroup != "blank"):
            character = formula[position]
            message = f"the autoscale formula has {character!r}, which isn't part of its language"
            _refuse_words(tokens)
            if character in _UNCLOSED:
                message = f"{_UNCLOSED[character]} of the autoscale formula isn't closed"
            raise _Stop(Syntax(message, _MISTAKEN.get(character, "Remove it."), position, position + 1))
        if found.lastgroup != "blank":
            tokens.append(_Token(found.lastgroup or "", found[0], position, found.end()))
        position = found.end()
    _refuse_words(tokens)
    return tokens


def _refuse_words(tokens: list[_Token]) -> None:
    """Stop at the first word of another language that isn't a variable of the formula."""
    texts = [token.text for token in tokens]
    assigned = {name for name, sign in itertools.pairwise(texts) if sign == "="}
    for before, token, after in zip(["", *texts], tokens, [*texts[1:], ""], strict=False):
        word = token.text.lower()
        if (
            word not in _WORDS
            or token.kind != "name"
            or before == "."
            or token.text in assigned
            or f"${token.text}" in assigned
        ):
            continue
        if word != "if" or after == "(":
            message = f"the autoscale formula has '{token.text}', which isn't part of its language"
            raise _Stop(Syntax(message, _WORDS[word], token.start, token.end))


class _Parser:
    """A parser by recursive descent over the tokens of one formula."""

    def __init__(self, formula: str, tokens: list[_Token]) -> None:
        self._tokens = [*tokens, _Token("end", "", len(formula), len(formula))]
        self._index = 0
        self._links = 0

    def statements(self) -> tuple[Assignment, ...]:
        found: list[Assignment] = []
        while self._next.kind != "end":
            if self._take(";"):
                continue
            self._links = 0
            found.append(self._statement())
            if self._next.kind != "end" and not self._take(";"):
                raise self._fault("a semicolon or an operator", "End each statement with a semicolon.")
        return tuple(found)

    @property
    def _next(self) -> _Token:
        return self._tokens[self._index]

    def _take(self, *operators: str) -> _Token | None:
        token = self._next
        if token.kind == "operator" and token.text in operators:
            self._index += 1
            return token
        return None

    def _expect(self, operator: str, fix: str) -> _Token:
        token = self._take(operator)
        if token is None:
            raise self._fault(f"'{operator}'", fix)
        return token

    def _fault(self, expected: str, fix: str) -> _Stop:
        token = self._next
        came = "its end" if token.kind == "end" else f"'{token.text}'" if token.kind != "text" else "a text"
        message = f"the autoscale formula has {came} where {expected} is expected"
        return _Stop(Syntax(message, fix, token.start, max(token.end, token.start)))

    def _statement(self) -> Assignment:
        first, after = self._next, self._tokens[min(self._index + 1, len(self._tokens) - 1)]
        target = None
        if first.kind == "name" and after.kind == "operator" and after.text == "=":
            target = Name(first.start, first.end, first.text)
            self._index += 2
        value = self._expression()
        return Assignment(first.start, value.end, target, value)

    def _link(self) -> None:
        self._links += 1
        if self._links > MAX_LINKS:
            raise _Stop(None)

    def _expression(self) -> Node:
        self._link()
        condition = self._binary(0)
        if self._take("?"):
            yes = self._expression()
            self._expect(":", "Write a condition as condition ? value : other.")
            no = self._expression()
            return Choice(condition.start, no.end, condition, yes, no)
        if self._next.text == "=":
            raise self._fault("an operator or a semicolon", "Compare with ==; = only begins a statement.")
        return condition

    def _binary(self, lowest: int) -> Node:
        left = self._unary()
        while self._next.kind == "operator" and _LEVELS.get(self._next.text, -1) >= lowest:
            self._link()
            operator = self._next.text
            self._index += 1
            right = self._binary(_LEVELS[operator] + 1)
            left = Binary(left.start, right.end, operator, left, right)
        return left

    def _unary(self) -> Node:
        operators: list[_Token] = []
        while operator := self._take("-", "!"):
            self._link()
            operators.append(operator)
        node = self._postfix()
        for operator in reversed(operators):
            node = Unary(operator.start, node.end, operator.text, node)
        return node

    def _postfix(self) -> Node:
        node = self._primary()
        while self._take("."):
            self._link()
            name = self._next
            if name.kind != "name":
                raise self._fault("the name of a member", "Name the method or the member after the dot.")
            self._index += 1
            if self._take("("):
                arguments, end = self._arguments(")")
                node = Call(node.start, end, name.text, name.start, arguments, node)
            else:
                node = Member(node.start, name.end, name.text, name.start, node)
        return node

    def _primary(self) -> Node:
        token = self._next
        if token.kind == "number":
            self._index += 1
            return Number(token.start, token.end, float(token.text))
        if token.kind == "text":
            self._index += 1
            return Text(token.start, token.end, token.text[1:-1])
        if token.kind == "name":
            self._index += 1
            if self._take("("):
                arguments, end = self._arguments(")")
                return Call(token.start, end, token.text, token.start, arguments)
            return Name(token.start, token.end, token.text)
        if self._take("("):
            inner = self._expression()
            closed = self._expect(")", "Close the parenthesis.")
            return msgspec.structs.replace(inner, start=token.start, end=closed.end)
        if self._take("["):
            elements, end = self._arguments("]")
            return Vector(token.start, end, elements)
        raise self._fault("a value", "Write a number, a variable, a function or an expression there.")

    def _arguments(self, closing: str) -> tuple[tuple[Node, ...], int]:
        found: list[Node] = []
        token = self._take(closing)
        while token is None:
            found.append(self._expression())
            token = self._take(closing)
            if token is None and not self._take(","):
                fix = f"Close the list with '{closing}', or separate its values with commas."
                raise self._fault(f"',' or '{closing}'", fix)
        return tuple(found), token.end
