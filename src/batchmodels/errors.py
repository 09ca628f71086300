"""Problems, and the exceptions that carry them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
import msrest.exceptions

from .paths import Steps, path_text, shown_steps

if TYPE_CHECKING:
    from azure.core.exceptions import DeserializationError as MsrestDeserializationError
else:  # msrest re-exports it, but type checkers don't see that
    from msrest.exceptions import DeserializationError as MsrestDeserializationError

_DOCUMENT = "document"


class UnknownAttributeWarning(UserWarning):
    """A warning about a constructor keyword that isn't an attribute of the model; its value is dropped."""


class LossWarning(UserWarning):
    """A warning about what another form of a model can't express; see `Loss`."""


class Loss(msgspec.Struct, frozen=True):
    """A member that another form of a model can't express.

    Attributes:
        steps: The keys and indexes that lead to the member in the form that has it.
        reason: Why the other form doesn't have it.
    """

    steps: Steps
    reason: str

    @property
    def path(self) -> str:
        """The steps as text: ``$.properties.scaleSettings.fixedScale.nodeDeallocationOption``."""
        return path_text(self.steps)

    @property
    def message(self) -> str:
        """The path and the reason."""
        return f"{self.path}: {self.reason}"


class LineAndColumn(NamedTuple):
    """A position in a text; both count from 1."""

    line: int
    column: int

    def __str__(self) -> str:
        return f"line {self.line}, column {self.column}"


class ValidationError(msrest.exceptions.ValidationError):
    """The error for a model that can't be sent.

    It is also msrest's ``ValidationError``, so code that catches that one keeps working. Its text is a header that counts the
    problems, and a line for each.

    Attributes:
        problems: All problems, in the order of the document.
        model: The name of the class that was checked: ``PoolAddParameter``.
        rule: The rule of the first problem.
        target: The path of the first problem.
    """

    problems: tuple[Problem, ...]
    model: str

    def __init__(self, problems: Iterable[Problem], model: str = _DOCUMENT) -> None:
        self.problems = tuple(problems)
        self.model = model
        self._fill(self.problems[0], _listed(self.problems, model))

    def _fill(self, first: Problem, text: str) -> None:
        self.rule: str = first.rule
        self.target: str = first.path
        # msrest's constructor would write its own message; its base class accepts ours.
        msrest.exceptions.ClientException.__init__(self, text)

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), (self.problems, self.model))


class Problem(ValidationError):  # noqa: N818  # because it is data first, and an exception only for msrest
    """One problem of a model or a document, with its path.

    It is an exception because msrest's ``Serializer.body`` raises the first element of what ``validate()`` returns.

    Attributes:
        steps: The wire keys and indexes that lead from the checked model to the value: ``("resourceFiles", 3, "httpUrl")``.
        rule: The broken rule, a stable identifier: ``type``, ``required``, ``enumeration``, ``minimum`` …
        expected: The expected value: ``int``, ``str of at most 64 characters``.
        came: The actual value: ``str '3'``, ``None``. Never the value of a secret.
        hidden: Whether the value may be a secret, so that ``came`` has only its type.
        related: The steps of all members that a rule between attributes compares; empty for other rules.
        position: The line and the column in the text, for malformed JSON; otherwise None.
        problems: All problems of the same check, including this one.
        model: The name of the class that was checked.
    """

    steps: Steps
    expected: str
    came: str
    hidden: bool
    related: tuple[Steps, ...]
    position: LineAndColumn | None

    def __init__(
        self,
        steps: Steps,
        rule: str,
        expected: str,
        came: str,
        *,
        hidden: bool = False,
        related: Iterable[Steps] = (),
        position: tuple[int, int] | None = None,
    ) -> None:
        self.steps = tuple(steps)
        self.rule = rule
        self.expected = expected
        self.came = came
        self.hidden = hidden
        self.related = tuple(related)
        self.position = None if position is None else LineAndColumn(*position)
        self.problems: tuple[Problem, ...] = (self,)
        self.model = _DOCUMENT
        self._fill(self, self.message)

    @property
    def path(self) -> str:
        """The steps as text: ``$.resourceFiles[3].httpUrl``."""
        return path_text(self.steps)

    @property
    def sentence(self) -> str:
        """The message without the path: ``expected int, got str '3'``."""
        return f"expected {self.expected}, got {self.came}"

    @property
    def message(self) -> str:
        """One sentence with the expected value, the actual value and the path."""
        return f"{self.sentence} at {self.position or self.path}"

    def _key(self) -> tuple[Any, ...]:
        return (self.steps, self.rule, self.expected, self.came, self.hidden, self.related, self.position)

    def __eq__(self, other: object) -> bool:
        return self._key() == other._key() if isinstance(other, Problem) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._key())

    def __repr__(self) -> str:
        return f"Problem(steps={shown_steps(self.steps)!r}, rule={self.rule!r}, expected={self.expected!r}, came={self.came!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return (_problem, self._key())


def _problem(
    steps: Steps,
    rule: str,
    expected: str,
    came: str,
    hidden: bool,
    related: tuple[Steps, ...],
    position: LineAndColumn | None,
) -> Problem:
    """Rebuild a problem that was pickled or copied."""
    return Problem(steps, rule, expected, came, hidden=hidden, related=related, position=position)


def found_together(problems: list[Problem], model: str = _DOCUMENT) -> list[Problem]:
    """Link the problems of one check, so that msrest, which raises only the first, shows the others as well."""
    together = tuple(problems)
    for problem in problems:
        problem.problems = together
        problem.model = model
    for problem in problems[1:]:
        problems[0].add_note(f"also: {problem.message}")
    return problems


class DeserializationError(MsrestDeserializationError):
    """The error for a document that a model can't hold. It is also msrest's ``DeserializationError``.

    Its text is a header that counts the problems, and a line for each.

    Attributes:
        problems: All problems, in the order of the document.
        model: The name of the class that was read: ``PoolAddParameter``.
    """

    problems: tuple[Problem, ...]
    model: str

    def __init__(self, problems: Iterable[Problem], model: str = _DOCUMENT) -> None:
        self.problems = tuple(problems)
        self.model = model
        super().__init__(_listed(self.problems, model))

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), (self.problems, self.model))


def _listed(problems: tuple[Problem, ...], model: str) -> str:
    count = len(problems)
    header = f"{count} problem{'' if count == 1 else 's'} in {model}"
    return "\n".join((header, *(problem.message for problem in problems)))
