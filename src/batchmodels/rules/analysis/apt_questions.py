"""When ``apt-get`` asks whether to continue.

It asks if it removes packages, or if the number of packages that it installs and upgrades isn't the number of those named.
So it doesn't ask for a package whose dependencies are all there, nor for one that is there in its newest version.

Source: ``DoInstall`` in apt-private/private-install.cc of apt, tried with apt 2.6. The dependencies are those of
``apt-cache depends``.
"""

from __future__ import annotations

import re
from typing import Any

from ...models.start_task import StartTask
from ...shells.script import Command
from ..context import Context
from .distributions import Distribution, distribution_of
from .inner_scripts import Part
from .missing_programs import packages_of
from .package_managers import action_of, family_of
from .pool import machine_of
from .pool_values import value_of
from .word_sets import names

_MOST_WITH_IT = 8
_SEVERAL = names(
    "build-essential gcc g++ gfortran ffmpeg default-jre default-jdk default-jre-headless default-jdk-headless r-base "
    "r-base-core r-base-dev imagemagick graphviz texlive gdal-bin libgdal-dev openmpi-bin libopenmpi-dev samba ansible "
    "blender xvfb tesseract-ocr mono-complete octave wine maven ant gradle rustc cargo ruby-full nvidia-cuda-toolkit"
)
"""Packages that no image has, and that bring at least eight others."""
_SEVERAL_BY_NUMBER = re.compile(r"openjdk-[0-9]+-(?:jre|jdk)(?:-headless)?|nvidia-driver-[0-9]+(?:-server|-open)*")
_FEW = names(
    "jq python3-pip python3-dev python3-venv docker.io podman nginx apache2 nfs-common nfs-kernel-server golang-go golang "
    "ruby php postgresql postgresql-client mysql-server mysql-client mariadb-server redis-server poppler-utils samtools "
    "fio cmake clang ghostscript mono-runtime subversion mercurial"
)
"""Packages that no image of Ubuntu has, and that bring others."""
_NEW_ALONE = names("unzip tree make dos2unix sshpass")
"""Packages that no image has, and that bring no others."""
_KEPT_ALONE = names("wget cifs-utils ca-certificates tzdata rsync less nano bc net-tools apt-transport-https")
"""Packages that images of Ubuntu have, or that bring no others, and whose upgrade needs no other package."""
_OF_DOCKER = names("docker docker-engine docker-doc docker-compose docker-compose-v2 podman-docker containerd runc")
"""Packages that no image has, and that the instructions of Docker remove."""
_UNZIP = frozenset({"unzip"})


def question(context: Context[Any], part: Part, index: int, command: Command) -> str | None:
    """Return on what condition ``apt-get`` asks: empty if it surely does, and None if it surely doesn't.

    Args:
        context: What runs the command line.
        part: The script that runs it.
        index: The number of its command in the script.
        command: The command, without prefixes such as ``sudo``.
    """
    action = action_of(command).partition(" ")[2]
    packages = frozenset(packages_of(command, action))
    if action in {"remove", "purge"}:
        absent = packages <= _SEVERAL | _FEW | _NEW_ALONE | _OF_DOCKER and not _installs_before(part, index)
        surely = packages and absent and _has_no_more(context, distribution_of(context))
        return None if surely and isinstance(context.model, StartTask) else "if one of the packages is installed"
    if action in {"autoremove", "autopurge"}:
        return "if there is anything to remove"
    if action in {"upgrade", "dist-upgrade", "full-upgrade", "safe-upgrade"}:
        return "if there is anything to upgrade"
    if action != "install":
        return "" if action == "build-dep" else _MORE
    if not packages and {"-f", "--fix-broken"}.isdisjoint(command.arguments):
        return None  # it installs nothing
    return _about_installing(context, part, index, packages)


_MORE = "if it installs or upgrades other packages than those named"


def _about_installing(context: Context[Any], part: Part, index: int, packages: frozenset[str]) -> str | None:
    known = distribution_of(context)
    is_plain = _has_no_more(context, known)
    is_ubuntu = known is not None and known.family == "ubuntu" and known.is_plain
    if len(packages) == 1 and packages <= (_NEW_ALONE | _KEPT_ALONE if is_ubuntu else _NEW_ALONE):
        return None
    if not is_plain:
        return _MORE
    alone = packages - {"zip"} if packages >= _UNZIP else packages  # zip recommends unzip
    if alone and alone <= _NEW_ALONE:
        return None
    if not isinstance(context.model, StartTask):
        return _MORE
    several = {each for each in packages if each in _SEVERAL or _SEVERAL_BY_NUMBER.fullmatch(each)}
    few = _FEW if is_ubuntu or known is None else frozenset[str]()  # other images may have some of these
    certain = (several and len(packages) <= _MOST_WITH_IT and "*" not in packages) or (
        packages & few and packages - several <= few | _NEW_ALONE
    )
    return "" if certain and not _installs_before(part, index, packages) else _MORE


def _has_no_more(context: Context[Any], known: Distribution | None) -> bool:
    """Return whether the system surely has no packages that the distribution's images don't have."""
    if value_of(context.task, "container_settings") is not None:
        return known is not None
    return known.is_plain if known is not None else machine_of(context) is None


def _installs_before(part: Part, index: int, packages: frozenset[str] | None = None) -> bool:
    """Return whether apt installs some of these packages before a command; without them, whether it installs any."""
    installed = (package for each in part.commands_before(index) if family_of(each) == "apt" for package in packages_of(each))
    return any(packages is None or package in packages for package in installed)
