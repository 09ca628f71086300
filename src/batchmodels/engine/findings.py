"""What a walk over a model or a document finds wrong, each in one sentence of one shape."""

from __future__ import annotations

import re
from typing import Any

from ..errors import Problem
from ..secrets.masking import MASK, describe
from .paths import Path, path_text


class Findings:
    """Collects problems, in the order in which they are met."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def add(self, path: Path, rule: str, expected: str, came: str) -> None:
        """Note a problem: what was expected, what came, where."""
        where = path_text(path)
        self.problems.append(Problem(where, rule, f"expected {expected}, got {came} at {where}"))

    def wrong_type(self, path: Path, expected: str, value: Any, hidden: bool) -> None:
        """Note a value of another type than the declared one."""
        self.add(path, "type", expected, describe(value, hidden))

    def conceal(self, since: int, path: Path) -> None:
        """Mask the keys within a secret in the paths of the problems that were noted since then: a key may be the secret."""
        where = path_text(path)
        for number in range(since, len(self.problems)):
            problem = self.problems[number]
            within = problem.path.removeprefix(where)
            indexes = re.match(r"(?:\[\d+\])*", within)
            kept = indexes[0] if indexes else ""
            if within != kept:
                masked = f'{where}{kept}["{MASK}"]'
                message = f"{problem.message.removesuffix(f' at {problem.path}')} at {masked}"
                self.problems[number] = Problem(masked, problem.rule, message)
