"""Installers that change ``PATH``, and the programs that are found only by processes that start later."""

from __future__ import annotations

import posixpath
import re

from ...shells.script import Command
from .word_sets import names

_PYTHON = names("python python3 py pip pip3")
_NODE = names("node npm npx")
_BY_PACKAGE: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = (
    (re.compile(r"git(?:\.install)?|git\.git"), names("git")),
    (re.compile(r"python(?:3|[23]\d+)?|python\.python\..*"), _PYTHON),
    (re.compile(r"nodejs(?:-lts|\.install)?|openjs\.nodejs.*"), _NODE),
    (re.compile(r"golang|golang\.go"), names("go")),
    (re.compile(r"awscli|amazon\.awscli"), names("aws")),
    (re.compile(r"azure-cli|microsoft\.azurecli"), names("az")),
    (
        re.compile(r"(?:openjdk|temurin|zulu|corretto|jdk|javaruntime|jre|oraclejdk|microsoft-openjdk).*|eclipseadoptium\..*"),
        names("java javac"),
    ),
    (re.compile(r"maven"), names("mvn")),
    (re.compile(r"powershell-core|microsoft\.powershell"), names("pwsh")),
    (re.compile(r"dotnet(?:core)?-?(?:\d\.0-)?sdk.*|microsoft\.dotnet\.sdk.*"), names("dotnet")),
    (re.compile(r"ruby(?:\.install)?"), names("ruby gem")),
    (re.compile(r"rust|rustup\.install"), names("cargo rustc rustup")),
    (re.compile(r"strawberryperl"), names("perl cpan")),
    (re.compile(r"php"), names("php")),
)
_BY_FILE: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = (
    (re.compile(r"python-[23]\.[\d.]+.*\.exe"), _PYTHON),
    (re.compile(r"node-v?[\d.]+.*\.msi"), _NODE),
    (re.compile(r"git-[\d.]+.*\.exe"), names("git")),
    (re.compile(r"go[\d.]+.*\.msi"), names("go")),
    (re.compile(r"azure-?cli.*\.msi"), names("az")),
    (re.compile(r"awscliv2.*\.msi"), names("aws")),
    (re.compile(r"powershell-[\d.]+.*\.msi"), names("pwsh")),
)
"""Installers by the names of their files."""

_STARTING = names("msiexec start start-process saps call cmd")
"""Programs that run the installer among their arguments; others download or copy it."""

_REFRESHING = names("refreshenv refreshenv.cmd update-sessionenvironment refresh-environment")
_BOOTSTRAP = re.compile(r"(?i)chocolatey\.org/install\.ps1")
_CHOCOLATEY_SCRIPT = re.compile(
    r"(?i)(?<![\w-])(?:(?:install|setup)[-_]?choco(?:latey)?|choco(?:latey)?[-_]?(?:install(?:er)?|setup))\.ps1\Z"
)
_CHOCOLATEY_MSI = re.compile(r"(?i)(?:\A|[\\/])chocolatey[-.\d]*\.msi\Z")


def found_later(command: Command) -> tuple[str, frozenset[str]]:
    """Return how a command is called and the programs that it installs in directories that are new in ``PATH``."""
    lower = [text.lower() for text in command.arguments]
    if command.name in {"choco", "cinst", "winget"} and (command.name == "cinst" or lower[:1] in (["install"], ["upgrade"])):
        packages = [found for text in lower for pattern, found in _BY_PACKAGE if pattern.fullmatch(text)]
        return f"{command.name} {lower[0]}" if command.name != "cinst" else "cinst", frozenset().union(*packages)
    started = [command.words[0].text.lower()] if command.words else []
    files = [posixpath.basename(text.replace("\\", "/")) for text in started + (lower if command.name in _STARTING else [])]
    installed = [found for text in files for pattern, found in _BY_FILE if pattern.fullmatch(text)]
    return command.name, frozenset().union(*installed)


def installs_chocolatey(command: Command) -> bool:
    """Return whether a command of cmd installs Chocolatey in another process."""
    if command.name == "msiexec":
        return any(_CHOCOLATEY_MSI.search(text) for text in command.arguments)
    return command.name in {"powershell", "pwsh"} and any(
        _BOOTSTRAP.search(text) or _CHOCOLATEY_SCRIPT.search(text) for text in command.arguments
    )


def renews_path(command: Command) -> bool:
    """Return whether a command changes ``PATH`` in the same process."""
    if command.name in _REFRESHING:
        return True
    texts = [word.text.lower() for word in (*command.assignments, *command.words)]
    return (command.name == "set" and any(text.startswith("path=") for text in texts)) or any(
        "env:path" in text for text in texts
    )


_STORES_PATH = re.compile(r"(?i)\[(?:System\.)?Environment\]::SetEnvironmentVariable\(\s*['\"]path['\"]")


def stores_path(command: Command) -> str:
    """Return the command that changes ``PATH`` only for processes that start later; empty if it doesn't."""
    if command.name == "setx" and any(text.lower() == "path" for text in command.arguments[:2]):
        return "setx"
    written = " ".join(word.raw for word in (*command.assignments, *command.words))
    return "SetEnvironmentVariable" if _STORES_PATH.search(written) else ""
