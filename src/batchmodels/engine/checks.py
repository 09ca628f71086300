"""Checks: limits on one value, declared in ``Annotated[...]``."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any, ClassVar

import msgspec

from ..secrets.masking import describe
from .shapes import Duration, Integer, ListOf, Nested, Number, Shape, Text

if TYPE_CHECKING:
    from .source import Names


_REMEMBERED = 1000
"""Limit on the matching texts that a generated function remembers."""


class Check(msgspec.Struct, frozen=True):
    """A limit on one value, named as in msrest's ``_validation``."""

    limit: Any

    rule: ClassVar[str]
    fits: ClassVar[tuple[type[Shape], ...]]

    def allows(self, value: Any) -> bool:
        """Return whether a value of the right type is within the limit."""
        raise NotImplementedError

    def problem_source(self, variable: str, names: Names, shape: Any = None) -> str:
        """Return a Python expression, for generated code, that is true if the value breaks the limit. It is fast if not.

        Args:
            variable: The variable that holds the value.
            names: The names that the expression can use.
            shape: The shape of the value; None if it makes no difference.
        """
        return f"not {names.bind(self.rule, self)}.allows({variable})"

    def expected(self, shape: Shape) -> str:
        """Return the expected value, as an error describes it."""
        raise NotImplementedError

    def came(self, value: Any, hidden: bool) -> str:
        """Return the actual value, as an error describes it."""
        return describe(value, hidden)


class Bound(Check, frozen=True):
    """The least or the greatest value or length allowed."""

    is_least: ClassVar[bool]
    counts: ClassVar[str | None] = None
    """The unit that is counted; None if the limit isn't on a length."""

    def allows(self, value: Any) -> bool:
        measured = len(value) if self.counts else value
        return bool(measured >= self.limit if self.is_least else measured <= self.limit)

    def problem_source(self, variable: str, names: Names, shape: Any = None) -> str:
        measured = f"len({variable})" if self.counts else variable
        return f"{measured} {'<' if self.is_least else '>'} {names.bind(self.rule, self.limit)}"

    def expected(self, shape: Shape) -> str:
        counted = f" {self.counts}" if self.counts else ""
        return f"{shape.expected} of at {'least' if self.is_least else 'most'} {self.limit}{counted}"


class Minimum(Bound, frozen=True):
    """The least number or duration allowed."""

    rule = "minimum"
    fits: ClassVar[tuple[type[Shape], ...]] = (Integer, Number, Duration)
    is_least = True


class Maximum(Bound, frozen=True):
    """The greatest number or duration allowed."""

    rule = "maximum"
    fits: ClassVar[tuple[type[Shape], ...]] = (Integer, Number, Duration)
    is_least = False


class MinLength(Bound, frozen=True):
    """The fewest characters allowed."""

    rule = "min_length"
    fits: ClassVar[tuple[type[Shape], ...]] = (Text,)
    is_least = True
    counts: ClassVar[str | None] = "characters"


class MaxLength(Bound, frozen=True):
    """The most characters allowed."""

    rule = "max_length"
    fits: ClassVar[tuple[type[Shape], ...]] = (Text,)
    is_least = False
    counts: ClassVar[str | None] = "characters"


class MaxItems(Bound, frozen=True):
    """The most elements allowed."""

    rule = "max_items"
    fits: ClassVar[tuple[type[Shape], ...]] = (ListOf,)
    is_least = False
    counts: ClassVar[str | None] = "elements"

    def came(self, value: Any, hidden: bool) -> str:
        return f"{len(value)}"


class Pattern(Check, frozen=True):
    """A regular expression that the whole text must match."""

    rule = "pattern"
    fits: ClassVar[tuple[type[Shape], ...]] = (Text,)

    def allows(self, value: Any) -> bool:
        return re.fullmatch(self.limit, value) is not None

    def problem_source(self, variable: str, names: Names, shape: Any = None) -> str:
        # The same few texts occur again and again, and a set lookup takes a tenth of the time of a match.
        matched: set[str] = set()
        matches = re.compile(self.limit).fullmatch

        def breaks(text: str) -> bool:
            if matches(text) is None:
                return True
            if len(matched) < _REMEMBERED:
                matched.add(text)
            return False

        return f"{variable} not in {names.bind('matched', matched)} and {names.bind('breaks', breaks)}({variable})"

    def expected(self, shape: Shape) -> str:
        return f"{shape.expected} that matches {self.limit}"


class StaysInside(Check, frozen=True):
    """A relative path that stays inside its base directory; the limit is the name of that directory."""

    rule = "inside"
    fits: ClassVar[tuple[type[Shape], ...]] = (Text,)

    def allows(self, value: Any) -> bool:
        depth = 0
        for part in value.replace("\\", "/").split("/"):
            depth += {"": 0, ".": 0, "..": -1}.get(part, 1)
            if depth < 0:
                return False
        return True

    def problem_source(self, variable: str, names: Names, shape: Any = None) -> str:
        return f"'..' in {variable} and {super().problem_source(variable, names, shape)}"

    def expected(self, shape: Shape) -> str:
        return f"path that stays inside {self.limit}"


class UniqueBy(Check, frozen=True):
    """The wire key of the member whose value is unique among the elements."""

    rule = "unique_by"
    fits: ClassVar[tuple[type[Shape], ...]] = (ListOf,)

    def allows(self, value: Any) -> bool:
        found = [element.get(self.limit) for element in value]
        return len(set(found)) == len(found)

    def problem_source(self, variable: str, names: Names, shape: Any = None) -> str:
        if not isinstance(getattr(shape, "element", None), Nested):
            return super().problem_source(variable, names, shape)
        model: Any = shape.element.model
        name = model.__definition__.by_wire_key[self.limit].name
        return f"len({{each_.{name} for each_ in {variable}}}) != len({variable})"

    def expected(self, shape: Shape) -> str:
        return f"{shape.expected} with a unique {self.limit} in each element"

    def came(self, value: Any, hidden: bool) -> str:
        counts = Counter(element.get(self.limit) for element in value)
        return f"{describe(next(each for each, count in counts.items() if count > 1))} more than once"


class MaxSize(Check, frozen=True):
    """The most characters allowed in the list as JSON."""

    rule = "max_size"
    fits: ClassVar[tuple[type[Shape], ...]] = (ListOf,)

    def allows(self, value: Any) -> bool:
        text = msgspec.json.encode(value)
        return bool(len(text) <= self.limit or len(text.decode()) <= self.limit)

    def problem_source(self, variable: str, names: Names, shape: Any = None) -> str:
        size = f"len({names.bind('to_json', msgspec.json.encode)}({variable}))"
        return f"{size} > {int(self.limit)} and {super().problem_source(variable, names, shape)}"

    def expected(self, shape: Shape) -> str:
        return f"{shape.expected} of at most {self.limit:,} characters as JSON"

    def came(self, value: Any, hidden: bool) -> str:
        return f"{len(msgspec.json.encode(value).decode()):,}"
