"""Programs that well-known container images don't have, and the systems that they are for."""

from __future__ import annotations

import re
from typing import NamedTuple

from .word_sets import names

_LIBRARY = (
    r"(?:(?:(?:index\.|registry-1\.)?docker\.io/)?(?:library/)?|mcr\.microsoft\.com/mirror/docker/library/"
    r"|public\.ecr\.aws/docker/library/)"
)
_OLD = r"(?!.*(?:squeeze|wheezy|jessie|precise|trusty|xenial))"
"""No tag of an old Debian or Ubuntu, whose images have more programs."""
_FULL_TAG = r"(?!windows|nanoserver)[\w.]+(?:-(?:bullseye|bookworm|trixie))?"
_APT = names("apt-get apt aptitude dpkg add-apt-repository")
_RPM = names("yum dnf microdnf tdnf zypper")
_NO_INIT = names("systemctl sudo snap")
_DOWNLOADS = names("curl wget git jq unzip zip gcc g++ make cmake vim nano ssh ping")
_PYTHON = names("python python3 pip pip3")
_NOT_IN_ALPINE = _APT | _RPM | _NO_INIT | names("curl jq gcc g++ cmake")
_NOT_IN_SLIM = _RPM | _NO_INIT | names("apk curl wget git jq unzip gcc g++ make cmake vim nano ping")
_APK_ADD = "apk add --no-cache"
_APT_INSTALL = "apt-get update && apt-get install -y"


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


def _row(images: str, tags: str, programs: frozenset[str], install: str) -> tuple[re.Pattern[str], frozenset[str], str]:
    return re.compile(rf"{_LIBRARY}(?:{images}){tags}"), programs, install


