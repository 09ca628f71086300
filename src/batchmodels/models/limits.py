"""Limits and rules that only a few models need."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from ..engine.checks import Check
from ..engine.constraints import Constraint, Key, Value
from ..engine.shapes import Integer, ListOf, Number, Shape
from ..errors import Problem
from ..paths import ROOT, Steps

if TYPE_CHECKING:
    from ..engine.source import Names

ID = "[A-Za-z0-9_-]{1,64}"
"""The form of the id of a pool, a job, a job schedule or a task."""


class OtherThan(Check, frozen=True):
    """The one number that isn't allowed."""

    rule: ClassVar[str] = "other_than"
    fits: ClassVar[tuple[type[Shape], ...]] = (Integer, Number)

    def allows(self, value: Any) -> bool:
        return bool(value != self.limit)

    def problem_source(self, variable: str, names: Names, shape: Any = None) -> str:  # noqa: ARG002  # because other limits need it
        return f"{variable} == {names.bind(self.rule, self.limit)}"

    def expected(self, shape: Shape) -> str:
        return f"{shape.expected} other than {self.limit}"


class MaxTotalLength(Check, frozen=True):
    """The most characters allowed in all texts of a list together."""

    rule: ClassVar[str] = "max_total_length"
    fits: ClassVar[tuple[type[Shape], ...]] = (ListOf,)

    def allows(self, value: Any) -> bool:
        return _total_length(value) <= int(self.limit)

    def expected(self, shape: Shape) -> str:
        return f"{shape.expected} of at most {self.limit:,} characters in all"

    def came(self, value: Any, hidden: bool) -> str:  # noqa: ARG002  # because other limits show the value
        return f"{_total_length(value):,}"


def _total_length(texts: list[Any]) -> int:
    return sum(len(text) for text in texts if isinstance(text, str))


class Ascending(Constraint, frozen=True):
    """A rule that the second number is not less than the first."""

    rule: ClassVar[str] = "ascending"

    def problem_source(self) -> str:
        first, second = self.attributes
        return f"{first} is not None and {second} is not None and {first} > {second}"

    def problem(self, value: Value, key: Key, has_unknown: bool, path: Steps = ROOT) -> Problem | None:  # noqa: ARG002  # because other rules need it
        first, second = map(value, self.attributes)
        if not isinstance(first, int) or not isinstance(second, int) or first <= second:
            return None
        return self._problem(
            path,
            key,
            self.attributes[1],
            f"{key(self.attributes[1])} of at least {key(self.attributes[0])}, {first}",
            f"{second}",
        )

    def sentence(self, key: Key) -> str:
        """Describe the rule, for the reference."""
        first, second = map(key, self.attributes)
        return f"{second} of at least {first}"


class Fixes(Constraint, frozen=True):
    """A rule that the second attribute has one certain value or none if the first one is set.

    Attributes:
        only: That value.
    """

    only: int

    rule: ClassVar[str] = "fixes"

    def problem_source(self) -> str:
        first, second = self.attributes
        return f"{first} is not None and {second} is not None and {second} != {self.only}"

    def problem(self, value: Value, key: Key, has_unknown: bool, path: Steps = ROOT) -> Problem | None:  # noqa: ARG002  # because other rules need it
        first, second = map(value, self.attributes)
        if first is None or not isinstance(second, int) or second == self.only:
            return None
        return self._problem(path, key, self.attributes[1], self.sentence(key), f"{second}")

    def sentence(self, key: Key) -> str:
        """Describe the rule, for the reference."""
        first, second = map(key, self.attributes)
        return f"{second} {self.only} with {first}"


class ExcludesFor(Constraint, frozen=True):
    """A rule that the second attribute is not set if the first one has a certain value of its enumeration.

    Attributes:
        text: That value, in lower case.
    """

    text: str

    rule: ClassVar[str] = "excludes"

    def problem_source(self) -> str:
        first, second = self.attributes
        return f"{second} is not None and isinstance({first}, str) and {first}.lower() == {self.text!r}"

    def problem(self, value: Value, key: Key, has_unknown: bool, path: Steps = ROOT) -> Problem | None:  # noqa: ARG002  # because other rules need it
        first, second = map(value, self.attributes)
        if second is None or not isinstance(first, str) or str.lower(first) != self.text:
            return None
        return self._problem(path, key, self.attributes[1], self.sentence(key), key(self.attributes[1]))

    def sentence(self, key: Key) -> str:
        """Describe the rule, for the reference."""
        first, second = map(key, self.attributes)
        return f"no {second} with {first} {self.text}"


def ascending(first: str, second: str) -> Constraint:
    """Require that ``second`` is not less than ``first`` if both numbers are set."""
    return Ascending((first, second))


def fixes(first: str, second: str, only: int) -> Constraint:
    """Require that ``second`` is ``only`` or not set if ``first`` is set."""
    return Fixes((first, second), only)


def excludes_for(first: str, text: str, second: str) -> Constraint:
    """Forbid ``second`` if ``first`` is the value ``text`` of its enumeration."""
    return ExcludesFor((first, second), text)
