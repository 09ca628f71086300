"""Patterns of file names, as configuration files and options have them."""

from __future__ import annotations

import functools
import re


def matches(pattern: str, path: str) -> bool:
    """Return whether a pattern matches a path, or a directory that contains it.

    ``*`` and ``?`` match within one name, ``**`` any number of directories, ``[ab]`` one of several characters. A pattern
    without a slash matches a name in any directory.

    Args:
        pattern: The pattern.
        path: The path, with slashes, relative to the directory that the pattern is relative to.
    """
    return _compiled(pattern).match(path) is not None


@functools.lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    pattern = pattern.replace("\\", "/").removeprefix("./").rstrip("/")
    anchored = "/" in pattern
    parts = re.split(r"(\*\*/|\*\*|\*|\?|\[!?[^\]/]+\])", pattern.removeprefix("/"))
    written = "".join(_part(part) for part in parts)
    beginning = "" if anchored else r"(?:.*/)?"
    return re.compile(rf"{beginning}{written}(?:/.*)?\Z", re.DOTALL)


def _part(part: str) -> str:
    fixed = {"**/": r"(?:.*/)?", "**": r".*", "*": r"[^/]*", "?": r"[^/]"}
    if part in fixed:
        return fixed[part]
    if part.startswith("[") and len(part) > 2:  # noqa: PLR2004  # because of the brackets
        inner = part[1:-1]
        negated, inner = inner.startswith("!"), inner.removeprefix("!")
        escaped = re.sub(r"([\\\[\]&~|^])", r"\\\1", inner)
        return f"[{'^' if negated else ''}{escaped}]"
    return re.escape(part)
