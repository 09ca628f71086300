"""BM311: packages that are installed before the lists of packages are updated."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...models.start_task import StartTask
from ...shells.script import Command, Shell
from ..analysis.command_line import without_prefixes
from ..analysis.display import shown_word
from ..analysis.distributions import distribution_of
from ..analysis.flow import Status, runs_of
from ..analysis.inner_scripts import Part, meant_parts_of
from ..analysis.word_sets import names
from ..analysis.written_files import targets_of
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
_SOURCES = re.compile(r"/etc/apt/sources\.list(?:\.d/.+)?")
_SCRIPT_OPTION = re.compile(r"-[a-z]*c")
_UPDATES = re.compile(r"\bupdate\b|\./|\.sh\b|\.py\b|\b(?:curl|wget|add-apt-repository)\b")
_INTERPRETERS = names("bash sh dash zsh source . python python3 perl ansible-playbook cloud-init make env eval")


@rule(
    "BM311",
    Severity.warning,
    "apt-get install before apt-get update",
    StartTask,
    reads=("virtualMachineConfiguration", "resourceFiles"),
    explains=(FailureKind.command,),
)
def stale_lists(context: Context[StartTask]) -> Iterator[Finding]:
    """Find a script whose first use of apt is an installation."""
    known = distribution_of(context)
    if known is not None and not known.has_dash:
        return
    for part in meant_parts_of(context):
        if part.analysis.shell not in {Shell.posix, None}:
            continue
        if any(_may_update(command) for command in part.before):
            return
        for index, command in runs_of(part.analysis):
            if _may_update(command):
                yield from _added_later(context, part, index)
                return
            if command.name in _APT and not _INSTALLING.isdisjoint(command.arguments[:_FIRST]):
                in_function = part.flow.steps[index].nested
                if not (in_function and any(map(_may_update, part.analysis.commands))):
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
        severity = Severity.error if step.status.fails and part.counts else None
    yield context.finding(
        f"{command.name} {action} uses the package lists of the image, {lists}, so that it doesn't find the packages.",
        f"Run apt-get update first: apt-get update && {command.name} {action} …",
        "commandLine",
        span=part.analysis.span(command),
        severity=severity,
    )


def _added_later(context: Context[StartTask], part: Part, updated: int) -> Iterator[Finding]:
    """Find a repository that is added after the last update, and an installation after it."""
    added = ""
    for step in part.flow.steps[updated:]:
        command = without_prefixes(step.command)
        if command.name in _APT and _installs_now(command):
            if added and not step.guarded and step.status is not Status.unreachable:
                yield context.finding(
                    f"{command.name} install doesn't know the packages of {added}, which was added after apt-get update.",
                    "Run apt-get update after the repository is added.",
                    "commandLine",
                    span=part.analysis.span(step.command),
                )
                return
        elif _may_update(command):
            added = ""
        elif target := next((text for text in targets_of(command) if _SOURCES.match(text)), ""):
            added = shown_word(target)


def _installs_now(command: Command) -> bool:
    return not _INSTALLING.isdisjoint(command.arguments[:_FIRST]) and _brings_packages(command)


def _may_update(command: Command) -> bool:
    """Return whether a command updates the lists, or runs a script that may do so."""
    if command.name in _APT:
        return "update" in command.arguments
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
        for before, text in zip(("", *command.arguments), command.arguments, strict=False)
        if not text.startswith("-") and before not in _OPTION_WITH_VALUE and text not in _INSTALLING
    ]
    if not _ONLY_SHOWING.isdisjoint(command.arguments):
        return False
    return bool(plain) and not all(_LOCAL.fullmatch(text) for text in plain)
