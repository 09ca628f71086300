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

TIME_LIMIT = 60.0
"""Seconds for all scripts of one run together."""

_BATCH = 50  # scripts in one process
_BATCH_SIZE = 50_000  # characters in one process, unless a single script has more

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


class Question(msgspec.Struct, frozen=True):
    """A script to check, and the shell that shellcheck reads it as."""

    dialect: str
    script: str


class Comment(msgspec.Struct, frozen=True):
    """One thing that shellcheck reports. Lines and columns count from 1; the end is after the last character."""

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


# Made while the module is imported, which Python does once: msgspec describes a type at its first use, without a lock.
_DECODER = msgspec.json.Decoder(_Report)

_NO_ANSWER = "shellcheck failed, or its output could not be read"


def program() -> str | None:
    """Where shellcheck is: on the path, or beside the interpreter; None if it isn't installed."""
    return shutil.which("shellcheck") or shutil.which("shellcheck", path=str(Path(sys.executable).parent))


class Checks:
    """The checks of many scripts, which go on in other processes until their answers are asked for.

    Args:
        found: The path of shellcheck.
        questions: What to check. Equal ones are checked once.
    """

    def __init__(self, found: str, questions: Iterable[Question]) -> None:
        self._run = _Run(found, time.monotonic() + TIME_LIMIT)
        self._executor = ThreadPoolExecutor(os.cpu_count() or 1, "shellcheck")
        self._answers: dict[Question, Future[dict[Question, Answer]]] = {}
        for batch in _batches(dict.fromkeys(questions)):
            self._answers.update(dict.fromkeys(batch, self._executor.submit(self._run.ask, batch)))

    def answer(self, question: Question) -> Answer:
        """The answer to one of the questions, as soon as there is one."""
        return self._answers[question].result()[question]

    def close(self) -> None:
        """End the checks; those that wait for their turn are never made."""
        self._run.deadline = 0
        self._executor.shutdown(cancel_futures=True)


def _batches(questions: Iterable[Question]) -> Iterator[list[Question]]:
    """Questions that go into one process: of one dialect, few enough that one slow script doesn't cost many others theirs."""
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
        """Check the scripts of a batch. If shellcheck fails for several, find out for which."""
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
        """The comments on a batch. One script goes in as the standard input; several are files, in a directory of our own."""
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
    """The names under which shellcheck gets the scripts of a batch, which are in its report."""
    return ["-"] if len(batch) == 1 else [f"{number}.sh" for number in range(len(batch))]
