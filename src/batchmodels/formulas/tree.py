"""The tree of an autoscale formula.

Every node has ``start`` and ``end``, its place in the formula's text. ``end`` is the offset after its last character.
"""

from __future__ import annotations

import msgspec


class Number(msgspec.Struct, frozen=True):
    """A number."""

    start: int
    end: int
    value: float


class Text(msgspec.Struct, frozen=True):
    """A text in double quotes; ``value`` is without them."""

    start: int
    end: int
    value: str


class Name(msgspec.Struct, frozen=True):
    """A variable, a constant such as ``TimeInterval_Minute``, or a deallocation option; ``name`` is as it is written."""

    start: int
    end: int
    name: str


class Vector(msgspec.Struct, frozen=True):
    """A list of numbers in brackets."""

    start: int
    end: int
    elements: tuple[Node, ...]


class Call(msgspec.Struct, frozen=True):
    """A call of a function, or of a method if ``of`` is there."""

    start: int
    end: int
    name: str
    name_start: int
    arguments: tuple[Node, ...]
    of: Node | None = None


class Member(msgspec.Struct, frozen=True):
    """A member of a value without parentheses, such as ``.hour``."""

    start: int
    end: int
    name: str
    name_start: int
    of: Node


class Unary(msgspec.Struct, frozen=True):
    """``-`` or ``!`` and its operand."""

    start: int
    end: int
    operator: str
    operand: Node


class Binary(msgspec.Struct, frozen=True):
    """An operator between two operands."""

    start: int
    end: int
    operator: str
    left: Node
    right: Node


class Choice(msgspec.Struct, frozen=True):
    """``condition ? yes : no``."""

    start: int
    end: int
    condition: Node
    yes: Node
    no: Node


Node = Number | Text | Name | Vector | Call | Member | Unary | Binary | Choice


class Assignment(msgspec.Struct, frozen=True):
    """One statement; ``target`` is None for an expression whose value is dropped, like ``stop()``."""

    start: int
    end: int
    target: Name | None
    value: Node
