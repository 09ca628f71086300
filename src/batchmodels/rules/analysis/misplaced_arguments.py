"""Files that a command names without the directory to which the resource files bring them."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from ...models.start_task import StartTask
from ..context import Context
from ..finding import Span
from .command_line import analysis_of
from .common_files import moves_files
from .display import program_of, shown_command, shown_word
from .environment_settings import environment_of
from .needed_files import needed_by
from .pool_values import value_of
from .word_sets import names
from .working_directory import files_of

_FILE = re.compile(r"\w[\w.-]*\.[A-Za-z]\w{0,5}")
_WRITING = re.compile(r"-o|--?(?:out|output|log|dest|result|save)[\w-]*", re.IGNORECASE)
_OTHER = names("echo printf test [ [[ curl wget tar unzip export set rm touch find grep git docker podman")


def misplaced_arguments(context: Context[Any]) -> Iterator[tuple[str, str, Span | None]]:
    """Yield the problem with an argument that is the name of a file in another directory, with the fix and its place."""
    files = files_of(context)
    if files is None or not files.complete or moves_files(context) or value_of(context.model, "container_settings"):
        return
    analysis = analysis_of(context)
    text = analysis.text
    places: defaultdict[str, list[str]] = defaultdict(list)
    for path in files.modes:
        places[posixpath.basename(path)].append(path)
    for _, command in analysis.runs:
        bare = program_of(analysis, command)
        if not bare.words or bare.name in _OTHER:
            continue
        needed = {need.word.text for need in needed_by(bare, analysis.shell, windows=bool(analysis.windows))}
        for before, word in pairwise(bare.words):
            name = word.text
            paths = places.get(name, [])
            if len(paths) != 1 or "/" not in paths[0] or name in needed:
                continue
            if not _FILE.fullmatch(name) or _WRITING.fullmatch(before.text) or text.count(name) > 1:
                continue
            directory = paths[0].rpartition("/")[0]
            if re.search(rf"(?<![\w-]){re.escape(directory)}(?![\w-])", " ".join([text, *environment_of(context).values()])):
                continue  # the program may put the two together
            yield (
                (
                    f"{shown_word(name)} isn't in the working directory but at {shown_word(paths[0])}, so "
                    f"{shown_command(bare)} finds it only if it looks there."
                ),
                f"Use {shown_word(paths[0])}, unless the program looks for it in {shown_word(directory)}.",
                analysis.span(word),
            )


_IN_STARTUP = re.compile(
    r"(?i)(\$\{?AZ_BATCH_NODE_STARTUP_DIR\}?/|%AZ_BATCH_NODE_STARTUP_DIR%\\)(?!wd(?:[/\\]|\Z)|std(?:out|err)\.txt)([\w.-]+)"
)


def above_the_start_task(context: Context[Any]) -> Iterator[tuple[str, str, Span | None]]:
    """Yield what is wrong with a program or script that a task seeks above the start task's working directory."""
    if isinstance(context.model, StartTask):
        return
    analysis = analysis_of(context)
    for _, command in analysis.runs:
        bare = program_of(analysis, command)
        for need in needed_by(bare, analysis.shell, windows=bool(analysis.windows)):
            if match := _IN_STARTUP.match(need.word.text):
                slash = match[1][-1]
                yield (
                    (
                        "resource files of the start task are in its working directory, wd, so "
                        f"{shown_word(match[0])} exists only if the start task has put it there."
                    ),
                    f"Use {shown_word(f'{match[1]}wd{slash}{match[2]}')} for a resource file.",
                    analysis.span(need.word),
                )
                return
