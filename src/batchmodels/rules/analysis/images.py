"""Images of the Marketplace: their operating systems, and the node agents that fit.

Sources: ``az batch pool supported-images list``, the announcements of the repository Azure/Batch, and
https://learn.microsoft.com/azure/batch/batch-linux-nodes. Everything else is unknown, and no rule judges it.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from typing import Any

import msgspec

from .pool_values import value_of

WINDOWS_AGENT = "batch.node.windows amd64"

_CODENAMES = {
    "trusty": "14.04",
    "xenial": "16.04",
    "bionic": "18.04",
    "focal": "20.04",
    "jammy": "22.04",
    "noble": "24.04",
}
_LAST_IN_OLD_OFFER = "Ubuntu 18.04"
"""The last release with long-term support in the offer UbuntuServer. Source: clong/DetectionLab#729."""


class System(msgspec.Struct, frozen=True):
    """An operating system.

    Attributes:
        name: Its name with its version: ``Ubuntu 22.04``.
        agents: The node agents that fit it.
    """

    name: str
    agents: tuple[str, ...]


class Image(msgspec.Struct, frozen=True):
    """What is known about an image.

    Attributes:
        system: Its operating system.
        offered: The operating system that the offer names, if the SKU names another one.
        generation: The generation of virtual machines that it is for, 1 or 2; None if unknown.
        containers: Whether it may have a container runtime.
        instead: The image that is meant, if the Marketplace has none with these names; empty if it may have it.
    """

    system: System
    offered: System | None = None
    generation: int | None = None
    containers: bool = True
    instead: str = ""


def ubuntu(version: str) -> System:
    """Return the release of Ubuntu with this version: ``22.04``."""
    return System(f"Ubuntu {version}", (f"batch.node.ubuntu {version}",))


def enterprise(name: str, version: str) -> System:
    """Return a relative of Red Hat Enterprise Linux. Some agents for versions 7 and 8 are named after CentOS."""
    agents = {"7": ("batch.node.centos 7",), "8": ("batch.node.el 8", "batch.node.centos 8")}
    return System(f"{name} {version}", agents.get(version, (f"batch.node.el {version}",)))


def debian(version: str) -> System:
    """Return a release of Debian: ``12``."""
    return System(f"Debian {version}", (f"batch.node.debian {version}",))


def windows(sku: str) -> System:
    """Return the Windows that a SKU names; every one has the same agent."""
    found = re.search(r"20(?:08|12|16|19|22|25)(?:-r2)?", sku)
    return System(f"Windows Server {found[0].replace('-r2', ' R2')}" if found else "Windows", (WINDOWS_AGENT,))


def image_of(reference: Any) -> Image | None:
    """Return what is known about the image that a pool refers to; None if it isn't a known one of the Marketplace."""
    names = [value_of(reference, name) for name in ("publisher", "offer", "sku")]
    publisher, offer, sku = (str.lower(name).strip() if isinstance(name, str) else "" for name in names)
    if len(publisher) + len(offer) + len(sku) > 200:  # noqa: PLR2004  # because no image has such long names
        return None
    return _named(publisher, offer, sku)


@functools.lru_cache(maxsize=64)  # many rules ask about the same few images
def _named(publisher: str, offer: str, sku: str) -> Image | None:
    read = _PUBLISHERS.get(publisher)
    if read is None and publisher in _MISTAKEN_PUBLISHERS:
        publisher = next((name for pattern, name in _OFFERS if re.match(pattern, offer)), "")
        found = _PUBLISHERS[publisher](offer, sku) if publisher else None
        return msgspec.structs.replace(found, instead=f"the publisher {publisher}") if found else None
    return read(offer, sku) if read else None


