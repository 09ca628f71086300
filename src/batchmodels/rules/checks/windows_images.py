"""BM149 and BM325: programs and directories that images of Windows Server don't have."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import NamedTuple

from ...models.start_task import StartTask
from ...shells.script import Command, Shell, Word
from ..analysis.command_line import Analysis, analysis_of
from ..analysis.display import program_of, shown_word
from ..analysis.environment_settings import is_set
from ..analysis.flow import Status
from ..analysis.foreign_programs import is_foreign
from ..analysis.inner_scripts import Part, parts_of
from ..analysis.prefixes import without_prefixes
from ..analysis.steps import Step
from ..analysis.windows_system import ServerImage, installs_nothing, server_image
from ..analysis.word_sets import names
from ..analysis.working_directory import files_of
from ..context import Context
from ..failure_kinds import COMMAND_LINE_FAILURES
from ..finding import Finding, Severity
from ..rule import rule

_ABOUT_PATH = re.compile(
    r"(?i)\bpath\s*=|env:path\b|\bpath\"?\s*,|setx\s+(?:/m\s+)?\"?path\b|refreshenv|\bset-alias\b|\bfunction\b"
)
_HOW = {
    "choco": "Install Chocolatey first, as https://chocolatey.org/install shows.",
    "pwsh": "Use powershell, which every image has, or install PowerShell 7 first.",
    "wmic": "Use Get-CimInstance in PowerShell.",
    "bash": "Use cmd or powershell.",
    "sh": "Use cmd or powershell.",
}
_EXAMINED = frozenset({Status.asked, Status.handled, Status.unreachable})


@rule(
    "BM149",
    Severity.error,
    "program that the Windows image doesn't have",
    StartTask,
    reads=("virtualMachineConfiguration", "environmentSettings", "resourceFiles"),
    explains=COMMAND_LINE_FAILURES,
)
def missing_program(context: Context[StartTask]) -> Iterator[Finding]:
    """``pwsh``, ``python`` and ``choco`` on an image of Windows Server."""
    image, analysis = server_image(context), analysis_of(context)
    files = files_of(context)
    if image is None or analysis.in_container or _ABOUT_PATH.search(analysis.text) or (files and not files.complete):
        return
    if is_set(context, "PATH") or is_foreign(context, analysis.words):
        return
    brought = {path.lower().rpartition(".")[0] for path in (files.modes if files else ())}
    outer = without_prefixes(Command(analysis.words))
    if _is_missing(outer, image, brought) and analysis.shell is not Shell.posix:
        yield _not_found(context, outer, image, Severity.error)
        return
    for part in parts_of(context):
        if part.analysis.shell is Shell.posix or part.analysis.script is None or part.before:
            continue
        for step in part.flow.steps:
            command = program_of(part.analysis, step.command)
            in_powershell = part.analysis.shell is Shell.powershell and not step.guarded
            if in_powershell and (module := _module_of(command, analysis.text)):
                yield context.finding(
                    f"{image.name} has no module {module}, so {shown_word(command.words[0].text)} fails.",
                    f"Run Install-Module {module} -Scope AllUsers -Force before.",
                    "commandLine",
                    severity=Severity.warning,
                    span=part.analysis.span(step.command),
                )
                return
            if _is_missing(command, image, brought) and not step.guarded and step.status not in _EXAMINED:
                fails = step.status.fails
                yield _not_found(context, command, image, Severity.error if fails else Severity.warning, part)
                return
            if not step.command.assignments and not installs_nothing(command.name):
                return
            brought |= {*map(_stem, command.arguments)}  # it may make a program of this name: curl -o python.exe


_OF_MODULES = (
    (re.compile(r"[a-z]+-az[a-z]+"), "Az"),
    (re.compile(r"(?:install|get)-windowsupdate"), "PSWindowsUpdate"),
    (re.compile(r"invoke-sqlcmd"), "SqlServer"),
    (re.compile(r"[a-z]+-s3[a-z]+"), "AWS.Tools.S3"),
)
_BRINGING_MODULES = re.compile(r"(?i)(?:install|save)-module|psmodulepath|\.ps[dm]1")
_MODULES = names("az sqlserver pswindowsupdate carbon azuread msonline importexcel powershell-yaml posh-git 7zip4powershell")


def _module_of(command: Command, text: str) -> str:
    """Return the module of a cmdlet that the image doesn't have; empty if nothing is missing."""
    if command.name in {"import-module", "ipmo"}:
        named = (word for word in command.arguments if word.lower().partition(".")[0] in _MODULES and "\\" not in word)
        module = next(named, "")
    else:
        module = next((module for pattern, module in _OF_MODULES if pattern.fullmatch(command.name)), "")
    return "" if module and _BRINGING_MODULES.search(text) else module


