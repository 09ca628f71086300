"""Programs that well-known container images don't have, and the systems that they are for."""

from __future__ import annotations

import re
from typing import NamedTuple

from .word_sets import names

_LIBRARY = (
    r"(?:(?:(?:index\.|registry-1\.)?docker\.io/)?(?:library/)?|mcr\.microsoft\.com/mirror/docker/library/"
    r"|public\.ecr\.aws/docker/library/)"
)
_LANGUAGES = r"python|node|ruby|golang|php|perl|rust|openjdk|eclipse-temurin|amazoncorretto|r-base|julia"
_APT = names("apt-get apt aptitude dpkg add-apt-repository")
_RPM = names("yum dnf microdnf tdnf zypper")
_NO_INIT = names("systemctl sudo snap")
_DOWNLOADS = names("curl wget git jq unzip zip gcc g++ make cmake vim nano ssh ping")
_PYTHON = names("python python3 pip pip3")


class Lacking(NamedTuple):
    """What a container image lacks.

    Attributes:
        image: The image for a message.
        programs: The programs that it doesn't have.
        install: How to install a program in it; empty if nothing can be installed.
    """

    image: str
    programs: frozenset[str]
    install: str


_ROWS: tuple[tuple[re.Pattern[str], frozenset[str], str], ...] = (
    (re.compile(rf"{_LIBRARY}busybox(?::.*)?"), _APT | _RPM | _NO_INIT | _PYTHON | names("apk curl git make gcc"), ""),
    (
        re.compile(rf"{_LIBRARY}alpine(?::.*)?"),
        _APT | _RPM | _NO_INIT | _PYTHON | (_DOWNLOADS - names("wget unzip ping zip")),
        "apk add --no-cache",
    ),
    (
        re.compile(rf"{_LIBRARY}(?:python|node|golang|rust|ruby|php):(?:.*-)?alpine.*"),
        _APT | _RPM | _NO_INIT | names("bash curl jq gcc g++ cmake"),
        "apk add --no-cache",
    ),
    (
        re.compile(rf"{_LIBRARY}(?:{_LANGUAGES}):(?:.*-)?alpine.*"),
        _APT | _RPM | _NO_INIT | names("curl jq gcc g++ cmake"),
        "apk add --no-cache",
    ),
    (
        re.compile(rf"{_LIBRARY}(?:ubuntu|debian)(?::.*)?"),
        _RPM | _NO_INIT | _PYTHON | _DOWNLOADS | names("apk"),
        "apt-get update && apt-get install -y",
    ),
    (
        re.compile(rf"{_LIBRARY}(?:{_LANGUAGES}):(?:.*-)?slim.*"),
        _RPM | _NO_INIT | names("apk curl wget git jq unzip gcc g++ make cmake vim nano ping"),
        "apt-get update && apt-get install -y",
    ),
    (
        re.compile(rf"{_LIBRARY}(?:{_LANGUAGES}):[\w.]+(?:-(?:bullseye|bookworm|trixie))?"),
        _RPM | _NO_INIT | names("apk jq cmake vim nano ping"),
        "apt-get update && apt-get install -y",
    ),
    (re.compile(r"mcr\.microsoft\.com/windows/nanoserver(?::.*)?"), names("powershell pwsh msiexec choco python git"), ""),
    (re.compile(r"mcr\.microsoft\.com/windows/servercore(?::.*)?"), names("pwsh choco python pip git az azcopy node"), ""),
)
_WITHOUT_SHELL = re.compile(r"(?:gcr\.io/distroless/(?!.*debug)|scratch\Z|.*-distroless\Z|mcr\.microsoft\.com/\S+-chiseled)")
_LONGEST = 300


def lacking(name: str) -> Lacking | None:
    """Return what an image lacks; None for an unknown one."""
    text = name.strip().lower()
    if len(text) > _LONGEST:
        return None
    plain = text.partition("@")[0]
    found = next((row for row in _ROWS if row[0].fullmatch(plain)), None)
    return Lacking(plain, found[1], found[2]) if found else None


def has_no_shell(name: str) -> bool:
    """Return whether an image has no shell at all."""
    return len(name) <= _LONGEST and _WITHOUT_SHELL.match(name.strip().lower().partition("@")[0]) is not None


_OF_WINDOWS = re.compile(
    r"mcr\.microsoft\.com/windows(?:/|:).*|.*[:-](?:nanoserver|windowsservercore|windowsservercore)(?:-.*)?|.*-windows-.*"
)
_YEARS = (("2025", 2025), ("2022", 2022), ("2019", 2019), ("1809", 2019), ("2016", 2016))


def windows_of(name: str) -> int | None:
    """Return the year of the Windows Server that an image is for, 0 if it isn't in its name; None for other images."""
    text = name.strip().lower()
    if len(text) > _LONGEST or not _OF_WINDOWS.fullmatch(text):
        return None
    tag = text.rpartition(":")[2] if ":" in text.rpartition("/")[2] else ""
    return next((year for mark, year in _YEARS if mark in tag), 0)
