"""The path of a value in a document: its steps, and their text ``$.leaves[3].name``."""

from __future__ import annotations

import json
import re

from .secrets.masking import cut, mask_text

Steps = tuple[str | int, ...]
"""The keys of objects and the indexes of lists that lead from a document's root to a value."""

ROOT: Steps = ()

MAX_DEPTH = 200
"""Limit on the levels of objects and lists in a document. A pool has nine; a deeper document is circular or an attack."""

_PLAIN = r"[A-Za-z_][A-Za-z0-9_]*"


def path_text(steps: Steps) -> str:
    """Write steps as a JSONPath: a dot and a name, a number or any other key in brackets. Secrets are masked."""
    return "$" + "".join(_step(step) for step in steps)


def shown_steps(steps: Steps) -> Steps:
    """Return the steps with secrets masked and long keys cut."""
    return tuple(step if isinstance(step, int) else cut(mask_text(step)) for step in steps)


def _step(step: str | int) -> str:
    if isinstance(step, int):
        return f"[{step}]"
    shown = cut(mask_text(step))
    return f".{shown}" if re.fullmatch(_PLAIN, step) else f"[{json.dumps(shown)}]"
