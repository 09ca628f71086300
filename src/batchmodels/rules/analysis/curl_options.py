"""The options of curl that have one letter."""

from __future__ import annotations

from collections.abc import Iterator

from ...shells.script import Command

_WITH_VALUE = frozenset("AbcCdDeEFHKmoPQrtTuUwxXyYz")
"""The letters of all options that take a value, by the manual of curl."""


def options_of_curl(command: Command) -> Iterator[tuple[str, str]]:
    """Yield the options of one letter, each with its value; letters after one that takes a value are its value."""
    arguments = iter(command.arguments)
    for text in arguments:
        if not text.startswith("-") or text.startswith("--"):
            continue
        for position, letter in enumerate(text[1:], 2):
            if letter in _WITH_VALUE:
                yield letter, text[position:] or next(arguments, "")
                break
            yield letter, ""


def letters_of_curl(command: Command) -> frozenset[str]:
    """Return the letters of the options that a command of curl has."""
    return frozenset(letter for letter, _ in options_of_curl(command))
