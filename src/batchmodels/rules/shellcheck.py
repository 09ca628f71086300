"""BM9: what shellcheck says of a script that stands in a command line, where shellcheck is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec

from ..engine.masking import cut, mask_text
from ..models.start_task import StartTask
from .command_line import Analysis, analysis_of, without_prefixes
from .finding import Severity
from .pool import machine_of
from .registry import Advice, Place, rule
from .shells.script import Command, Shell

_TIMEOUT = 10
_LONGEST = 50_000  # characters of a script: with more, shellcheck takes too long

# By what name shellcheck knows a shell; it knows nothing of the others. sh is dash on Debian and Ubuntu.
_DIALECTS = {"bash": "bash", "sh": "dash", "dash": "dash", "ash": "busybox", "ksh": "ksh"}

# What isn't wrong in a script of one line that others have filled in.
_NOT_HERE = (
    "SC1010",  # echo done
    "SC1090",  # it can't follow a file that only the node has
    "SC1091",  # the same
    "SC2034",  # a variable that is unused here may be used by what is sourced
    "SC2046",  # $(nproc), $(uname -r) and their like have no blanks in them
    "SC2115",  # Batch sets its own variables
    "SC2064",  # trap "rm -rf $directory" EXIT: what it is now is meant
    "SC2148",  # there is no first line that names the shell: the command line does
    "SC2154",  # a variable that isn't assigned here is an environment setting
    "SC2155",  # it works; BM106 tells of exit codes that are lost
    "SC2164",  # the same
    "SC2166",  # it works
    "SC2174",  # mkdir -p -m: the mode of the last directory is what matters
    "SC2206",  # it works
    "SC2207",  # it works
)


class _Comment(msgspec.Struct):
    line: int
    level: str
    code: int
    message: str


class _Report(msgspec.Struct):
    comments: list[_Comment]


def program() -> str | None:
    """Where shellcheck is: on the path, or beside the interpreter; None if it isn't installed."""
    return shutil.which("shellcheck") or shutil.which("shellcheck", path=str(Path(sys.executable).parent))


@rule("BM901", Severity.warning, "what shellcheck says", StartTask)
def shellcheck(place: Place[StartTask]) -> Iterator[Advice]:
    """The errors and the warnings of shellcheck, for the script of a POSIX shell."""
    analysis = analysis_of(place)
    script = analysis.script
    if analysis.shell is not Shell.posix or not script or len(script) > _LONGEST or analysis.unfinished:
        return
    dialect = _dialect(place, analysis)
    found = program() if dialect else None
    if dialect is None or found is None:
        return
    for comment in _comments(found, dialect, script):
        yield Advice(
            f"SC{comment.code} (line {comment.line}): {cut(mask_text(comment.message), 300).rstrip('.')}.",
            f"See https://www.shellcheck.net/wiki/SC{comment.code} for what to write.",
            ("commandLine",),
            {"error": Severity.error, "warning": Severity.warning}.get(comment.level, Severity.note),
        )


def _dialect(place: Place[StartTask], analysis: Analysis) -> str | None:
    name = without_prefixes(Command(analysis.words)).name
    if name == "sh" and not analysis.in_container:
        image = getattr(machine_of(place), "image_reference", None)
        told = [getattr(image, key, None) for key in ("publisher", "offer")]
        texts = [text.lower() for text in told if isinstance(text, str) and text]
        if texts and not any(name in text for text in texts for name in ("ubuntu", "debian", "canonical")):
            return "bash"
    return _DIALECTS.get(name)


def _comments(found: str, dialect: str, script: str) -> list[_Comment]:
    """Ask shellcheck; nothing is what it says if it can't be asked."""
    options = ("--norc", "--format=json1", "--severity=warning", f"--shell={dialect}", f"--exclude={','.join(_NOT_HERE)}", "-")
    environment = {name: value for name, value in os.environ.items() if name != "SHELLCHECK_OPTS"}
    try:
        done = subprocess.run(  # noqa: S603  # because the script is its input, and no part of the command
            (found, *options),
            input=script.encode(errors="replace"),
            capture_output=True,
            timeout=_TIMEOUT,
            check=False,
            env=environment,
        )
        return msgspec.json.decode(done.stdout, type=_Report).comments
    except (OSError, subprocess.SubprocessError, msgspec.MsgspecError):
        return []
