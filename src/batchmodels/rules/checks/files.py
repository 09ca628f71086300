"""BM412 and BM413: files that the command line needs, and that aren't there or can't be executed."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any

from ...shells.script import Shell
from ...spelling import near, nearest, plain
from ..analysis.archive_kinds import other_unpacker
from ..analysis.brought_files import BroughtFiles
from ..analysis.common_files import common_files_sought
from ..analysis.display import shown_command, shown_word
from ..analysis.misplaced_arguments import above_the_start_task, misplaced_arguments
from ..analysis.pool_values import value_of
from ..analysis.working_directory import ABOVE, Sought, files_of, sought_files
from ..analysis.written_programs import not_made_executable
from ..command_lines import TASK, TASKS, Task
from ..context import Context
from ..failure_kinds import COMMAND_LINE_FAILURES
from ..finding import Finding, Severity
from ..rule import rule

_ALIKE = 0.75  # how similar the name of a program must be that may also be in PATH
_OWN_PROGRAM = re.compile(r"(?i)set-?up|install|bootstrap|prepare|start|init|config|run|deploy|provision")
"""Names that people give their own programs, and that no program in ``PATH`` has."""
_ALMOST = 0.8  # how similar a name with another ending must be
_STEM = 0.5  # how similar names must be without their endings, which are the same
_ARCHIVE = re.compile(r"(?i)\.(?:zip|7z|tgz|tbz2?|txz|tar|tar\.\w+)\Z")
_FEW, _MOST = 3, 20  # files in a sentence, and missing files of one command line, because the search takes time
_INTERPRETERS = {".sh": "bash", ".bash": "bash", ".py": "python3", ".pl": "perl", ".rb": "ruby", ".r": "Rscript"}


@rule(
    "BM412",
    Severity.warning,
    "file that isn't in the working directory",
    TASKS,
    reads=("resourceFiles", "containerSettings", "multiInstanceSettings"),
    explains=COMMAND_LINE_FAILURES,
)
def missing_file(context: Context[Task]) -> Iterator[Finding]:
    """Find a script or an archive that no resource file brings."""
    for message, fix, span in common_files_sought(context):
        yield context.finding(message, fix, "commandLine", span=span)
    for message, fix, span in (*misplaced_arguments(context), *above_the_start_task(context)):
        yield context.finding(message, fix, "commandLine", severity=Severity.note, span=span)
    files = files_of(context)
    if among_blobs := _among_blobs(context):
        yield among_blobs
        return
    shares = value_of(context.model, "multi_instance_settings") is not None  # its common files are above the directory
    seen: set[str] = set()
    for sought in sought_files(context):
        if files is None or not sought.missing or sought.place.path in seen or (shares and sought.place.path.startswith("..")):
            continue
        seen.add(sought.place.path)
        if len(seen) > _MOST:
            return
        found = _where(sought, files)
        if found is not None:
            message, fix = found
            severity = Severity.warning if context.model.resource_files else Severity.note
            yield context.finding(message, fix, "commandLine", severity=severity, span=sought.analysis.span(sought.command))


def _among_blobs(context: Context[Task]) -> Finding | None:
    """Return the finding about a file of the working directory, if all files are blobs in directories below it."""
    files: list[Any] = context.model.resource_files if isinstance(context.model.resource_files, list) else []
    known = files_of(context)
    roots = sorted({_root_of(file) for file in files if not _is_known(file)})
    if known is None or not roots or "" in roots:
        return None
    for sought in sought_files(context):
        path = sought.place.path
        if sought.there or sought.place.elsewhere or sought.directory or sought.start or path.startswith(".."):
            continue
        if known.has_directory(path) or any(_is_in(path, root) or _is_in(root, path) for root in roots):
            continue
        if sought.need.searched and not _OWN_PROGRAM.search(path):
            continue
        return _only_below(context, sought, roots, alone=not any(map(_is_known, files)))
    return None


def _only_below(context: Context[Task], sought: Sought, roots: list[str], *, alone: bool) -> Finding:
    """Return the finding about a file that is sought outside of the directories that the resource files bring."""
    places = [shown_word(root) for root in roots[:_FEW]]
    shown = " and ".join(filter(None, [", ".join(places[:-1]), places[-1]]))
    paths = [f"{root}/{posixpath.basename(sought.place.path)}" for root in roots[:_FEW]]
    return context.finding(
        f"{_shown(sought)} doesn't exist: the resource files bring only blobs in {shown}."
        if alone
        else f"{_shown(sought)} doesn't exist: no resource file has this name, and the blobs of the containers are in {shown}.",
        f"Use {' or '.join(shown_word(_written(sought, path)) for path in paths)}, if the blob has this name.",
        "commandLine",
        span=sought.analysis.span(sought.command),
    )


def _is_in(path: str, directory: str) -> bool:
    return path == directory or path.startswith(f"{directory}/")


def _is_known(file: Any) -> bool:
    """Return whether a resource file is a single file with a known name."""
    path = value_of(file, "file_path")
    return value_of(file, "http_url") is not None and isinstance(path, str) and bool(path.strip())


def _root_of(file: Any) -> str:
    """Return the directory of the working directory in which the blobs of a container are; empty if it isn't known."""
    if value_of(file, "http_url") is not None:
        return ""  # a file without its path
    path, prefix = value_of(file, "file_path"), value_of(file, "blob_prefix")
    below = prefix.rpartition("/")[0] if isinstance(prefix, str) else ""
    parts = [path.strip("/") if isinstance(path, str) else "", below.strip("/")]
    return posixpath.normpath("/".join(filter(None, parts))) if any(parts) else ""


