"""BM213: private keys that ssh refuses because others may read them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from ...shells.script import Command
from ..analysis.brought_files import normal_path
from ..analysis.command_line import analysis_of
from ..analysis.linux_runs import Run, runs_on_linux
from ..analysis.system_files_written import writes_of
from ..analysis.working_directory import files_of
from ..command_lines import TASKS, Task
from ..context import Context
from ..failure_kinds import FailureKind
from ..finding import Finding, Severity
from ..rule import rule

_SSH = frozenset({"ssh", "scp", "sftp", "ssh-add"})
_INNER = re.compile(r"\bssh\s[^;&|]*?-i\s*(\S+)")
_READING = re.compile(r"GIT_SSH_COMMAND=|core\.sshCommand")
_NEW = "0644"  # of a new file
_GROUP_AND_OTHERS = 0o077


@rule(
    "BM213",
    Severity.warning,
    "private key that others may read",
    TASKS,
    reads=("resourceFiles",),
    explains=(FailureKind.command,),
)
def open_key(context: Context[Task]) -> Iterator[Finding]:
    """Find ``ssh -i key`` where the mode of the key lets others read it."""
    files = files_of(context)
    modes: dict[str, str] = {} if files is None else dict(files.modes)
    runs = runs_on_linux(context)
    if re.search(r"\bumask\b", analysis_of(context).text) or not any(any(_keys(run.command)) for run in runs):
        return
    for run in runs:
        command = run.command
        _follow(run, modes)
        for key in _keys(command):
            path = normal_path(key.strip("\"'"))
            mode = modes.get(path, "")
            if not mode or not _is_open(mode):
                continue
            yield context.finding(
                f"ssh refuses the private key {path[:40]}, because its mode {mode} lets other users read it: "
                "UNPROTECTED PRIVATE KEY FILE.",
                f"Run chmod 600 {path[:40]} before.",
                "commandLine",
                span=run.span,
            )
            return


def _follow(run: Run, modes: dict[str, str]) -> None:
    """Record the modes of the files that a command writes or changes; an empty one is unknown."""
    command = run.command
    for write in writes_of(run):
        path = normal_path(write.path)
        copies = command.name in {"cp", "mv", "install", "ln", "gpg", "gpg2"}
        modes[path] = "" if copies else modes.get(path, _NEW)
    if command.name == "chmod":
        mode, *paths = [text for text in command.arguments if not text.startswith("-")] or [""]
        known = re.fullmatch("[0-7]{3,4}", mode) and not any(re.search(r"[*$?]", path) for path in paths)
        for each in [*modes]:
            if not known or any(each == normal_path(path) or each.startswith(f"{normal_path(path)}/") for path in paths):
                modes[each] = mode if known else ""
    elif command.name in {"ssh-keygen", "az", "azcopy", "chown", "setfacl", "mv", "cp", "install"}:
        for each in [*modes]:
            if any(each in text for text in command.arguments):
                modes[each] = ""


def _keys(command: Command) -> Iterator[str]:
    """Yield the private keys that a command gives to ssh."""
    arguments = command.arguments
    if command.name in _SSH:
        if command.name == "ssh-add":
            yield from arguments
        yield from (after for before, after in pairwise(arguments) if before == "-i")
    texts = [*(word.text for word in command.assignments if _READING.match(word.text))]
    if command.name in {"rsync", "git", "export"}:
        texts += arguments
    for text in texts:
        yield from (found[1] for found in _INNER.finditer(text))


def _is_open(mode: str) -> bool:
    return bool(int(mode, 8) & _GROUP_AND_OTHERS)
