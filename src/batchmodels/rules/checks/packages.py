"""BM420, BM421 and BM422: packages that a release doesn't have, and packages that ask for something before they install."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...shells.script import Command
from ..analysis.command_line import analysis_of
from ..analysis.distribution_packages import lacks
from ..analysis.distributions import Distribution, distribution_of
from ..analysis.el_repositories import installs_podman, lacking_package, missing_service, plain_release
from ..analysis.environment_settings import environment_of
from ..analysis.linux_runs import runs_on_linux
from ..analysis.python_packages import runs_other_scripts
from ..analysis.repositories import installed_packages, repositories_in
from ..analysis.word_sets import names
from ..command_lines import COMMAND_LINES, TASK, CommandLine
from ..context import Context
from ..failure_kinds import FailureKind
from ..finding import Finding, Severity
from ..rule import rule


@rule(
    "BM420",
    Severity.error,
    "package that the distribution doesn't have",
    COMMAND_LINES,
    reads=("virtualMachineConfiguration", "containerSettings"),
    explains=(FailureKind.command,),
)
def missing_package(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find ``apt-get install`` of a package that the release no longer has, or that only another repository has."""
    known = distribution_of(context)
    added = repositories_in(analysis_of(context).text)
    yield from _missing_on_el(context)
    if known is None or added is None or not (known.is_plain or known.family == "el" or analysis_of(context).in_container):
        return
    microsoft, others = added
    where = known.name if known.family != "el" else "the family of Red Hat"
    for run in runs_on_linux(context):
        if runs_other_scripts(run.part, run.index):
            continue
        is_apt = run.command.name in {"apt-get", "apt", "aptitude"}
        release = _wrong_release(run.command, known, analysis_of(context).text) if is_apt and not others else None
        if release is not None:
            yield context.finding(*release, "commandLine", span=run.span, severity=run.severity)
            return
        for name in installed_packages(run.command) if is_apt != (known.family == "el") else ():
            fix = lacks(known, name, microsoft=microsoft, others=others)
            if fix is not None:
                yield context.finding(
                    f"{where} has no package {name}, so {run.command.name} install fails and installs nothing.",
                    fix,
                    "commandLine",
                    span=run.span,
                    severity=run.severity,
                )
                return