def _where(sought: Sought, files: BroughtFiles) -> tuple[str, str] | None:
    """Describe where a missing file is instead; None if it may be found elsewhere."""
    name, path, known = _shown(sought), sought.place.path, [*files.modes]
    if sought.place.elsewhere:
        return _outside(sought, name) if path in known else None
    below = path.removeprefix(f"{ABOVE}/")
    if below != path and any(each.startswith(f"{below}/") for each in known):
        return _elsewhere(sought, name, below)
    if sought.directory and known:
        return _no_directory(sought, files)
    base = posixpath.basename(path)
    same = next((each for each in known if posixpath.basename(each) == base), None)
    if same is not None:
        return _elsewhere(sought, name, same)
    if path.startswith(ABOVE) or sought.directory:
        return None
    similar = _similar(sought, base, known)
    if similar is not None:
        return (
            f"{name} is not among the resource files; did you mean {shown_word(similar)}?",
            f"Use {_use_of(sought, similar)}, or add a resource file with the filePath {shown_word(path)}.",
        )
    if sought.need.searched and not _OWN_PROGRAM.search(base):
        return None
    if not known:
        if sought.need.runs and sought.analysis.windows and "/" in sought.need.word.text:
            return None  # an option without a space before it
        instead = "" if sought.need.word.text.startswith("/") else ", or use the full path of the file"
        fix = f"Add a resource file with the filePath {shown_word(path)}{instead}."
        return f"the {TASK} has no resource files, so {_reader(sought)} doesn't find {name}.", fix
    return (
        f"{name} is not among the resource files, so {_reader(sought)} doesn't find it.",
        f"Add a resource file with the filePath {shown_word(path)}, or correct the name{_list_of(known)}.",
    )


def _use_of(sought: Sought, path: str) -> str:
    """Return the name of another file for a fix; with the program that unpacks it, if the one of the command can't."""
    program = other_unpacker(sought.command.name, sought.place.path, path, windows=bool(sought.analysis.windows))
    return f"{program} {shown_word(_written(sought, path))}".lstrip()


def _shown(sought: Sought) -> str:
    """Return a file as the command names it; its path where that may be a secret."""
    name = shown_word(sought.need.word.text)
    return shown_word(sought.place.path) if name == "..." else name


def _elsewhere(sought: Sought, name: str, path: str) -> tuple[str, str]:
    """Describe that a file is at another path of the working directory."""
    fix = f"Use {shown_word(_written(sought, path))}."
    if sought.start == ABOVE and not sought.need.word.variables:
        return f"{name} doesn't exist: the shell is in the {TASK}'s directory, and the resource files are in wd there.", fix
    return f"{name} doesn't exist: it is at {shown_word(path)}.", fix


def _outside(sought: Sought, name: str) -> tuple[str, str]:
    path = shown_word(sought.place.path)
    plain_name = name.replace("\\", "/").removeprefix("./")
    there = f"in {shown_word(sought.place.elsewhere)}, but it" if path == plain_name else f"as {name}, but it"
    return (
        f"the command looks for {path} {there} is in the task's working directory.",
        f"Use {_by_variable(sought, path)}.",
    )


def _by_variable(sought: Sought, path: str) -> str:
    """Return a path of the working directory with the variable that names it."""
    if sought.analysis.shell is Shell.cmd:
        return f"%AZ_BATCH_TASK_WORKING_DIR%\\{path}"
    if sought.analysis.shell is Shell.powershell:
        slash = "/" if sought.analysis.windows is False else "\\"
        return f"$env:AZ_BATCH_TASK_WORKING_DIR{slash}{path}"
    return f"$AZ_BATCH_TASK_WORKING_DIR/{path}"


