"""Running shellcheck for many scripts: each different script once, several in a process, in parallel, within one time limit."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import msgspec

from .real_shells import accepts

TIME_LIMIT = 60.0
"""The time limit in seconds for all scripts of a run."""

_BATCH = 50  # scripts in one process
_BATCH_SIZE = 50_000  # characters in one process, unless a single script has more

# Comments that don't apply to a one-line script with variables of Batch.
_NOT_HERE = (
    "SC1010",  # echo done
    "SC1090",  # it can't follow a file that only the node has
    "SC1091",  # the same
    "SC2034",  # a variable that is unused here may be used by what is sourced
    "SC2046",  # $(nproc), $(uname -r) and the like contain no blanks
    "SC2115",  # Batch sets its own variables
    "SC2064",  # trap "rm -rf $directory" EXIT: the current value is intended
    "SC2148",  # the command line names the shell, not the first line
    "SC2154",  # a variable that isn't assigned here is an environment setting
    "SC2155",  # it works; BM106 reports lost exit codes
    "SC2164",  # the same
    "SC2166",  # it works
    "SC2174",  # mkdir -p -m: only the mode of the last directory matters
    "SC2206",  # it works
    "SC2207",  # it works
)


class Question(msgspec.Struct, frozen=True):
    """A script to check, and the dialect for shellcheck."""

    dialect: str
    script: str


class Comment(msgspec.Struct, frozen=True):
    """One report of shellcheck. Lines and columns count from 1; the end is after the last character."""

    line: int
    level: str
    code: int
    message: str
    file: str = "-"
    column: int = 1
    endLine: int = 0  # noqa: N815  # because shellcheck spells it so
    endColumn: int = 0  # noqa: N815  # because of the same


class Lost(msgspec.Struct, frozen=True):
    """The reason why a script was not checked, as the end of a sentence."""

    reason: str


Answer = tuple[Comment, ...] | Lost


class _Report(msgspec.Struct):
    comments: list[Comment]


# Made at import, because msgspec builds its record of a type at first use and without a lock.
_DECODER = msgspec.json.Decoder(_Report)

_NO_ANSWER = "shellcheck failed, or its output could not be read"


def program() -> str | None:
    """Return the path of shellcheck, which is on the PATH or next to the interpreter; None if it isn't installed."""
    return shutil.which("shellcheck") or shutil.which("shellcheck", path=str(Path(sys.executable).parent))


class Checks:
    """The checks of many scripts, which run in other processes until their answers are needed.

    Args:
        found: The path of shellcheck.
        questions: The scripts to check. Equal ones are checked once.
    """

    def __init__(self, found: str, questions: Iterable[Question]) -> None:
        self._run = _Run(found, time.monotonic() + TIME_LIMIT)
        self._executor = ThreadPoolExecutor(os.cpu_count() or 1, "shellcheck")
        self._answers: dict[Question, Future[dict[Question, Answer]]] = {}
        self._accepted: dict[Question, bool | None] = {}
        for batch in _batches(dict.fromkeys(questions)):
            self._answers.update(dict.fromkeys(batch, self._executor.submit(self._run.ask, batch)))

    def answer(self, question: Question) -> Answer:
        """Return the answer to one of the questions; wait until it is available."""
        return self._answers[question].result()[question]

    def is_accepted(self, question: Question) -> bool | None:
        """Return whether the shell itself accepts the syntax of a script; None if that is unknown. Nothing runs."""
        if question not in self._accepted:
            left = self._run.deadline - time.monotonic()
            self._accepted[question] = accepts(question.dialect, question.script, left)
        return self._accepted[question]

    def close(self) -> None:
        """End the checks; those that haven't started never run."""
        self._run.deadline = 0
        self._executor.shutdown(cancel_futures=True)


def _batches(questions: Iterable[Question]) -> Iterator[list[Question]]:
    """Yield the questions for each process: of one dialect, and so few that one slow script doesn't delay many others."""
    batches: dict[str, list[Question]] = {}
    sizes: dict[str, int] = {}
    for question in questions:
        dialect, size = question.dialect, len(question.script)
        batch = batches.setdefault(dialect, [])
        if batch and (len(batch) == _BATCH or sizes[dialect] + size > _BATCH_SIZE):
            yield batch
            batch = batches[dialect] = []
        sizes[dialect] = size + (sizes[dialect] if batch else 0)
        batch.append(question)
    yield from batches.values()


class _Run:
    """One run of shellcheck over many scripts.

    Attributes:
        deadline: The end of the time limit, on the monotonic clock.
    """

    def __init__(self, found: str, deadline: float) -> None:
        self.deadline: float = deadline
        self._found = found
        self._environment = {name: value for name, value in os.environ.items() if name != "SHELLCHECK_OPTS"}

    def ask(self, batch: Sequence[Question]) -> dict[Question, Answer]:
        """Check the scripts of a batch. If shellcheck fails for several, find out which one causes it."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            return dict.fromkeys(batch, _out_of_time())
        try:
            comments = self._comments(batch, left)
        except subprocess.TimeoutExpired:
            return dict.fromkeys(batch, _out_of_time())
        except (OSError, subprocess.SubprocessError, msgspec.MsgspecError, UnicodeDecodeError):
            if len(batch) == 1:
                return {batch[0]: Lost(_NO_ANSWER)}
            middle = len(batch) // 2
            return self.ask(batch[:middle]) | self.ask(batch[middle:])
        by_file: dict[str, list[Comment]] = {}
        for comment in comments:
            by_file.setdefault(comment.file, []).append(comment)
        names = _names(batch)
        return {question: tuple(by_file.get(name, ())) for question, name in zip(batch, names, strict=True)}

    def _comments(self, batch: Sequence[Question], left: float) -> list[Comment]:
        """Return the comments on a batch. One script is the standard input; several are files in a temporary directory."""
        scripts = [question.script.encode(errors="replace") for question in batch]
        if len(scripts) == 1:
            return self._run(batch, left, scripts[0], None)
        with tempfile.TemporaryDirectory(prefix="batchmodels-") as folder:
            for name, script in zip(_names(batch), scripts, strict=True):
                Path(folder, name).write_bytes(script)
            return self._run(batch, left, b"", folder)

    def _run(self, batch: Sequence[Question], left: float, given: bytes, folder: str | None) -> list[Comment]:
        options = (
            "--norc",
            "--format=json1",
            "--severity=warning",
            f"--shell={batch[0].dialect}",
            f"--exclude={','.join(_NOT_HERE)}",
        )
        done = subprocess.run(  # noqa: S603  # because the scripts are files or the input, and no part of the command
            (self._found, *options, *_names(batch)),
            input=given,
            capture_output=True,
            timeout=left,
            check=False,
            env=self._environment,
            cwd=folder,
        )
        return _DECODER.decode(done.stdout).comments


def _out_of_time() -> Lost:
    return Lost(f"the time limit of {TIME_LIMIT:g} seconds for all scripts together was reached")


def _names(batch: Sequence[Question]) -> list[str]:
    """Return the file names of the scripts of a batch, which appear in the report."""
    return ["-"] if len(batch) == 1 else [f"{number}.sh" for number in range(len(batch))]
