"""The list of problems that a walk over a model or a document finds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..errors import Problem
from ..paths import Steps
from ..secrets.masking import MASK, describe


class Findings:
    """A collection of problems, in the order in which they are found."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def add(self, steps: Steps, rule: str, expected: str, came: str, related: Iterable[Steps] = ()) -> None:
        """Add a problem; ``related`` are the members that a rule between several compares."""
        self.problems.append(Problem(steps, rule, expected, came, related=related))

    def wrong_type(self, steps: Steps, expected: str, value: Any, hidden: bool) -> None:
        """Add the problem of a value of the wrong type."""
        self.problems.append(Problem(steps, "type", expected, describe(value, hidden), hidden=hidden))

    def conceal(self, since: int, steps: Steps) -> None:
        """Mask the keys within a secret in all problems from an index on, because a key may be the secret."""
        for number in range(since, len(self.problems)):
            problem = self.problems[number]
            self.problems[number] = Problem(
                _concealed(problem.steps, len(steps)),
                problem.rule,
                problem.expected,
                problem.came,
                hidden=True,
                related=(_concealed(each, len(steps)) for each in problem.related),
            )


def _concealed(steps: Steps, depth: int) -> Steps:
    """Return the steps with the keys below a depth masked; list indexes directly below it stay."""
    while depth < len(steps) and isinstance(steps[depth], int):
        depth += 1
    return steps if depth == len(steps) else (*steps[:depth], MASK)
