"""The names that expressions refer to: parameters and variables, with the values that are known."""

from __future__ import annotations

import copy
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import msgspec

from ...paths import Steps
from .arguments import find_key
from .values import Budget, ExpressionError, Unknown, Value

MAX_LEVELS = 150
"""Levels of values, calls and variables that refer to each other."""


class Given(msgspec.Struct, frozen=True):
    """A value that a parameter is given.

    Attributes:
        value: The value, or an unknown one.
        steps: Where the file has it; None if it isn't from this file.
        written: Whether it is a text from the command line, to be read by the parameter's type.
        placed: Whether the value of a secure parameter may be put into members that hold secrets.
        name: The name of the parameter as it is written on the command line; empty if it isn't from there.
        scope: The names that it refers to where the file has it; None if it isn't from this file.
    """

    value: Value
    steps: Steps | None = None
    written: bool = False
    scope: Scope | None = None
    placed: bool = False
    name: str = ""


class Scope:
    """The parameters and variables of one template.

    Attributes:
        parameters: The declarations by their names.
        variables: The variables by their names, not evaluated.
        functions: The functions that the template defines, by their names with the namespace, in lower case.
        path: The steps of the template in the file.
        given: The values of parameters by their names in lower case.
        account: The resource id of the Batch account that is deployed to; empty if it isn't known.
        strict: Whether a name that isn't declared is a mistake; it isn't in a fragment of a template.
        embedded: Whether expressions may be parts of texts, as the Batch CLI extension has it.
        budget: The limit on the work.
        values: The values of parameters and variables that have been evaluated.
        running: The parameters and variables that are being evaluated.
        level: How deep the evaluation is.
        unknown_keys: The expressions of keys that aren't known, with the reasons.
        places_secrets: Whether members that hold secrets get the values of secure parameters.
    """

    def __init__(
        self,
        template: Mapping[str, Any],
        path: Steps,
        budget: Budget,
        given: Mapping[str, Given] | None = None,
        *,
        account: str = "",
        strict: bool = True,
        embedded: bool = False,
    ) -> None:
        parameters, variables = template.get("parameters"), template.get("variables")
        self.parameters: dict[str, Any] = parameters if isinstance(parameters, dict) else {}
        self.variables: dict[str, Any] = variables if isinstance(variables, dict) else {}
        self.functions: Mapping[str, dict[str, Any]] = dict(_functions(template.get("functions")))
        self.path = path
        self.given: Mapping[str, Given] = given or {}
        self.account = account
        self.strict = strict
        self.embedded = embedded
        self.budget = budget
        self.values: dict[tuple[str, str], Value] = {}
        self.running: set[tuple[str, str]] = set()
        self.level = 0
        self.unknown_keys: dict[str, Unknown] = {}
        self.places_secrets = False
        self.names: dict[str, dict[str, str]] = {}

    def elsewhere(self) -> Scope:
        """Return the same names for expressions that are evaluated in another resource group than the account's."""
        other = copy.copy(self)
        other.account, other.values, other.running = "", {}, set()
        return other

    def spelled(self, kind: str, name: str) -> str | None:
        """Return a parameter's or variable's name as it is declared; None if it isn't."""
        declared = self.parameters if kind == "parameters" else self.variables
        if name in declared:
            return name
        names = self.names.get(kind)
        if names is None:
            names = self.names[kind] = {each.lower(): each for each in declared}
        return names.get(name.lower())

    def definition(self, kind: str, name: str) -> Steps | None:
        """Return the steps of the value that a parameter or a variable has in the file; None if the file has none."""
        spelled = self.spelled(kind, name)
        given = self.given.get(name.lower()) if kind == "parameters" else None
        if given is not None:
            return given.steps
        if spelled is None:
            return self._loop_definition(name) if kind == "variables" else None
        if kind == "variables":
            return (*self.path, kind, spelled)
        declared = self.parameters[spelled]
        key = find_key(declared, "defaultValue") if isinstance(declared, dict) else None
        return None if key is None else (*self.path, kind, spelled, key)

    def _loop_definition(self, name: str) -> Steps | None:
        index = self.loop_index(name)
        return None if index is None else (*self.path, "variables", "copy", index, "input")

    def loop_index(self, name: str) -> int | None:
        """Return the index of the copy loop that makes a variable; None if none does."""
        for index, loop in enumerate(loops_of(self.variables)):
            if isinstance(loop, dict) and isinstance(loop.get("name"), str) and loop["name"].lower() == name.lower():
                return index
        return None


def _functions(declared: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the functions in the ``functions`` of a template."""
    for namespace in declared if isinstance(declared, list) else []:
        members = namespace.get("members") if isinstance(namespace, dict) else None
        for name, function in members.items() if isinstance(members, dict) else ():
            if isinstance(function, dict):
                yield f"{namespace.get('namespace')}.{name}".lower(), function


def loops_of(members: Mapping[str, Any]) -> list[Any]:
    """Return the copy loops of an object: each makes a member."""
    loops = members.get("copy")
    return loops if isinstance(loops, list) else []


@contextmanager
def running(key: tuple[str, str], name: str, scope: Scope) -> Generator[None]:
    """Note that a parameter or a variable is being evaluated, and refuse it if it is already."""
    if key in scope.running:
        raise ExpressionError(f"{name} refers to itself")
    scope.running.add(key)
    try:
        yield
    finally:
        scope.running.discard(key)
