"""Where something is in a document: ``$.leaves[3].name``."""

from __future__ import annotations

import json
import re

from ..secrets.masking import cut, mask_text

Path = tuple[str | int, ...]

ROOT: Path = ()

MAX_DEPTH = 200
"""Levels of objects and lists in one document. A pool has nine; what goes deeper goes in circles, or means harm."""

_PLAIN = r"[A-Za-z_][A-Za-z0-9_]*"


def path_text(path: Path) -> str:
    """Write a path the way JSONPath does: a dot and a name, a number or any other key in brackets."""
    return "$" + "".join(_step(part) for part in path)


def _step(part: str | int) -> str:
    if isinstance(part, int):
        return f"[{part}]"
    if re.fullmatch(_PLAIN, part):
        return f".{cut(mask_text(part))}"
    return f"[{json.dumps(cut(mask_text(part)))}]"
