"""BM031: directories of mounts that a command line uses and the pool doesn't mount."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from ...models.pool_settings import PoolSettings
from ...models.start_task import StartTask
from ...shells.script import Command, Word
from ...spelling import nearest
from ..analysis.file_arguments import CHANGING_DIRECTORY
from ..analysis.inner_scripts import Part, parts_of
from ..analysis.misplaced_mounts import misplaced_on_linux, misplaced_on_windows
from ..analysis.pool import pool_of, runs_windows
from ..analysis.pool_values import items_of, listed, shown, text_of, value_of
from ..analysis.prefixes import without_prefixes
from ..analysis.python_packages import runs_other_scripts
from ..analysis.word_sets import names
from ..command_lines import COMMAND_LINES, CommandLine
from ..context import Context
from ..failure_kinds import COMMAND_LINE_FAILURES
from ..finding import Finding, Severity
from ..rule import rule

_VARIABLE = "AZ_BATCH_NODE_MOUNTS_DIR"
_USED = re.compile(
    r"(?i)(?:\$\{?(?:env:)?AZ_BATCH_NODE_MOUNTS_DIR\}?|%AZ_BATCH_NODE_MOUNTS_DIR%)[/\\]+([\w.-][\w./\\-]*)([$*?`{%\[]?)"
)
_OF_THE_SYSTEM = names("batch bin boot dev etc home lib lib64 media mnt opt proc resource root run sbin srv sys tmp usr var")
_DRIVE = re.compile(r"[A-Za-z]:?[\\/]?")
_SEPARATORS = re.compile(r"[/\\]+")
_BRINGING = names(
    "mkdir md mount mount.nfs mount.cifs blobfuse blobfuse2 ln sshfs rclone s3fs install net mountpoint mklink "
    "new-item new-psdrive new-smbglobalmapping git unzip rsync azcopy test [ [[ test-path"
)
_ASSIGNED = re.compile(r"\$?(?:env:)?(\w+)\s*=")
_KINDS = (
    *("azure_blob_file_system_configuration", "nfs_mount_configuration", "cifs_mount_configuration"),
    "azure_file_share_configuration",
)


@rule(
    "BM031",
    Severity.warning,
    "directory of a mount that the pool doesn't have",
    COMMAND_LINES,
    reads=("mountConfiguration", "environmentSettings", "dataDisks", "extensions"),
    explains=COMMAND_LINE_FAILURES,
)
def unmounted(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find ``$AZ_BATCH_NODE_MOUNTS_DIR/data`` where no entry of ``mountConfiguration`` has the path ``data``."""
    pool = pool_of(context)
    mounts = items_of(pool, "mount_configuration")
    paths = [text_of(mount, kind, "relative_mount_path") for mount in mounts for kind in _KINDS]
    known = [path for path in paths if path]
    if not isinstance(pool, PoolSettings) or len(known) != len(mounts):
        return
    reported: set[str] = set()
    parts = parts_of(context)
    yield from _elsewhere(context, parts, known)
    if _may_be_brought([command for part in parts for command in part.analysis.commands]):
        return
    for part in parts:
        for index, command in part.analysis.runs:
            for word, path in _paths(command):
                name = _first_missing(path, known)
                if name is None or name in reported:
                    continue
                if runs_other_scripts(part, index) or part.flow.steps[index].guarded:
                    return
                reported.add(name)
                yield _finding(context, part, word, name, known)


def _elsewhere(context: Context[Any], parts: Sequence[Part], known: list[str]) -> Iterator[Finding]:
    """Find ``/mnt/data`` and ``/data`` where the pool mounts ``data``, and on Windows drives that it doesn't mount."""
    pool = pool_of(context)
    publisher = text_of(pool, "virtual_machine_configuration", "image_reference", "publisher")
    if not publisher or value_of(context.task, "container_settings") is not None:
        return  # an image or a container of one's own may have any directory
    if not isinstance(context.task, StartTask) and value_of(pool, "start_task") is not None:
        return  # which may make the directory
    if runs_windows(context):
        yield from _other_drive(context, parts, known)
        return
    names_of_mounts = {"/".join(_parts(path)): path for path in known if _parts(path) and _parts(path)[0] not in _OF_THE_SYSTEM}
    written = " ".join(part.analysis.code or part.analysis.text for part in parts).lower()
    if not names_of_mounts or _VARIABLE.lower() in written or "fsmounts" in written:
        return
    found = misplaced_on_linux(parts, names_of_mounts)
    if found is not None:
        yield context.finding(
            f"the pool mounts {shown(found.mount)} in the directory {_VARIABLE}, but the command line uses "
            f"{shown(found.path)}, which nothing mounts.",
            f"Use ${_VARIABLE}/{shown(found.mount)} in a shell.",
            "commandLine",
            span=found.part.analysis.span(found.word),
        )


