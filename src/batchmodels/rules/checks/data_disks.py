"""BM037: data disks that a start task mounts without a file system."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...models.start_task import StartTask
from ..analysis.linux_runs import Run, runs_on_linux
from ..analysis.pool import pool_of
from ..analysis.pool_values import shown, text_of
from ..analysis.python_packages import runs_other_scripts
from ..analysis.word_sets import names
from ..context import Context
from ..failure_kinds import COMMAND_LINE_FAILURES
from ..finding import Finding, Severity
from ..rule import rule

_DISK = re.compile(r"/dev/disk/azure/(?:scsi1/lun\d+|data/by-lun/\d+)")
_VARIABLE = re.compile(r"\$\{?(\w+)\}?")
_ASKING_OR_REMOUNTING = re.compile(r"(?:^|\s)(?:-l|-V|--version|-h|--help|--bind|-B|remount\S*)(?:\s|$)")
_MAKING = names("dd zpool mdadm vgcreate lvcreate pvcreate cryptsetup parted sgdisk sfdisk fdisk gdisk wipefs tune2fs btrfs")


@rule(
    "BM037",
    Severity.error,
    "data disk without a file system",
    StartTask,
    reads=("dataDisks", "imageReference"),
    explains=COMMAND_LINE_FAILURES,
)
def not_formatted(context: Context[StartTask]) -> Iterator[Finding]:
    """Find ``mount /dev/disk/azure/scsi1/lun0 /data`` in a start task that makes no file system."""
    runs = list(runs_on_linux(context))
    if any(_may_format(run) for run in runs):
        return
    disks: dict[str, str] = {}
    for run in runs:
        for word in run.command.assignments:
            name, _, value = word.text.partition("=")
            if _DISK.fullmatch(value):
                disks[name] = value
        if run.command.name != "mount" or _ASKING_OR_REMOUNTING.search(" ".join(run.command.arguments)):
            continue
        for word in run.command.words[1:]:
            variable = _VARIABLE.fullmatch(word.text)
            disk = disks.get(variable[1], "") if variable else word.text
            if _DISK.fullmatch(disk):
                marketplace = text_of(pool_of(context), "virtual_machine_configuration", "image_reference", "publisher")
                yield context.finding(
                    f"Batch attaches data disks empty, and nothing makes a file system on {shown(disk)}, so mount fails.",
                    f"Make one first, unless there is one: blkid {shown(disk)} || mkfs.ext4 {shown(disk)}.",
                    "commandLine",
                    span=run.part.analysis.span(word),
                    severity=run.severity if marketplace else Severity.warning,
                )
                return


def _may_format(run: Run) -> bool:
    name = run.command.name
    return name.startswith("mkfs") or name in _MAKING or runs_other_scripts(run.part, run.index)
