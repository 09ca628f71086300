"""The search for similar names, for hints at misspellings."""

from __future__ import annotations

import re
from collections.abc import Iterable

_LONGEST = 100  # characters; no name of ours is longer, and the time of a comparison grows with their square


def near(name: str, known: Iterable[str], count: int = 1, share: float = 0.6) -> list[str]:
    """Return the known names that a name is similar to, the most similar first.

    Args:
        name: The name.
        known: The known names.
        count: The most names to return.
        share: How similar they must be, from 0 to 1, as `difflib` measures it.
    """
    if len(name) > _LONGEST:
        return []
    import difflib  # noqa: PLC0415  # because importing it takes a millisecond, and few programs get here

    return difflib.get_close_matches(name, list(known), count, share)


def nearest(name: str, known: Iterable[str], share: float = 0.6) -> str | None:
    """Return the known name that a name is most similar to; None if no name is similar."""
    return next(iter(near(name, known, 1, share)), None)


def plain(name: str) -> str:
    """Return a name in lower case without underscores, hyphens and blanks, to compare different spellings."""
    return re.sub(r"[_\s-]", "", name).lower()
