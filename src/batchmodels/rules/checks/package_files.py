"""BM426: package files that dpkg and apt-get can't install as written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..analysis.command_line import analysis_of
from ..analysis.file_arguments import path_of
from ..analysis.linux_runs import Run, runs_on_linux
from ..analysis.repositories import installed_packages
from ..analysis.system_files_written import writes_of
from ..command_lines import COMMAND_LINES, CommandLine
from ..context import Context
from ..failure_kinds import FailureKind
from ..finding import Finding, Severity
from ..rule import rule

_WITH_DEPENDENCIES = re.compile(
    r"(?i)(?:.*/)?(?:google-chrome|microsoft-edge|code_|vscode|rstudio|wkhtmlto|zoom_|slack-desktop|teams_|opera-|brave-browser|"
    r"libreoffice|nordvpn|skypeforlinux|discord)[^/]*\.deb\Z|.*/(?:sha/download|linux-deb-x64)"
)
"""Packages of desktop programs, whose libraries a server image doesn't have."""
_REPAIRS = re.compile(r"\s(?:-[a-z]*f[a-z]*|--fix-broken)(?:\s|\Z)")
_LIBRARIES = re.compile(r"lib|fonts-|gdebi")
_PLAIN_FILE = re.compile(r"[\w.+~-]+\.deb\Z")


@rule(
    "BM426", Severity.error, "package file that can't be installed as written", COMMAND_LINES, explains=(FailureKind.command,)
)
def package_file(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find ``dpkg -i`` of a package with dependencies, and ``apt-get install file.deb`` without a path."""
    sources: dict[str, str] = {}
    libraries = False
    for run in runs_on_linux(context):
        for write in writes_of(run):
            sources[path_of(write.path)] = write.source or write.path
        libraries = libraries or any(map(_LIBRARIES.match, installed_packages(run.command)))
        found = _by_apt(run) or (None if libraries else _by_dpkg(run, sources, analysis_of(context).text))
        if found is not None:
            message, fix = found
            yield context.finding(message, fix, "commandLine", span=run.span, severity=run.severity)
            return


def _by_apt(run: Run) -> tuple[str, str] | None:
    """Return what is wrong with a file that apt-get takes for the name of a package."""
    command = run.command
    if command.name not in {"apt-get", "apt"} or "install" not in command.arguments:
        return None
    start = command.arguments.index("install") + 1
    for word in command.words[start + 1 :]:
        if _PLAIN_FILE.match(word.text) and not word.variables and not word.text.startswith("-"):
            return (
                (
                    f"{command.name} takes {word.text[:60]} for the name of a package, which it doesn't find, "
                    "because the file has no path."
                ),
                f"Use ./{word.text[:60]}.",
            )
    return None


def _by_dpkg(run: Run, sources: dict[str, str], text: str) -> tuple[str, str] | None:
    """Return what is wrong with dpkg for a package that needs others."""
    command = run.command
    if command.name != "dpkg" or {"-i", "--install"}.isdisjoint(command.arguments):
        return None
    stops = "errexit" in run.step.options or run.step.statement.operators[:1] == ("&&",)
    if "||" in run.step.statement.operators:
        return None
    for file in command.arguments:
        source = sources.get(path_of(file), file)
        if _WITH_DEPENDENCIES.match(source.partition("?")[0]):
            if not stops and _REPAIRS.search(text):
                return None
            return (
                f"dpkg doesn't install what {file[:60]} depends on, and a server image doesn't have it, so dpkg fails.",
                f"Use apt-get update && apt-get install -y {file[:60] if '/' in file else './' + file[:60]}.",
            )
    return None
