"""BM409: packages that the package manager doesn't find."""

from __future__ import annotations

from collections.abc import Iterator

from ..analysis.command_line import analysis_of
from ..analysis.display import shown_word
from ..analysis.distribution_packages import lacking
from ..analysis.distributions import distribution_of
from ..analysis.flow import Status, runs_of
from ..analysis.inner_scripts import meant_parts_of
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
    text = analysis_of(context).text
    for part in meant_parts_of(context):
        for index, command in runs_of(part.analysis):
            family = family_of(command)
            step = part.flow.steps[index]
            if family not in _FAMILIES or "install" not in command.arguments or step.status is Status.unreachable:
                continue
            if step.guarded or {"-s", "--simulate", "--skip-broken", "--dry-run", "--download-only"} & set(command.arguments):
                continue
            certain = step.status.fails and part.counts
            for package in packages_of(command):
                found = lacking(package, family, known, text)
                if found is None and family == "apt" and package == "*":
                    found = _local(command.arguments)
                    package = "the file" if found else package  # noqa: PLW2901  # because a file has no package name
                if found is None:
                    continue
                why, fix = found
                yield context.finding(
                    f"{shown_word(package)} {why}.",
                    fix,
                    "commandLine",
                    span=part.analysis.span(command),
                    severity=None if certain else Severity.warning,
                )
                break


def _local(arguments: tuple[str, ...]) -> tuple[str, str] | None:
    """Return what is wrong with a file without a directory, which ``apt-get`` takes for the name of a package."""
    name = next(
        (text for text in arguments if text.endswith(".deb") and "/" not in text and text[:1] not in {"$", "-", "*"}), ""
    )
    if not name or "*" in name or "$" in name:
        return None
    why = f"{shown_word(name)} has no directory, so it is taken for the name of a package and the installation fails"
    return why, f"Use ./{shown_word(name)}."
