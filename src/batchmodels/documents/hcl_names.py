"""The variables and local values of Terraform's configuration."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from typing import Any

from ..secrets.masking import cut, mask_text
from .expressions.scope import Given
from .expressions.secure import SECURE_ONLY
from .expressions.values import Budget, Unknown, Value
from .hcl_functions import written

_NUMBER = re.compile(r"-?\d{1,18}")
_SIMPLE = ("", "any", "bool", "number", "string")  # "" without a type

Parse = Callable[[str], Any]
Evaluate = Callable[[Any, str, "Names"], Value]


class Names:
    """The variables and locals of a file.

    Attributes:
        budget: The limit on the work.
        given: The values that variables are given, by their names in lower case.
        parse: Parses an expression.
        evaluate: Evaluates a syntax tree of a text.
    """

    def __init__(self, parse: Parse, evaluate: Evaluate, budget: Budget, given: Mapping[str, Given]) -> None:
        self.parse = parse
        self.evaluate = evaluate
        self.budget = budget
        self.given = given
        self.level = 0
        self._places_secrets = False
        self._written: dict[tuple[str, str], tuple[str, Any]] = {}
        self._values: dict[tuple[str, str, bool], Value] = {}
        self._sensitive: set[str] = set()
        self._types: dict[str, str] = {}
        self._running: set[tuple[str, str]] = set()

    def declare(self, kind: str, name: str, text: str, tree: Any) -> None:
        """Add a variable (``var``) or a local value (``local``); the tree is that of its value, None without one."""
        self._written[kind, name] = text, tree

    def constrain(self, name: str, kind: str) -> None:
        """Note the type that a variable declares, as it is written."""
        self._types[name] = kind

    def hide(self, name: str) -> None:
        """Note that a variable is sensitive."""
        self._sensitive.add(name)

    def declared(self) -> list[str]:
        """Return the names of the variables that are declared."""
        return [name for kind, name in self._written if kind == "var"]

    def value(self, kind: str, name: str) -> Value:
        """Return the value of a variable or of a local value, which may be unknown."""
        key = kind, name
        cached = kind, name, self._places_secrets
        if cached not in self._values:
            if key in self._running:
                return Unknown(f"{kind}.{name} refers to itself")
            self._running.add(key)
            self._values[cached] = self._found(kind, name)
            self._running.discard(key)
        return self._values[cached]

    @contextmanager
    def placing_secrets(self, places: bool) -> Generator[None]:
        """Give sensitive variables their given values while the value of a member that holds a secret is evaluated."""
        before, self._places_secrets = self._places_secrets, places
        try:
            yield
        finally:
            self._places_secrets = before

    def _read(self, given: Given, kind: str) -> Value:
        """Return a given value; a text from the command line is an expression unless the type of the variable is simple."""
        value = given.value
        if not given.written or not isinstance(value, str) or kind in _SIMPLE:
            return value
        tree = self.parse(f"({value})")
        return value if tree is None else self.evaluate(tree, f"x = ({value})\n", self)

    def _found(self, kind: str, name: str) -> Value:
        shown = cut(mask_text(name))
        text, tree = self._written.get((kind, name), ("", None))
        if kind == "local":
            return Unknown(f"local.{shown} isn't in this file") if tree is None else self.evaluate(tree, text, self)
        given = self.given.get(name.lower())
        if name in self._sensitive and not (self._places_secrets and given is not None and given.placed):
            rest = SECURE_ONLY if given is not None and given.placed else ""
            return Unknown(f"the variable {shown} is sensitive{rest}", secret=True)
        declared = self._types.get(name, "")
        if given is not None:
            return _converted(self._read(given, declared), declared)
        if tree is not None:
            return _converted(self.evaluate(tree, text, self), declared)
        missing = "has no default value" if (kind, name) in self._written else "isn't declared in this file"
        return Unknown(f"the variable {shown} {missing}", f"Give it a value: -p {shown}=VALUE.")


def _converted(value: Value, kind: str) -> Value:
    """Return a value as Terraform converts it to the type of a variable."""
    if kind == "string" and isinstance(value, (bool, int, float)):
        return written(value)
    if kind == "number" and isinstance(value, str) and _NUMBER.fullmatch(value):
        return int(value)
    return value == "true" if kind == "bool" and value in ("true", "false") else value
