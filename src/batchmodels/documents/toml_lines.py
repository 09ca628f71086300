"""The line of a key in a TOML text, which Python's parser doesn't report."""

from __future__ import annotations

import re

_KEY = r"""(?:"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[\w-]+)"""
_HEADER = re.compile(rf"\s*\[\[?\s*({_KEY}(?:\s*\.\s*{_KEY})*)\s*\]")
_ASSIGNED = re.compile(rf"\s*({_KEY}(?:\s*\.\s*{_KEY})*)\s*=")


def line_of(text: str, keys: tuple[str, ...]) -> int:
    """Return the line of the innermost of some nested keys that is found; 0 if none is.

    Args:
        text: The TOML text.
        keys: The keys from the top: ``("tool", "batchmodels", "select")``.
    """
    table: tuple[str, ...] = ()
    best, depth = 0, 0
    for number, line in enumerate(text.splitlines(), 1):
        header = _HEADER.match(line)
        assigned = _ASSIGNED.match(line)
        if header:
            table = found = _split(header[1])
        elif assigned:
            found = (*table, *_split(assigned[1]))
        else:
            continue
        if found == keys[: len(found)] and len(found) > depth:
            best, depth = number, len(found)
    return best


def _split(dotted: str) -> tuple[str, ...]:
    return tuple(key[1:-1] if key[0] in "\"'" else key for key in re.findall(_KEY, dotted))
