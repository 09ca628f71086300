"""What the repositories of the family of Red Hat don't have on releases 8 and 9.

Sources: https://packages.fedoraproject.org (EPEL 8 and EPEL 9 have no package that Red Hat Enterprise Linux has),
https://docs.fedoraproject.org/en-US/epel/getting-started, https://rpmfusion.org and https://wiki.almalinux.org/repos/AlmaLinux.html.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from ...shells.script import Command
from ..context import Context
from .images import image_of
from .pool import machine_of
from .pool_values import text_of, value_of
from .repositories import installed_packages
from .word_sets import names

_ONLY_IN_EPEL = names(
    "htop p7zip p7zip-plugins R R-core R-core-devel R-devel parallel fail2ban ImageMagick ImageMagick-devel apptainer hdf5 "
    "hdf5-devel"
)
_R = names("R R-core R-core-devel R-devel")
"""Packages of R in EPEL, which depend on others that only CRB or PowerTools have."""
_ONLY_IN_RPM_FUSION = names("ffmpeg ffmpeg-devel")
_ADDING = re.compile(
    r"(?i)epel|rpmfusion|yum\.repos|\.repo\b|\.rpm\b|enablerepo|repofrompath|subscription-manager|addrepo|add-repo"
)
_NAME = re.compile(r"(AlmaLinux|Rocky Linux|Red Hat Enterprise Linux) ([89])\Z")
_OF_DOCKER = re.compile(r"(?i)docker-ce|docker\.com|moby|docker\.(?:service|socket)\b[^;&|\n]*(?:<<|>)|>\s*\S*docker\.service")
_STARTING = names("start restart enable reload")
_MIRROR = re.compile(r"repos\b|Rprofile|R_PROFILE|CRANmirror|contriburl|R_REPOSITORIES|conda|mamba")
_DNF = names("dnf yum dnf5")


class Release(NamedTuple):
    """A release of AlmaLinux, Rocky Linux or Red Hat Enterprise Linux: its name, and the number of its major version."""

    name: str
    number: int

    @property
    def more(self) -> str:
        """The repository with what packages of EPEL depend on; empty where its name differs from one cloud to another."""
        return "" if self.name.startswith("Red Hat") else "crb" if self.number > 8 else "powertools"  # noqa: PLR2004  # release 9 renamed it


def plain_release(place: Context[Any]) -> Release | None:
    """Return the release of a plain image of the Marketplace; None for others, which may have more repositories."""
    reference = value_of(machine_of(place), "image_reference")
    image = image_of(reference)
    found = _NAME.match(image.system.name) if image and image.offered is None else None
    offer = text_of(reference, "offer").lower()
    plain = offer and not re.search("hpc|dsvm|container", offer)
    return Release(found[0], int(found[2])) if found and plain else None


def lacking_package(release: Release, command: Command, text: str) -> tuple[str, str] | None:
    """Return what happens when a command installs a package of another repository that the script doesn't add, and the fix."""
    name = next((each for each in installed_packages(command) if each in _ONLY_IN_EPEL | _ONLY_IN_RPM_FUSION), None)
    if name is None or command.name not in _DNF or _ADDING.search(text):
        return None
    if name in _ONLY_IN_RPM_FUSION:
        return (
            f"{release.name} has no package {name}, so {command.name} install fails and installs nothing.",
            "Add the repository RPM Fusion first, or download a static build.",
        )
    epel = (
        f"https://dl.fedoraproject.org/pub/epel/epel-release-latest-{release.number}.noarch.rpm"
        if release.name.startswith("Red Hat")
        else "epel-release"
    )
    more = f" It needs packages of {release.more}, too." if release.more and name in _R else ""
    return (
        (
            f"{release.name} has no package {name}, which is in the repository EPEL, so {command.name} install fails "
            "and installs nothing."
        ),
        f"Run {command.name} install -y {epel} first.{more}",
    )


def missing_service(release: Release, command: Command, text: str) -> tuple[str, str] | None:
    """Return why ``systemctl start docker`` fails where ``docker`` is podman, and the fix."""
    words = [word.removesuffix(".service") for word in command.arguments]
    if command.name not in {"systemctl", "service"} or "docker" not in words or _STARTING.isdisjoint(words):
        return None
    if _OF_DOCKER.search(text):
        return None
    return (
        (
            f"the package docker of {release.name} is podman-docker, which has no service, so {command.name} doesn't find "
            "docker.service and fails."
        ),
        "Add the repository of Docker and install docker-ce, or remove the command: podman needs no service.",
    )


def installs_podman(command: Command) -> bool:
    """Return whether a command installs podman under the name of Docker."""
    return command.name in _DNF and not {"docker", "podman-docker"}.isdisjoint(installed_packages(command))


def wrong_repository(release: Release, command: Command) -> tuple[str, str] | None:
    """Return that a command enables ``powertools`` on release 9, or ``crb`` on release 8, and the fix."""
    enables = (
        command.name in _DNF
        and "config-manager" in command.arguments
        and not {"--set-enabled", "--enable"}.isdisjoint(command.arguments)
    )
    if not release.more or not (enables or command.name == "yum-config-manager"):
        return None
    other = "powertools" if release.more == "crb" else "crb"
    named = next((text for text in command.arguments if text.lower() == other), None)
    if named is None:
        return None
    return (
        f"{release.name} has no repository {named}, so {command.name} fails: it is named {release.more} there.",
        f"Use {release.more}.",
    )


def mirror_question(command: Command, earlier: Iterable[Command], text: str) -> tuple[str, str] | None:
    """Return that R of EPEL needs a mirror of CRAN, which that of Debian and Ubuntu has, and the fix.

    Args:
        command: The command.
        earlier: The commands before it, of which one must install R.
        text: The whole script, which may name a mirror.
    """
    if command.name.lower() not in {"r", "rscript"} or _MIRROR.search(text):
        return None
    code = " ".join(command.arguments)
    if "install.packages(" not in code or re.search(r"\.(?:tar\.gz|tgz|zip)\b", code):
        return None
    if not any(each.name in _DNF and not _R.isdisjoint(installed_packages(each)) for each in earlier):
        return None
    return (
        "install.packages asks for a mirror of CRAN, of which R has none here",
        'Name one: install.packages("NAME", repos="https://cloud.r-project.org").',
    )
