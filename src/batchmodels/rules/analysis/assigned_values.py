"""The values of variables that a script assigns once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from ...shells.script import Command

_VARIABLE = re.compile(r"\$(?:\{(\w+)\}|(\w+))")


def assigned_values(commands: Iterable[Command]) -> dict[str, str]:
    """Return the values of variables that a script assigns once, by their names."""
    given = [word.text.partition("=") for command in commands for word in command.assignments]
    count = Counter(name for name, _, _ in given)
    return {name: value for name, _, value in given if count[name] == 1}


def with_value(text: str, values: dict[str, str]) -> str:
    """Return a word with the value of the variable at its beginning, if the script assigns it."""
    match = _VARIABLE.match(text)
    value = None if match is None else values.get(match[1] or match[2])
    return text if match is None or value is None else value + text[match.end() :]
