"""The sentences of problems in the words of a file: a member is missing or null, and a duration is an ISO 8601 text."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from ..engine.checks import Bound
from ..engine.wiretexts import read_duration, write_duration
from ..secrets.masking import describe
from .partial_models import declared_attribute, model_named
from .values import value_at

if TYPE_CHECKING:
    from ..errors import Problem
    from .entries import Entry

_NOTHING = describe(None)


def sentence_of(entry: Entry, problem: Problem) -> str:
    """Return the sentence of a problem of an entry, as people say it who write the file rather than Python."""
    if entry.resource is not None and (of_arm := _OF_ARM.get((problem.rule, problem.expected))):
        return of_arm[0]
    if problem.came == _NOTHING and problem.steps:
        *parent, key = entry.partial.spelling.locate(entry.content, problem.steps)
        members = value_at(entry.content, tuple(parent))
        is_there = isinstance(key, int) or (isinstance(members, dict) and key in members and members[key] is None)
        name = entry.where((*parent, key))[-1] if entry.arm else problem.steps[-1]  # as ARM or Terraform names it
        return f"expected {problem.expected}{', got null' if is_there else f', but {name} is missing'}"
    return _of_duration(entry, problem) or f"expected {_in_files(problem.expected)}, got {_in_files(problem.came)}"


def _in_files(word: str) -> str:
    """Return the word for a type in files, which have objects rather than dicts."""
    return "object" if word == "dict" else word


def fix_of(entry: Entry, problem: Problem) -> str:
    """Return what to do about a problem that only ARM's pools have; empty for any other."""
    return _OF_ARM.get((problem.rule, problem.expected), ("", ""))[1] if entry.resource is not None else ""


_OF_ARM = {
    ("excludes", "no targetDedicatedNodes or targetLowPriorityNodes with enableAutoScale true"): (
        "expected either fixedScale or autoScale in scaleSettings, got both",
        "Remove one of them.",
    ),
    ("requires", "autoScaleFormula with enableAutoScale true"): (
        "expected formula in autoScale, but formula is missing",
        "Add formula, or use fixedScale instead of autoScale.",
    ),
}
"""The sentences and the fixes about members that ARM doesn't have, by the rule and what it expects."""


def _of_duration(entry: Entry, problem: Problem) -> str:
    """Return the sentence of a duration that is too short or too long; empty for any other problem."""
    attribute = declared_attribute(model_named(entry.model_type), problem.steps)
    bounds = (each for each in (attribute.checks if attribute else ()) if isinstance(each, Bound))
    bound = next((each for each in bounds if each.rule == problem.rule), None)
    written = value_at(entry.content, entry.partial.spelling.locate(entry.content, problem.steps))
    duration = read_duration(written) if isinstance(written, str) else None
    if bound is None or duration is None or not isinstance(bound.limit, timedelta):
        return ""
    limit = f"at {'least' if bound.is_least else 'most'} {write_duration(bound.limit)}"
    return f"expected duration of {limit}, got duration {write_duration(duration)}"