def _canonical(offer: str, sku: str) -> Image | None:
    codename = re.fullmatch(r"0001-com-ubuntu-[a-z-]*?-?(trusty|xenial|bionic|focal|jammy|noble)(?:-daily)?", offer)
    numbered = re.fullmatch(r"ubuntu-(\d[02468])_(04)(?:-[a-z-]+)?", offer)
    in_sku = re.match(r"(?:minimal-|pro-)?(\d[02468])[._-](04)(?![0-9])", sku)
    of_sku = ubuntu(f"{in_sku[1]}.{in_sku[2]}") if in_sku else None
    of_offer: System | None
    if codename:
        of_offer = ubuntu(_CODENAMES[codename[1]])
    elif numbered:
        of_offer = ubuntu(f"{numbered[1]}.{numbered[2]}")
    elif offer == "ubuntuserver":
        of_offer = of_sku
    else:
        return None
    system = of_sku or of_offer
    if system is None or of_offer is None:
        return None
    if offer == "ubuntuserver" and system.name > _LAST_IN_OLD_OFFER:
        return Image(system, containers=False, instead=ubuntu_image(system, generation_2="gen2" in sku))
    if codename and re.fullmatch(r"(?:minimal-)?\d\d_04(?:-gen2)?", sku):
        return Image(system, instead=f"the SKU {sku.removesuffix('-gen2')}-lts{'-gen2' * sku.endswith('-gen2')}")
    if codename and codename[1] == "noble" and not offer.endswith("-daily"):
        return Image(system, instead="the offer ubuntu-24_04-lts with the SKU server")
    if numbered and of_sku == of_offer:
        return Image(system, instead="the SKU server, or server-gen1 for generation 1")
    if numbered:
        generation = 1 if "gen1" in sku else 2
    else:
        generation = 2 if re.search(r"gen2|-cvm|arm64", sku) or "confidential" in offer else 1
    return Image(system, of_offer if of_offer != system else None, generation, containers=False)


def ubuntu_image(system: System, *, generation_2: bool) -> str:
    """Return the offer and the SKU of a release of Ubuntu: that of Ubuntu 24.04 if Batch no longer supports the release."""
    found = next((f"0001-com-ubuntu-server-{name}" for name, each in _CODENAMES.items() if each in system.name), "")
    version = system.name.removeprefix("Ubuntu ").replace(".", "_")
    if system.name < "Ubuntu 22.04":
        return "the offer ubuntu-24_04-lts with the SKU server, and batch.node.ubuntu 24.04"
    if system.name == "Ubuntu 22.04":
        return f"the offer {found} with the SKU {version}-lts{'-gen2' * generation_2}"
    return f"the offer ubuntu-{version}-lts with the SKU server{'-gen1' * (not generation_2)}"


def offers_and_skus(image: Image, offer: str) -> tuple[str, str]:
    """Return what fits where an offer lacks a SKU: an offer for the SKU's system, and a SKU of the offer."""
    system, offered = image.system, image.offered
    plain = re.fullmatch(r"(?i)0001-com-ubuntu-server-[a-z]+|ubuntu-\d\d_\d\d-lts", offer)
    if offered is not None and plain:
        sku = f"{offered.name.removeprefix('Ubuntu ').replace('.', '_')}-lts" if offer.startswith("0") else "server"
        return ubuntu_image(system, generation_2=image.generation == 2), f"the SKU {sku} of this offer"  # noqa: PLR2004  # because it is one
    if offered is not None and re.fullmatch(r"(?i)debian-\d+", offer):
        return (
            f"the offer {system.name.lower().replace(' ', '-')}",
            f"the SKU {offered.name.removeprefix('Debian ')} of this offer",
        )
    return f"the offer for {system.name}", "a SKU of this offer"


def _batch(offer: str, sku: str) -> Image | None:
    """Return an image that Microsoft publishes for Batch itself; all of these are retired."""
    if re.fullmatch(r"ubuntu-server-container(-rdma)?", offer):
        found = re.match(r"(\d\d)[._-]?04", sku)
        return Image(ubuntu(f"{found[1]}.04"), generation=1) if found else None
    if re.fullmatch(r"centos-container(-rdma)?", offer):
        found = re.match(r"\d", sku)
        return Image(enterprise("CentOS", found[0]), generation=1) if found else None
    if offer == "rendering-centos73":
        return Image(enterprise("CentOS", "7"), generation=1)
    return Image(windows(offer), generation=1) if offer.startswith("rendering-windows") else None


def _data_science(offer: str, sku: str) -> Image | None:
    dotted = re.match(r"(\d\d)[._-]04", sku) if offer == "ubuntu-hpc" else None
    if dotted:
        return Image(ubuntu(f"{dotted[1]}.04"), instead=f"the SKU {dotted[1]}04")
    found = re.match(r"(\d\d)04", sku) if offer == "ubuntu-hpc" else re.fullmatch(r"ubuntu-(\d\d)04", offer)
    if found:
        is_hpc = offer == "ubuntu-hpc"
        generation = 2 if is_hpc and int(found[1]) >= 22 else _marked(sku)  # noqa: PLR2004  # because these releases have no other
        return Image(ubuntu(f"{found[1]}.04"), generation=generation)
    return Image(windows(offer)) if re.match(r"dsvm-win", offer) else None


