"""Programs that images don't have: package managers on nodes, and shells in containers."""

from __future__ import annotations

import re
from typing import Any

from ...shells.script import Command, Word
from ..context import Context, shared
from .distributions import distribution_of
from .images import image_of
from .pool import machine_of
from .pool_values import text_of, value_of
from .word_sets import names

_APT = names("apt-get apt aptitude apt-cache apt-key add-apt-repository apt-add-repository")
_DNF = names("yum dnf dnf5 tdnf microdnf yum-config-manager")
_OTHERS = names("apk pacman")

# The package managers that a system lacks, by how its name begins, with the one to use instead.
_LACKING: dict[str, tuple[frozenset[str], str]] = {
    "Ubuntu": (_DNF | _OTHERS | {"zypper"}, "apt-get"),
    "Debian": (_DNF | _OTHERS | {"zypper"}, "apt-get"),
    **dict.fromkeys(("AlmaLinux", "Rocky Linux", "Red Hat Enterprise Linux"), (_APT | _OTHERS | {"zypper", "tdnf"}, "dnf")),
    "CentOS": (_APT | _OTHERS | {"zypper", "tdnf"}, "yum"),
    "SUSE Linux": (_APT | _DNF | _OTHERS, "zypper"),
    "CBL-Mariner": (_APT | _OTHERS | {"zypper"}, "tdnf"),
}

_OFFICIAL = re.compile(
    r"(?:(?:(?:index\.|registry-1\.)?docker\.io/)?(?:library/)?"
    r"|mcr\.microsoft\.com/mirror/docker/library/|public\.ecr\.aws/docker/library/)"
    r"(alpine|busybox)(?::[\w.-]+)?(?:@sha256:[0-9a-f]+)?"
)
_OTHER_SHELLS = names("bash zsh ksh fish dash csh tcsh pwsh powershell")


@shared
def missing_managers(place: Context[Any]) -> tuple[str, frozenset[str], str] | None:
    """Return the system of the nodes, the package managers that it lacks, and the one that it has; None if unknown."""
    reference = value_of(machine_of(place), "image_reference")
    image = image_of(reference)
    name = image.system.name if image and image.offered is None else ""
    if not name and text_of(reference, "publisher").strip().lower() == "suse":
        name = "SUSE Linux"
    found = next((rest for start, rest in _LACKING.items() if name.startswith(start)), None)
    return (name, *found) if found else None


def lacks_manager(place: Context[Any], command: Command) -> bool:
    """Return whether the system of the nodes doesn't have the package manager that a command runs outside of a container."""
    if value_of(place.task, "container_settings") is not None:
        return False
    known, system = missing_managers(place), distribution_of(place)
    if known is not None and command.name in known[1]:
        return True
    return system is not None and not system.has_dash and command.name in _APT | {"dpkg"}


def image_without_shells(name: str) -> str | None:
    """Return which official image a container's image is, if that has no other shell than ``sh`` and ``ash``."""
    found = _OFFICIAL.fullmatch(name.strip().lower())
    return found[1] if found else None


def missing_shell(program: Word) -> str | None:
    """Return the shell that a program is and that these images lack; None if it is another program."""
    text = program.text
    base = text.rpartition("/")[2]
    is_usual = text in {base, f"/bin/{base}", f"/usr/bin/{base}"}  # a shell elsewhere may come with the task
    return base if is_usual and base in _OTHER_SHELLS else None


def brings(command: Command, program: str) -> bool:
    """Return whether a command may install a program, or make a link to it: it has the name among its arguments."""
    return any(re.search(rf"(?<![\w-]){re.escape(program)}(?![\w-])", text) for text in command.arguments)
