"""The outline of a text that may be half written: its keys and values, as far as they can be recognized.

The readers in ``documents`` refuse a text with a mistake, and a text has one most of the time while the user types. The outline
accepts every text, and is only good enough to find where the cursor is.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import msgspec

from ..paths import Steps

CURSOR = "\ue000"
"""A private character that is inserted at the cursor, so that the outline shows what the cursor is in."""


class Span(msgspec.Struct, frozen=True):
    """The offsets of a piece of a text."""

    start: int
    end: int

    def holds(self, offset: int) -> bool:
        """Return whether an offset is in it or at its end."""
        return self.start <= offset <= self.end


class Item:
    """A value of a text, with its key.

    Attributes:
        parent: The item that holds it; None for the whole.
        step: Its key or index there.
        key: The span of its key; None in a list, and for the whole.
        span: The span of its value; empty if the value is missing.
        text: The text of a scalar without its quotes; None for an object or a list, and for a missing value.
        quoted: Whether the scalar has quotes.
        children: The items in it.
        is_list: Whether it is a list.
        colon: Whether a colon follows its key.
    """

    __slots__ = ("children", "colon", "is_list", "key", "parent", "quoted", "span", "step", "text")

    def __init__(self, parent: Item | None, step: str | int = 0, key: Span | None = None, *, at: int = 0) -> None:
        self.parent: Item | None = parent
        self.step: str | int = step
        self.key: Span | None = key
        self.span: Span = Span(at, at)
        self.text: str | None = None
        self.quoted: bool = False
        self.children: list[Item] | None = None
        self.is_list: bool = False
        self.colon: bool = False
        if parent is not None:
            parent.children = [] if parent.children is None else parent.children
            parent.children.append(self)

    @property
    def is_missing(self) -> bool:
        """Whether it has no value yet."""
        return self.text is None and self.children is None

    def hold(self, *, is_list: bool) -> None:
        """Make it an object or a list."""
        self.children, self.is_list, self.text = [], is_list, None

    def add(self, step: str | int | None = None, key: Span | None = None, *, at: int = 0) -> Item:
        """Add an item to it: under a key, or as the next element of a list."""
        return Item(self, len(self.children or ()) if step is None else step, key, at=at)

    def set_text(self, span: Span, raw: str) -> None:
        """Make it a scalar."""
        self.span, self.text, self.quoted = span, unquoted(raw), raw[:1] in ("'", '"')

    @property
    def steps(self) -> Steps:
        """The steps from the whole to it."""
        found: list[str | int] = []
        item = self
        while item.parent is not None:
            found.append(item.step)
            item = item.parent
        return tuple(reversed(found))

    @property
    def content(self) -> Any:
        """Its value: a dict, a list, a text, or None."""
        if self.children is None:
            return self.text
        if self.is_list:
            return [child.content for child in self.children]
        return {str(child.step): child.content for child in self.children}

    def walk(self) -> Iterator[Item]:
        """Yield it and every item in it, in the order of the text."""
        waiting = [self]
        while waiting:
            item = waiting.pop()
            yield item
            waiting += (item.children or [])[::-1]


def unquoted(raw: str) -> str:
    """The text of a scalar, which may lack its closing quote."""
    quote = raw[:1]
    if quote not in ("'", '"'):
        return raw
    inner = raw[1:-1] if len(raw) > 1 and raw.endswith(quote) else raw[1:]
    if quote == '"' and "\\" in inner:
        try:
            return str(json.loads(f'"{inner}"'))
        except ValueError:
            return inner
    return inner