def _centos(offer: str, sku: str) -> Image | None:
    found = re.match(r"[78]", sku) if offer.startswith("centos") else None
    return Image(enterprise("CentOS", found[0]), generation=2 if "gen2" in sku else None) if found else None


def _relative(name: str) -> Callable[[str, str], Image | None]:
    """Return the reader of a relative of Red Hat Enterprise Linux, whose SKUs begin with the version: ``9-gen2``, ``86``."""

    def read(offer: str, sku: str) -> Image | None:
        found = re.match(r"(?:10(?=$|[^\d])|[789])", sku)
        arm = "arm64" in offer or "arm64" in sku
        may_run_containers = name == "Red Hat Enterprise Linux" or "hpc" in offer
        system = enterprise(name, found[0]) if found and not arm else None
        return Image(system, generation=_marked(sku), containers=may_run_containers) if system else None

    return read


def _debian(offer: str, sku: str) -> Image | None:
    found = re.match(r"(\d{1,2})(?=$|[^\d])", sku) if offer.startswith("debian") else None
    of_offer = re.fullmatch(r"debian-(\d{1,2})", offer)
    if not found:
        return None
    system = debian(found[1])
    offered = debian(of_offer[1]) if of_offer and of_offer[1] != found[1] else None
    plain = re.fullmatch(r"\d+(?:-backports)?", sku)
    return Image(system, offered, 1 if plain else _marked(sku), containers=False)


def _windows_server(offer: str, sku: str) -> Image | None:
    system = windows(sku if offer == "windowsserver" else "")
    year = re.match(r"20\d\d(?=-)", sku)
    if offer == "windowsserver" and year and system.name == "Windows":
        return Image(system, instead="a SKU such as 2022-datacenter-g2")
    marked = _marked(sku)
    plain = re.fullmatch(r"20(?:12(?:-r2)?|16|19|22)-datacenter(?:-core|-smalldisk|-with-containers)*", sku)
    may_run_containers = "container" in sku or not re.match(r"20(?:16|19)-", sku)
    return Image(system, None, marked or (1 if plain else None), may_run_containers)


def _windows_client(_offer: str, _sku: str) -> Image | None:
    return Image(System("Windows", (WINDOWS_AGENT,)))


def _mariner(_offer: str, sku: str) -> Image | None:
    return Image(System("CBL-Mariner 2", ("batch.node.mariner 2.0",))) if sku.startswith("cbl-mariner-2") else None


def _marked(sku: str) -> int | None:
    """Return the generation that the name of a SKU has in it."""
    if re.search(r"gen2|gensecond|-g2|-gs$|azure-edition", sku):
        return 2
    return 1 if re.search(r"gen1|-g1", sku) else None


_MISTAKEN_PUBLISHERS = frozenset(
    ("azure", "canonical-ubuntu", "microsoft", "microsoft-windows", "ubuntu", "windows", "windowsserver")
)
"""What people write for a publisher, and what none is called."""

_OFFERS = (
    (r"ubuntu-hpc$", "microsoft-dsvm"),
    (r"0001-com-ubuntu-|ubuntuserver$|ubuntu-\d\d_04", "canonical"),
    (r"windowsserver$", "microsoftwindowsserver"),
)
"""Offers that only one publisher has."""

_PUBLISHERS: dict[str, Callable[[str, str], Image | None]] = {
    "canonical": _canonical,
    **dict.fromkeys(("batch", "microsoft-azure-batch"), _batch),
    "microsoft-dsvm": _data_science,
    "openlogic": _centos,
    "almalinux": _relative("AlmaLinux"),
    "resf": _relative("Rocky Linux"),
    "erockyenterprisesoftwarefoundationinc1653071250513": _relative("Rocky Linux"),
    "redhat": _relative("Red Hat Enterprise Linux"),
    "debian": _debian,
    "credativ": _debian,
    "microsoftwindowsserver": _windows_server,
    "microsoftwindowsdesktop": _windows_client,
    "microsoftcblmariner": _mariner,
}
