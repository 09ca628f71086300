"""Files with a task's output, and the command that downloads them."""

from __future__ import annotations

import re

from . import node_states
from .task_run import RunStatus, TaskKind, TaskRun

_WITH_OUTPUT = (RunStatus.running, RunStatus.between_attempts, RunStatus.succeeded, RunStatus.failed)
_ID = re.compile(r"[A-Za-z0-9_:-]{1,128}")
_PATH = re.compile(r"[A-Za-z0-9_./\\-]{1,1000}")


def is_plain_id(identifier: str | None) -> bool:
    """Return whether an id needs no quotes in any shell."""
    return identifier is not None and _ID.fullmatch(identifier) is not None


def files_of(run: TaskRun) -> tuple[str, ...]:
    """List the files to read. A task's own are named as in its directory; the other kinds are named as on the node."""
    if run.status not in _WITH_OUTPUT or not node_states.has_files(run.node):
        return ()
    names = ("stdout.txt", "stderr.txt") if run.status is RunStatus.succeeded else ("stderr.txt", "stdout.txt")
    if run.failed_to_upload:
        names = ("fileuploaderr.txt", "fileuploadout.txt")
    if run.kind in (TaskKind.task, TaskKind.subtask) or not run.directory:
        return names
    separator = "\\" if run.on_windows else "/"
    return tuple(f"{run.directory}{separator}{name}" for name in names)


def download_of(run: TaskRun, files: tuple[str, ...]) -> str | None:
    """Write the Azure CLI command for the first file, if the ids and the path need no quotes in any shell."""
    if not files or run.status is RunStatus.succeeded or not _PATH.fullmatch(files[0]):
        return None
    if run.kind is TaskKind.task:
        if not (is_plain_id(run.job_id) and is_plain_id(run.task_id)):
            return None
        return (
            f"az batch task file download --job-id {run.job_id} --task-id {run.task_id}"
            f" --file-path {files[0]} --destination {files[0]}"
        )
    if not (is_plain_id(run.node_id) and run.directory) or run.kind is TaskKind.subtask:
        return None
    pool_id = run.pool_id if is_plain_id(run.pool_id) else "POOL"
    path = f'"{files[0]}"' if "\\" in files[0] else files[0]
    name = re.split(r"[/\\]", files[0])[-1]
    return f"az batch node file download --pool-id {pool_id} --node-id {run.node_id} --file-path {path} --destination {name}"
