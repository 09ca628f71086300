"""Rules between the attributes of one model, declared beside them: ``rules = (exactly_one("a", "b"),)``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

import msgspec

Value = Callable[[str], Any]
Key = Callable[[str], str]


class Breach(msgspec.Struct, frozen=True):
    """How a model breaks a constraint.

    Attributes:
        attribute: The attribute at fault; None where it is the whole model.
        expected: What an error says was expected, attributes by their wire keys.
        came: What an error says came.
    """

    attribute: str | None
    expected: str
    came: str


class Constraint(msgspec.Struct, frozen=True):
    """A rule between attributes.

    An attribute of another API version may be among the unknown members of a model. So what a rule misses is not held
    against a model that has such members.
    """

    attributes: tuple[str, ...]

    rule: ClassVar[str]

    def breach_source(self) -> str:
        """A Python expression that is true where the rule is broken, the attributes being variables."""
        raise NotImplementedError

    def breach(self, value: Value, key: Key, has_unknown: bool) -> Breach | None:
        """Say how a model breaks the rule, or None.

        Args:
            value: The value of an attribute of that name.
            key: The wire key of an attribute.
            has_unknown: Whether the model has members that nobody declared.
        """
        raise NotImplementedError


class ExactlyOne(Constraint, frozen=True):
    """One of the attributes is set, and no more than one."""

    rule = "exactly_one"

    def breach_source(self) -> str:
        return _is_not_one(*self.attributes)

    def breach(self, value: Value, key: Key, has_unknown: bool) -> Breach | None:
        found = [key(name) for name in self.attributes if value(name) is not None]
        if len(found) == 1 or (not found and has_unknown):
            return None
        expected = f"exactly one of {', '.join(key(name) for name in self.attributes)}"
        return Breach(None, expected, " and ".join(found) if found else "none of them")


class AtMostOne(Constraint, frozen=True):
    """No two of the attributes are set."""

    rule = "at_most_one"

    def breach_source(self) -> str:
        return f"{_count(self.attributes)} > 1"

    def breach(self, value: Value, key: Key, has_unknown: bool) -> Breach | None:
        found = [key(name) for name in self.attributes if value(name) is not None]
        if len(found) <= 1:
            return None
        return Breach(None, f"at most one of {', '.join(key(name) for name in self.attributes)}", " and ".join(found))


class Conditional(Constraint, frozen=True):
    """A rule for the other attributes that holds where the first one is set.

    Attributes:
        when: The value that the first one must have; None for any.
    """

    when: bool | None = None

    def condition_source(self) -> str:
        """A Python expression that is true where the rule holds."""
        return f"{self.attributes[0]} is not None" if self.when is None else f"{self.attributes[0]} is {self.when}"

    def holds(self, value: Value) -> bool:
        """Whether the rule holds for a model."""
        first = value(self.attributes[0])
        return first is not None if self.when is None else first is self.when

    def beside(self, key: Key) -> str:
        """The condition, for an error."""
        first = key(self.attributes[0])
        return f"beside {first}" if self.when is None else f"beside {first} {str(self.when).lower()}"


class Requires(Conditional, frozen=True):
    """Where the first attribute is set, one of the others must be as well."""

    rule = "requires"

    def breach_source(self) -> str:
        return " and ".join([self.condition_source(), *(f"{name} is None" for name in self.attributes[1:])])

    def breach(self, value: Value, key: Key, has_unknown: bool) -> Breach | None:
        others = self.attributes[1:]
        if not self.holds(value) or has_unknown or any(value(name) is not None for name in others):
            return None
        expected = f"{' or '.join(key(name) for name in others)} {self.beside(key)}"
        if len(others) == 1:
            return Breach(others[0], expected, "None")
        return Breach(None, expected, "none of them")


class Excludes(Conditional, frozen=True):
    """Where the first attribute is set, none of the others may be."""

    rule = "excludes"

    def breach_source(self) -> str:
        return f"{self.condition_source()} and ({' or '.join(f'{name} is not None' for name in self.attributes[1:])})"

    def breach(self, value: Value, key: Key, has_unknown: bool) -> Breach | None:
        others = self.attributes[1:]
        found = [name for name in others if value(name) is not None]
        if not self.holds(value) or not found:
            return None
        came = " and ".join(key(name) for name in found)
        return Breach(found[0], f"no {' or '.join(key(name) for name in others)} {self.beside(key)}", came)


def _is_not_one(first: str, *others: str) -> str:
    """Mostly this takes fewer tests than counting does."""
    if not others:
        return f"{first} is None"
    return f"({' or '.join(f'{name} is not None' for name in others)} if {first} is not None else {_is_not_one(*others)})"


def _count(attributes: tuple[str, ...]) -> str:
    return " + ".join(f"({name} is not None)" for name in attributes)


def exactly_one(*attributes: str) -> Constraint:
    """One of these attributes is set, and no more than one."""
    return ExactlyOne(attributes)


def at_most_one(*attributes: str) -> Constraint:
    """No two of these attributes are set."""
    return AtMostOne(attributes)


def requires(attribute: str, *one_of: str, when: bool | None = None) -> Constraint:
    """Where ``attribute`` is set, to ``when`` if that is given, at least one of ``one_of`` must be as well."""
    return Requires((attribute, *one_of), when)


def excludes(attribute: str, *others: str, when: bool | None = None) -> Constraint:
    """Where ``attribute`` is set, to ``when`` if that is given, none of ``others`` may be."""
    return Excludes((attribute, *others), when)