_ROWS: tuple[tuple[re.Pattern[str], frozenset[str], str], ...] = (
    _row("busybox", "(?::.*)?", (_APT - {"dpkg"}) | _RPM | _NO_INIT | _PYTHON | names("apk curl git make gcc"), ""),
    _row(
        "alpine",
        "(?::.*)?",
        _APT | _RPM | _NO_INIT | _PYTHON | (_DOWNLOADS - names("wget unzip ping zip")),
        _APK_ADD,
    ),
    _row("python|node|golang|ruby", ":(?:.*-)?alpine.*", _NOT_IN_ALPINE | {"bash"}, _APK_ADD),
    _row("rust", ":(?:.*-)?alpine.*", (_NOT_IN_ALPINE - {"gcc"}) | {"bash"}, _APK_ADD),
    _row("php", ":(?:.*-)?alpine.*", (_NOT_IN_ALPINE - {"curl"}) | {"bash"}, _APK_ADD),
    _row("openjdk|eclipse-temurin|amazoncorretto", ":(?:.*-)?alpine.*", _NOT_IN_ALPINE, _APK_ADD),
    _row(
        "ubuntu|debian",
        rf"(?::{_OLD}(?!1[0246]\.|[678](?![0-9])).*)?",
        _RPM | _NO_INIT | _PYTHON | _DOWNLOADS | names("apk"),
        _APT_INSTALL,
    ),
    _row("python|ruby", rf":{_OLD}(?:.*-)?slim.*", _NOT_IN_SLIM, _APT_INSTALL),
    _row("node", rf":{_OLD}(?!(?:[0-9]|10)[.-])(?:.*-)?slim.*", _NOT_IN_SLIM, _APT_INSTALL),
    _row("rust", rf":{_OLD}(?:.*-)?slim.*", _NOT_IN_SLIM - {"gcc"}, _APT_INSTALL),
    _row("perl", rf":{_OLD}(?:.*-)?slim.*", _NOT_IN_SLIM - names("curl make"), _APT_INSTALL),
    _row("openjdk", rf":{_OLD}(?:.*-)?slim.*", _NOT_IN_SLIM - {"unzip"}, _APT_INSTALL),
    _row(
        "openjdk",  # from version 12, the default is Oracle Linux
        r":(?:1[6-9]|2[0-9])(?:\.[0-9]+)*(?:-jdk)?(?:-oracle(?:linux[89])?)?",
        _APT | names("apk zypper"),
        "microdnf install -y",
    ),
    _row("amazoncorretto", "(?::(?!.*(?:alpine|debian|slim|windows)).*)?", _APT | names("apk zypper"), "yum install -y"),
    _row(
        "python|node|ruby|golang|php|perl|rust|eclipse-temurin|julia",
        rf":{_OLD}{_FULL_TAG}",
        _RPM | _NO_INIT | names("apk jq cmake vim nano ping"),
        _APT_INSTALL,
    ),
    _row(
        "openjdk",
        r":(?:(?:8|11)(?:[u.][\w.]*)?|[\w.]+(?:-jdk)?-(?:bullseye|bookworm|trixie))",
        _RPM | _NO_INIT | names("apk jq cmake vim nano ping"),
        _APT_INSTALL,
    ),
    (
        re.compile(r"mcr\.microsoft\.com/windows/nanoserver(?::(?!sac2016|10\.0\.14393).*)?"),
        names("powershell pwsh msiexec choco python git"),
        "",
    ),
    (re.compile(r"mcr\.microsoft\.com/windows/servercore(?::.*)?"), names("pwsh choco python pip git az azcopy node"), ""),
)
_WITHOUT_SHELL = re.compile(
    r"(?:gcr\.io/distroless/(?!.*debug|python(?!3-debian1[2-9]))|scratch\Z|.*-distroless\Z|mcr\.microsoft\.com/\S+-chiseled)"
)
"""Images without a shell: the distroless images of Python have one before Debian 12."""
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
    r"mcr\.microsoft\.com/(?:windows(?:-cssc)?(?:/|:)|dotnet/framework/).*"
    r"|.*[:-](?:nanoserver|(?:windows)?servercore|ltsc20(?:16|19|22|25))(?:-.*)?|.*-windows-.*"
)
_SYSTEMS = "ubuntu|debian|alpine|centos|fedora|rockylinux|almalinux|oraclelinux|amazonlinux|archlinux|opensuse/leap"
_OF_LINUX = re.compile(
    rf"{_LIBRARY}(?:(?:{_SYSTEMS})(?::.*)?|[\w.-]+:(?:.*-)?(?:slim|alpine[0-9.]*"
    r"|stretch|buster|bullseye|bookworm|trixie|xenial|bionic|focal|jammy|noble)(?:-.*)?)"
    r"|mcr\.microsoft\.com/(?:dotnet/(?!framework/)[\w./-]+:.*-(?:alpine[0-9.]*|bullseye-slim|bookworm-slim|focal|jammy|noble)"
    r"(?:-.*)?|azure-cli(?::.*)?|azurelinux/.*|cbl-mariner/.*|mssql/server(?::.*)?)"
    r"|nvidia/cuda:.*-(?:ubuntu|ubi|rockylinux|centos)[0-9.]+"
)
_YEARS = (("2025", 2025), ("2022", 2022), ("2019", 2019), ("1809", 2019), ("2016", 2016))


def windows_of(name: str) -> int | None:
    """Return the year of the Windows Server that an image is for, 0 if it isn't in its name; None for other images."""
    text = name.strip().lower()
    if len(text) > _LONGEST or not _OF_WINDOWS.fullmatch(text):
        return None
    tag = text.rpartition(":")[2] if ":" in text.rpartition("/")[2] else ""
    return next((year for mark, year in _YEARS if mark in tag), 0)


def is_of_linux(name: str) -> bool:
    """Return whether an image is surely one of Linux: those of distributions, and tags of official images that name one."""
    text = name.strip().lower().partition("@")[0]
    return len(text) <= _LONGEST and _OF_LINUX.fullmatch(text) is not None and windows_of(text) is None
