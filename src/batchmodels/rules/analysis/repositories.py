"""The package repositories that a script adds, and the packages that it installs with apt and dnf."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from ...shells.script import Command
from .word_sets import names

_ADDING = re.compile(
    r"sources\.list|add-apt-repository|apt-add-repository|\.deb\b|apt/keyrings|\.sources\b|\|\s*(?:sudo\s+(?:-\S+\s+)*)?(?:ba)?sh\b"
    r"|yum\.repos|\.repo\b|\.rpm\b|config-manager"
)
_WITH_EPEL = re.compile(r"\b(?:yum|dnf5?|microdnf|rpm|amazon-linux-extras|subscription-manager)\b")
"""Programs that add EPEL; apt has no such repository."""
_PPA = re.compile(r"(?:add-apt-repository|apt-add-repository)((?:\s+-\S+)*\s+(?!universe|multiverse|restricted|main)\S)")
_HOST = re.compile(r"https?://(?:[^/\s\"'@]*@)?([A-Za-z0-9.-]+)")
_MICROSOFT = "packages.microsoft.com"
_OF_MAKERS = names(
    "download.docker.com apt.grafana.com packages.grafana.com nvidia.github.io developer.download.nvidia.com "
    "apt.releases.hashicorp.com packages.cloud.google.com pkgs.k8s.io dl.google.com repo.mongodb.org www.mongodb.org "
    "pgp.mongodb.com deb.nodesource.com apt.postgresql.org www.postgresql.org cli.github.com artifacts.elastic.co "
    "packages.gitlab.com dl.yarnpkg.com apt.repos.intel.com"
)
"""Hosts whose repositories have only the packages of their maker."""
_OTHER_VERSIONS = names("apt.postgresql.org www.postgresql.org repo.mongodb.org www.mongodb.org deb.nodesource.com")
_APT = names("apt-get apt aptitude")
_DNF = names("yum dnf dnf5")
_WITH_VALUE = frozenset({"-o", "-t", "-c", "--option", "--target-release", "--default-release", "--config-file", "-a"})
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9+.-]*\Z")
_OTHER_ROOT = re.compile(r"--installroot\b|(?:-o)?(?:Root)?Dir=")
"""Options for the packages of another root directory; the node's are left alone."""
_ONLY_SHOWING = names("-s --simulate --dry-run --just-print --no-act --print-uris --download-only -d --help -h")


def repositories_in(text: str) -> tuple[bool, bool] | None:
    """Return whether a script adds the repository of Microsoft and those of other makers; None if it may add any other."""
    if not _ADDING.search(text) and not ("epel" in text and _WITH_EPEL.search(text)):
        return False, False
    if _PPA.search(text):
        return None
    hosts = {host.lower() for host in _HOST.findall(text)}
    repositories = {host for host in hosts if host == _MICROSOFT or host in _OF_MAKERS}
    if not repositories or repositories != hosts or not hosts.isdisjoint(_OTHER_VERSIONS):
        return None
    return _MICROSOFT in repositories, bool(repositories - {_MICROSOFT})


def installed_packages(command: Command) -> Iterator[str]:
    """Yield the names of the packages that a command installs with apt or dnf."""
    arguments = command.arguments
    if not _changes_the_node(command):
        return
    action = next((number for number, text in enumerate(arguments) if text in {"install", "remove", "purge", "download"}), None)
    if action is None or arguments[action] != "install":
        return
    for before, word in pairwise(command.words[action + 1 :]):
        if word.text.startswith("-") or before.text in _WITH_VALUE or word.variables or word.substitutes or word.pattern:
            continue
        name = re.split(r"[=/:]", word.text, maxsplit=1)[0]
        if command.name in _APT and re.search(r"[^+]\+\Z", name):
            name = name[:-1]  # apt installs vim for vim+, but g++ is a name
        if _NAME.match(name) and not word.text.endswith((".deb", ".rpm", "-")):
            yield name


def removed_packages(command: Command) -> Iterator[str]:
    """Yield the names of the packages that a command removes with apt or dnf."""
    if not _changes_the_node(command):
        return
    removing = {"remove", "purge", "autoremove", "autopurge", "erase"}
    action = next((number for number, text in enumerate(command.arguments) if text in removing), None)
    if action is not None:
        yield from command.arguments[action + 1 :]


def _changes_the_node(command: Command) -> bool:
    """Return whether a command is apt or dnf, and changes the packages of the node itself."""
    texts = command.arguments
    return command.name in _APT | _DNF and _ONLY_SHOWING.isdisjoint(texts) and not any(map(_OTHER_ROOT.match, texts))
