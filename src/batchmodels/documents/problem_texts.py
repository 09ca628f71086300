"""The sentences of problems in the words of a file: a member is missing or null, and a duration is an ISO 8601 text."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from ..engine.wiretexts import write_duration
from .values import value_at

if TYPE_CHECKING:
    from ..errors import Problem
    from .entries import Entry

_NOTHING = ", got None"
_TYPE = "timedelta"
_TIME = re.compile(r"(?:(-?\d+) days?, )?(\d+):(\d\d):(\d\d)(?:\.(\d{1,6}))?")


def sentence_of(entry: Entry, problem: Problem) -> str:
    """Return the sentence of a problem of an entry, as people say it who write the file rather than Python."""
    sentence = _with_durations(problem.sentence)
    if _NOTHING not in sentence or not problem.steps:
        return sentence
    *parent, key = entry.partial.spelling.locate(entry.content, problem.steps)
    members = value_at(entry.content, tuple(parent))
    is_there = isinstance(key, int) or (isinstance(members, dict) and key in members and members[key] is None)
    return sentence.replace(_NOTHING, ", got null" if is_there else f", but {problem.steps[-1]} is missing", 1)


def _with_durations(sentence: str) -> str:
    """Return a sentence in which Python's durations are those of the wire: ``PT5M`` instead of ``timedelta 0:05:00``."""
    if _TYPE not in sentence or "'" in sentence:  # a text of the file may look like one
        return sentence
    return _TIME.sub(_duration, sentence).replace(_TYPE, "duration")


def _duration(found: re.Match[str]) -> str:
    days, hours, minutes, seconds, fraction = found.groups()
    microseconds = int((fraction or "0").ljust(6, "0"))
    return write_duration(timedelta(int(days or 0), int(seconds), microseconds, minutes=int(minutes), hours=int(hours)))
