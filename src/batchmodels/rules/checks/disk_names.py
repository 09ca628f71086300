"""BM417 and BM418: disks and directories that aren't what tasks and nodes need."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...models.job_tasks import JobPreparationTask
from ...models.start_task import StartTask
from ...shells.script import Command
from ..analysis.command_line import analysis_of
from ..analysis.display import shown_word
from ..analysis.flow import Status, runs_of
from ..analysis.inner_scripts import Part, meant_parts_of
from ..analysis.reruns import positional
from ..analysis.word_sets import names
from ..context import Context
from ..failure_kinds import COMMAND_LINE_FAILURES
from ..finding import Finding, Severity
from ..rule import rule

_DISK = re.compile(r"(?:of=)?/dev/sd[a-z][0-9]?")
_OF_DISKS = names("mount parted fdisk sfdisk pvcreate mdadm dd wipefs mke2fs mkswap")


@rule(
    "BM417",
    Severity.warning,
    "disk name that changes",
    (StartTask, JobPreparationTask),
    explains=COMMAND_LINE_FAILURES,
)
def disk_name(context: Context[StartTask | JobPreparationTask]) -> Iterator[Finding]:
    """Find ``mkfs.ext4 /dev/sdc``."""
    if analysis_of(context).in_container or analysis_of(context).windows:
        return
    for part in meant_parts_of(context):
        for index, command in runs_of(part.analysis):
            if part.flow.steps[index].status is Status.unreachable or _looks_only(command):
                continue
            if command.name not in _OF_DISKS and not command.name.startswith("mkfs"):
                continue
            word = next((word for word in command.words[1:] if _DISK.fullmatch(word.text)), None)
            if word is not None:
                yield context.finding(
                    f"{word.text.removeprefix('of=')} may be another disk on the next node or after a restart, also the one "
                    "with Batch's directories.",
                    "Use /dev/disk/azure/scsi1/lun0, with the number of the data disk.",
                    "commandLine",
                    span=part.analysis.span(word),
                )
                return


def _looks_only(command: Command) -> bool:
    """Return whether a command only shows something."""
    return bool({"-l", "--list", "print", "--detail", "--examine", "-V", "--version"} & set(command.arguments))


_PRIVATE = re.compile(r"0?[0-7][0-7]0")
_OF_TASKS = re.compile(
    r"/(?:opt|mnt|data|srv|scratch|shared|usr/local|var/opt|var/lib)(?:/[\w.-]+)+/?|\$\{?AZ_BATCH_NODE_SHARED_DIR\}?(?:/[\w.-]+)*/?"
)
_SECRET = re.compile(
    r"(?i)ssh|key|secret|cred|cert|private|passw|token|gnupg|tls|ssl|pki|vault|keyring|config|conf|cache|postgres|mysql"
)
_SHARING = names("chown chgrp setfacl")


@rule(
    "BM418",
    Severity.warning,
    "directory that tasks can't enter",
    StartTask,
    reads=("userIdentity",),
    explains=COMMAND_LINE_FAILURES,
)
def private_directory(context: Context[StartTask]) -> Iterator[Finding]:
    """Find ``mkdir -m 700 /opt/models`` as an administrator."""
    analysis = analysis_of(context)
    if analysis.in_container or analysis.windows or not analysis.is_admin:
        return
    for part in meant_parts_of(context):
        commands = [command for _, command in runs_of(part.analysis)]
        if any(command.name in _SHARING for command in commands):
            continue
        for index, command in runs_of(part.analysis):
            step = part.flow.steps[index]
            mode, paths = _made_private(command, _made(part, index))
            path = next((text for text in paths if _OF_TASKS.fullmatch(text) and not _SECRET.search(text)), "")
            if not path or step.status is Status.unreachable or _is_opened(commands[index + 1 :], path):
                continue
            yield context.finding(
                f"{shown_word(path)} has the mode {mode} and belongs to root, so tasks of other users can't enter it.",
                "Use the mode 0755, or give the directory to the users of the tasks.",
                "commandLine",
                span=part.analysis.span(step.command),
            )
            return


def _made(part: Part, index: int) -> set[str]:
    """Return the directories that a script has made before a command."""
    made = (command for _, command in runs_of(part.analysis) if command.name == "mkdir")
    return {word.text for command in made if command.start < part.analysis.commands[index].start for word in command.words[1:]}


def _made_private(command: Command, made: set[str]) -> tuple[str, list[str]]:
    """Return the mode that a command gives to directories, and the directories; an empty mode if others can enter them."""
    plain = [word.text for word in positional(command.words[1:], names("-m --mode -o -g --owner --group"))]
    if command.name in {"mkdir", "install"} and (command.name == "mkdir" or {"-d", "--directory"} & set(command.arguments)):
        pairs = zip(command.arguments, command.arguments[1:], strict=False)
        mode = next((after for before, after in pairs if re.fullmatch(r"-[a-z]*m|--mode", before)), "")
        mode = mode or next((text.partition("=")[2] for text in command.arguments if text.startswith("--mode=")), "")
        return (mode, plain) if _PRIVATE.fullmatch(mode) and not {"-o", "-g"} & set(command.arguments) else ("", [])
    if command.name == "chmod" and plain and _PRIVATE.fullmatch(plain[0]):
        return plain[0], [text for text in plain[1:] if text in made]
    return "", []


def _is_opened(following: list[Command], path: str) -> bool:
    return any(command.name == "chmod" and path in command.arguments for command in following)
