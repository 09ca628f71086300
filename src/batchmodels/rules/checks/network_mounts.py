"""BM315: mounts in scripts that the server refuses, or that no task can use."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...models.job_tasks import JobPreparationTask
from ...models.start_task import StartTask
from ...shells.script import Command
from ..analysis.command_line import analysis_of
from ..analysis.flow import Status, runs_of
from ..analysis.inner_scripts import meant_parts_of
from ..analysis.word_sets import names
from ..context import Context
from ..failure_kinds import FailureKind
from ..finding import Finding, Severity
from ..rule import rule

_FILES = re.compile(r"//[\w-]+\.file\.core\.windows\.net/")
_NFS_OF_FILES = re.compile(r"[\w-]+\.file\.core\.windows\.net:/")
_NFS_OF_BLOBS = re.compile(r"[\w-]+\.blob\.core\.windows\.net:/")
_VERSION = re.compile(r"(?:^|,)(?:nfs)?vers=([\d.]+)")
_FUSE = names("blobfuse blobfuse2 sshfs s3fs rclone goofys")
_FOR_OTHERS = re.compile(r"(?:--|-o\s*|.*,)?allow[_-](?:other|root)(?:=true)?(?:,.*)?|--config-file.*|-f|--config.*")


@rule(
    "BM315",
    Severity.warning,
    "mount that doesn't work for tasks",
    (StartTask, JobPreparationTask),
    explains=(FailureKind.command,),
)
def mount_for_tasks(context: Context[StartTask | JobPreparationTask]) -> Iterator[Finding]:
    """Find a version of SMB or NFS that the server refuses, and ``blobfuse2`` without ``--allow-other``."""
    if analysis_of(context).in_container or analysis_of(context).windows:
        return
    for part in meant_parts_of(context):
        for index, command in runs_of(part.analysis):
            if part.flow.steps[index].status is Status.unreachable:
                continue
            found = _wrong_version(command) or _for_one_user(command)
            if found is not None:
                what, fix = found
                yield context.finding(f"{what}.", fix, "commandLine", span=part.analysis.span(command))
                return


def _wrong_version(command: Command) -> tuple[str, str] | None:
    if command.name not in {"mount", "mount.cifs", "mount.nfs"}:
        return None
    version = next((match[1] for text in command.arguments if (match := _VERSION.search(text))), "")
    if any(map(_FILES.match, command.arguments)) and version in {"1.0", "2.0"}:
        return f"Azure Files doesn't speak SMB {version}, so mount fails", "Use vers=3.1.1."
    if any(map(_NFS_OF_FILES.match, command.arguments)) and version.startswith("3"):
        return "Azure Files has only NFS 4.1, so mount fails", "Use vers=4,minorversion=1,sec=sys."
    if any(map(_NFS_OF_BLOBS.match, command.arguments)) and (version.startswith("4") or not version):
        return "blob storage has only NFS 3, and mount tries NFS 4, so it fails", "Use sec=sys,vers=3,nolock,proto=tcp."
    return None


def _for_one_user(command: Command) -> tuple[str, str] | None:
    if command.name not in _FUSE or not command.arguments or any(map(_FOR_OTHERS.fullmatch, command.arguments)):
        return None
    if command.name in {"blobfuse2", "rclone"} and command.arguments[:1] != ("mount",):
        return None
    if {"--help", "-h", "--version", "list", "all"} & set(command.arguments[:3]):
        return None
    option = "--allow-other" if command.name in {"blobfuse2", "rclone"} else "-o allow_other"
    what = f"only the user who runs {command.name} can read the mount, and tasks run as other users"
    return what, f"Add {option}."
