"""BM432 and BM433: disks by names that change, and mount options that a service of Azure refuses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..analysis.command_line import analysis_of
from ..analysis.data_disk_paths import luns_of
from ..analysis.linux_runs import runs_on_linux
from ..analysis.reruns import CHANGING_DEVICE
from ..analysis.system_files_written import writes_of
from ..analysis.word_sets import names
from ..command_lines import COMMAND_LINES, CommandLine
from ..context import Context
from ..failure_kinds import FailureKind
from ..finding import Finding, Severity
from ..rule import rule

_IN_FSTAB = re.compile(r"(?m)^\s*(/dev/(?:sd[a-z]|xvd[a-z])[0-9]*)\s+/")
_USING = names(
    "mount parted fdisk sfdisk gdisk sgdisk pvcreate vgcreate mdadm wipefs mkswap swapon zpool cryptsetup mkfs mke2fs"
)
_LISTING = frozenset({"-l", "--list", "print", "-n", "--no-act"})


@rule("BM432", Severity.warning, "disk by a name that can change", COMMAND_LINES)
def changing_device(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find ``mkfs /dev/sdc``, and the same in a variable or in ``/etc/fstab``."""
    for run in runs_on_linux(context):
        command = run.command
        words = [word.text for word in command.words[1:]]
        if not _LISTING.isdisjoint(words):
            continue
        if command.name in _USING or command.name.startswith("mkfs."):
            found = next(filter(CHANGING_DEVICE.match, words), None)
        elif not command.words:
            values = [word.text.partition("=")[2] for word in command.assignments]
            found = next(filter(CHANGING_DEVICE.match, values), None)
        else:
            entries = (write.text for write in writes_of(run) if write.path == "/etc/fstab" and write.text)
            match = next((match for text in entries if (match := _IN_FSTAB.search(text))), None)
            found = match[1] if match else None
        if found is not None:
            yield context.finding(
                f"{found} can be another disk after each start: Linux names disks in the order in which it finds them, so the "
                "command may use the disk of the system or of Batch instead of the data disk.",
                _lasting_name(context),
                "commandLine",
                span=run.part.analysis.span(run.step.command),
            )
            return


def _lasting_name(context: Context[CommandLine]) -> str:
    luns = luns_of(context)
    if luns is not None and not luns:
        return (
            "Declare the disk in dataDisks of the pool, and use /dev/disk/azure/scsi1/lunN with its lun, which always means "
            "the same disk."
        )
    known = [f"/dev/disk/azure/scsi1/lun{lun}" for lun in sorted(luns)] if luns else []
    if len(known) == 1:
        return f"Use {known[0]}, which always means the same disk."
    return "Use /dev/disk/azure/scsi1/lun0, with the lun of the data disk, which always means the same disk."


_SMB = re.compile(r"(?<![\w.])vers=([12]\.0)(?![.\w])")
_NFS3 = re.compile(r"(?<![\w.])(?:nfs)?vers=3(?![.\w])")
_NFS4 = re.compile(r"(?<![\w.])(?:nfs)?vers=4")
_FILES = re.compile(r"(?i)\.file\.(?:core\.windows\.net|storage\.azure\.net)")
_BLOBS = re.compile(r"(?i)\.blob\.core\.windows\.net:")


@rule(
    "BM433",
    Severity.error,
    "mount option that Azure Storage refuses",
    COMMAND_LINES,
    explains=(FailureKind.command,),
)
def refused_option(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find versions of SMB and NFS that Azure Files and Blob storage don't speak."""
    if analysis_of(context).in_container:
        return
    for run in runs_on_linux(context):
        lines: list[str] = []
        if run.command.name.startswith("mount"):
            lines.append(" ".join(word.text for word in run.command.words))
        lines += [line for write in writes_of(run) if write.path == "/etc/fstab" for line in (write.text or "").splitlines()]
        for line in lines:
            kind = "cifs" if re.search(r"\bcifs\b|\bsmb3\b", line) else "nfs"
            found = _refused(kind, line, line)
            if found is not None:
                message, fix = found
                by_fstab = run.command.name not in {"mount", "mount.cifs", "mount.nfs"}
                yield context.finding(
                    message, fix, "commandLine", span=run.span, severity=Severity.warning if by_fstab else run.severity
                )
                return


def _refused(kind: str, options: str, source: str) -> tuple[str, str] | None:
    """Return what is wrong with the options for a share of Azure Storage, and the fix."""
    smb = _SMB.search(options)
    if kind == "cifs" and smb and _FILES.search(source):
        return f"Azure Files doesn't speak SMB {smb[1]} (vers={smb[1]}), so the mount fails.", "Use vers=3.1.1."
    if kind == "nfs" and _NFS3.search(options) and _FILES.search(source):
        return "Azure Files doesn't speak NFS 3, so the mount fails.", "Use vers=4,minorversion=1."
    if kind == "nfs" and _NFS4.search(options) and _BLOBS.search(source):
        return "Blob storage speaks only NFS 3, so the mount fails.", "Use vers=3,nolock,proto=tcp."
    return None