def _is_missing(command: Command, image: ServerImage, brought: set[str]) -> bool:
    """Return whether a command is the name of a program that the image lacks, without a directory."""
    written = command.words[0].text.lower() if command.words else ""
    return written.removesuffix(".exe") in image.lacking and command.name not in brought


def _stem(path: str) -> str:
    """Return the name of a file without its directory and ending, in lower case."""
    return re.split(r"[\\/]", path.lower())[-1].rpartition(".")[0]


def _not_found(
    context: Context[StartTask], command: Command, image: ServerImage, severity: Severity, part: Part | None = None
) -> Finding:
    name = command.name
    is_old = name == "wmic" or image.year < 2019  # noqa: PLR2004  # a version of Windows
    return context.finding(
        f"{image.name} has no {name}, so the command isn't found.",
        _HOW.get(name, f"Install {name} first, or bring it as a resource file or an application package, and use its path."),
        "commandLine",
        severity=Severity.warning if is_old and name == "wmic" else severity,
        span=part.analysis.span(command) if part else None,
    )


_EXISTING = {
    "c": names("windows users perflogs packages windowsazure batch inetpub temp tmp azuredata recovery"),
    "d": names("batch"),
}
_PATH = re.compile(r"(?i)\"?'?([cd]):[\\/]([^\\/\"'%$*?<>|:]+)([\\/].*)?\"?'?", re.DOTALL)
_MAKING = names("mkdir md new-item ni robocopy xcopy expand-archive 7z 7za git install-module save-module subst mklink")
_CHANGING = names("cd chdir pushd set-location sl push-location")
_WRITING = names("out-file set-content add-content export-csv export-clixml start-transcript tee-object sc ac")
_DOWNLOADING = names("invoke-webrequest iwr curl wget start-bitstransfer invoke-restmethod irm")
_COPYING = names("copy move copy-item move-item cp mv cpi mi")


class _Needed(NamedTuple):
    """A directory that a command needs: the word with a path in it, and what happens without it."""

    word: Word
    effect: str


@rule(
    "BM325",
    Severity.warning,
    "directory that doesn't exist on Windows",
    StartTask,
    reads=("virtualMachineConfiguration",),
    explains=COMMAND_LINE_FAILURES,
)
def missing_directory(context: Context[StartTask]) -> Iterator[Finding]:
    r"""``cmd /c setup.exe > C:\logs\setup.log``."""
    if server_image(context) is None or analysis_of(context).in_container:
        return
    made: set[str] = set()
    for part in parts_of(context):
        if part.analysis.shell is Shell.posix or part.before:
            continue
        for step in part.flow.steps:
            command = program_of(part.analysis, step.command)
            answered = command.name == "xcopy" and (step.reads or any("<" in each.operator for each in step.command.redirects))
            if not (step.guarded or step.asked or answered) and (needed := _needed(command, part.analysis, made)):
                path = shown_word(needed.word.text.strip("\"'"))
                top = shown_word(_top(needed.word) or "")
                yield context.finding(
                    f"the image has no {top}, so {needed.effect.replace('PATH', path)}.",
                    f"End the path with a backslash: {path}\\."
                    if command.name == "xcopy"
                    else f"Create it before: {_creation(part.analysis, top)}.",
                    "commandLine",
                    span=part.analysis.span(needed.word),
                )
                return
            if not _follow(command, step, made):
                return


def _follow(command: Command, step: Step, made: set[str]) -> bool:
    """Record the directories that a command may create; return False if it may create any."""
    words = (*command.words[1:], *step.command.assignments)
    if command.name in _MAKING or step.command.assignments or command.name in _COPYING | _DOWNLOADING | _WRITING | _CHANGING:
        made.update(top.lower() for word in words if (top := _top(word)))
        return True
    return not command.words or installs_nothing(command.name) or command.name in {"tar", "expand"}


