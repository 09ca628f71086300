"""Growth of calls and comparisons with ten times the input; benchmarks/growth.py measures the time."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

from batchmodels import (
    EnvironmentSetting,
    ResourceFile,
    StartTask,
    TaskAddCollectionParameter,
    TaskAddParameter,
    review,
    to_json,
)
from batchmodels.cli.formats import FORMATS
from batchmodels.cli.summary import Summary
from batchmodels.documents import checking
from batchmodels.engine.checks import UniqueBy
from batchmodels.rules.discovery import RULES
from batchmodels.secrets.command_words import secrets_of
from batchmodels.secrets.masking import mask_text
from batchmodels.shells import cmd, posix, powershell, windows

SMALL, LARGE = 60, 600
MOST = 1.2
"""The allowed growth of the number of calls, as a multiple of linear growth."""


def calls(run: Callable[[], object]) -> int:
    """Count the calls, resumes and returns of a run, including those of C functions."""
    counted = 0

    def count(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal counted
        counted += 1

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        run()
    finally:
        sys.setprofile(before)
    return counted


def assert_linear(run: Callable[[int], object]) -> None:
    run(SMALL)  # what is made at first use is made now
    small, large = calls(lambda: run(SMALL)), calls(lambda: run(LARGE))
    assert large <= MOST * LARGE / SMALL * small


UNITS = [
    "%",
    "/",
    "\\",
    "^",
    "(",
    ")",
    '"',
    "'",
    "`",
    "$(",
    "${",
    "{ ",
    "} ",
    "a; ",
    "a & ",
    "a=b ",
    "$a ",
    "%a% ",
    "<<a\n",
    ">a ",
]
STATEMENTS = ["if a; then ", "fi; ", "for a in b; do ", "done; ", "case a in ", "a) ", "for %a in (b) do ", "@'\n", "<#", "-a "]


@pytest.mark.parametrize("unit", [*UNITS, *STATEMENTS])
@pytest.mark.parametrize("before", ["", '"'])
def test_lexers(unit: str, before: str) -> None:
    for read in (cmd.read_script, posix.read_script, powershell.read_script, posix.split_words, windows.split_words):
        assert_linear(lambda size, read=read: read(before + unit * size))  # type: ignore[misc]  # because mypy infers no type here


@pytest.mark.parametrize(
    ("before", "unit", "after"),
    [
        ("/bin/bash -c '", "a; ", "'"),
        ("/bin/bash -c '", "sleep 1 & ", "'"),
        ("/bin/bash -c '", "mkdir a; ", "'"),
        ("/bin/bash -c '", "if a; then b; fi; ", "'"),
        ("/bin/bash -c '", "bash -c a; ", "'"),
        ("/bin/bash -c 'test ", "$a ", "'"),
        ("/bin/bash -c '(", "apt-get install a; ", ")'"),
        ("/bin/bash -c 'git ", "-c a ", "clone a'"),
        ("/bin/bash ", "-x ", "-c a"),
        ("cmd /c ", "mkdir a & ", "b"),
        ("cmd /c start ", "/a ", "b"),
        ("powershell -Command ", "start-process a; ", "b"),
    ],
)
def test_reviews(before: str, unit: str, after: str) -> None:
    assert_linear(lambda size: review(StartTask(command_line=before + unit * size + after), ignore={"BM901"}))


OF_FILES_AND_WINDOWS = {identifier for identifier in RULES if identifier[2:4] in {"13", "32", "41"}} | {"BM202", "BM301"}


@pytest.mark.parametrize(
    ("before", "unit", "after"),
    [
        ("/bin/bash -c '", "touch a; ", "'"),
        ("/bin/bash -c '", "bash a.sh; ", "'"),
        ("/bin/bash -c '", "mkdir -p a/b; cd a; cd ..; ", "'"),
        ("/bin/bash -c 'bash ", "a/", "b.sh'"),
        ("/bin/bash -c 'chmod +x ", "a ", "'"),
        ("cmd /c ", "set X=1 & echo %X% & ", "b"),
        ("cmd /c ", "call a.cmd %ERRORLEVEL% & ", "b"),
        ("cmd /c copy ", "'a ", "b"),
        ("cmd /c copy ", "C:\\Program ", "b"),
        ("cmd /c ", "choco install git & git a & ", "b"),
        ("powershell -Command ", "curl -L a; ", "b"),
        ("powershell -Command \"'a.exe ", "a.exe ", "'\""),
        ("powershell -Command ", "$env:AZ_BATCH_APP_PACKAGE_a#1 ", "b"),
    ],
)
def test_reviews_with_files(before: str, unit: str, after: str) -> None:
    files = [ResourceFile(http_url="https://a.com/c.sh", file_path="c.sh")]
    others = set(RULES) - OF_FILES_AND_WINDOWS
    assert_linear(
        lambda size: review(StartTask(command_line=before + unit * size + after, resource_files=files), ignore=others)
    )


def test_reviews_of_many_files() -> None:
    def run(size: int) -> object:
        files = [ResourceFile(http_url="https://a.com/a", file_path=f"d{number}/a.sh") for number in range(size)]
        lines = "".join(f"bash d{number}/a.sh; bash e{number}/b.sh; " for number in range(20))
        return review(StartTask(command_line=f"/bin/bash -c '{lines}'", resource_files=files), ignore=set(RULES) - {"BM412"})

    assert_linear(run)


@pytest.mark.parametrize("unit", ['?sig="', "htpasswd -b ", "password'", "-p \\\n", "docker login -p a ", "unzip -oP a "])
def test_masking(unit: str) -> None:
    assert_linear(lambda size: mask_text(unit * size))


@pytest.mark.parametrize("unit", ["htpasswd -b", "net use \\\\a b", "docker login -p a", "unzip -oP a", "curl -su a:b"])
def test_words_of_a_command_with_many_programs_are_compared_a_few_times(unit: str) -> None:
    words = [Counted(word) for word in unit.split() * 500]
    Counted.compared = 0
    assert list(secrets_of(words))
    assert Counted.compared < 50 * len(words)


def collections(size: int, command_line: str = "a") -> list[TaskAddCollectionParameter]:
    """Tasks in collections of a hundred, each task with a file and a variable."""
    tasks = [
        TaskAddParameter(
            id=str(number % 100),  # ids that a check has seen before are cheaper
            command_line=command_line,
            resource_files=[ResourceFile(http_url="https://a/b", file_path="f")],
            environment_settings=[EnvironmentSetting(name="A", value=str(number))],
        )
        for number in range(size)
    ]
    return [TaskAddCollectionParameter(value=tasks[first : first + 100]) for first in range(0, size, 100)]


@pytest.mark.parametrize(
    "write",
    [
        lambda size: [collection.to_json() for collection in collections(size)],
        lambda size: to_json(collections(size)),
        lambda size: [collection.serialize() for collection in collections(size)],
        lambda size: [collection.validate() for collection in collections(size, "a\ud800")],
    ],
)
def test_task_collections(write: Callable[[int], object]) -> None:
    assert_linear(write)


def pool(tags: dict[str, Any]) -> dict[str, Any]:
    return {"id": "a", "vmSize": "a", "resourceTags": tags, "targetDedicatedNodes": 0}


@pytest.mark.parametrize(
    "document",
    [
        lambda size: [{"commandLine": "sh -c a b", "maxTaskRetryCount": -7, "nothing": 1}] * size,
        lambda size: {"commandLine": "a", **{f"k{number}": 1 for number in range(size)}},
        lambda size: {"commandLine": "a", "environmentSettings": [{"name": "a", "value": 1}] * size},
        lambda size: pool({"k" * 100 + str(number): 1 for number in range(size)}),
    ],
)
def test_files(document: Callable[[int], Any]) -> None:
    def run(size: int) -> None:
        text = json.dumps(document(size)).encode()
        outcome = Summary(("a.json",), tuple(checking.check_data("a.json", text, ignore={"BM901"})), 0)
        for written in FORMATS.values():
            written(outcome)

    assert_linear(run)


class Counted(str):
    """A str that counts its comparisons."""

    compared = 0
    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        type(self).compared += 1
        return str(self) == str(other)

    __hash__ = str.__hash__


@pytest.mark.parametrize("last", ["N0", "N999"])
def test_finding_a_duplicate_compares_each_element_a_few_times(last: str) -> None:
    elements = [{"name": Counted(f"N{number}")} for number in range(1000)]
    Counted.compared = 0
    assert UniqueBy("name").came([*elements, {"name": Counted(last)}], hidden=False) == f"str '{last}' more than once"
    assert Counted.compared < 10_000


def test_message_about_a_duplicate_names_the_first_one() -> None:
    settings = [EnvironmentSetting(name=name, value="x") for name in ("a", "b", "c", "b", "c")]
    (problem,) = StartTask(command_line="x", environment_settings=settings).validate()
    assert (
        problem.message
        == "expected list with a unique name in each element, got str 'b' more than once at $.environmentSettings"
    )
