"""What goes wrong, said so that it can be mended: problems, and the errors that carry them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import msrest.exceptions

if TYPE_CHECKING:
    from azure.core.exceptions import DeserializationError as MsrestDeserializationError
else:  # msrest passes it on, but not to type checkers
    from msrest.exceptions import DeserializationError as MsrestDeserializationError


class UnknownAttributeWarning(UserWarning):
    """A constructor was given a keyword that its model has no attribute for; the value was not kept."""


class ValidationError(msrest.exceptions.ValidationError):
    """A model can't be sent as it is.

    It is msrest's ``ValidationError`` too, so code that catches that one goes on working.

    Attributes:
        problems: Everything that is wrong, in the order of the document.
        rule: The rule that the first problem breaks.
        target: The path of the first problem.
    """

    problems: tuple[Problem, ...]

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        first = self.problems[0]
        self._fill(first.rule, first.path, "\n".join(problem.message for problem in self.problems))

    def _fill(self, rule: str, target: str, text: str) -> None:
        self.rule = rule
        self.target = target
        # msrest's own constructor would word the message; the one above it takes ours.
        msrest.exceptions.ClientException.__init__(self, text)

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), (self.problems,))


class Problem(ValidationError):  # noqa: N818  # because it is a finding first, and an error only to msrest
    """One thing that is wrong, and where.

    It is an exception because msrest's ``Serializer.body`` raises the first element of what ``validate()`` returns.

    Attributes:
        path: Where, from the model that was checked: ``$.resourceFiles[3].httpUrl``.
        rule: Which rule is broken, a word that stays the same: ``type``, ``required``, ``enumeration``, ``minimum`` …
        message: One sentence: what was expected, what came, where. Never the value of a secret.
        problems: All that the same check found, this one among them.
    """

    path: str
    message: str

    def __init__(self, path: str, rule: str, message: str) -> None:
        self.path = path
        self.message = message
        self.problems: tuple[Problem, ...] = (self,)
        self._fill(rule, path, message)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Problem):
            return NotImplemented
        return (self.path, self.rule, self.message) == (other.path, other.rule, other.message)

    def __hash__(self) -> int:
        return hash((self.path, self.rule, self.message))

    def __repr__(self) -> str:
        return f"Problem(path={self.path!r}, rule={self.rule!r}, message={self.message!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return (Problem, (self.path, self.rule, self.message))


def found_together(problems: list[Problem]) -> list[Problem]:
    """Let each problem know of all, so that msrest, which raises only the first, shows the others as well."""
    together = tuple(problems)
    for problem in problems:
        problem.problems = together
    for problem in problems[1:]:
        problems[0].add_note(f"also: {problem.message}")
    return problems


class DeserializationError(MsrestDeserializationError):
    """A document holds something that the model can't; it is msrest's ``DeserializationError`` too.

    Attributes:
        problems: Everything in the document that can't be read, in its order.
    """

    problems: tuple[Problem, ...]

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problem.message for problem in self.problems))

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), (self.problems,))
