"""The outline of a JSON text, or of a YAML value in brackets."""

from __future__ import annotations

import re

from ..paths import MAX_DEPTH
from .outline import Item, Span, unquoted

# A text ends on its line, so that a missing quote does no harm to the next one.
_TOKEN = re.compile(
    r"""
    (?P<comment> //[^\r\n]* | /\*.*?(?:\*/|\Z) )
    | (?P<text> "(?:[^"\\\r\n]|\\[^\r\n])*"? )
    | (?P<mark> [{}\[\]:,] )
    | (?P<word> [^\s{}\[\]:,"]+ )
    """,
    re.DOTALL | re.VERBOSE,
)

_YAML_TOKEN = re.compile(
    r"""
    (?P<comment> (?<!\S)\#[^\r\n]* )
    | (?P<text> "(?:[^"\\]|\\.)*"? | '(?:[^']|'')*'? )
    | (?P<mark> [{}\[\],] | :(?=[\s,\[\]{}"']|\Z) )
    | (?P<word> [^\s{}\[\],"'] (?: [^\s{}\[\],:] | :(?![\s,\[\]{}]|\Z) | [ \t]+(?![\#\s]) )* )
    """,
    re.DOTALL | re.VERBOSE,
)


def json_outline(text: str) -> Item:
    """Outline a JSON text, which may have comments."""
    root = Item(None)
    outline_into(root, text, 0, len(text), yaml=False)
    return root


def outline_into(item: Item, text: str, start: int, stop: int, *, yaml: bool) -> int:
    """Outline the first value of a text into an item.

    Args:
        item: The item, without a value.
        text: The text.
        start: The offset where the value begins.
        stop: The offset that the value can't go beyond.
        yaml: Whether it is YAML in brackets, in which texts need no quotes.

    Returns:
        The offset after it.
    """
    scan = _Scan(item)
    for token in (_YAML_TOKEN if yaml else _TOKEN).finditer(text, start, stop):
        if token.lastgroup == "comment":
            continue
        if token.lastgroup == "mark":
            scan.take_mark(token[0], Span(*token.span()))
        else:
            scan.take_scalar(token[0], Span(*token.span()))
        if scan.is_complete:
            return token.end()
    scan.close_all(stop)
    return stop


class _Scan:
    """One pass over the tokens of a value."""

    def __init__(self, root: Item) -> None:
        self.open: list[Item] = []  # the objects and lists around the present token
        self.root = root
        self.pending: Item | None = root  # the item whose value comes next
        self.too_deep = 0  # brackets that are open beyond the limit
        self.is_complete = False

    def take_mark(self, mark: str, span: Span) -> None:
        if mark in "{[":
            self._enter(mark, span)
        elif not self.open:
            return  # the value is still to come
        elif mark in "}]":
            self._leave(mark, span)
        elif mark == ":":
            self._take_colon()
        else:
            self.pending = None

    def take_scalar(self, raw: str, span: Span) -> None:
        if self.too_deep:
            return
        if self.pending is not None:
            self.pending.set_text(span, raw)
            self.pending = None
            self.is_complete = not self.open
            return
        around = self.open[-1]
        if around.is_list:
            around.add(at=span.start).set_text(span, raw)
        else:
            around.add(unquoted(raw), span, at=span.end)

    def _take_colon(self) -> None:
        last = self.open[-1].children[-1] if self.open and self.open[-1].children else None
        if self.too_deep or last is None or last.key is None:
            return
        if not last.colon:
            last.colon = True
            last.span = Span(last.key.end + 1, last.key.end + 1)
            self.pending = last
        elif last.text is not None:  # the value is missing, and this is the next key: "a": "b": 1
            key, step = last.span, last.text
            last.text, last.quoted, last.span = None, False, Span(last.key.end + 1, last.key.end + 1)
            self.pending = self.open[-1].add(step, key, at=key.end + 1)
            self.pending.colon = True

    def _enter(self, mark: str, span: Span) -> None:
        if self.too_deep or len(self.open) >= MAX_DEPTH:
            self.too_deep += 1
            return
        item = self.pending
        if item is None:
            around = self.open[-1]
            item = around.add(at=span.start) if around.is_list else around.add("", at=span.start)
        item.hold(is_list=mark == "[")
        item.span = span
        self.open.append(item)
        self.pending = None

    def _leave(self, mark: str, span: Span) -> None:
        if self.too_deep:
            self.too_deep -= 1
            return
        self.pending = None
        # A bracket that doesn't fit closes what is open within the one that it fits.
        fitting = [index for index, item in enumerate(self.open) if item.is_list == (mark == "]")]
        for item in self.open[fitting[-1] :] if fitting else []:
            item.span = Span(item.span.start, span.end)
        if fitting:
            del self.open[fitting[-1] :]
        self.is_complete = not self.open

    def close_all(self, end: int) -> None:
        """Close what is still open at the end of the text."""
        for item in self.open:
            item.span = Span(item.span.start, end)
