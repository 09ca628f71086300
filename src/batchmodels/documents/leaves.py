"""The keys and plain values of a text, with their offsets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..paths import ROOT, Steps
from .positions import Node


class Leaf(NamedTuple):
    """A key, or a value that is no object and no list: its offsets, its steps in the document, whether it is a key."""

    start: int
    end: int
    steps: Steps
    is_key: bool


def leaves_of(root: Node) -> Iterator[Leaf]:
    """Yield the keys and plain values of a text, each once; what an alias repeats comes with the steps of both places.

    If an object has a key twice, both of its values are among them.
    """
    waiting: list[tuple[Steps, Node]] = [(ROOT, root)]
    while waiting:
        steps, node = waiting.pop()
        if node.earlier is not None:
            waiting.append((steps, node.earlier))
        if node.key is not None:
            yield Leaf(*node.key, steps, True)
        if node.members is None:
            yield Leaf(node.start, node.end, steps, False)
        else:
            waiting += [((*steps, key), member) for key, member in node.members.items()]
