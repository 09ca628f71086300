"""Packages that releases of Ubuntu and Debian don't have, and the names that replace them.

Sources: https://packages.ubuntu.com, https://packages.debian.org, https://learn.microsoft.com/dotnet/core/install/linux-ubuntu,
and the package lists of https://packages.microsoft.com. A package that isn't listed here may exist or not; no rule judges it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

import msgspec

from .distributions import Distribution

_U20, _U22, _U24 = ("ubuntu", (20, 4)), ("ubuntu", (22, 4)), ("ubuntu", (24, 4))
_D11, _D12, _D13 = ("debian", (11, 0)), ("debian", (12, 0)), ("debian", (13, 0))
_UBUNTU = (_U20, _U22, _U24)
_DEBIAN = (_D11, _D12, _D13)
RELEASES = (*_UBUNTU, *_DEBIAN)
"""The releases that the table is about."""

_Release = tuple[str, tuple[int, int]]


class Gone(msgspec.Struct, frozen=True):
    """A package that releases lack.

    Attributes:
        pattern: The names of the package.
        releases: The releases that lack it.
        instead: What to do, as an imperative; empty if nothing replaces it.
        microsoft: Whether Microsoft's repository for these releases lacks it, too.
    """

    pattern: re.Pattern[str]
    releases: tuple[_Release, ...]
    instead: str = ""
    microsoft: bool = True


def _gone(pattern: str, releases: tuple[_Release, ...], instead: str = "", *, microsoft: bool = True) -> Gone:
    return Gone(re.compile(pattern), releases, instead, microsoft)


def _use(name: str) -> str:
    return f"Use {name}."


def _only(
    stem: str, versions: str, rest: str, known: dict[_Release, str], instead: Mapping[_Release, str] = MappingProxyType({})
) -> tuple[Gone, ...]:
    """Return the rows of a package of which each release has some versions only."""
    rows = []
    for release, there in known.items():
        newest = there.rsplit("|", 1)[-1]
        pattern = rf"{stem}(?!(?:{re.escape(there).replace(re.escape('|'), '|')})(?![0-9])){versions}{rest}"
        rows.append(_gone(pattern, (release,), instead.get(release, f"Use version {newest}.")))
    return tuple(rows)


_OTHER_PYTHON = "install another one with conda or uv"
_OTHER_PYTHON_ON_UBUNTU = "add a repository that has others, such as ppa:deadsnakes/ppa"
_PYTHON_OF_UBUNTU = {_U20: "3.8", _U22: "3.10", _U24: "3.12"}
_PYTHON_OF_DEBIAN = {_D11: "3.9", _D12: "3.11", _D13: "3.13"}

_GONE = (
    _gone(
        r"libssl1\.0\.[02]|libssl1\.0-dev", RELEASES, "Use libssl3 (libssl1.1 on Ubuntu 20.04 and Debian 11), or a newer build."
    ),
    _gone(r"libssl1\.1", (_U22, _U24, _D12, _D13), "Use libssl3, and a build of the program that is linked with it."),
    _gone(r"libssl3", (_U20, _D11), _use("libssl1.1")),
    _gone(r"libgl1-mesa-glx", (_U24, _D13), _use("libgl1")),
    _gone(r"libegl1-mesa", (_U24, _D13), _use("libegl1")),
    _gone(r"libgles2-mesa", (_U24, _D13), _use("libgles2")),
    _gone(
        r"python3(?:\.[0-9]+)?-(?:distutils|lib2to3)",
        (_U24, _D13),
        "Remove it, or use python3-setuptools.",
    ),
    _gone(
        r"python-(?:pip|numpy|scipy|pandas|matplotlib|requests|yaml|virtualenv|tk)",
        RELEASES[1:],
        "Use the package for Python 3: python3-…",
    ),
    _gone(r"software-properties-common", (_D13,), "Remove it, and write repositories to files in /etc/apt/sources.list.d."),
    _gone(r"python-pip", (_U20,), _use("python3-pip")),
    _gone(r"python3\.[0-9]+-pip", RELEASES, _use("python3-pip")),
    _gone(r"python2(?:\.7)?(?:-(?:dev|minimal))?", (_U24, _D12, _D13), _use("python3")),
    _gone(r"python", (_U22, _U24, _D12, _D13), "Use python3, or python-is-python3."),
    _gone(r"libgconf-2-4|gconf-service|gconf2", (_U24, _D13), "Remove it; current programs don't need it."),
    _gone(r"libtinfo5|libncursesw?5(?:-dev)?", (_U24, _D13), "Use libtinfo6 or libncurses6."),
    _gone(r"libtiff5", (_U24, _D12, _D13), _use("libtiff6")),
    _gone(r"libwebp6", (_U22, _U24, _D12, _D13), _use("libwebp7")),
    _gone(r"libasound2", (_U24,), _use("libasound2t64")),
    _gone(r"libreadline[567]", RELEASES, _use("libreadline8")),
    _gone(r"libpng12-0", RELEASES, _use("libpng16-16")),
    _gone(r"libcurl3", RELEASES, _use("libcurl4")),
    _gone(r"libffi6", RELEASES, "Use libffi8 (libffi7 on Ubuntu 20.04 and Debian 11)."),
    _gone(r"libffi7", (_U22, _U24, _D12, _D13), _use("libffi8")),
    _gone(r"libjpeg62-turbo(?:-dev)?", _UBUNTU, "Use libjpeg-turbo8 or libjpeg-turbo8-dev."),
    _gone(r"libjpeg(?:-turbo)?8(?:-dev)?", _DEBIAN, "Use libjpeg62-turbo or libjpeg-dev."),
    _gone(r"lsb-core", (_U24, *_DEBIAN), _use("lsb-release")),
    _gone(r"qt5-default", (_U22, _U24, *_DEBIAN), _use("qtbase5-dev")),
    _gone(r"awscli", (_U24,), "Use snap install aws-cli --classic, or the installer of AWS."),
    _gone(r"mongodb(?:-server|-clients)?", (_U22, _U24, *_DEBIAN), "Add the repository of MongoDB first, and use mongodb-org."),
    _gone(r"mysql-(?:server|client)(?:-[58]\.[0-9])?", _DEBIAN, "Use default-mysql-server or default-mysql-client."),
    _gone(r"mysql-(?:server|client)-5\.[567]", _UBUNTU, "Use mysql-server or mysql-client."),
    _gone(r"firefox", _DEBIAN, _use("firefox-esr")),
    _gone(r"gcc-(?:4\.[0-9]|5|6)|g\+\+-(?:4\.[0-9]|5|6)", RELEASES, "Use gcc or g++, or a later version."),
    _gone(r"docker-engine|lxc-docker", RELEASES, _use("docker.io")),
    _gone(r"ia32-libs", RELEASES, "Use dpkg --add-architecture i386 and the :i386 packages."),
    _gone(r"openmpi", RELEASES, "Use openmpi-bin, and libopenmpi-dev to compile."),
    _gone(r"go", RELEASES, _use("golang-go")),
    _gone(r"java", RELEASES, "Use default-jre-headless or default-jdk-headless."),
    _gone(
        r"dotnet-(?:sdk|runtime|host)-(?:1\.\d|2\.\d|3\.\d|5\.0|6\.0|7\.0)|aspnetcore-runtime-(?:[123]\.\d|5\.0|6\.0|7\.0)",
        (_U24,),
        "Use version 8.0, or add the repository ppa:dotnet/backports first.",
    ),
    _gone(
        r"dotnet-(?:sdk|runtime|host)-(?:1\.\d|2\.\d|3\.\d|5\.0)|aspnetcore-runtime-(?:[123]\.\d|5\.0)",
        (_U22,),
        "Use version 8.0.",
    ),
    _gone(
        r"(?:dotnet-(?:sdk|runtime|host)|aspnetcore-runtime)-\d+\.\d",
        (_U20, *_DEBIAN),
        "Add the repository packages.microsoft.com first.",
        microsoft=False,
    ),
    _gone(r"blobfuse", (_U24, _D12, _D13), _use("blobfuse2")),
    *_only(
        "python",
        r"3\.[0-9]+",
        r"(?:-(?:dev|venv|minimal|distutils))?",
        {_U20: "3.8|3.9", _U22: "3.10|3.11", _U24: "3.12", _D11: "3.9", _D12: "3.11", _D13: "3.13"},
        {
            **{
                release: f"Use version {version}, the release's own, or {_OTHER_PYTHON_ON_UBUNTU}."
                for release, version in _PYTHON_OF_UBUNTU.items()
            },
            **{
                release: f"Use version {version}, the release's own, or {_OTHER_PYTHON}."
                for release, version in _PYTHON_OF_DEBIAN.items()
            },
        },
    ),
    *_only(
        r"postgresql-(?:client-)?",
        r"[0-9][0-9.]*",
        "",
        {_U20: "12", _U22: "14", _U24: "16", _D11: "13", _D12: "15", _D13: "17"},
    ),
    *_only(
        r"(?:libapache2-mod-)?php",
        r"[5-8]\.[0-9]",
        r"(?:-(?:cli|fpm|common|mysql|curl|xml|mbstring|gd|zip|intl|dev))?",
        {_U20: "7.4", _U22: "8.1", _U24: "8.3", _D11: "7.4", _D12: "8.2", _D13: "8.4"},
    ),
    *_only(
        "ruby",
        r"[1-3]\.[0-9]",
        "(?:-dev)?",
        {_U20: "2.7", _U22: "3.0", _U24: "3.2", _D11: "2.7", _D12: "3.1", _D13: "3.3"},
    ),
    *_only("libicu", "[0-9]+", "", {_U20: "66", _U22: "70", _U24: "74", _D11: "67", _D12: "72", _D13: "76"}),
    _gone(r"openjdk-(?:6|7|9|10|12|14|15)-.*", RELEASES, "Use openjdk-17-… or default-jdk (openjdk-21-… on Debian 13)."),
    _gone(r"openjdk-(?:13|16)-.*", (_U22, _U24, *_DEBIAN), "Use openjdk-17-… or default-jdk (openjdk-21-… on Debian 13)."),
    _gone(r"openjdk-20-.*", RELEASES, "Use the package of version 17, or of 21 on Debian 13."),
    _gone(r"openjdk-(?:18|19)-.*", (_U20, _U24, *_DEBIAN), "Use openjdk-17-… or default-jdk."),
    _gone(r"netcat", (_U24, _D12, _D13), _use("netcat-openbsd")),
    _gone(r"openjdk-(?:8|21)-.*", (_D11, _D12), _use("openjdk-17-…")),
    _gone(r"openjdk-11-.*", (_D12,), _use("openjdk-17-…")),
    _gone(r"openjdk-(?:8|11|17)-.*", (_D13,), _use("openjdk-21-…")),
)

_OF_OTHERS = re.compile(
    r"docker-ce(?:-cli|-rootless-extras)?|containerd\.io|docker-(?:buildx|compose)-plugin|blobfuse2|azcopy|powershell|msodbcsql1[378]|"
    r"mssql-(?:tools(?:18)?|server)|code|google-chrome-(?:stable|beta)|microsoft-edge-stable|mongodb-org(?:-.*)?|terraform|vault|"
    r"kubelet|kubeadm|helm|grafana|elasticsearch|kibana|logstash|filebeat|influxdb2|nvidia-docker2|cuda|cuda-toolkit.*|cuda-drivers.*|"
    r"datacenter-gpu-manager|intel-oneapi-.*|google-cloud-(?:cli|sdk)|rstudio-server|jenkins|amlfs-lustre-client-.*|temurin-\d+-(?:jdk|jre)|"
    r"msopenjdk-\d+|datadog-agent|brave-browser"
)
"""Packages that only the repositories of their makers have."""

_RPM_NAMES = {
    "epel-release": "",
    "gcc-c++": "g++",
    "kernel-devel": "linux-headers-$(uname -r)",
    "openssl-devel": "libssl-dev",
    "libffi-devel": "libffi-dev",
    "zlib-devel": "zlib1g-dev",
    "bzip2-devel": "libbz2-dev",
    "readline-devel": "libreadline-dev",
    "sqlite-devel": "libsqlite3-dev",
    "libcurl-devel": "libcurl4-openssl-dev",
    "libxml2-devel": "libxml2-dev",
    "ncurses-devel": "libncurses-dev",
    "python3-devel": "python3-dev",
    "python-devel": "python3-dev",
    "openmpi-devel": "libopenmpi-dev",
    "hdf5-devel": "libhdf5-dev",
    "fftw-devel": "libfftw3-dev",
    "boost-devel": "libboost-all-dev",
    "xz-devel": "liblzma-dev",
    "mesa-libGL": "libgl1",
    "nfs-utils": "nfs-common",
    "bind-utils": "dnsutils",
    "fuse-libs": "libfuse2",
    "java-1.8.0-openjdk": "openjdk-8-jre-headless",
    "java-11-openjdk": "openjdk-11-jre-headless",
    "java-17-openjdk": "openjdk-17-jre-headless",
    "procps-ng": "procps",
    "vim-enhanced": "vim",
}
"""Names of packages in the family of Red Hat, with those of Debian and Ubuntu."""

_DEB_NAMES = {
    "build-essential": "gcc gcc-c++ make",
    "python3-dev": "python3-devel",
    "python3-venv": "python3",
    "nfs-common": "nfs-utils",
    "libssl-dev": "openssl-devel",
    "libffi-dev": "libffi-devel",
    "zlib1g-dev": "zlib-devel",
    "libbz2-dev": "bzip2-devel",
    "libxml2-dev": "libxml2-devel",
    "libcurl4-openssl-dev": "libcurl-devel",
    "libopenmpi-dev": "openmpi-devel",
    "openmpi-bin": "openmpi",
    "libgl1": "mesa-libGL",
    "libgomp1": "libgomp",
    "libsm6": "libSM",
    "libxext6": "libXext",
    "dnsutils": "bind-utils",
    "apache2": "httpd",
    "software-properties-common": "",
    "apt-transport-https": "",
    "openjdk-8-jdk": "java-1.8.0-openjdk-devel",
    "openjdk-11-jdk": "java-11-openjdk-devel",
    "openjdk-17-jdk": "java-17-openjdk-devel",
    "default-jdk": "java-17-openjdk-devel",
    "xvfb": "xorg-x11-server-Xvfb",
}
"""The opposite."""


def lacks(known: Distribution, name: str, *, microsoft: bool, others: bool) -> str | None:
    """Return what to do instead of installing a package that a release lacks; None if it may exist.

    Args:
        known: The release.
        name: The name of the package.
        microsoft: Whether the script adds the repository of Microsoft.
        others: Whether it adds other repositories, which have their maker's packages only.
    """
    if known.family == "el":
        return None if microsoft or others or name not in _DEB_NAMES else _instead(_DEB_NAMES[name])
    release = (known.family, known.version)
    if release not in RELEASES:
        return None
    row = next((row for row in _GONE if release in row.releases and row.pattern.fullmatch(name)), None)
    if row is not None and (row.microsoft or not microsoft):
        return row.instead or "Remove it."
    if name in _RPM_NAMES:
        return _instead(_RPM_NAMES[name])
    if _OF_OTHERS.fullmatch(name) and not microsoft and not others:
        return "Add the repository of its maker first."
    return None


def _instead(name: str) -> str:
    return f"Use {name}." if name else "Remove it."
