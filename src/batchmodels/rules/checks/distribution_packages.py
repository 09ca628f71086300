"""BM409: packages that the package manager doesn't find."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from ...shells.script import Command
from ..analysis.display import shown_word
from ..analysis.distribution_packages import lacking, needs_classic, not_on_pypi
from ..analysis.distributions import Distribution, distribution_of
from ..analysis.flow import Status, runs_of
from ..analysis.inner_scripts import Part, meant_parts_of
from ..analysis.missing_programs import packages_of
from ..analysis.package_managers import family_of
from ..command_lines import COMMAND_LINES, CommandLine
from ..context import Context
from ..failure_kinds import COMMAND_LINE_FAILURES
from ..finding import Finding, Severity
from ..rule import rule

_FAMILIES = frozenset({"apt", "dnf"})


@rule(
    "BM409",
    Severity.error,
    "package that the distribution doesn't have",
    COMMAND_LINES,
    reads=("virtualMachineConfiguration", "containerSettings"),
    explains=COMMAND_LINE_FAILURES,
)
def missing_package(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find ``apt-get install docker-ce`` without Docker's repository, and ``dnf install build-essential``."""
    known = distribution_of(context)
    for part in meant_parts_of(context):
        for index, command in runs_of(part.analysis):
            step = part.flow.steps[index]
            if step.status is Status.unreachable:
                continue
            severity = None if step.status.fails and part.counts and not step.guarded else Severity.warning
            for why, fix in _refused(part, index, command, known):
                yield context.finding(why, fix, "commandLine", span=part.analysis.span(command), severity=severity)
                break


def _refused(part: Part, index: int, command: Command, known: Distribution | None) -> Iterator[tuple[str, str]]:
    """Yield why a command doesn't install its packages, each with the fix."""
    family = family_of(command)
    if command.name == "snap" and (snap := needs_classic(command.arguments)):
        yield f"snap install refuses {snap} without --classic, so it fails.", "Add --classic."
    if command.name == "dpkg" and (found := _without_dependencies(part, index, command)):
        yield found
    if part.flow.steps[index].guarded or not _ONLY_SHOWING.isdisjoint(command.arguments) or "install" not in command.arguments:
        return
    text = part.analysis.text
    refused: Iterator[tuple[str, tuple[str, str] | None]]
    if family == "pip":
        known = None if _OTHER_PYTHON.search(text) else known
        refused = ((word, not_on_pypi(word, known)) for word in command.arguments if not word.startswith("-"))
    else:
        refused = ((name, lacking(name, family, known, text)) for name in packages_of(command) if family in _FAMILIES)
    yield from ((f"{shown_word(name)} {problem[0]}.", problem[1]) for name, problem in refused if problem is not None)
    if family == "apt" and (file := _local(command.arguments)):
        yield file


def _without_dependencies(part: Part, index: int, command: Command) -> tuple[str, str] | None:
    """Return what is wrong with ``dpkg -i``, which doesn't install what a package needs."""
    step = part.flow.steps[index]
    if not any(re.match(r"-[a-zA-Z]*i|--install", text) for text in command.arguments) or not step.status.fails or step.guarded:
        return None
    repaired = any(
        family_of(each) == "apt" and {"-f", "--fix-broken", "-fy", "-yf"} & set(each.arguments)
        for _, each in itertools.islice(runs_of(part.analysis), index + 1, None)
    )
    downloads = " ".join(text for each in part.analysis.commands[:index] for text in each.arguments if "://" in text)
    large = re.search(
        r"(google-chrome|microsoft-edge|code_|rstudio|zoom|slack|teams|virtualbox|libreoffice)[^/ ]*\.deb", downloads
    )
    installed = any(family_of(each) == "apt" and "install" in each.arguments for each in part.analysis.commands[:index])
    if not repaired and (large is None or installed):
        return None
    then = ", before apt-get -f install runs" if repaired else ""
    return (
        f"dpkg -i fails if a package that the new one needs isn't installed{then}.",
        "Use apt-get install -y ./FILE.deb, which installs them.",
    )


_ONLY_SHOWING = frozenset({"-s", "--simulate", "--skip-broken", "--dry-run", "--download-only"})
_OTHER_PYTHON = re.compile(r"conda|mamba|pyenv|deadsnakes|python3\.\d|\buv\b")


def _local(arguments: tuple[str, ...]) -> tuple[str, str] | None:
    """Return what is wrong with a file without a directory, which ``apt-get`` takes for the name of a package."""
    name = next(
        (text for text in arguments if text.endswith(".deb") and "/" not in text and text[:1] not in {"$", "-", "*"}), ""
    )
    if not name or "*" in name or "$" in name:
        return None
    why = f"{shown_word(name)} has no directory, so it is taken for the name of a package and the installation fails"
    return f"{why}.", f"Use ./{shown_word(name)}."
