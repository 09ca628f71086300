"""BM336 and BM438: data disks that aren't there or have no file system, and entries of ``/etc/fstab`` that stop the node."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...models.start_task import StartTask
from ..analysis.command_line import analysis_of
from ..analysis.data_disk_paths import BY_LUN, luns_of
from ..analysis.distributions import distribution_of
from ..analysis.linux_runs import runs_on_linux
from ..analysis.pool import machine_of
from ..analysis.pool_values import items_of, listed
from ..analysis.python_packages import runs_other_scripts
from ..analysis.reruns import positional, shown
from ..analysis.system_files_written import writes_of
from ..command_lines import COMMAND_LINES, CommandLine
from ..context import Context
from ..failure_kinds import FailureKind
from ..finding import Finding, Severity
from ..rule import rule

_FORMATS = re.compile(
    r"mkfs|mke2fs|parted|[sg]?fdisk|sgdisk|mdadm|pvcreate|vgcreate|lvcreate|zpool|cryptsetup|ansible|growpart"
)

_USING = re.compile(r"mount|mkfs(?:\.\w+)?|mke2fs|parted|[sg]?fdisk|sgdisk|pvcreate|wipefs|mkswap|blkid")
_ASKING = re.compile(r"\[|\b(?:if|case|test|for|while|until)\b")
_USES_DISKS = re.compile(r"mount|/dev/|blkid|lsblk|fstab|systemctl|cloud-init|udev")
_FOR_DATA = re.compile(r"/(?:mnt/|media/|srv/)?(?:data|datadisk|datadrive|disk|scratch|storage)[0-9]*(?:/|\Z)")


@rule(
    "BM336",
    Severity.error,
    "data disk that isn't there or has no file system",
    StartTask,
    reads=("virtualMachineConfiguration", "dataDisks"),
    explains=(FailureKind.command,),
)
def unformatted_disk(context: Context[StartTask]) -> Iterator[Finding]:
    """Find a data disk that the pool doesn't have, or that is mounted although nothing formats it."""
    if missing := _missing(context):
        yield missing
        return
    known = distribution_of(context)
    analysis = analysis_of(context)
    if known is None or not known.is_plain or _FORMATS.search(analysis.text):
        return
    values = {
        name: value
        for command in analysis.commands
        for word in command.assignments
        for name, _, value in [word.text.partition("=")]
    }
    for run in runs_on_linux(context):
        if runs_other_scripts(run.part, run.index):
            continue
        plain = positional(run.command.words[1:], frozenset({"-t", "-o", "--types", "--options"}))
        if run.command.name != "mount" or not plain or {"-a", "--bind"} & {*run.command.arguments}:
            continue
        disk = values.get(plain[0].variables[0], "") if plain[0].variables else plain[0].text
        if (path := BY_LUN.match(disk)) and "-part" not in path[0]:
            yield context.finding(
                f"Batch attaches data disks empty and nothing formats {disk}, so mount finds no file system and fails.",
                f"Format it once before: blkid {disk} || mkfs.ext4 {disk}.",
                "commandLine",
                span=run.span,
                severity=run.severity,
            )
            return
    yield from _unused(context)


def _missing(context: Context[StartTask]) -> Finding | None:
    """Return the finding about a disk by a number that no data disk of the pool has."""
    luns = luns_of(context)
    if luns is None or _ASKING.search(analysis_of(context).text):
        return None
    values: dict[str, str] = {}
    for run in runs_on_linux(context):
        values |= {name: value for word in run.command.assignments for name, _, value in [word.text.partition("=")]}
        for word in run.command.words[1:] if _USING.fullmatch(run.command.name) else ():
            whole = word.variables and word.raw.strip('"') in {f"${word.variables[0]}", f"${{{word.variables[0]}}}"}
            path = BY_LUN.match(values.get(word.variables[0], "") if whole else word.text)
            if path is None or int(path["lun"]) in luns:
                continue
            disks = [f"{path['start']}{lun}" for lun in sorted(luns)]
            has = (
                f"its data disks have only {listed([f'lun {lun}' for lun in sorted(luns)])}" if luns else "it has no dataDisks"
            )
            return context.finding(
                f"the pool has no data disk with lun {path['lun']}: {has}, so {path[0]} doesn't exist.",
                f"Use {' or '.join(disks[:3])}, or add the disk to dataDisks."
                if disks
                else "Add the disk to dataDisks of the pool.",
                "commandLine",
                span=run.span,
                severity=Severity.warning,
            )
    return None


def _unused(context: Context[StartTask]) -> Iterator[Finding]:
    """Find a directory for data in a pool whose data disks nothing mounts."""
    machine = machine_of(context)
    if not items_of(machine, "data_disks") or items_of(machine, "extensions") or _USES_DISKS.search(analysis_of(context).text):
        return
    runs = [*runs_on_linux(context)]
    if any(runs_other_scripts(run.part, run.index) for run in runs):
        return
    for run in runs:
        directory = next((text for text in run.command.arguments if _FOR_DATA.match(text)), None)
        if run.command.name in {"mkdir", "install"} and directory is not None:
            yield context.finding(
                f"the pool has data disks, but the start task mounts none of them, so files in {shown(directory)} are on the "
                "disk of the system.",
                "Format the disk once and mount it: blkid /dev/disk/azure/scsi1/lun0 || mkfs.ext4 /dev/disk/azure/scsi1/lun0; "
                "mount /dev/disk/azure/scsi1/lun0 DIRECTORY, with the lun of the data disk.",
                "commandLine",
                span=run.span,
                severity=Severity.warning,
            )
            return


_ENTRY = re.compile(r"(?m)^[^#\n]*?\S\s+(/[\w./$-]+)\s+(?:ext[234]|xfs|btrfs|vfat|auto)\s+([\w=,.-]+)(?:\s|\Z)")
_LENIENT = re.compile(r"\b(?:nofail|noauto|x-systemd\.automount)\b")
_OF_SYSTEM = frozenset({"/boot", "/boot/efi", "/mnt"})


@rule("BM438", Severity.warning, "fstab entry without nofail", COMMAND_LINES)
def strict_entry(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find a local disk in ``/etc/fstab`` whose absence stops the node at its next start."""
    analysis = analysis_of(context)
    if "/etc/fstab" not in analysis.text or _LENIENT.search(analysis.text) or analysis.in_container:
        return
    for run in runs_on_linux(context):
        for write in writes_of(run):
            entry = _ENTRY.search(write.text or "") if write.path == "/etc/fstab" else None
            if entry is not None and entry[1] not in _OF_SYSTEM:
                yield context.finding(
                    f"the entry of {entry[1][:60]} in /etc/fstab has no nofail: if the disk isn't there when the node "
                    "starts the next time, the node stops in emergency mode and becomes unusable.",
                    f"Use the options {entry[2][:60]},nofail.",
                    "commandLine",
                    span=run.span,
                )
                return
