"""The working directory of a task while its command line runs: the files in it, and the shell's place in it."""

from __future__ import annotations

import fnmatch
import posixpath
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from ...models.start_task import StartTask
from ...shells.script import Command, Compound, Shell, Word, nodes_in
from ..context import Context, shared
from .brought_files import BroughtFiles, brought_files, can_execute, directories_above, normal_path
from .command_line import Analysis
from .display import program_of
from .file_effects import created_by, pattern_of
from .flow import Status
from .images import image_of
from .inner_scripts import Part, meant_parts_of
from .needed_files import Need, needed_by
from .new_directories import NewDirectories
from .places import Place
from .pool import machine_of, pool_of
from .pool_values import value_of
from .prefixes import looks_for_a_command, without_prefixes
from .steps import Step
from .word_sets import names

_CHANGING = names("cd chdir pushd set-location sl push-location")
_OTHER_PLACES = names("su runuser ssh chroot nsenter screen tmux at crontab popd pop-location")
_VARIABLE = re.compile(r"(?i)(?:\$\{?(?:env:)?(\w+)\}?|%(\w+)%)(?=/|\Z)")
_WORKING, _STARTUP_DIRECTORY = "AZ_BATCH_TASK_WORKING_DIR", "AZ_BATCH_NODE_STARTUP_DIR"
_ROOT, _SHARED, _STARTUP = "AZ_BATCH_NODE_ROOT_DIR", "AZ_BATCH_NODE_SHARED_DIR", "startup"
_ROOTS = re.compile(r"/(?:mnt/batch|mnt/resource/batch|opt/batch/data)/tasks/(?=startup(?:/|\Z))")
"""The directory that the variable `_ROOT` names: which one it is depends on the image and the VM size."""
ABOVE = ".."
"""The path of the task's directory, in which the working directory is ``wd``."""
_EMPTY_PLACES = frozenset({"/tmp", "/", "~", "/root", "/home", "/mnt", "c:", "d:", "c:/temp", "c:/windows/temp"})  # noqa: S108  # because the rules read about these directories and write nothing
_FROM_HOME = frozenset({"HOME", "TEMP", "TMP", "USERPROFILE", "HOMEPATH"})
_ODD = re.compile(r"[*?\[\]{}<>|\"'`$%!]|://|@\w|\A-|\A@|\A=|=")
_OWN_IMAGES = ("virtual_machine_image_id", "community_gallery_image_id", "shared_gallery_image_id")
_ENDING = re.compile(r"\.(?=[^/.]+\Z)")


class Sought(NamedTuple):
    """A file that a command needs, at the time when it runs.

    Attributes:
        analysis: The script with the command.
        command: The command.
        need: The file.
        place: Its place.
        missing: Whether it can't be there.
        executable: Whether it can be executed; None if unknown.
        directory: Whether it is the directory to which the command changes.
        start: The path of the shell's directory in the working directory, or `ABOVE`; None if it is another one or unknown.
        there: Whether it can be there because a resource file with this path or a command before brings it.
    """

    analysis: Analysis
    command: Command
    need: Need
    place: Place
    missing: bool
    executable: bool | None = None
    directory: bool = False
    start: str | None = ""
    there: bool = True


