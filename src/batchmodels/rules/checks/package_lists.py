"""BM311: packages that are installed before the lists of packages are updated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from ...models.start_task import StartTask
from ...shells.script import Command, Shell
from ..analysis.distributions import distribution_of
from ..analysis.inner_scripts import Part, meant_parts_of
from ..analysis.linux_runs import runs_on_linux
from ..analysis.system_files_written import Write, writes_of
from ..analysis.word_sets import names
from ..context import Context
from ..failure_kinds import FailureKind
from ..finding import Finding, Severity
from ..rule import rule

_APT = names("apt-get apt aptitude")
_UPDATING = names("update add-apt-repository")
_INSTALLING = names("install build-dep")
_FIRST = 12  # arguments among which the action is
_LOCAL = re.compile(r"\.{0,2}/.*|.*\.deb\Z", re.DOTALL)
_OPTION_WITH_VALUE = frozenset({"-o", "-t", "-c", "--option", "--target-release", "--default-release", "--config-file"})
_ONLY_SHOWING = names("-s --simulate --dry-run --just-print --no-act --print-uris --no-download --help -h")
_SOURCES = re.compile(r"/etc/apt/sources\.list(?:\Z|\.d/.)")
_REPOSITORY_PACKAGE = re.compile(r"(?:-prod|[-_]release|cuda-keyring|cuda-repo|apt-config)\S*\.deb\Z")
_SCRIPT_OPTION = re.compile(r"-[a-z]*c")
_UPDATES = re.compile(r"\bupdate\b|\./|\.sh\b|\.py\b|\b(?:curl|wget|add-apt-repository)\b")
_INTERPRETERS = names("bash sh dash zsh source . python python3 perl ansible-playbook cloud-init make eval")


@rule(
    "BM311",
    Severity.warning,
    "apt-get install before apt-get update",
    StartTask,
    reads=("virtualMachineConfiguration", "resourceFiles"),
    explains=(FailureKind.command,),
)
def stale_lists(context: Context[StartTask]) -> Iterator[Finding]:
    """Find a script whose first use of apt is an installation, and one that doesn't update the lists of a new repository."""
    first = next(_first_use(context), None)
    if first is not None:
        yield first
    else:
        yield from _after_repository(context)


def _first_use(context: Context[StartTask]) -> Iterator[Finding]:
    known = distribution_of(context)
    if known is not None and not known.has_dash:
        return
    for part in meant_parts_of(context):
        if part.analysis.shell not in {Shell.posix, None}:
            continue
        if part.after_scripts or any(map(_may_update, part.earlier)):
            return
        for index, command in part.analysis.runs:
            if _may_update(command) or part.runs_a_script(index):
                return
            if command.name in _APT and not _INSTALLING.isdisjoint(command.arguments[:_FIRST]):
                in_function = part.flow.steps[index].nested
                if not (in_function and any(_may_update(each) for _, each in part.analysis.runs)):
                    yield from _installation(context, part, index, command)
                return


def _installation(context: Context[StartTask], part: Part, index: int, command: Command) -> Iterator[Finding]:
    if part.flow.steps[index].guarded or not _brings_packages(command):
        return
    action = next(text for text in command.arguments if text in _INSTALLING)
    step, lists = part.flow.steps[index], "which may be empty or outdated"
    severity = Severity.note if part.analysis.shell is None else None
    if part.analysis.in_container and distribution_of(context) is not None:
        lists = "which are empty"  # in the official images of Ubuntu and Debian
        severity = Severity.error if step.status.fails else None
    yield context.finding(
        f"{command.name} {action} uses the package lists of the image, {lists}, so that it doesn't find the packages.",
        f"Run apt-get update first: apt-get update && {command.name} {action} …",
        "commandLine",
        span=part.analysis.span(command),
        severity=severity,
    )


def _after_repository(context: Context[StartTask]) -> Iterator[Finding]:
    """Find the first installation after a repository was added, if nothing updates the lists after that."""
    added = installs = None
    for run in runs_on_linux(context):
        if _may_update(run.command):
            added = installs = None
        elif any(map(_adds_repository, writes_of(run))) or _installs_repository(run.command):
            added = run
        elif added is not None and run.command.name in _APT and _brings_named_packages(run.command):
            installs = installs or run
    if added is None or installs is None or installs.step.guarded or added.step.guarded:
        return
    yield context.finding(
        f"{installs.command.name} install finds no package of the repository that was added after the last apt-get update: its "
        "lists aren't fetched.",
        "Run apt-get update after the repository is added.",
        "commandLine",
        span=installs.span,
    )


def _adds_repository(write: Write) -> bool:
    return bool(_SOURCES.match(write.path)) and (write.text is None or "deb" in write.text or "URIs" in write.text)


def _installs_repository(command: Command) -> bool:
    """Return whether a command installs a package that contains the entry of a repository."""
    installs = command.name in _APT or (command.name == "dpkg" and not {"-i", "--install"}.isdisjoint(command.arguments))
    return installs and any(map(_REPOSITORY_PACKAGE.search, command.arguments))


def _brings_named_packages(command: Command) -> bool:
    return not _INSTALLING.isdisjoint(command.arguments[:_FIRST]) and _brings_packages(command)


def _may_update(command: Command) -> bool:
    """Return whether a command updates the lists, or runs a script that may do so."""
    if command.name in _APT:
        return any(text.removesuffix("\r") == "update" for text in command.arguments)  # BM117 reports the carriage return
    program = command.words[0].text if command.words else ""
    if command.name in _INTERPRETERS and any(map(_SCRIPT_OPTION.fullmatch, command.arguments[:3])):
        return bool(_UPDATES.search(" ".join(command.arguments)))
    return (
        command.name in _UPDATING
        or (command.name in _INTERPRETERS and bool(command.arguments))
        or program.endswith((".sh", ".py"))
        or program.startswith(("./", "$"))
    )


def _brings_packages(command: Command) -> bool:
    """Return whether a command installs packages of a repository: names, and not files or what is broken."""
    plain = [
        text
        for before, text in pairwise(("", *command.arguments))
        if not text.startswith("-") and before not in _OPTION_WITH_VALUE and text not in _INSTALLING
    ]
    if not _ONLY_SHOWING.isdisjoint(command.arguments):
        return False
    return bool(plain) and not all(_LOCAL.fullmatch(text) for text in plain)
