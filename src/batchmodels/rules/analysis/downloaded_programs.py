"""Programs that a script downloads and runs without making them executable."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ...shells.script import Command, Shell
from ..context import Context
from .command_line import without_prefixes
from .file_arguments import downloaded, path_of
from .flow import Status, Step
from .inner_scripts import Part, parts_of
from .word_sets import names

_IN_PATH = re.compile(r"(?:/usr(?:/local)?)?/s?bin/([\w.-]+)")
_MOVING = names("mv cp")
_UNKNOWN = names("install tar unzip git source . eval python3 make rsync dpkg")


def downloaded_programs(context: Context[Any]) -> Iterator[tuple[Part, Step, str]]:
    """Yield the commands that run a downloaded file which isn't executable, each with its script and the file."""
    for part in parts_of(context):
        if part.analysis.shell is not Shell.posix or part.analysis.script is None or part.analysis.windows:
            continue
        plain: set[str] = set()  # the downloads that aren't executable
        for step in part.flow.steps:
            command = without_prefixes(step.command)
            if not command.words:
                continue
            path = _program_of(command)
            if path in plain and step.status is not Status.unreachable:
                yield part, step, path
                return
            if command.name in _UNKNOWN:
                plain.clear()
            _follow(command, plain)


def _program_of(command: Command) -> str:
    """Return the path of the program that a command runs, if it has one."""
    text = command.words[0].text
    return path_of(text) if "/" in text else f"*/{text}"


def _follow(command: Command, plain: set[str]) -> None:
    """Record the downloads that a command makes, moves, or makes executable."""
    name = command.name
    if name == "chmod":
        mode = next((text for text in command.arguments if not re.match(r"-[A-Z]|--", text)), "")
        if re.fullmatch(r"[0-7]{3,4}", mode) and not int(mode, 8) & 0o111:
            for text in command.arguments[1:]:
                _add(path_of(text), plain)
            return
        plain.clear()
    elif name == "cd":
        plain.intersection_update({each for each in plain if each.startswith(("/", "*/"))})
    elif name in {"curl", "wget"}:
        found = [path_of(each) for each in downloaded(command)]
        found += [path_of(each.target.text) for each in command.redirects if each.operator == ">"]
        for path in found:
            _add(path, plain)
    elif name in _MOVING:
        words = [text for text in command.arguments if not text.startswith("-")]
        if len(words) == 2 and path_of(words[0]) in plain:  # noqa: PLR2004  # because a file goes somewhere
            target = words[1]
            _add(path_of(f"{target}{path_of(words[0]).rsplit('/', 1)[-1]}" if target.endswith("/") else target), plain)
            if target in {"/usr/local/bin", "/usr/bin"}:
                _add(f"{target}/{path_of(words[0]).rsplit('/', 1)[-1]}", plain)


def _add(path: str, plain: set[str]) -> None:
    if not path or "$" in path:
        return
    plain.add(path)
    if match := _IN_PATH.fullmatch(path):
        plain.add(f"*/{match[1]}")
