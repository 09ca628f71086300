"""Paths that are meant for a mount of the pool, but are in another place than Batch mounts it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from ...shells.script import Command, Shell, Word
from .file_arguments import CHANGING_DIRECTORY, UNPACKING, operands
from .inner_scripts import Part
from .prefixes import without_prefixes
from .python_packages import runs_other_scripts
from .word_sets import names

_AT_ROOT = re.compile(r"/(?:(?:mnt/resource|mnt/batch|mnt|media|mounts?)/)?")
_TESTING = names("test [ [[")
_MAKING = names(
    "mkdir mount mount.nfs mount.cifs blobfuse blobfuse2 ln sshfs rclone s3fs install mountpoint git unzip rsync azcopy cp mv "
    "7z 7za 7zr curl wget aria2c scp useradd adduser python python3 virtualenv conda mamba micromamba pip pip3 npm make cmake "
    "systemctl az tee touch test [ [["
)
"""Programs that may make a directory, or look whether one is there."""
_CONTAINERS = names("docker podman nerdctl singularity apptainer")
_HARMLESS = names("echo printf rm rmdir umount")
_DRIVE = re.compile(r"([F-Zf-z]):(?:[\\/]|\Z)")
_GIVES_DRIVES = re.compile(
    r"(?i)driveletter|diskpart|mountvol|subst|\bnet(?:\.exe)?[\"']?\s+use\b|psdrive|smb(?:global)?mapping|networkdrive|vhd|diskimage|imdisk"
    r"|format|cmdkey|test-path|exist|get-volume|get-disk"
)


class Misplaced(msgspec.Struct, frozen=True):
    """A word with such a path.

    Attributes:
        part: The script that contains it.
        word: The word.
        path: The path in it.
        mount: The path of the mount that is meant; empty if that is unknown.
    """

    part: Part
    word: Word
    path: str
    mount: str


def misplaced_on_linux(parts: Sequence[Part], mounts: dict[str, str]) -> Misplaced | None:
    """Return the first path such as ``/mnt/data`` for the mount ``data``, unless the scripts may make it.

    Args:
        parts: The scripts of a command line.
        mounts: The paths of the mounts, by their lower-case spelling.
    """
    if any(part.analysis.shell not in {Shell.posix, None} or part.analysis.windows for part in parts):
        return None
    commands = [without_prefixes(command) for part in parts for command in part.analysis.commands]
    needed = _commands_that_fail(parts)
    makers = [command for command in commands if command not in needed]
    made: dict[tuple[str, str], bool] = {}  # by the directory of a path, and its mount
    for part in parts:
        for index, command in part.analysis.runs:
            if runs_other_scripts(part, index):
                return None
            if part.flow.steps[index].guarded or command.name in _HARMLESS:
                continue
            for word in _words_of(command):
                found = _path_in(word, command, mounts)
                if found is None:
                    continue
                path, mount = found
                place = (path.rpartition("/")[0], mount)
                if place not in made:
                    made[place] = any(_may_make(maker, path, mount) for maker in makers)
                if not made[place]:
                    return Misplaced(part, word, path, mounts[mount])
    return None


def _words_of(command: Command) -> Iterator[Word]:
    yield from (*command.assignments, *command.words, *(redirect.target for redirect in command.redirects))


def _path_in(word: Word, command: Command, mounts: dict[str, str]) -> tuple[str, str] | None:
    """Return the path in a word and the mount that it is meant for; in an assignment, the path may be one of several."""
    texts = word.text.partition("=")[2].split(":") if "=" in word.text.partition("/")[0] else [word.text]
    for text in texts:
        prefix = _AT_ROOT.match(text)
        path, colon, _ = text.partition(":")
        if prefix is None or (command.name in _CONTAINERS and word is not command.words[0] and not colon):
            continue  # a path in the container
        rest = path[prefix.end() :].lower()
        mount = next((each for each in mounts if rest == each or rest.startswith(f"{each}/")), None)
        if mount is not None:
            return path, mount
    return None


def _may_make(command: Command, path: str, mount: str) -> bool:
    """Return whether a command may make the directory of a mount itself, or looks whether it is there."""
    above = {path[: index + 1].rstrip("/") or "/" for index, sign in enumerate(path) if sign == "/"}
    above -= {each for each in above if each.lower().endswith(f"/{mount}")}
    given = {text.rstrip("/") or "/" for text in command.arguments}
    if command.name in CHANGING_DIRECTORY or command.name in UNPACKING:
        return not above.isdisjoint(given)
    if command.name not in _MAKING:
        return False
    if command.name == "mount" and ("-a" in given or "--all" in given):
        return True
    read = set(operands(command))
    others = [word for word in command.words[1:] if word.text not in read]
    name = mount.rpartition("/")[2]
    return any(name in word.text.lower() or _is_unknown(word) for word in others) or not above.isdisjoint(given)


def _is_unknown(word: Word) -> bool:
    """Return whether a word has a value that may be any path, unlike the directories of Batch."""
    return word.substitutes or any(not name.upper().startswith("AZ_BATCH_") for name in word.variables)


def _commands_that_fail(parts: Sequence[Part]) -> list[Command]:
    """Return the tests on whose failure a script ends, so that they are no conditions for anything else."""
    return [
        without_prefixes(command)
        for part in parts
        for index, command in part.analysis.runs
        if command.name in _TESTING and (step := part.flow.steps[index]).fate.fails and step.status.fails and not step.guarded
    ]


def misplaced_on_windows(parts: Sequence[Part], letters: list[str]) -> Misplaced | None:
    r"""Return the first path such as ``T:\data`` where the pool mounts only other drives, unless the scripts may add one."""
    if any(_GIVES_DRIVES.search(part.analysis.code or part.analysis.text) for part in parts):
        return None
    for part in parts:
        for index, command in part.analysis.runs:
            if runs_other_scripts(part, index):
                return None
            for word in _words_of(command):
                found = _DRIVE.match(word.raw.lstrip("\"'"))
                if found and found[1].upper() not in letters and not part.flow.steps[index].guarded:
                    return Misplaced(part, word, word.raw.strip("\"'"), "")
    return None
