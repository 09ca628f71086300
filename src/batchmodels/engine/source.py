"""Generated source: written with indentation, named, kept where tracebacks and ``inspect.getsource`` find it."""

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
        """Add one line at the present indentation."""
        self._lines.append("    " * self._depth + text)

    @contextmanager
    def block(self, opening: str) -> Generator[None, None, None]:
        """Add a line that opens a block, and indent what is added within."""
        self.line(opening)
        self._depth += 1
        yield
        self._depth -= 1

    def __str__(self) -> str:
        return "\n".join(self._lines) + "\n"


class Names:
    """What a generated function may use besides its own variables: helpers, classes, other generated functions.

    Each name ends with an underscore. No attribute's name does, so attributes can be variables under their own names.
    """

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}

    def bind(self, name: str, value: Any) -> str:
        """Name a value, and return the name that it got; another value under the same name is kept apart by a number."""
        found = f"{name}_"
        number = 1
        while self.values.setdefault(found, value) is not value:
            number += 1
            found = f"{name}_{number}_"
        return found


def compile_function(owner: type, name: str, source: Source, names: Names) -> Any:
    """Compile a function that was generated for a class.

    Args:
        owner: The class that it belongs to.
        name: The function's name in the source.
        source: The source, with nothing but that function.
        names: What the function may use besides the builtins.

    Returns:
        The function. Its source is in ``linecache`` under a file name of its own.
    """
    filename = f"<batchmodels {owner.__module__}.{owner.__qualname__}.{name} {next(_serial)}>"
    namespace = dict(names.values)
    text = str(source)
    exec(compile(text, filename, "exec"), namespace)  # noqa: S102  # because that is how a function is generated
    linecache.cache[filename] = (len(text), None, text.splitlines(keepends=True), filename)
    function = namespace[name]
    function.__module__ = owner.__module__
    function.__qualname__ = f"{owner.__qualname__}.{name}"
    return function