def _top(word: Word) -> str:
    r"""Return the first directory of a path on a drive, such as ``C:\tools``; empty without one."""
    match = _PATH.fullmatch(word.raw) or _PATH.fullmatch(word.text)
    return f"{match[1].upper()}:\\{match[2]}" if match else ""


def _needed(command: Command, script: Analysis, made: set[str]) -> _Needed | None:
    """Return the directory that a command needs and that can't exist."""
    return next((needed for needed in _needs(command, script) if _is_absent(needed.word, made)), None)


def _is_absent(word: Word, made: set[str]) -> bool:
    top = _top(word)
    if not top or top.lower() in made:
        return False
    first = top[3:].lower()
    return first not in _EXISTING[top[0].lower()] and not first.startswith(("program", "documents"))


def _is_within(word: Word) -> bool:
    """Return whether a path names something in a directory, not the directory itself."""
    match = _PATH.fullmatch(word.raw) or _PATH.fullmatch(word.text)
    return match is not None and bool((match[3] or "").strip("\\/\"'"))


def _needs(command: Command, script: Analysis) -> Iterator[_Needed]:
    for redirect in command.redirects:
        if ">" in redirect.operator and _is_within(redirect.target):
            yield _Needed(redirect.target, "the shell can't write to PATH and doesn't run the command")
    name, words = command.name, command.words
    written = words[0].text if words else ""
    for option, value in itertools.pairwise(words[1:]):
        if effect := _effect(command, option.text):
            within = name == "tar" or _is_within(value)
            yield from [_Needed(value, effect)] if within else []
    if name in _WRITING and script.shell is Shell.powershell and words[1:] and _is_within(words[1]):
        yield _Needed(words[1], f"{written} can't write PATH")
    yield from _as_a_file(command)
    plain = [word for word in words[1:] if not re.match(r"/\w|-\w", word.text)]
    if name in _COPYING and len(plain) == 2 and _is_within(plain[1]):  # noqa: PLR2004  # a source and a target
        yield _Needed(plain[1], f"{written} can't write to PATH")


def _as_a_file(command: Command) -> Iterator[_Needed]:
    """A directory as the target of a copy, which becomes a file if it doesn't exist."""
    plain = [word for word in command.words[1:] if not re.match(r"/\w|-\w", word.text)]
    if len(plain) != 2 or not re.fullmatch(r"[^.*?]*[^.*?\\/]", plain[1].text.strip("\"'")[3:]):  # noqa: PLR2004  # a source and a target
        return
    options = {text.lower() for text in command.arguments}
    if not re.search(r"\.\w+\W*\Z", plain[0].text):
        return
    if not _is_within(plain[1]) and command.name in {"copy", "move", "copy-item"} and not {"-recurse", "-container"} & options:
        yield _Needed(plain[1], f"{command.words[0].text} makes a file with the name PATH")
    if command.name == "xcopy" and not {"/i", "/s", "/e"} & options:
        yield _Needed(plain[1], "xcopy asks whether PATH is a file or a directory, and nothing can answer")


def _effect(command: Command, option: str) -> str:
    """Return what happens if the path after an option doesn't exist; empty if the option takes no such path."""
    name, lower = command.name, option.lower()
    if name in {"curl", "wget"} and lower in {"-o", "--output"} and "--create-dirs" not in command.arguments:
        return f"{name} can't write PATH"
    written = command.words[0].text
    if name in _DOWNLOADING | _WRITING and lower.startswith(("-outf", "-file", "-dest", "-path")):
        return f"{written} can't write PATH"
    if name == "tar" and option in {"-C", "--directory"}:
        return "tar can't change to it"
    is_log = name == "msiexec" and re.fullmatch(r"[/-]l.*", lower)
    return "msiexec can't write its log and fails with 1622" if is_log else ""


def _creation(script: Analysis, top: str) -> str:
    if script.shell is Shell.powershell:
        return f"New-Item -ItemType Directory -Force {top}"
    return f"(if not exist {top} mkdir {top})"