class WorkingDirectory:
    """The files that are known to be in the working directory.

    Attributes:
        files: The files that resource files bring.
    """

    def __init__(self, files: BroughtFiles, *, fold: bool, is_start_task: bool) -> None:
        self.files = files
        self._fold = fold
        self._paths = {self._key(path) for path in files.modes}
        self._directories = {above for path in self._paths for above in directories_above(path)}
        self._stems = {path[: match.start()] for path in self._paths for match in _ENDING.finditer(path)}
        self._is_start_task = is_start_task
        self._at: Place | None = Place("")
        self._created: set[str] = set()
        self._patterns: list[str] = []  # of the files elsewhere that commands copy there without naming them
        self._new = NewDirectories()
        self._executable: set[str] | None = set()  # None if any file may have been made executable

    def _key(self, path: str) -> str:
        return path.lower() if self._fold else path

    def place_of(self, text: str, *, backslashes: bool) -> Place | None:
        """Return the place that a path means; None if it can't be known."""
        path = text.replace("\\", "/") if backslashes else text
        if match := _VARIABLE.match(path):
            return self._from_variable((match[1] or match[2]).upper(), path[match.end() :].lstrip("/"), match[0])
        if self._is_start_task and (match := _ROOTS.match(path)):
            return self._from_variable(_ROOT, path[match.end() :], match[0])
        if _ODD.search(path):
            return None
        if path.startswith(("/", "~")) or re.match("[A-Za-z]:", path):
            outside = (path.rstrip("/") or "/").lower()
            return Place("", text) if outside in _EMPTY_PLACES or self._is_new(path) else None
        return None if self._at is None else self._within(self._at, path)

    def _is_new(self, path: str) -> bool:
        """Return whether the script has made a directory outside, and nothing is in it."""
        return self._is_start_task and not self._fold and path in self._new

    def _from_variable(self, name: str, rest: str, text: str) -> Place | None:
        if _ODD.search(rest):
            return None
        if name == _WORKING:
            return self._within(Place(""), rest)
        if name in {"PWD", "CD"}:
            return None if self._at is None else self._within(self._at, rest)
        if name == _ROOT and self._is_start_task and (rest == _STARTUP or rest.startswith(f"{_STARTUP}/")):
            name, rest = _STARTUP_DIRECTORY, rest[len(_STARTUP) :].lstrip("/")
        if name == "AZ_BATCH_TASK_DIR" or (name == _STARTUP_DIRECTORY and self._is_start_task):
            return self._within(Place(""), f"{ABOVE}/{rest}")
        if name == _SHARED and self._is_start_task:
            return Place(normal_path(rest) if rest else "", text)
        return Place("", text) if name in _FROM_HOME and not rest else None

    def _within(self, base: Place, path: str) -> Place:
        joined = normal_path(posixpath.join(base.path, path))
        if not base.elsewhere and (joined == "../wd" or joined.startswith("../wd/")):
            joined = joined[len("../wd/") :]
        return Place("" if joined == "." else joined, base.elsewhere)

    def holds(self, place: Place) -> bool:
        """Return whether a file can be at a place in the working directory."""
        key = self._key(place.path)
        if key in self._created or not self._created.isdisjoint(directories_above(key)):
            return True
        if place.elsewhere:
            return any(fnmatch.fnmatchcase(key, pattern) for pattern in self._patterns)
        return key in self._paths

    def holds_with_ending(self, place: Place) -> bool:
        """Return whether a name without its ending, such as ``.exe``, can mean a file at a place."""
        return self._key(place.path) in self._stems

    def has_directory(self, place: Place) -> bool:
        """Return whether a directory can be at a place in the working directory."""
        key = self._key(place.path)
        return key == "" or key in self._directories or self.holds(place)

    def may_enter(self, place: Place) -> bool:
        """Return whether a directory is in the working directory, or has the path of one there in the task's directory."""
        return not place.path.startswith(ABOVE) or self._key(place.path.removeprefix(f"{ABOVE}/")) in self._directories

    def can_execute(self, place: Place) -> bool | None:
        """Return whether a file can be executed; None if unknown."""
        mode = None if place.elsewhere else self.files.mode_of(place.path)
        if mode is None or self._executable is None or self._key(place.path) in self._executable | self._created:
            return None
        return can_execute(mode)

    @property
    def start(self) -> str | None:
        """The path of the shell's directory in the working directory, or `ABOVE`; None if it is another one or unknown."""
        return None if self._at is None or self._at.elsewhere else self._at.path

    def enter(self, place: Place | None) -> None:
        """Change the shell's directory; None for one that can't be known."""
        known = place is None or place.elsewhere or place.path == ABOVE or self.has_directory(place)
        self._at = place if known else None
        if place and self._is_new(place.outside):
            self._at = Place("", place.outside)

    def follow(self, command: Command, *, surely: bool) -> None:
        """Record the directories outside of the working directory that a command makes, or puts files into."""
        self._new.follow(command, self._at.outside if self._at is not None else "", surely=surely)

    def create_all(self, path: str, *, backslashes: bool) -> None:
        """Record what a command may create, as it names it: a file, or all files of a pattern."""
        above, _, name = (path.replace("\\", "/") if backslashes else path).rpartition("/")
        pattern = pattern_of(name)
        within = self.place_of(above, backslashes=backslashes) if pattern else None
        if within is not None and within.elsewhere:
            self._patterns.append(self._key(posixpath.join(within.path, pattern)))
        self.create(self.place_of(path, backslashes=backslashes))

    def create(self, place: Place | None) -> None:
        """Record a file that a command may create; None for one at a place that can't be known."""
        if place is not None and place.path:
            key = self._key(place.path)
            self._created.add(key)
            self._stems.update(key[: match.start()] for match in _ENDING.finditer(key))

    def make_executable(self, command: Command, *, backslashes: bool) -> None:
        """Record the files that ``chmod`` may make executable."""
        plain = [text for text in command.arguments if not re.fullmatch(r"-[A-Zcfv]+|--\w.*", text)]
        if plain and re.fullmatch("[0-7]+", plain[0]) and not can_execute(plain[0]):
            return
        if "-R" in command.arguments or any(
            _ODD.search(target) or self.place_of(target, backslashes=backslashes) is None for target in plain[1:]
        ):
            self._executable = None
        elif self._executable is not None:
            places = (self.place_of(target, backslashes=backslashes) for target in plain[1:])
            self._executable |= {self._key(place.path) for place in places if place is not None}