def _missing_on_el(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find packages of EPEL, and the service of Docker, on AlmaLinux, Rocky Linux and Red Hat Enterprise Linux."""
    release, analysis = plain_release(context), analysis_of(context)
    if release is None or analysis.in_container:
        return
    has_podman = False
    for run in runs_on_linux(context):
        if runs_other_scripts(run.part, run.index):
            return
        has_podman = has_podman or installs_podman(run.command)
        found = lacking_package(release, run.command, analysis.text)
        if found is None and has_podman:
            found = missing_service(release, run.command, analysis.text)
        if found is not None:
            yield context.finding(*found, "commandLine", span=run.span, severity=run.severity)
            return


_PIN = re.compile(
    r"([a-z0-9][a-z0-9+.-]*)(?::\w+)?=(\S*(?:ubuntu|~)\S*?(?<![0-9])((?:1[468]|2[0-9])\.(?:04|10))(?![0-9])\S*)\Z"
)
_DEBIAN_PIN = re.compile(r"([a-z0-9][a-z0-9+.-]*)(?::\w+)?=(\S*[+~]deb(\d{1,2})u\d+\S*)\Z")


def _wrong_release(command: Command, known: Distribution, text: str) -> tuple[str, str] | None:
    """Return what is wrong with a version of another release, or a package of an architecture that isn't enabled."""
    if "install" not in command.arguments or known.version is None or known.family not in {"ubuntu", "debian"}:
        return None
    for argument in command.arguments:
        pin = (_PIN if known.family == "ubuntu" else _DEBIAN_PIN).match(argument)
        version = tuple(int(each) for each in (f"{pin[3]}.0".split(".")[:2])) if pin else known.version
        if pin is not None and version != known.version:
            return (
                (
                    f"{known.name} doesn't have {pin[1]} in version {pin[2]}, which is of another release, so "
                    f"{command.name} install fails and installs nothing."
                ),
                f"Use a version of {known.name}, or none: apt-get install {pin[1]}.",
            )
        if re.fullmatch(r"[a-z0-9][a-z0-9+.-]*:i386(?:=.*)?", argument) and not re.search(r"add-architecture|i386/", text):
            return (
                f"the architecture i386 isn't enabled, so {command.name} doesn't find {argument} and installs nothing.",
                "Run dpkg --add-architecture i386 before apt-get update.",
            )
    return None


_CLASSIC = names(
    "aws-cli powershell google-cloud-cli google-cloud-sdk kubectl helm terraform code code-insiders go node ruby rustup dotnet "
    "dotnet-sdk cmake certbot microk8s kotlin flutter blender heroku ripgrep nvim snapcraft charmcraft gradle groovy "
    "android-studio pycharm-community pycharm-professional intellij-idea-community sublime-text emacs zig julia opentofu"
)
"""Snaps with classic confinement in their stable channel."""


@rule("BM421", Severity.error, "snap that needs --classic", COMMAND_LINES, explains=(FailureKind.command,))
def classic_snap(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find ``snap install`` of a snap with classic confinement."""
    for run in runs_on_linux(context):
        words = run.command.arguments
        if run.command.name != "snap" or words[:1] != ("install",) or {"--classic", "--jailmode", "--devmode"} & set(words):
            continue
        snap = next((text for text in words[1:] if text in _CLASSIC), None)
        if snap is not None:
            yield context.finding(
                f"the snap {snap} has classic confinement, so snap install refuses it without --classic.",
                f"Use snap install {snap} --classic.",
                "commandLine",
                span=run.span,
                severity=run.severity,
            )
            return


_MSSQL = re.compile(r"msodbcsql(?:13|17|18)?|mssql-tools(?:18)?|mssql-server")
_DEBCONF = re.compile(
    r"(?:ubuntu-restricted-(?:extras|addons)|ttf-mscorefonts-installer|steam(?:-installer|-launcher|cmd)?|sun-java6-\w+|"
    r"oracle-java\d+-installer)"
)
_ACCEPTING = re.compile(
    r"debconf-set-selections|debconf-communicate|accepted-.*eula|mscorefonts-eula|steam/(?:question|license)", re.IGNORECASE
)


@rule(
    "BM422",
    Severity.error,
    "package whose license isn't accepted",
    COMMAND_LINES,
    reads=("environmentSettings", "commonEnvironmentSettings"),
    explains=(FailureKind.command,),
)
def license_question(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find packages that install only after their license is accepted, which nothing does."""
    text = analysis_of(context).text
    if "ACCEPT_EULA" not in text and "ACCEPT_EULA" not in environment_of(context) and _MSSQL.search(text):
        yield from _unaccepted(context, _MSSQL)
    if not _ACCEPTING.search(text) and _DEBCONF.search(text):
        yield from _undecided(context)
    if _ANACONDA.search(text) and not _OTHER_CHANNELS.search(text) and _ACCEPTS_ALL not in environment_of(context):
        yield from _terms_of_service(context)


_ANACONDA = re.compile(
    r"repo\.anaconda\.com/(?:miniconda/Miniconda3-(?:latest|py\d+_(?:25\.(?:[5-9]|1\d)|2[6-9]\.))"
    r"|archive/Anaconda3-202(?:5\.(?:0[6-9]|1\d)|[6-9]))"
)
"""The installers whose conda asks for agreement to the terms of service of its default channels."""
_OTHER_CHANNELS = re.compile(r"\btos\b|override-channels|nodefaults|condarc|conda\s+config|CONDA_|offline|--clone")
_ACCEPTS_ALL = "CONDA_PLUGINS_AUTO_ACCEPT_TOS"


def _terms_of_service(context: Context[CommandLine]) -> Iterator[Finding]:
    for run in runs_on_linux(context):
        words = run.command.arguments
        if runs_other_scripts(run.part, run.index) and run.command.name != "conda":
            continue
        if run.command.name == "conda" and (words[:1] == ("create",) or words[:2] == ("env", "create")):
            yield context.finding(
                "conda refuses the default channels of Anaconda until their terms of service are accepted: "
                "CondaToSNonInteractiveError.",
                "Use --override-channels -c conda-forge, or read the terms, and if you accept them, run conda tos accept.",
                "commandLine",
                span=run.span,
                severity=run.severity,
            )
            return


def _unaccepted(context: Context[CommandLine], packages: re.Pattern[str]) -> Iterator[Finding]:
    for run in runs_on_linux(context):
        found = next(filter(packages.fullmatch, installed_packages(run.command)), None)
        if found == "mssql-server":
            continue  # its setup asks later
        if found and not runs_other_scripts(run.part, run.index):
            yield context.finding(
                f"{found} installs only if its license is accepted: without ACCEPT_EULA=Y its install script prompts, nothing "
                "can answer, and the installation fails.",
                f"Read the license, and if you accept it, use ACCEPT_EULA=Y {run.command.name} install -y {found}.",
                "commandLine",
                span=run.span,
                severity=run.severity,
            )
            return


def _undecided(context: Context[CommandLine]) -> Iterator[Finding]:
    for run in runs_on_linux(context):
        found = next(filter(_DEBCONF.fullmatch, installed_packages(run.command)), None)
        if found and run.command.name in {"apt-get", "apt", "aptitude"} and not runs_other_scripts(run.part, run.index):
            yield context.finding(
                f"{found} asks whether you accept its license, and nothing can answer: the {TASK} hangs, or the license counts "
                "as declined and the files are missing.",
                "Read the license, and if you accept it, answer with debconf-set-selections before apt-get install.",
                "commandLine",
                span=run.span,
                severity=Severity.warning,
            )
            return
