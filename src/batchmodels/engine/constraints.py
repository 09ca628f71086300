"""Rules between the attributes of one model, declared with them: ``rules = (exactly_one("a", "b"),)``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

import msgspec

from ..errors import Problem
from ..paths import ROOT, Steps

Value = Callable[[str], Any]
Key = Callable[[str], str]


class Constraint(msgspec.Struct, frozen=True):
    """A rule between attributes.

    An attribute of another API version may be among the unknown members of a model. So a rule doesn't report a missing
    attribute of a model that has such members.
    """

    attributes: tuple[str, ...]

    rule: ClassVar[str]

    def problem_source(self) -> str:
        """Return a Python expression that is true if a model breaks the rule. Its variables are the attributes."""
        raise NotImplementedError

    def problem(self, value: Value, key: Key, has_unknown: bool, path: Steps = ROOT) -> Problem | None:
        """Return the problem of a model that breaks the rule, or None.

        Args:
            value: Returns the value of an attribute, by name.
            key: Returns the wire key of an attribute, by name.
            has_unknown: Whether the model has undeclared members.
            path: The steps of the model.
        """
        raise NotImplementedError

    def _problem(self, path: Steps, key: Key, attribute: str | None, expected: str, came: str) -> Problem:
        """Make a problem of one attribute, or of the whole model if ``attribute`` is None."""
        steps = path if attribute is None else (*path, key(attribute))
        return Problem(steps, self.rule, expected, came, related=((*path, key(name)) for name in self.attributes))


class ExactlyOne(Constraint, frozen=True):
    """A rule that exactly one of the attributes is set."""

    rule = "exactly_one"

    def problem_source(self) -> str:
        return _is_not_one(*self.attributes)

    def problem(self, value: Value, key: Key, has_unknown: bool, path: Steps = ROOT) -> Problem | None:
        found = [key(name) for name in self.attributes if value(name) is not None]
        if len(found) == 1 or (not found and has_unknown):
            return None
        expected = f"exactly one of {', '.join(key(name) for name in self.attributes)}"
        return self._problem(path, key, None, expected, " and ".join(found) if found else "none of them")


class AtMostOne(Constraint, frozen=True):
    """A rule that at most one of the attributes is set."""

    rule = "at_most_one"

    def problem_source(self) -> str:
        return f"{_count(self.attributes)} > 1"

    def problem(self, value: Value, key: Key, has_unknown: bool, path: Steps = ROOT) -> Problem | None:
        found = [key(name) for name in self.attributes if value(name) is not None]
        if len(found) <= 1:
            return None
        return self._problem(
            path, key, None, f"at most one of {', '.join(key(name) for name in self.attributes)}", " and ".join(found)
        )


class Conditional(Constraint, frozen=True):
    """A rule for the other attributes that applies if the first one is set.

    Attributes:
        when: The value that the first one must have; None for any.
    """

    when: bool | None = None

    def condition_source(self) -> str:
        """Return a Python expression that is true if the rule applies."""
        return f"{self.attributes[0]} is not None" if self.when is None else f"{self.attributes[0]} is {self.when}"

    def holds(self, value: Value) -> bool:
        """Return whether the rule applies to a model."""
        first = value(self.attributes[0])
        return first is not None if self.when is None else first is self.when

    def condition(self, key: Key) -> str:
        """Return the condition, for an error."""
        first = key(self.attributes[0])
        return f"with {first}" if self.when is None else f"with {first} {str(self.when).lower()}"


class Requires(Conditional, frozen=True):
    """A rule that one of the other attributes is set if the first one is."""

    rule = "requires"

    def problem_source(self) -> str:
        return " and ".join([self.condition_source(), *(f"{name} is None" for name in self.attributes[1:])])

    def problem(self, value: Value, key: Key, has_unknown: bool, path: Steps = ROOT) -> Problem | None:
        others = self.attributes[1:]
        if not self.holds(value) or has_unknown or any(value(name) is not None for name in others):
            return None
        expected = f"{' or '.join(key(name) for name in others)} {self.condition(key)}"
        if len(others) == 1:
            return self._problem(path, key, others[0], expected, "None")
        return self._problem(path, key, None, expected, "none of them")


class Excludes(Conditional, frozen=True):
    """A rule that none of the other attributes is set if the first one is."""

    rule = "excludes"

    def problem_source(self) -> str:
        return f"{self.condition_source()} and ({' or '.join(f'{name} is not None' for name in self.attributes[1:])})"

    def problem(self, value: Value, key: Key, has_unknown: bool, path: Steps = ROOT) -> Problem | None:
        others = self.attributes[1:]
        found = [name for name in others if value(name) is not None]
        if not self.holds(value) or not found:
            return None
        came = " and ".join(key(name) for name in found)
        return self._problem(path, key, found[0], f"no {' or '.join(key(name) for name in others)} {self.condition(key)}", came)


def _is_not_one(first: str, *others: str) -> str:
    """Return an expression that usually takes fewer tests than counting does."""
    if not others:
        return f"{first} is None"
    return f"({' or '.join(f'{name} is not None' for name in others)} if {first} is not None else {_is_not_one(*others)})"


def _count(attributes: tuple[str, ...]) -> str:
    return " + ".join(f"({name} is not None)" for name in attributes)


def rules_of(model: type) -> list[Constraint]:
    """Return the rules that a class and its bases declare, those of the bases first.

    Raises:
        TypeError: A class attribute ``rules`` isn't a tuple or list of rules.
    """
    found: list[Constraint] = []
    for base in reversed(model.__mro__):
        rules = vars(base).get("rules", ())
        wrong = rules
        if isinstance(rules, (list, tuple)):
            wrong = next((rule for rule in rules if not isinstance(rule, Constraint)), None)
            if wrong is None:
                found += rules
                continue
        came = type(wrong).__name__ if wrong is rules else f"{type(rules).__name__} with {type(wrong).__name__}"
        raise TypeError(f"{base.__name__}.rules: expected a tuple of rules, e.g. (exactly_one('a', 'b'),), got {came}")
    return found


def exactly_one(*attributes: str) -> Constraint:
    """Require that exactly one of these attributes is set."""
    return ExactlyOne(attributes)


def at_most_one(*attributes: str) -> Constraint:
    """Require that at most one of these attributes is set."""
    return AtMostOne(attributes)


def requires(attribute: str, *one_of: str, when: bool | None = None) -> Constraint:
    """Require at least one of ``one_of`` if ``attribute`` is set; with ``when``, only if it is set to that value."""
    return Requires((attribute, *one_of), when)


def excludes(attribute: str, *others: str, when: bool | None = None) -> Constraint:
    """Forbid ``others`` if ``attribute`` is set; with ``when``, only if it is set to that value."""
    return Excludes((attribute, *others), when)
