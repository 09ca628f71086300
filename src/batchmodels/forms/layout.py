"""Python expressions, laid out as ruff and black do: on one line if it fits, else one element on each line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

WIDTH = 88
_INDENT = "    "
_UNCERTAIN = frozenset(("Mn", "Me", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"))  # categories of characters without a certain width


class Node:
    """An expression that fits on one line, whatever its width: a name, a number or a text."""

    def __init__(self, text: str) -> None:
        self.text = text

    @property
    def flat(self) -> str:
        """The expression on one line."""
        return self.text

    def lines(self, indent: str, before: str, after: str) -> list[str]:
        """Return the lines of the expression.

        Args:
            indent: The white space before it.
            before: What is before it on its first line, without the white space.
            after: What is after it on its last line.
        """
        return [f"{indent}{before}{self.flat}{after}"]


class Bracketed(Node):
    """An expression with elements in brackets: a call, a list, a dict or an index.

    Attributes:
        opening: What is before the elements, with the bracket.
        elements: What is before each element, such as the keyword of an argument, and the element.
        closing: The closing bracket.
        comma: Whether the last element has a comma after it where each is on a line of its own.
    """

    def __init__(self, opening: str, elements: Sequence[tuple[str, Node]], closing: str, *, comma: bool = True) -> None:
        super().__init__("")
        self.opening = opening
        self.elements = elements
        self.closing = closing
        self.comma = comma
        self._flat: str | None = None

    @property
    def flat(self) -> str:
        """The expression on one line."""
        if self._flat is None:
            inner = ", ".join(f"{before}{element.flat}" for before, element in self.elements)
            self._flat = f"{self.opening}{inner}{self.closing}"
        return self._flat

    def lines(self, indent: str, before: str, after: str) -> list[str]:
        """Return the lines of the expression."""
        whole = f"{indent}{before}{self.flat}{after}"
        if not self.elements or width(whole) <= WIDTH:
            return [whole]
        found = [f"{indent}{before}{self.opening}"]
        inner = indent + _INDENT
        for key, element in self.elements:
            found += element.lines(inner, key, "," if self.comma else "")
        return [*found, f"{indent}{self.closing}{after}"]


def call(name: str, arguments: Sequence[tuple[str, Node]]) -> Node:
    """A call; an argument with a name is passed by keyword."""
    return Bracketed(f"{name}(", [(f"{key}=" if key else "", each) for key, each in arguments], ")")


def index(name: str, key: str) -> Node:
    """An element of a mapping, by its key."""
    return Bracketed(f"{name}[", [("", Node(text(key)))], "]", comma=False)


def sequence(elements: Sequence[Node]) -> Node:
    """A list."""
    return Bracketed("[", [("", each) for each in elements], "]")


def mapping(members: Sequence[tuple[str, Node]]) -> Node:
    """A dict."""
    return Bracketed("{", [(f"{text(key)}: ", each) for key, each in members], "}")


def assignment(name: str, value: Node) -> str:
    """Return the lines of a statement that assigns an expression to a name."""
    return "\n".join(value.lines("", f"{name} = ", ""))


def from_import(module: str, names: Sequence[str]) -> str:
    """Return the lines of a statement that imports names from a module."""
    ordered = sorted(set(names), key=lambda name: (_kind(name), _natural(name.lower()), _natural(name)))
    flat = f"from {module} import {', '.join(ordered)}"
    if width(flat) <= WIDTH:
        return flat
    return "\n".join([f"from {module} import (", *(f"{_INDENT}{name}," for name in ordered), ")"])


def _kind(name: str) -> int:
    """Constants first, then classes, then everything else."""
    return 0 if name.isupper() and len(name) > 1 else 1 if name[:1].isupper() else 2


def _natural(name: str) -> list[Any]:
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in re.split(r"(\d+)", name) if part]


def text(value: str) -> str:
    """Return a literal of a text."""
    quote = "'" if value.count('"') > value.count("'") else '"'
    return quote + "".join(_escaped(each, quote) for each in value) + quote


_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def _escaped(character: str, quote: str) -> str:
    if character == quote:
        return f"\\{quote}"
    if character in _ESCAPES:
        return _ESCAPES[character]
    if " " <= character <= "~":
        return character
    if character.isprintable() and unicodedata.category(character) not in _UNCERTAIN:
        return character
    code = ord(character)
    if code <= 0xFF:  # noqa: PLR2004  # because the largest code of two digits
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004  # because the largest code of four digits


def width(line: str) -> int:
    """Return the columns of a line; some characters take two."""
    if line.isascii():
        return len(line)
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in line)
