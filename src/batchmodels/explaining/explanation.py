"""Explanation: what there is to say about a start task on a node, for people and for programs."""

from __future__ import annotations

import msgspec


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a start task on a node. ``str()`` of it is the text for people; no secrets are in it.

    None stands for what the document doesn't tell.

    Attributes:
        sentences: What happened, and how the node is, in whole sentences.
        node_id: The node's id.
        node_state: The node's state in the service's words: ``starttaskfailed``.
        state: The start task's state in the service's words: ``running``, ``completed``.
        succeeded: Whether the start task has succeeded. None too while it runs.
        attempts_made: How many times the command was started since the node last started, the present time included.
        attempts_allowed: How many attempts there may be: one more than the retries. -1 is without limit.
        exit_code: What the command returned. None too if it could not be started.
        failure_code: The service's code for the failure: ``FailureExitCode``, ``BlobAccessDenied``.
        takes_tasks: Whether the node takes tasks.
        costs_money: Whether the node costs money.
        causes: What is likely to have caused the failure, the likeliest first.
        files: What to read on the node, in the node's own spelling, the first first.
        download: The Azure CLI's command that fetches the first of the files.
        changes: What to change, and what to do then.
    """

    sentences: tuple[str, ...]
    node_id: str | None = None
    node_state: str | None = None
    state: str | None = None
    succeeded: bool | None = None
    attempts_made: int | None = None
    attempts_allowed: int | None = None
    exit_code: int | None = None
    failure_code: str | None = None
    takes_tasks: bool | None = None
    costs_money: bool | None = None
    causes: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    download: str | None = None
    changes: tuple[str, ...] = ()

    def __str__(self) -> str:
        lines = list(self.sentences)
        if self.causes:
            lines += ["Likely causes:", *(f"- {cause}" for cause in self.causes)]
        if self.files:
            lines.append(f"To read on the node: {', '.join(self.files)}")
        if self.download:
            lines.append(f"  {self.download}")
        if self.changes:
            lines += ["What to change:", *(f"- {change}" for change in self.changes)]
        return "\n".join(lines)
