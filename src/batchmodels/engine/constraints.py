"""Rules between the attributes of one model, declared beside them: ``constraints = (exactly_one("a", "b"),)``."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

import msgspec


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

    def breach(self, present: Callable[[str], bool], key: Callable[[str], str], has_unknown: bool) -> Breach | None:
        """Say how a model breaks the rule, or None.

        Args:
            present: Whether an attribute of that name is set.
            key: The wire key of an attribute.
            has_unknown: Whether the model has members that nobody declared.
        """
        raise NotImplementedError


class ExactlyOne(Constraint, frozen=True):
    """One of the attributes is set, and no more than one."""

    rule = "exactly_one"

    def breach_source(self) -> str:
        return " + ".join(f"({name} is not None)" for name in self.attributes) + " != 1"

    def breach(self, present: Callable[[str], bool], key: Callable[[str], str], has_unknown: bool) -> Breach | None:
        found = [key(name) for name in self.attributes if present(name)]
        if len(found) == 1 or (not found and has_unknown):
            return None
        expected = f"exactly one of {', '.join(key(name) for name in self.attributes)}"
        return Breach(None, expected, " and ".join(found) if found else "none of them")


class Requires(Constraint, frozen=True):
    """Where the first attribute is set, one of the others must be as well."""

    rule = "requires"

    def breach_source(self) -> str:
        first, *others = self.attributes
        return f"{first} is not None and " + " and ".join(f"{name} is None" for name in others)

    def breach(self, present: Callable[[str], bool], key: Callable[[str], str], has_unknown: bool) -> Breach | None:
        first, *others = self.attributes
        if not present(first) or has_unknown or any(present(name) for name in others):
            return None
        expected = f"{' or '.join(key(name) for name in others)} beside {key(first)}"
        if len(others) == 1:
            return Breach(others[0], expected, "None")
        return Breach(None, expected, "none of them")


def exactly_one(*attributes: str) -> Constraint:
    """One of these attributes is set, and no more than one."""
    return ExactlyOne(attributes)


def requires(attribute: str, *one_of: str) -> Constraint:
    """Where ``attribute`` is set, at least one of ``one_of`` must be as well."""
    return Requires((attribute, *one_of))