def _no_directory(sought: Sought, files: BroughtFiles) -> tuple[str, str]:
    name = _shown(sought)
    directories = sorted({path.rpartition("/")[0] for path in files.modes} - {""})
    similar = nearest(sought.place.path, directories)
    question = f"; did you mean {shown_word(similar)}?" if similar else "."
    return (
        f"the directory {name} doesn't exist: no resource file has a filePath in it{question}",
        f"Begin the filePath of the files with {shown_word(sought.place.path)}/, or remove the {sought.command.name}.",
    )


def _similar(sought: Sought, base: str, known: list[str]) -> str | None:
    """Return the resource file that may be meant."""
    equal = next((path for path in known if plain(posixpath.basename(path)) == plain(base)), None)
    if equal is not None:
        return equal
    ending = _ending(base)
    alike = [path for path in known if _ending(path) == ending]
    if sought.need.searched and not _OWN_PROGRAM.search(base):
        return None if ending in {".exe", ".msi"} else nearest(base, alike, _ALIKE)
    may_differ = not ending or _ARCHIVE.search(base)
    candidates = alike or [path for path in known if may_differ and (not ending or _ARCHIVE.search(path))]
    found = nearest(sought.place.path, candidates) or nearest(sought.place.path, known, _ALMOST)
    if found and (len(posixpath.basename(found)) == len(base) or near(_stem(base), [_stem(found)], share=_STEM)):
        return found
    sets_up = bool(ending) and len(alike) == 1 and _OWN_PROGRAM.search(_stem(alike[0]))
    return alike[0] if sets_up else None


def _stem(path: str) -> str:
    base = posixpath.basename(path)
    return base.removesuffix(_ending(base)).lower()


def _ending(path: str) -> str:
    match = re.search(r"(?:\.tar)?\.[A-Za-z]\w*\Z", path)
    return match[0].lower() if match else ""


def _written(sought: Sought, path: str) -> str:
    """Return a path of a resource file as the command would write it."""
    text = sought.need.word.text
    if sought.start is None or (sought.start == ABOVE and sought.need.word.variables):
        return _by_variable(sought, path)
    if sought.start == ABOVE:
        path = f"wd/{path}"
    elif sought.start:
        path = posixpath.relpath(path, sought.start)
    backslashes = "\\" in text or bool(sought.analysis.windows) or sought.analysis.shell is Shell.cmd
    if backslashes:
        path = path.replace("/", "\\")
    if path.startswith("."):
        return path
    if re.match(r"\.[\\/]", text) or (sought.need.runs and not sought.need.searched):
        return f".\\{path}" if backslashes else f"./{path}"
    return path


def _reader(sought: Sought) -> str:
    if sought.need.runs:
        return "the shell" if sought.analysis.shell is not None and sought.analysis.script is not None else "the node"
    return shown_command(sought.command)


def _list_of(known: list[str]) -> str:
    shown = [shown_word(path) for path in known[:_FEW]]
    if len(known) > _FEW:
        return f": the resource files are {', '.join(shown)} and others"
    return (
        f": the only resource file is {shown[0]}"
        if not shown[1:]
        else f": the resource files are {' and '.join([', '.join(shown[:-1]), shown[-1]])}"
    )


@rule(
    "BM413",
    Severity.error,
    "file that can't be executed",
    TASKS,
    reads=("resourceFiles", "containerSettings"),
    explains=COMMAND_LINE_FAILURES,
)
def not_executable(context: Context[Task]) -> Iterator[Finding]:
    """Find a file that is run directly and whose mode doesn't allow that: a resource file, or one that the script writes."""
    files = files_of(context)
    if value_of(context.model, "container_settings") is None:
        for run, program in not_made_executable(context, files):
            yield context.finding(
                f'{shown_word(program)} fails with "permission denied": a file that the script downloads or writes has no '
                "execute permission.",
                f"Run chmod +x {shown_word(program)} before.",
                "commandLine",
                span=run.span,
                severity=run.severity,
            )
    for sought in sought_files(context):
        if (
            files is None
            or sought.executable is not False
            or sought.analysis.windows
            or sought.analysis.shell in {Shell.cmd, Shell.powershell}
        ):
            continue
        path = sought.place.path
        name, mode = _shown(sought), files.mode_of(path) or ""
        interpreter = _INTERPRETERS.get(_ending(path))
        instead = f", or run {interpreter} {shown_word(path)}" if interpreter else ""
        yield context.finding(
            f'{name} fails with "permission denied": its fileMode {shown_word(mode)} has no execute permission.',
            f"Set fileMode to {_with_execution(mode)}{instead}.",
            "commandLine",
            span=sought.analysis.span(sought.command),
        )


def _with_execution(mode: str) -> str:
    """Return a mode in which those who may read a file may execute it, too."""
    digits = [digit | 1 if (digit := int(each)) & 4 else digit for each in mode[-3:].rjust(3, "0")]
    digits[0] |= 5
    return f"0{''.join(map(str, digits))}"
