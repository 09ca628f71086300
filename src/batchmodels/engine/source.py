"""Generated source: indented, named, and stored where tracebacks and ``inspect.getsource`` find it."""

from __future__ import annotations

import itertools
import linecache
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

_serial = itertools.count(1)


class Source:
    """Lines of Python, written one at a time."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._depth = 0

    def line(self, text: str) -> None:
        """Add one line at the current indentation."""
        self._lines.append("    " * self._depth + text)

    @contextmanager
    def block(self, opening: str) -> Generator[None, None, None]:
        """Add a line that opens a block, and indent the lines added within it."""
        self.line(opening)
        self._depth += 1
        yield
        self._depth -= 1

    def __str__(self) -> str:
        return "\n".join(self._lines) + "\n"


class Names:
    """The names that a generated function can use besides its own variables: helpers, classes, other generated functions.

    Each name ends with an underscore. No attribute's name does, so attributes can be variables with their own names.
    """

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}

    def bind(self, name: str, value: Any) -> str:
        """Name a value and return its name; a second value with the same name gets a number."""
        found = f"{name}_"
        number = 1
        while self.values.setdefault(found, value) is not value:
            number += 1
            found = f"{name}_{number}_"
        return found


def compile_function(owner: type, name: str, source: Source, names: Names) -> Any:
    """Compile a generated function of a class.

    Args:
        owner: The class.
        name: The function's name in the source.
        source: The source, which contains only that function.
        names: The names that the function can use besides builtins.

    Returns:
        The function. Its source is in ``linecache`` under a file name of its own.
    """
    filename = f"<batchmodels {owner.__module__}.{owner.__qualname__}.{name} {next(_serial)}>"
    namespace = dict(names.values)
    text = str(source)
    exec(compile(text, filename, "exec"), namespace)  # noqa: S102  # because generating a function needs it
    linecache.cache[filename] = (len(text), None, text.splitlines(keepends=True), filename)
    function = namespace[name]
    function.__module__ = owner.__module__
    function.__qualname__ = f"{owner.__qualname__}.{name}"
    return function
