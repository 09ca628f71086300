"""BM000, the finding about a rule that fails itself: the review continues and the other findings are complete."""

from __future__ import annotations

import logging
import traceback
from pathlib import Path

from ..paths import Steps, path_text
from .finding import Finding, Severity

FAILED = "BM000"
"""The id of the finding about a rule that failed. It isn't a rule itself, so only the failed rule can be ignored."""

TITLE = "internal error in a rule"
"""The title of that finding."""

_LOGGER = logging.getLogger("batchmodels")
_LOGGER.addHandler(logging.NullHandler())  # without any handler, Python prints errors on the standard error

_PACKAGE = Path(__file__).parents[1]


def failed(rule: str, steps: Steps, error: Exception) -> Finding:
    """Return the finding about a rule that raised an exception, and log the traceback.

    Neither shows the exception's own text: it may repeat a part of a command line that contains a secret.
    """
    lines = "".join(traceback.format_tb(error.__traceback__)).rstrip()
    _LOGGER.error("rule %s failed at %s with %s\n%s", rule, path_text(steps), type(error).__name__, lines)
    return Finding(
        FAILED,
        Severity.warning,
        steps,
        f"rule {rule} failed with {place_of(error)}, so its findings may be missing here.",
        f"This is a bug in batchmodels. Report it with this message, and ignore {rule} until it is fixed.",
    )


def place_of(error: BaseException) -> str:
    """Name an exception and the line of this package that it comes from: ``ValueError at rules/checks/paths.py:40``."""
    found = None
    for frame in traceback.extract_tb(error.__traceback__):
        file = Path(frame.filename)
        if file.is_relative_to(_PACKAGE):
            found = f"{file.relative_to(_PACKAGE).as_posix()}:{frame.lineno}"
    return f"{type(error).__name__} at {found}" if found else type(error).__name__


def failure(error: Exception) -> str:
    """Return the message for a bug in the command itself, without the exception's text, which may repeat a secret."""
    return f"internal error: {place_of(error)}. This is a bug in batchmodels. Report it with this message."
