"""BM613 and BM616: container run options that Docker refuses, and that a task can't end or start with."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from ...models.containers import TaskContainerSettings
from ...shells import posix
from ...shells.script import Command
from ...spelling import nearest
from ..analysis.display import shown_word
from ..analysis.docker_options import OPTIONS, Option, options_in
from ..analysis.pool import pool_of, runs_windows
from ..analysis.pool_values import text_of
from ..analysis.vm_sizes import size_named
from ..command_lines import TASK, TASKS, command_line_of
from ..context import Context
from ..failure_kinds import FailureKind
from ..finding import Finding, Severity
from ..rule import rule

_SHELLS = frozenset({"sh", "bash", "dash", "ash"})
_PLACEHOLDER = re.compile(r"[<{\[]|\$[({A-Za-z_]|%\w+%|.*\$\{")


def _options(context: Context[TaskContainerSettings]) -> list[Option]:
    """Return the options before a placeholder, which may be an option with a value when the model is complete."""
    options = options_in(posix.split_words(text_of(context.model, "container_run_options")))
    return [
        *itertools.takewhile(lambda option: (option.name and option.known) or not _PLACEHOLDER.match(option.word.text), options)
    ]


@rule(
    "BM613",
    Severity.error,
    "container run option that Docker refuses",
    TaskContainerSettings,
    explains=(FailureKind.container, FailureKind.command),
)
def refused(context: Context[TaskContainerSettings]) -> Iterator[Finding]:
    """``-d``, an unknown option, and what isn't an option at all."""
    options = _options(context)
    before = ["the first word", *(f"the word after {_written(option)}" for option in options)]
    pairs = zip(options, before, strict=False)
    found = next((found for option, last in pairs if (found := _refused(option, last))), None) or _together(options)
    if found is not None:
        yield context.finding(*found, "containerRunOptions")


def _written(option: Option) -> str:
    """Return an option with its hyphens, for a message."""
    name = f"-{option.name}" if len(option.name) == 1 else f"--{option.name}"
    return name if option.value is None else f"the value of {name}"


def _refused(option: Option, last: str) -> tuple[str, str] | None:
    """Return why Docker refuses an option, and the fix; a word that isn't an option may be part of a secret."""
    written = option.word.text
    if not option.name:
        if written.lower() in {"docker", "podman", "run", "create"}:
            return (
                f"Batch passes the options to docker create, which takes {shown_word(written)} for the name of an image.",
                "Write only the options.",
            )
        return (
            f"{last} isn't an option, so Docker takes it for the name of the image.",
            "Quote a value with blanks, begin options with hyphens, and name the image only in imageName.",
        )
    longer = re.fullmatch(r"-[\w-]{3,}", written) is not None and written[1:] in OPTIONS
    if longer:
        return f"docker create reads {written} as several options of one letter.", f"Use -{written}."
    if option.known:
        return None
    if written in {"-d", "--detach"} or re.fullmatch(r"-[it]*d[it]*", written):
        return (
            "Batch passes the options to docker create, which doesn't know -d, and Batch waits for the container itself.",
            "Remove -d.",
        )
    meant = nearest(option.name, OPTIONS) if len(option.name) > 1 else None
    hint = f"; did you mean --{meant}?" if meant else "."
    return f"docker create doesn't know {shown_word(written)}{hint}", f"Use --{meant}." if meant else "Remove it."


def _together(options: list[Option]) -> tuple[str, str] | None:
    """Return which options Docker doesn't take together, or with such a value."""
    names = {option.name: option for option in options}
    restart = names.get("restart")
    if restart and restart.value not in {None, "no"} and "rm" in names:
        return "Docker doesn't take --restart and --rm together.", "Remove --restart: Batch retries the task."
    entrypoint = names.get("entrypoint")
    if entrypoint and entrypoint.value and " " in entrypoint.value.strip():
        return (
            f"--entrypoint takes the name of one program, so Docker doesn't find {shown_word(entrypoint.value)}.",
            "Use the name of the program alone, and write its arguments into the command line.",
        )
    return None


@rule(
    "BM616",
    Severity.warning,
    "container run option that doesn't fit a task",
    TaskContainerSettings,
    explains=(FailureKind.container, FailureKind.command),
)
def unfit(context: Context[TaskContainerSettings]) -> Iterator[Finding]:
    """``--restart always``, ``--name``, and an entry point that gets a shell as its argument."""
    options = _options(context)
    names = {option.name: option for option in options if option.known and option.name}
    yield from _too_much(context, options)
    restart, name, entrypoint = names.get("restart"), names.get("name"), names.get("entrypoint")
    task = context.within(TASKS)
    if restart and "rm" not in names and (restart.value or "").startswith(("always", "unless")):
        yield context.finding(
            f"Docker starts the container again whenever it ends, so the {TASK} never ends.",
            "Remove --restart: Batch retries the task.",
            "containerRunOptions",
        )
    if name and name.value and "$" not in name.value and "rm" not in names:
        yield context.finding(
            f"the name {shown_word(name.value)} is in use when the {TASK} runs again, or twice on a node, and Docker refuses "
            "the second container.",
            "Remove --name: Batch names the container itself.",
            "containerRunOptions",
        )
    started = Command(posix.split_words((command_line_of(task) or "") if task is not None else "")[:1]).name
    shell = Command(posix.split_words(entrypoint.value or "")[:1]).name if entrypoint else ""
    if shell in _SHELLS and started in _SHELLS:
        yield context.finding(
            f"the command line becomes the arguments of the entry point, so {shell} reads the program {started} as a script "
            "and fails.",
            "Remove --entrypoint, or the shell from the command line.",
            "containerRunOptions",
            severity=Severity.error,
        )


_MEGABYTE = 1024 * 1024


def _too_much(context: Context[TaskContainerSettings], options: list[Option]) -> Iterator[Finding]:
    """Find more cores than the node has, sizes in bytes that are meant in larger units, and paths of another system."""
    size = size_named(text_of(pool_of(context), "vm_size"))
    windows = runs_windows(context)
    for option in options:
        value = option.value or ""
        if (
            option.name == "cpus"
            and size
            and size.cores
            and re.fullmatch(r"\d+(?:\.\d+)?", value)
            and float(value) > size.cores
        ):
            yield context.finding(
                f"--cpus is {value}, but {size.name} has {size.cores} cores, and Docker refuses more.",
                f"Use {size.cores} or less.",
                "containerRunOptions",
                severity=Severity.error,
            )
        if option.name in {"m", "memory", "shm-size"} and re.fullmatch(r"\d{1,7}", value) and int(value) < 6 * _MEGABYTE:
            yield context.finding(
                f"{option.word.text.partition('=')[0]} without a unit is in bytes, so {value} is too small.",
                f"Add the unit, for example {value}g or {value}m.",
                "containerRunOptions",
                severity=Severity.error if option.name != "shm-size" else Severity.warning,
            )
        if option.name in {"v", "volume"} and windows is False and re.match(r"[A-Za-z]:(?:[^/]|/[^:]+:)", value):
            yield context.finding(
                "the nodes run Linux, so they have no drive as in the path before the colon.",
                "Use a path of Linux, for example -v /data:/data.",
                "containerRunOptions",
                severity=Severity.error,
            )
