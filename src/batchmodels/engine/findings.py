"""What a walk over a model or a document finds wrong, each in one sentence of one shape."""

from __future__ import annotations

from typing import Any

from ..errors import Problem
from .masking import describe
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