def _other_drive(context: Context[Any], parts: Sequence[Part], known: list[str]) -> Iterator[Finding]:
    pool = pool_of(context)
    machine = value_of(pool, "virtual_machine_configuration")
    letters = [path[0].upper() for path in known if _DRIVE.fullmatch(path)]
    if not known or len(letters) != len(known) or items_of(machine, "data_disks") or items_of(machine, "extensions"):
        return
    found = misplaced_on_windows(parts, letters)
    if found is not None:
        drives = listed([f"{letter}:" for letter in letters])
        used = found.path[0].upper()
        yield context.finding(
            f"the pool mounts only {drives}, so there is no drive {used}: for {shown(found.path)}.",
            f"Use {drives if len(letters) == 1 else 'the drive of a mount'}, or add an entry to mountConfiguration whose "
            f"relativeMountPath is {used}.",
            "commandLine",
            span=found.part.analysis.span(found.word),
        )


def _finding(context: Context[Any], part: Part, word: Word, path: str, known: list[str]) -> Finding:
    """Return the finding about a directory."""
    near = nearest(path.lower(), [mount.lower() for mount in known])
    meant = next((mount for mount in known if mount.lower() == near), known[0] if len(known) == 1 else None)
    has = f"only {shown(listed(known))}" if known else "nothing"
    fix = f"Use {_VARIABLE} with {shown(meant)}" if meant else "Use the path of a mount"
    return context.finding(
        f"the pool mounts {has} in {_VARIABLE}, so there is no directory {shown(path)} in it.",
        f"{fix}, or add an entry to mountConfiguration whose relativeMountPath is {shown(path)}.",
        "commandLine",
        span=part.analysis.span(word),
    )


def _paths(command: Command) -> Iterator[tuple[Word, str]]:
    """Yield the words with a path in the directory of the mounts, each with that path as far as it is known."""
    for word in (*command.assignments, *command.words, *(redirect.target for redirect in command.redirects)):
        if any(variable.rpartition(":")[2].upper() == _VARIABLE for variable in word.variables):
            for path, after in _USED.findall(word.text):
                known = re.sub(r"[^/\\]*\Z", "", path) if after else path  # without a name that a variable completes
                if _parts(known) and ".." not in _parts(known):
                    yield word, known


def _first_missing(path: str, known: list[str]) -> str | None:
    """Return the beginning of a path that is in no mount and has none in it; None if there is no such beginning."""
    parts = [part for part in _SEPARATORS.split(path) if part != "."]
    starts = ("/".join(parts[:count]) for count in range(1, len(parts) + 1))
    return next((start for start in starts if not any(_within(start, mount) for mount in known)), None)


def _within(path: str, mount: str) -> bool:
    """Return whether a path is in a mount, or a mount is in it."""
    own, other = _parts(path), _parts(mount)
    shorter = min(len(own), len(other))
    return shorter > 0 and own[:shorter] == other[:shorter]


def _parts(path: str) -> list[str]:
    return [part.rstrip(":") for part in _SEPARATORS.split(path.lower()) if part not in {"", "."}]


def _may_be_brought(commands: list[Command]) -> bool:
    """Return whether a script may make a directory there itself, or looks whether one is there."""
    entered = False
    own = {_VARIABLE.lower()}  # and the variables that get their values from it
    for command in map(without_prefixes, commands):
        words = (*command.assignments, *command.words)
        uses = [word for word in words if any(name.rpartition(":")[2].lower() in own for name in word.variables)]
        if (uses or entered) and command.name in _BRINGING:
            return True
        entered = entered or bool(uses and command.name in CHANGING_DIRECTORY)
        own.update(found[1].lower() for word in uses if (found := _ASSIGNED.match(word.text)))
    return False
