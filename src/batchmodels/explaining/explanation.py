"""Explanation: what happened to a node, a task, a job or a pool, for people and for programs."""

from __future__ import annotations

import msgspec


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """An explanation of a node, a task, a job or a pool. ``str()`` gives the text for people. It contains no secrets.

    An attribute is None where the document doesn't contain the answer, or where the question doesn't apply.

    Attributes:
        sentences: What happened, in whole sentences.
        job_id: The job's id.
        task_id: The task's id.
        node_id: The node's id.
        node_state: The node's state as the service spells it, for example ``starttaskfailed``.
        pool_id: The id of an explained pool.
        state: The state of the task or job as the service spells it, for example ``running`` or ``completed``; of a pool its
            allocation state, for example ``steady``.
        succeeded: Whether the task succeeded. None while it runs, for a job and for a pool.
        attempts_made: How many times the command was started, including the current attempt.
        attempts_allowed: How many attempts are allowed, which is one more than the retries; -1 means no limit.
        exit_code: The command's exit code. None also if it couldn't be started.
        failure_code: The service's code for the failure, for example ``FailureExitCode`` or ``BlobAccessDenied``; of a pool
            that of its first resize error.
        terminate_reason: Why the job ended, for example ``AllTasksComplete``.
        accepts_tasks: Whether the node accepts tasks.
        costs_money: Whether the node costs money; of a pool, whether it has nodes.
        causes: Likely causes of the failure, the likeliest first.
        files: Files to read, in the order to read them; paths on the node, or in the task's directory.
        download: The Azure CLI command that downloads the first of the files.
        next_steps: What to do next.
    """

    sentences: tuple[str, ...]
    job_id: str | None = None
    task_id: str | None = None
    node_id: str | None = None
    node_state: str | None = None
    pool_id: str | None = None
    state: str | None = None
    succeeded: bool | None = None
    attempts_made: int | None = None
    attempts_allowed: int | None = None
    exit_code: int | None = None
    failure_code: str | None = None
    terminate_reason: str | None = None
    accepts_tasks: bool | None = None
    costs_money: bool | None = None
    causes: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    download: str | None = None
    next_steps: tuple[str, ...] = ()

    def __str__(self) -> str:
        lines = list(self.sentences)
        if self.causes:
            lines += ["Likely causes:", *(f"- {cause}" for cause in self.causes)]
        if self.files:
            lines.append(f"Files to read: {', '.join(self.files)}")
        if self.download:
            lines.append(f"  {self.download}")
        if self.next_steps:
            lines += ["Next steps:", *(f"- {step}" for step in self.next_steps)]
        return "\n".join(lines)
