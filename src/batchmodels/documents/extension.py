"""What the Batch CLI extension changes in the tasks of a template: it runs them in a shell, and renames ``blobSource``.

Source: ``post_processing``, ``_add_cmd_prefix`` and ``convert_blob_source_to_http_url`` in Azure/azure-batch-cli-extensions,
``azext/batch/_template_utils.py``.
"""

from __future__ import annotations

import re
from typing import Any

from .expressions.values import Unknown
from .values import value_at

OLD_URL = "blobSource"
"""The old name of ``httpUrl``, which the extension replaces."""
_WITH_SHELL = ("cmd.exe /c", "cmd /c", "/bin/bash -c", "/bin/sh -c")
"""The beginnings of command lines that the extension leaves as they are."""
_OWN_SHELL = re.compile(r"(?:\S*/)?(?:ba|da)?sh\s")
_UNKNOWN = Unknown("the extension puts it into a script for a shell, which depends on the pool and on its quotes")
_PLAIN = re.compile(r"[\w./:=,+@{}\s-]*")
"""A command line that means the same in each shell, and without one."""
_OF_WINDOWS = re.compile(r"(?i)%\w{3,}%|\.(?:exe|bat|cmd|ps1)\b|\b[a-z]:\\|\\\\\w|\bnet use\b")
_OF_LINUX = re.compile(
    r"(?:\S*/)?(?:ba|da)?sh\s|\$[A-Za-z_{(]|\.sh\b|(?<!\S)(?:/(?:bin|usr|mnt|opt|etc)/|\./|(?:apt-get|yum|dnf|sudo|export|chmod)\s)"
)


def run_in_a_shell(task: dict[str, Any], windows: bool | None) -> dict[str, Any]:
    """Return a task with the command line that the extension sends.

    Args:
        task: The task.
        windows: Whether the pool's nodes run Windows; None if unknown.
    """
    line = task.get("commandLine")
    if not isinstance(line, str) or not line.strip() or line.startswith(_WITH_SHELL):
        return task
    if windows is None and not _PLAIN.fullmatch(line):
        windows = True if _OF_WINDOWS.search(line) else False if _OF_LINUX.search(line) else None
    if windows:
        return {**task, "commandLine": f'cmd /c "{line}"'}
    if windows is None or "'" in line:  # the extension quotes the line and no quotation mark in it
        return task if _PLAIN.fullmatch(line) or _OWN_SHELL.match(line) else {**task, "commandLine": _UNKNOWN}
    return {**task, "commandLine": f"/bin/bash -c 'set -e; set -o pipefail; {line}; wait'"}


def written_key(value: Any, step: str | int) -> str | int:
    """Return the key in a template of a member that the extension sends."""
    renamed = step == "httpUrl" and isinstance(value, dict) and step not in value and OLD_URL in value
    return OLD_URL if renamed else step


def auto_pool_runs_windows(job: dict[str, Any]) -> bool | None:
    """Return whether the nodes of a job's auto pool run Windows; None for another pool, or if unknown."""
    return runs_windows(value_at(job, ("poolInfo", "autoPoolSpecification", "pool")))


def runs_windows(pool: Any) -> bool | None:
    """Return whether the nodes of a pool run Windows; None if unknown."""
    if value_at(pool, ("cloudServiceConfiguration",)) is not None:
        return True
    image = ("virtualMachineConfiguration", "imageReference")
    places = (("virtualMachineConfiguration", "nodeAgentSKUId"), (*image, "publisher"), (*image, "offer"))
    texts = [text.lower() for text in (value_at(pool, place) for place in places) if isinstance(text, str) and text]
    return any("windows" in text for text in texts) if texts else None
