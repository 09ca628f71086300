"""``python -m benchmarks.growth``: the growth of time with the size of the input. Prints a table and fails above the goal.

Each case is timed with inputs of about 1,000, 10,000 and 100,000 characters. Linear time grows tenfold for the next size; the
goal is at most 1.2 times that. Times below ten microseconds aren't compared, and neither are writing and reading of valid
models: they take a quarter of a microsecond for a member, so the processor's caches dominate.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from batchmodels import (
    DeserializationError,
    EnvironmentSetting,
    ResourceFile,
    StartTask,
    TaskAddCollectionParameter,
    TaskAddParameter,
    review,
)
from batchmodels.cli.formats import FORMATS
from batchmodels.cli.summary import Summary
from batchmodels.documents.checking import check_data
from batchmodels.documents.source import read_source
from batchmodels.secrets.masking import mask_text
from batchmodels.shells import cmd, posix, powershell, windows

from .growth_scripts import SCRIPTS, pool

SIZES = (1_000, 10_000, 100_000)
GOAL = 1.2
NOISE_NS = 10_000
SHORTEST_NS = 5_000_000
"""The minimum time for which a case is repeated; its fastest run counts."""


@dataclass(frozen=True)
class Case:
    """A timed operation.

    Attributes:
        group: The code that reads the input.
        name: The content of the input.
        make: Returns the input of a size.
        run: Reads it.
    """

    group: str
    name: str
    make: Callable[[int], Any]
    run: Callable[[Any], object]


def repeated(unit: str, before: str = "", after: str = "") -> Callable[[int], str]:
    """Return a function that builds a text by repeating a unit."""
    return lambda size: before + unit * (size // len(unit)) + after


def lexer_cases() -> list[Case]:
    """Return inputs that the lexers once read twice, and others that are prone to it."""
    hostile = {
        "cmd": (cmd.read_script, ["%", "/", "\\", "^", "!", "(", ")", "%a%", "%a:", '"', "a&", "for ", "if ", "rem ", ">a "]),
        "posix": (
            posix.read_script,
            ["$(", "${", "`", '"', "'", "\\", "((", "a[", "<<a\n", "{ ", "a;", "case a in ", "$((", "a=b "],
        ),
        "powershell": (
            powershell.read_script,
            ["$(", "@(", "{", "`", '"', "'", "$a", "<#", "@'\n", "a;", "[", "switch ", "a,"],
        ),
        "windows": (windows.split_words, ["\\", '"', '\\"', " ", "a ", '""']),
        "words": (posix.split_words, ["\\", '"', "'", " ", "a ", "$("]),
    }
    cases: list[Case] = []
    for group, (read, units) in hostile.items():
        for unit in units:
            for before, after in (("", ""), ('"', '"'), ("a ", "x")):
                cases.append(Case(group, repr(before + unit + "…" + after), repeated(unit, before, after), read))
    cases += [Case("cmd", repr("for" + blank + "…x"), repeated(blank, "for", "x"), cmd.read_script) for blank in (" ", "\t")]
    return cases


def review_cases() -> list[Case]:
    """Return command lines with many words, options or commands, each for its shell."""

    def reviewed(line: str) -> object:
        return review(StartTask(command_line=line), ignore={"BM901"})

    shells = {
        "/bin/bash -c '": ("'", ["a; ", "sleep 1 & ", "apt-get install a; ", "mkdir a; ", "bash -c a; ", "test $a; ", "} & "]),
        "/bin/bash ": ("", ["-x ", "-o a ", "a "]),
        "cmd /c ": ("", ["a & ", "start /a b & ", "mkdir a & ", "%a% "]),
        "powershell -Command ": ("", ["a; ", "$a = 1; ", "start-process a; ", "new-item a; "]),
        "/bin/bash -c 'test ": ("'", ["$a "]),
        "/bin/bash -c 'git ": (" clone a'", ["-c a "]),
        "/bin/bash -c '(": (")'", ["apt-get install a; "]),
        "/bin/bash -c 'set -": ("1'", ["e"]),
        "/bin/bash -c 'tmux new -": ("1'", ["d"]),
        "cmd /c start ": ("", ["/a ", "/d a "]),
    }
    return [
        Case("review", repr(before + unit + "…" + after), repeated(unit, before, after), reviewed)
        for before, (after, units) in shells.items()
        for unit in units
    ]


def script_cases() -> list[Case]:
    """Return scripts that repeat what people write, in pools, so that no rule is silent for want of an image."""
    return [
        Case("script", repr(unit), repeated(unit, before, after), lambda line: review(pool(line), ignore={"BM901"}))
        for before, units, after in SCRIPTS
        for unit in units
    ]


def settings(name: Callable[[int], str], value: str = "b") -> Callable[[int], StartTask]:
    """Return a function that builds a start task with many environment settings."""
    return lambda size: StartTask(
        command_line="a",
        environment_settings=[EnvironmentSetting(name=name(number), value=value) for number in range(size // 10)],
    )


def collections(size: int) -> list[TaskAddCollectionParameter]:
    """Return tasks in collections of 100."""
    tasks = [TaskAddParameter(id=str(number), command_line="a") for number in range(size)]
    return [TaskAddCollectionParameter(value=tasks[first : first + 100]) for first in range(0, size, 100)]


def model_cases() -> list[Case]:
    """Return cases of validation and of reading invalid documents."""

    def validated(task: StartTask) -> object:
        return task.validate()

    def refused(document: Any) -> None:
        with contextlib.suppress(DeserializationError):
            StartTask.deserialize(document)

    return [
        Case("validate", "settings", settings("N{}".format), validated),
        Case("validate", "settings of one name", settings(lambda _: "N"), validated),
        Case("validate", "settings, the first two alike", settings(lambda number: f"N{max(number, 1)}"), validated),
        Case(
            "validate",
            "files, all wrong",
            lambda size: StartTask(command_line="a", resource_files=[ResourceFile() for _ in range(size // 10)]),
            validated,
        ),
        Case(
            "decode",
            "settings of the wrong type",
            lambda size: {"commandLine": "a", "environmentSettings": [{"name": 1}] * (size // 10)},
            refused,
        ),
        Case("write", "tasks in collections of 100", collections, lambda made: [each.to_json() for each in made]),
        Case("review", "settings", settings("N{}".format), review),
        Case("review", "settings with secrets", settings("TOKEN_{}".format, "hunter2hunter2"), review),
        Case("repr", "settings", settings("N{}".format), repr),
        Case("mask", "?sig=", repeated("?sig=a&"), mask_text),
        Case("mask", "? …sig", repeated(" ", "?", "sig"), mask_text),
        # a word of many quoted parts, a command of many programs, many arguments in quotes
        *(
            Case("mask", repr(unit), repeated(unit), mask_text)
            for unit in ('?sig="', "sig'a'", "htpasswd -b ", "password'", "-p \\\n", "SetEnvironmentVariable('A_PASSWORD',")
        ),
    ]


def broken_pools(size: int) -> list[Any]:
    """Return a list of small pools with mistakes."""
    task = {"commandLine": "sh -c a b", "maxTaskRetryCount": -7, "no_such_member": 1}
    return [{"id": f"p{number}", "vmSize": "a", "startTask": task} for number in range(size // 100)]


def file_cases() -> list[Case]:
    """Return files that the command checks and reports on."""
    bad = {"BM901"}
    documents: dict[str, Callable[[int], bytes]] = {
        "pools.json": lambda size: json.dumps(broken_pools(size)).encode(),
        "lines.json": lambda size: json.dumps(broken_pools(size), indent=1).encode(),
        "pools.yaml": lambda size: "".join(f"- {json.dumps(each)}\n" for each in broken_pools(size)).encode(),
        "keys.json": lambda size: json.dumps({"commandLine": "a", **{f"k{n}": 1 for n in range(size // 10)}}).encode(),
        "long_keys.json": lambda size: json.dumps(
            {"commandLine": "a", **{"k" * 100 + str(n): 1 for n in range(size // 100)}}
        ).encode(),
        "same_keys.json": lambda size: ("{" + ", ".join(['"commandLine": "a"', *['"k": 1'] * (size // 10)]) + "}").encode(),
        "settings.json": lambda size: json.dumps(
            {"commandLine": "a", "environmentSettings": [{"name": "a", "value": 1}] * (size // 30)}
        ).encode(),
        "tags.json": lambda size: json.dumps(
            {"id": "a", "vmSize": "a", "resourceTags": {"k" * 100 + str(n): 1 for n in range(size // 100)}}
        ).encode(),
        "quotes.json": lambda size: ('{"commandLine": "' + '\\"' * (size // 2)).encode(),
        "comments.json": lambda size: ('{"$schema": "deploymentTemplate.json", ' + "/*" * (size // 2)).encode(),
        "arm.json": lambda size: json.dumps(
            {
                "type": "Microsoft.Batch/batchAccounts/pools",
                "properties": {"startTask": {"commandLine": "a", "resourceFiles": [{"httpUrl": 1}] * (size // 20)}},
            }
        ).encode(),
    }

    def checked(name: str) -> Callable[[bytes], object]:
        def run(text: bytes) -> object:
            outcome = Summary((name,), tuple(check_data(name, text, ignore=bad)), 0)
            return [written(outcome) for written in FORMATS.values()]

        return run

    cases = [Case("check", name, make, checked(name)) for name, make in documents.items()]
    cases.append(
        Case(
            "read",
            "one text",
            lambda size: json.dumps({"commandLine": "a" * size}).encode(),
            lambda text: read_source("a.json", text),
        )
    )
    return cases


def measure(case: Case) -> list[float]:
    """Return the fastest run of a case for each size, in nanoseconds of CPU time, which excludes other programs."""
    fastest: list[float] = []
    for size in SIZES:
        given = case.make(size)
        case.run(given)
        best, spent, runs = float("inf"), 0, 0
        gc.collect()
        while spent < SHORTEST_NS or runs < 3:  # noqa: PLR2004  # because one run may be disturbed
            start = time.process_time_ns()
            case.run(given)
            took = time.process_time_ns() - start
            best, spent, runs = min(best, took), spent + took, runs + 1
        fastest.append(best)
    return fastest


def growth(times: list[float]) -> float:
    """Return the growth of a case from the second size to the last, as a multiple of linear growth; 0 if it is too short."""
    if times[-2] < NOISE_NS:
        return 0.0
    return times[-1] / times[-2] / (SIZES[-1] / SIZES[-2])


def main() -> None:
    """Measure all cases, or those of some groups, and print their growth."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.growth", description="Measure how time grows with the input.")
    parser.add_argument("groups", nargs="*", help="the groups to measure; default: all")
    parser.add_argument("--all", action="store_true", help="print all cases, not only the worst of each group")
    chosen = parser.parse_args()
    cases = [
        case
        for case in (*lexer_cases(), *review_cases(), *script_cases(), *model_cases(), *file_cases())
        if not chosen.groups or case.group in chosen.groups
    ]
    gc.disable()
    measured: list[tuple[Case, list[float]]] = []
    for number, case in enumerate(cases, 1):
        print(f"\r{number} of {len(cases)}", end="", file=sys.stderr, flush=True)
        times = measure(case)
        for _ in range(2):  # repeat cases that seem to grow too fast, because other load may have disturbed them
            times = times if growth(times) <= GOAL else min(times, measure(case), key=growth)
        measured.append((case, times))
    print(file=sys.stderr)
    sys.exit(report(measured, everything=chosen.all))


def report(measured: list[tuple[Case, list[float]]], *, everything: bool) -> int:
    """Print a table, and return the exit status: 1 if something grows faster than the goal."""
    print("| What | Input | " + " | ".join(f"{size:,}" for size in SIZES) + " | Growth |")
    print("|---|---|" + "---|" * (len(SIZES) + 1))
    groups = list(dict.fromkeys(case.group for case, _ in measured))
    for group in groups:
        found = sorted((each for each in measured if each[0].group == group), key=lambda each: -growth(each[1]))
        for case, times in found:
            if everything or case is found[0][0] or growth(times) > GOAL:
                name = case.name.replace("|", "\\|")
                print(
                    f"| {group} | `{name}` | "
                    + " | ".join(f"{each / 1e6:.2f} ms" for each in times)
                    + f" | {growth(times):.2f} |"
                )
    slow = sum(growth(times) > GOAL for _, times in measured)
    print(f"\n{len(measured)} cases, {slow} above {GOAL} times linear.")
    return 1 if slow else 0


if __name__ == "__main__":
    main()
