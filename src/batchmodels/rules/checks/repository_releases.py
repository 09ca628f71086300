"""BM435: repositories of another release than the node's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..analysis.command_line import analysis_of
from ..analysis.display import shown_word
from ..analysis.distributions import CODE_NAMES, Distribution, distribution_of
from ..analysis.el_repositories import plain_release, wrong_repository
from ..analysis.linux_runs import Run, runs_on_linux
from ..analysis.system_files_written import writes_of
from ..command_lines import COMMAND_LINES, CommandLine
from ..context import Context
from ..failure_kinds import FailureKind
from ..finding import Finding, Severity
from ..rule import rule

_SUITE = re.compile(
    rf"(?m)^\s*deb\s+(?:\[[^\]\n]*\]\s*)?https?://\S+\s+({'|'.join(CODE_NAMES)})(?=[-/\s]|\Z)"
    rf"|^Suites:\s*({'|'.join(CODE_NAMES)})(?=[-/\s]|\Z)"
)
_REMOVING = frozenset({"-r", "--remove", "-S", "--list", "-L"})
_WITHOUT_LAUNCHPAD = (12, 0)
"""The release whose ``add-apt-repository`` needs python3-launchpadlib for a PPA, and doesn't install it."""
_OF_DEBIAN = 15  # releases of Debian have lower numbers than those of Ubuntu


@rule(
    "BM435",
    Severity.warning,
    "repository of another release",
    COMMAND_LINES,
    reads=("virtualMachineConfiguration", "containerSettings"),
    explains=(FailureKind.command,),
)
def other_release(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find a repository that is made for another release of a distribution than the node has."""
    yield from _renamed(context)
    known = distribution_of(context)
    if known is None or known.version is None or not known.has_dash:
        return
    for run in runs_on_linux(context):
        texts = [write.text or "" for write in writes_of(run) if write.path.startswith("/etc/apt/sources.list")]
        if run.command.name in {"add-apt-repository", "apt-add-repository"}:
            texts += run.command.arguments
            ppa = next((text for text in run.command.arguments if text.startswith("ppa:")), None)
            if ppa is not None and known.family == "debian" and not _REMOVING & {*run.command.arguments}:
                yield _for_ubuntu(context, run, known, ppa)
                return
        for text in texts:
            found = _SUITE.search(text)
            suite = (found[1] or found[2]) if found else ""
            if not suite or CODE_NAMES[suite] == known.version:
                continue
            family = "Debian" if CODE_NAMES[suite][0] < _OF_DEBIAN else "Ubuntu"
            number = f"{CODE_NAMES[suite][0]}" if family == "Debian" else f"{CODE_NAMES[suite][0]}.{CODE_NAMES[suite][1]:02}"
            yield context.finding(
                f"the repository is for {family} {number} ({suite}), but the node has {known.name}: its packages may depend on "
                "versions that the node doesn't have, so that they can't be installed.",
                f"Use the repository for {known.name}, for example with $(. /etc/os-release && echo $VERSION_CODENAME).",
                "commandLine",
                span=run.span,
            )
            return


def _for_ubuntu(context: Context[CommandLine], run: Run, known: Distribution, ppa: str) -> Finding:
    """Return the finding about a PPA on Debian, where ``add-apt-repository`` or the next update fails."""
    fails = known.version == _WITHOUT_LAUNCHPAD and "launchpadlib" not in analysis_of(context).text
    then = f"{run.command.name} fails" if fails else "apt finds no packages in it and fails"
    return context.finding(
        f"the PPAs of Launchpad are built for releases of Ubuntu, not for {known.name}: with {shown_word(ppa)}, {then}.",
        "Use the packages of Debian or of its backports, a repository for Debian, or an image of Ubuntu.",
        "commandLine",
        span=run.span,
        severity=run.severity if fails else None,
    )


def _renamed(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find ``powertools`` on AlmaLinux 9 and Rocky Linux 9, which name it ``crb``."""
    release = plain_release(context)
    if release is None or analysis_of(context).in_container:
        return
    for run in runs_on_linux(context):
        found = wrong_repository(release, run.command)
        if found is not None:
            yield context.finding(*found, "commandLine", span=run.span, severity=run.severity)
            return
