"""The files that a check is about: those that are named, and those that are found in directories and by patterns."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import msgspec

from ..documents.configuration import Configuration, Configurations, relative_to, working_directory
from ..documents.globs import matches
from .inputs import STDIN

ENDINGS = (".json", ".jsonc", ".yaml", ".yml", ".tf")
"""The endings of the files that are looked at in a directory."""

_SKIPPED = frozenset(("node_modules", "__pycache__", "__pypackages__", "site-packages", "venv"))

# Members that only documents of Batch have. A file in a directory that has none of them isn't about Batch.
_SURE = re.compile(
    rb"start_?task|microsoft\.batch/|virtual_?machine_?configuration|target_?dedicated|target_?low_?priority"
    rb"|task_?slots_?per_?node|max_?tasks_?per_?node|auto_?pool_?specification|job_?manager_?task|job_?preparation_?task"
    rb"|job_?specification|azurerm_batch_",
    re.IGNORECASE,
)
# Members that other documents have as well.
_POSSIBLE = re.compile(rb"command_?line|vm_?size|pool_?info|on_?all_?tasks_?complete|resource_?files", re.IGNORECASE)


class Target(msgspec.Struct, frozen=True):
    """One file of a check.

    Attributes:
        name: Its name, as the output shows it; ``-`` is the standard input.
        configuration: The settings of the configuration file that applies to it.
        origin: The directory or the pattern in which it was found; empty for a file that was named.
    """

    name: str
    configuration: Configuration
    origin: str = ""


class Finder:
    """Finds the files that arguments name.

    Args:
        configuration: The settings of all files; None finds those of each file.
        exclude: Patterns, relative to the working directory, of what is left out of directories.
    """

    def __init__(self, configuration: Configuration | None, exclude: Iterable[str] = ()) -> None:
        self._configuration = configuration
        self._configurations = Configurations()
        self._exclude = tuple(exclude)
        self._here = working_directory()
        self.empty: list[str] = []
        """The directories and patterns in which nothing was found."""

    def targets(self, names: Iterable[str]) -> list[Target]:
        """Return the files that arguments name, each once and in their order.

        Raises:
            ConfigurationError: A configuration file has a mistake.
        """
        found: dict[str, Target] = {}
        for name in names:
            for target in self._expanded(name):
                found.setdefault(target.name, target)
        return list(found.values())

    def _expanded(self, name: str) -> Iterator[Target]:
        if name != STDIN and _is_directory(name):
            yield from self._found(name, _walk(name, self._leaves_out))
        elif name != STDIN and glob.has_magic(name) and not os.path.lexists(name):
            yield from self._found(name, self._globbed(name))
        else:
            yield Target(name, self._settings(name))

    def _found(self, name: str, files: Iterable[str]) -> Iterator[Target]:
        is_empty = True
        for file in files:
            is_empty = False
            yield Target(file, self._settings(file), name)
        if is_empty:
            self.empty.append(name)

    def _globbed(self, pattern: str) -> Iterator[str]:
        for each in sorted(glob.glob(pattern, recursive=True)):  # noqa: PTH207  # because Path.glob() takes no absolute pattern
            inner = Path(each).parts[len(Path(re.split(r"[*?\[]", pattern)[0]).parts) : -1]
            if any(_is_skipped(part) for part in inner) or self._leaves_out(each):
                continue
            if _is_directory(each):
                if "**" not in pattern:
                    yield from _walk(each, self._leaves_out)
            else:
                yield each

    def _settings(self, name: str) -> Configuration:
        if self._configuration is not None:
            return self._configuration
        return self._configurations.of(self._here if name == STDIN else Path(name).parent)

    def _leaves_out(self, name: str) -> bool:
        path = relative_to(Path(name), self._here)
        return any(matches(pattern, path) for pattern in self._exclude) or self._settings(name).excludes(Path(name))


def _is_directory(name: str) -> bool:
    try:
        return os.path.isdir(name)  # noqa: PTH112  # because Path.is_dir() raises where a name is too long
    except ValueError:
        return False


def _is_skipped(directory: str) -> bool:
    return directory in _SKIPPED or (directory.startswith(".") and directory.strip(".") != "")


def _walk(directory: str, leaves_out: Callable[[str], bool]) -> Iterator[str]:
    """The files of a directory that may hold a document, without what is left out; links to directories aren't followed."""
    for root, directories, files in os.walk(directory):
        directories[:] = sorted(
            each
            for each in directories
            if not _is_skipped(each) and not leaves_out(os.path.join(root, each))  # noqa: PTH118  # because Path() drops ./
        )
        for file in sorted(files):
            name = os.path.normpath(os.path.join(root, file))  # noqa: PTH118  # because a name needs no Path
            if file.lower().endswith(ENDINGS) and not leaves_out(name):
                yield name


def may_concern_batch(text: bytes) -> bool:
    """Whether a file that was found may hold a document of Batch, as far as its words show."""
    text = _narrow(text)
    return _SURE.search(text) is not None or _POSSIBLE.search(text) is not None


def concerns_batch(text: bytes) -> bool:
    """Whether a file has words that only documents of Batch have."""
    return _SURE.search(_narrow(text)) is not None


def _narrow(text: bytes) -> bytes:
    """The text as ASCII has it, if it is UTF-16."""
    return text.replace(b"\0", b"") if text[:2] in (b"\xff\xfe", b"\xfe\xff") else text
