"""What the command line of a job manager task shows about how it works."""

from __future__ import annotations

import re
from typing import Any

_NOT_WAITING = re.compile(
    r"(?i)(?:(?<![\w-])--(?:no[-_]?wait|submit[-_]only|dont[-_]wait|wait[= ](?:false|no|0))(?![\w-])|[-_]and[-_]exit\b)"
    r"[^;&|\n]*\Z"
)
_OTHER_PROGRAMS = re.compile(r"(?i)\b(?:az|docker|kubectl|terraform|systemctl)\s")
_CREATING = re.compile(r"(?i)\baz batch task create\b[^;&|\n]*(?:;\s*done)?[\s'\"]*\Z")
_LONGEST = 10_000


def adds_tasks_only(command_line: Any) -> bool:
    """Return whether a command line shows that its last program adds tasks without waiting for them."""
    if not isinstance(command_line, str) or len(command_line) > _LONGEST:
        return False
    if _CREATING.search(command_line):
        return True
    return _NOT_WAITING.search(command_line) is not None and not _OTHER_PROGRAMS.search(command_line)
