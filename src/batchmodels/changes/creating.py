"""What the body lacks that creates a resource again."""

from __future__ import annotations

from collections.abc import Iterable

from ..secrets.printing import printable
from .bodies import creation_of
from .changes import PropertyChange
from .equivalence import NOT_RETURNED
from .judging import Comparison
from .sides import WHOLE, Side
from .verdicts import NEW, Plane

_SECRETS = frozenset(key for _, key in NOT_RETURNED)


def missing_in_creation(comparison: Comparison, changed: Iterable[PropertyChange]) -> tuple[str, ...]:
    """Return the paths of the required members that the body lacks which creates a new resource.

    They are left out of the new document, or their values aren't known. Secrets that an answer doesn't have aren't among them.

    Args:
        comparison: The comparison.
        changed: The properties that are known to differ.

    Returns:
        The paths; empty if the body has all of them, or nothing is created.
    """
    if comparison.new.is_change or not any(each.verdict is NEW[comparison.kind] for each in changed):
        return ()
    return missing_in(comparison.new, comparison.plane)


def missing_in(new: Side, plane: Plane) -> tuple[str, ...]:
    """Return the paths of the required members that a whole resource lacks.

    Args:
        new: The side of the resource.
        plane: The API that creates it.
    """
    problems = creation_of(new, WHOLE[new.kind]).validate()
    return tuple(
        dict.fromkeys(
            printable(each.path)
            for each in problems
            if each.rule == "required"
            and not (plane == "arm" and each.steps == ("id",))  # it is in the URL of the request
            and not (new.answered and each.steps[-1] in _SECRETS)
        )
    )