@shared
def files_of(context: Context[Any]) -> BroughtFiles | None:
    """Return the files that a task's resource files bring; None if they can't be known.

    Without resource files, that is known only for a start task on an image of the Marketplace without application packages.
    """
    given = value_of(context.model, "resource_files")
    if given not in (None, []):
        return brought_files(given)
    pool, reference = pool_of(context), value_of(machine_of(context), "image_reference")
    own = any(value_of(reference, key) is not None for key in _OWN_IMAGES)
    packages = value_of(pool, "application_package_references")
    known = isinstance(context.model, StartTask) and image_of(reference) is not None and not own and not packages
    return BroughtFiles({}) if known else None


@shared
def sought_files(context: Context[Any]) -> list[Sought]:
    """Return the files that the commands of a command line need, as long as everything before them is known."""
    return [*_sought(context)]


def _sought(context: Context[Any]) -> Iterator[Sought]:
    files = files_of(context)
    if files is None or value_of(context.model, "container_settings") is not None:
        return
    for part in meant_parts_of(context):
        functions = any(isinstance(node, Compound) and node.keyword == "function" for node in nodes_in(part.analysis.body))
        if functions or any(command.name in _OTHER_PLACES for command in (*part.before, *part.analysis.commands)):
            return
        yield from _sought_in(part, files, is_start_task=isinstance(context.model, StartTask))


def _sought_in(part: Part, files: BroughtFiles, *, is_start_task: bool) -> Iterator[Sought]:
    analysis = part.analysis
    fold = analysis.windows or analysis.shell is Shell.cmd or (analysis.windows is None and analysis.shell is Shell.powershell)
    directory = WorkingDirectory(files, fold=bool(fold), is_start_task=is_start_task)
    backslashes = analysis.shell is not Shell.posix and analysis.windows is not False
    for command in part.before:
        if not _follow(directory, without_prefixes(command), None, backslashes=backslashes):
            return
    for step in part.flow.steps:
        command = program_of(analysis, step.command)
        if not command.words and not command.redirects:
            continue
        checked = not (step.guarded or step.repeats or step.asked or step.in_word) and step.status not in {
            Status.handled,
            Status.unreachable,
        }
        if checked and not looks_for_a_command(step.command):
            yield from _sought_by(analysis, step.command, command, directory, backslashes=backslashes)
        if not _follow(directory, command, step, backslashes=backslashes):
            return


def _sought_by(
    analysis: Analysis, written: Command, command: Command, directory: WorkingDirectory, *, backslashes: bool
) -> Iterator[Sought]:
    """Yield the files that one command needs."""
    if command.name in _CHANGING:
        target = _target(command)
        place = directory.place_of(target.text, backslashes=backslashes) if target is not None and _is_plain(target) else None
        if target is not None and place is not None and not place.elsewhere and directory.may_enter(place):
            missing = directory.files.complete and not directory.has_directory(place)
            yield Sought(analysis, written, Need(target), place, missing, directory=True, start=directory.start)
        return
    for need in needed_by(command, analysis.shell, windows=bool(analysis.windows)):
        if not _is_plain(need.word):
            continue
        place = directory.place_of(need.word.text, backslashes=backslashes)
        if place is None or not place.path:
            continue
        there = directory.holds(place) if need.runs or place.elsewhere else directory.has_directory(place)
        if not there and (command.name == "node" or (analysis.windows and need.runs)):
            there = directory.holds_with_ending(place)
        missing = directory.files.complete and not there
        executable = directory.can_execute(place) if need.runs and not missing else None
        yield Sought(analysis, written, need, place, missing, executable, start=directory.start, there=there)


def _is_plain(word: Word) -> bool:
    return not word.substitutes and not word.pattern and len(word.variables) <= 1


def _target(command: Command) -> Word | None:
    """Return the directory to which a command changes; None for the home directory."""
    words = [word for word in command.words[1:] if word.text.lower() not in {"/d", "--", "-path", "-literalpath", "-p"}]
    return words[0] if len(words) == 1 else None


def _follow(directory: WorkingDirectory, command: Command, step: Step | None, *, backslashes: bool) -> bool:
    """Record the effects of a command; return False if it can do anything."""
    if command.name in _CHANGING:
        target = _target(command)
        known = step is not None and not step.nested and not step.guarded and target is not None and _is_plain(target)
        directory.enter(directory.place_of(target.text, backslashes=backslashes) if known and target is not None else None)
        return True
    if command.name == "chmod":
        directory.make_executable(command, backslashes=backslashes)
    created = created_by(command)
    if created is None:
        return False
    directory.follow(command, surely=step is not None and not step.nested and not step.guarded)
    for each in created:
        directory.create_all(each, backslashes=backslashes)
    return True
