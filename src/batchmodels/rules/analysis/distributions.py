"""The Linux distribution of a pool's nodes, and facts about the images that the marketplace has of it."""

from __future__ import annotations

import functools
import re
from typing import Any

import msgspec

from ..context import Context, shared
from .pool import machine_of
from .pool_values import value_of

_AGENT = re.compile(r"batch\.node\.([a-z-]+) ?([0-9]+(?:\.[0-9]+)?)?")
_FAMILIES = {
    **dict.fromkeys(("ubuntu", "canonical"), "ubuntu"),
    "debian": "debian",
    **dict.fromkeys(("almalinux", "alma", "rocky", "centos", "openlogic", "rhel", "redhat", "oracle", "el"), "el"),
    **dict.fromkeys(("sles", "suse", "opensuse"), "suse"),
    **dict.fromkeys(("mariner", "cbl-mariner", "azurelinux", "azure-linux"), "azurelinux"),
}
_NAMES = re.compile("|".join(name for name in _FAMILIES if name != "el"))
CODE_NAMES = dict[str, tuple[int, int]](
    xenial=(16, 4),
    bionic=(18, 4),
    focal=(20, 4),
    jammy=(22, 4),
    noble=(24, 4),
    plucky=(25, 4),
    stretch=(9, 0),
    buster=(10, 0),
    bullseye=(11, 0),
    bookworm=(12, 0),
    trixie=(13, 0),
)
"""The versions of releases of Ubuntu and Debian, by their code names."""
_UBUNTU_VERSION = re.compile(r"(?<![0-9])(1[0-9]|2[0-9])[._-]?(04|10)(?![0-9])")
_DEBIAN_VERSION = re.compile(r"debian-?([0-9]{1,2})(?![0-9])")
_OWN_IMAGES = ("virtual_machine_image_id", "community_gallery_image_id", "shared_gallery_image_id")
_PLAIN_PUBLISHERS = frozenset({"canonical", "debian"})
_LONGEST = 200
"""Limit on the characters of a name that are read; no image has a longer one."""

_KINDS_OF_CONTAINERS = re.compile(r"(?:\A|/)(ubuntu|debian)(?::([\w.-]+))?(?:@.*)?\Z")


class Distribution(msgspec.Struct, frozen=True):
    """A Linux distribution.

    Attributes:
        family: ``ubuntu``, ``debian``, ``el`` for the family of Red Hat, ``suse`` or ``azurelinux``.
        version: Its version, for example ``(24, 4)``; None if unknown.
        is_plain: Whether the image is that of the distribution's publisher, whose packages are known.
    """

    family: str
    version: tuple[int, int] | None = None
    is_plain: bool = False

    @property
    def name(self) -> str:
        """Its name and version for a message: ``Ubuntu 24.04``."""
        name = {"ubuntu": "Ubuntu", "debian": "Debian"}.get(self.family, "this image")
        if self.version is None:
            return name
        return f"{name} {self.version[0]}.{self.version[1]:02}" if self.family == "ubuntu" else f"{name} {self.version[0]}"

    @property
    def has_dash(self) -> bool:
        """Whether its ``/bin/sh`` is dash."""
        return self.family in {"ubuntu", "debian"}


@shared
def distribution_of(place: Context[Any]) -> Distribution | None:
    """Return the distribution of the nodes; None if unknown. A container has its own, which its image may name."""
    settings = value_of(place.task, "container_settings")
    if settings is not None:
        return _of_container(value_of(settings, "image_name"))
    machine = machine_of(place)
    image = value_of(machine, "image_reference")
    agent, publisher, offer, sku = (
        text.lower() if isinstance(text, str) else ""
        for text in (value_of(machine, "node_agent_sku_id"), *(value_of(image, key) for key in _IMAGE))
    )
    is_own = any(value_of(image, key) is not None for key in _OWN_IMAGES)
    return _of_names(agent[:_LONGEST], publisher[:_LONGEST], offer[:_LONGEST], sku[:_LONGEST], is_own)


@functools.lru_cache(maxsize=64)  # many rules ask about the same few images
def _of_names(agent: str, publisher: str, offer: str, sku: str, is_own: bool) -> Distribution | None:
    named = _AGENT.match(agent)
    family = _FAMILIES.get(named[1]) if named else None
    found = _NAMES.search(f"{publisher} {offer}")
    family = family or (_FAMILIES[found[0]] if found else None)
    if family is None:
        return None
    version = _version(family, (named[2] or "") if named else "") or _version(family, f"{offer} {sku}")
    return Distribution(family, version, publisher in _PLAIN_PUBLISHERS and not is_own)


_IMAGE = ("publisher", "offer", "sku")


def _of_container(name: object) -> Distribution | None:
    """Return the distribution of a container's image that is nothing but a distribution, such as ``ubuntu:24.04``."""
    found = _KINDS_OF_CONTAINERS.search(name.lower()) if isinstance(name, str) else None
    return Distribution(found[1], _version(found[1], f"{found[1]}-{found[2] or ''}")) if found else None


def _version(family: str, text: str) -> tuple[int, int] | None:
    """Return the version of a distribution that a text names."""
    known = next((version for name, version in CODE_NAMES.items() if name in text), None)
    if known is not None:
        return known
    if family == "ubuntu" and (found := _UBUNTU_VERSION.search(text)):
        return int(found[1]), int(found[2])
    if family == "debian" and (found := _DEBIAN_VERSION.search(text) or re.fullmatch(r"([0-9]{1,2})", text)):
        return int(found[1]), 0
    return None
