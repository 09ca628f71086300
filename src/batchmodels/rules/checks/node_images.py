"""BM0: the image of the nodes, and the node agent for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from ...models.virtual_machines import ImageReference, VirtualMachineConfiguration
from ...spelling import plain
from ..analysis.images import Image, System, image_of, offers_and_skus
from ..analysis.pool_values import is_answer, listed, shown, text_of, value_of
from ..analysis.retired_systems import AGENTS, IMAGES, REMOVED, REMOVED_ON, WINDOWS_WITH_RUNTIME, Retirement
from ..context import Context
from ..finding import Finding, Replace, Severity
from ..rule import rule

_AGENT = "nodeAgentSKUId"
_IMAGE = "imageReference"

_VERSION = re.compile(r"(?i)latest|\d+\.\d+(?:\.\d+)?")
_GROUP = r"(?i)/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft\.Compute"
_GALLERY_IMAGE = re.compile(rf"{_GROUP}/galleries/[^/]+/images/[^/]+(?:/versions/(?P<version>[^/]+))?/?")
_MANAGED_IMAGE = re.compile(rf"{_GROUP}/images/[^/]+/?")
_END_OF_MANAGED_IMAGES = date(2026, 3, 31)
_GALLERY_FORM = (
    "/subscriptions/ID/resourceGroups/GROUP/providers/Microsoft.Compute/galleries/GALLERY/images/IMAGE/versions/VERSION"
)
_LONGEST = 1000
_WITH_ALL = "microsoft-dsvm:ubuntu-hpc:2404, and batch.node.ubuntu 24.04"
"""An image for high-performance computing that also has a container runtime, and its agent."""


@rule("BM001", Severity.error, "node agent that doesn't fit the image", VirtualMachineConfiguration)
def wrong_agent(context: Context[VirtualMachineConfiguration]) -> Iterator[Finding]:
    """Find a node agent for another operating system than the image's, and an offer without the SKU."""
    image, agent = _image(context), _agent(context)
    if image is None or is_answer(context):
        return
    system = image.system
    if image.instead:
        yield context.finding(
            f"the Marketplace has no image {_named(context)}, so the service refuses the pool.",
            f"Use {image.instead}{_agent_for(image, agent, context.now.date())}.",
            _IMAGE,
        )
        return
    if image.offered is not None:
        sku = shown(text_of(context.model, "image_reference", "sku"))
        yield context.finding(
            f"the SKU {sku!r} is {system.name}, but the offer has only {image.offered.name}, so there is no such image.",
            _fix_for_an_offer(context, image, agent),
            _IMAGE,
            "sku",
        )
        return
    if not agent or agent in system.agents or "arm64" in agent:  # no list of the agents for Arm is public
        return
    fitting = system.agents[0]
    spelled = plain(agent) == plain(fitting)
    yield context.finding(
        f"the node agent must match the image: {shown(agent)} isn't for {system.name}, which the image "
        f"{_named(context)} has, so the service refuses the pool.",
        f"Use {fitting}." if spelled else _fix(context, agent, fitting),
        _AGENT,
        edit=Replace((_AGENT,), fitting) if spelled else None,
    )


def _fix_for_an_offer(context: Context[VirtualMachineConfiguration], image: Image, agent: str) -> str:
    """Return what to do about a SKU of another system than the offer's: change what doesn't fit the agent, or is retired."""
    offer, sku = offers_and_skus(image, text_of(context.model, "image_reference", "offer"))
    choices = dict(zip(_systems(image), (offer, sku), strict=True))
    usable = [system for system in choices if not _is_retired(system.agents[0], context.now.date())]
    fitting = [system for system in usable if agent in system.agents]
    chosen = fitting or usable or [image.system]
    with_agent = f", and {chosen[0].agents[0]}" if agent and usable and not fitting else ""
    return f"Use {', or '.join(choices[system] for system in (chosen[:1] if with_agent else chosen))}{with_agent}."


def _agent_for(image: Image, agent: str, today: date) -> str:
    """Return the agent for an image that is to be used instead, if the given one doesn't fit it."""
    fitting = image.system.agents[0]
    fits = not agent or agent in image.system.agents or "batch.node" in image.instead
    return "" if fits or _is_retired(fitting, today) else f", and {fitting}"


def _systems(image: Image) -> tuple[System, ...]:
    """Return the system of an image, and that of its offer if it is another one."""
    return (image.system,) if image.offered is None else (image.system, image.offered)


def _fix(context: Context[VirtualMachineConfiguration], agent: str, fitting: str) -> str:
    """Return what to do about an agent and an image that don't fit together: change the one that isn't retired."""
    other, today = _system_of(agent), context.now.date()
    if not other or _is_retired(agent, today):
        return _successor(context, AGENTS[fitting]) if _is_retired(fitting, today) else f"Use {fitting}."
    if _is_retired(fitting, today):
        return f"Use an image with {other}. {fitting} would fit this image, but is retired."
    return f"Use {fitting}, or an image with {other}."


def _is_retired(agent: str, today: date) -> bool:
    return agent in AGENTS and AGENTS[agent].day < today


@rule("BM002", Severity.warning, "operating system that Batch no longer supports", VirtualMachineConfiguration)
def retired_system(context: Context[VirtualMachineConfiguration]) -> Iterator[Finding]:
    """Find a node agent or an image whose operating system has reached the end of its support."""
    image, agent = _image(context), _agent(context)
    today = context.now.date()
    found = AGENTS.get(agent)
    if found and found.day < today:
        if image is None or not _is_replaced(context, image, agent):
            fitting = AGENTS.get(image.system.agents[0]) if image is not None and not image.instead else None
            yield _end_of_support(context, agent, found, _AGENT, _successor(context, fitting or found))
    elif image is not None and (agent in image.system.agents or agent not in AGENTS):
        yield from _retired_image(context, image, today)


def _is_replaced(context: Context[VirtualMachineConfiguration], image: Image, agent: str) -> bool:
    """Return whether BM001 replaces a retired agent by one that isn't retired."""
    fits = agent in image.system.agents and image.offered is None
    today = context.now.date()
    return not fits and not is_answer(context) and not all(_is_retired(each.agents[0], today) for each in _systems(image))


def _retired_image(context: Context[VirtualMachineConfiguration], image: Image, today: date) -> Iterator[Finding]:
    if REMOVED.fullmatch(_named(context).lower()) and today > REMOVED_ON:
        yield context.finding(
            f"Microsoft removed the image {_named(context)} from the Marketplace on {_date(REMOVED_ON)}, so requests to create "
            "or enlarge the pool may fail.",
            f"Use an image with a container runtime, such as {WINDOWS_WITH_RUNTIME}, or a custom image with one.",
            _IMAGE,
        )
        return
    offer = _named(context).rpartition(":")[0]
    system, agent = image.system, _agent(context)
    other = "" if agent in system.agents or image.instead or image.offered is not None else _system_of(agent)
    ends = ((offer, IMAGES.get(offer.lower())), (system.name, IMAGES.get(system.name) or AGENTS.get(system.agents[0])))
    for name, found in ends:
        if found and found.day < today:
            of_agent = other and name == system.name and _is_retired(system.agents[0], today)  # as in the fix of BM001
            fix = f"Use an image with {other}." if of_agent else _successor(context, found)
            yield _end_of_support(context, name, found, _IMAGE, fix)
            return


def _end_of_support(context: Context[VirtualMachineConfiguration], name: str, end: Retirement, step: str, fix: str) -> Finding:
    day = _date(end.day)
    if end.is_refused:
        said = f"the service has accepted no new pools with {name} since {day}, and scales existing ones down to zero nodes."
    else:
        said = f"Batch ended its support for {name} on {day}, so requests to create or enlarge the pool may fail."
    severity = Severity.error if end.is_refused and not is_answer(context) else None
    return context.finding(said, fix, step, severity=severity)


def _successor(context: Context[VirtualMachineConfiguration], end: Retirement) -> str:
    """Return what to use instead of a retired system: an image with what the old one has beside the system."""
    offer = text_of(context.model, "image_reference", "offer").lower()[:_LONGEST]
    if "hpc" in offer or "rdma" in offer:
        return f"Use an image for high-performance computing, such as {_WITH_ALL}."
    return f"Use an image with a container runtime, such as {_WITH_ALL}." if "container" in offer else end.instead


def _date(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _image(context: Context[VirtualMachineConfiguration]) -> Image | None:
    return image_of(value_of(context.model, "image_reference"))


def _agent(context: Context[VirtualMachineConfiguration]) -> str:
    """Return the node agent in lower case, with single blanks."""
    text = text_of(context.model, "node_agent_sku_id")
    return " ".join(text[:200].lower().split())


def _named(context: Context[VirtualMachineConfiguration]) -> str:
    reference = value_of(context.model, "image_reference")
    return ":".join(shown(text_of(reference, name), 60) for name in ("publisher", "offer", "sku"))


def _system_of(agent: str) -> str:
    """Return the operating system that an agent is for, as a person writes it; empty if unknown."""
    family, _, version = agent.removeprefix("batch.node.").partition(" ")
    names = {"ubuntu": "Ubuntu", "debian": "Debian", "centos": "CentOS", "el": "Enterprise Linux"}
    if not agent.startswith("batch.node.") or not version:
        return ""
    if family == "windows":
        return "Windows"
    known = family in names and re.fullmatch(r"\d{1,3}(?:\.\d{1,3})?", version)
    return f"{names[family]} {version}" if known else ""


@rule(
    "BM029",
    Severity.error,
    "image reference that the service can't resolve",
    (ImageReference, VirtualMachineConfiguration),
    reads=(
        *("publisher", "offer", "sku", "imageReference"),
        *("virtualMachineImageId", "sharedGalleryImageId", "communityGalleryImageId"),
    ),
)
def wrong_reference(context: Context[ImageReference | VirtualMachineConfiguration]) -> Iterator[Finding]:
    """Find images of the Marketplace without all of their names or with a wrong version, and ids that aren't of an image."""
    image = context.model
    if isinstance(image, VirtualMachineConfiguration):
        if not is_answer(context):
            yield from _blanks_around(context, {"node_agent_sku_id": _AGENT})
        return
    if not context.parents or not isinstance(context.parents[-1], VirtualMachineConfiguration) or is_answer(context):
        return
    names = {key: text_of(image, key)[:_LONGEST] for key in ("publisher", "offer", "sku")}
    joined = next((key for key, name in names.items() if name.count(":") > 1), None)
    missing = [key for key, name in names.items() if not name]
    if joined:
        yield context.finding(
            f"{joined} has a whole image in it, but the service expects its parts.",
            "Write publisher, offer, sku and version as four members.",
            joined,
        )
    elif len(missing) == len(names) and not any(_ids(image).values()):
        yield context.finding(
            "the image has neither a publisher, an offer and a sku nor the id of an image, so the service refuses the pool.",
            "Add publisher, offer and sku; az batch pool supported-images list prints them.",
        )
    elif 0 < len(missing) < len(names) and not any(_ids(image).values()):
        yield context.finding(
            f"the image has no {listed(missing)}: the service needs publisher, offer and sku of a Marketplace image.",
            f"Add {listed(missing)}; az batch pool supported-images list prints them.",
        )
    version = text_of(image, "version")
    if version and not _VERSION.fullmatch(version[:_LONGEST]):
        yield context.finding(
            f"{shown(version, 40)!r} isn't a version of an image, which has three numbers, or is latest.",
            "Use latest, or a version such as 22.04.202410020.",
            "version",
            severity=Severity.warning,  # no source shows what the service does with another text
        )
    yield from _blanks_around(context, {key: key for key in names})
    yield from _wrong_id(context)


def _blanks_around(context: Context[Any], keys: dict[str, str]) -> Iterator[Finding]:
    """Yield findings about names with blanks at their ends; whether the service removes them isn't documented."""
    for attribute, key in keys.items():
        given = text_of(context.model, attribute)[:_LONGEST]
        bare = given.strip()
        if bare and given != bare:
            yield context.finding(
                f"{key} has a blank at its beginning or end, which no image and no node agent has, so the service may not find "
                f"{shown(bare, 60)}.",
                "Remove the blank.",
                key,
                severity=Severity.warning,
                edit=Replace((key,), bare),
            )


def _ids(image: Any) -> dict[str, str]:
    keys = ("virtual_machine_image_id", "community_gallery_image_id", "shared_gallery_image_id")
    return {key: text_of(image, key)[:_LONGEST] for key in keys}


def _wrong_gallery(context: Context[Any]) -> Iterator[Finding]:
    """Yield a finding for the id of a shared or community image that has another form."""
    for key, kind in (("community_gallery_image_id", "CommunityGalleries"), ("shared_gallery_image_id", "SharedGalleries")):
        given = _ids(context.model)[key]
        if given and not re.fullmatch(rf"(?i)/{kind}/[^/]+/images/[^/]+(?:/versions/[^/]+)?/?", given):
            member = f"{key.partition('_')[0]}GalleryImageId"
            yield context.finding(
                f"{member} {shown(given)!r} isn't the id of an image in such a gallery.",
                f"Use an id of the form /{kind}/GALLERY/images/IMAGE/versions/VERSION.",
                member,
            )


def _wrong_id(context: Context[Any]) -> Iterator[Finding]:
    given = _ids(context.model)["virtual_machine_image_id"]
    yield from _wrong_gallery(context)
    found = _GALLERY_IMAGE.fullmatch(given)
    if found and found["version"] and not re.fullmatch(r"(?i)latest|\d+\.\d+\.\d+", found["version"]):
        yield context.finding(
            f"{shown(found['version'], 40)!r} isn't a version of an image in a gallery, which has three numbers.",
            "Use a version such as 1.0.0, or leave out /versions for the latest one.",
            "virtualMachineImageId",
        )
    if not given or found:
        return
    if _MANAGED_IMAGE.fullmatch(given):
        if context.now.date() > _END_OF_MANAGED_IMAGES:
            yield context.finding(
                "the image is a managed image: Azure retired pools with managed images on 31 March 2026.",
                "Copy it into an Azure Compute Gallery, and use its id there.",
                "virtualMachineImageId",
                severity=Severity.warning,
            )
        return
    lower = given.lower()
    member = next(
        (name for name in ("sharedGallery", "communityGallery") if f"/{name.lower().replace('ry', 'ries')}/" in lower), ""
    )
    yield context.finding(
        f"virtualMachineImageId {shown(given)!r} isn't the id of an image in an Azure Compute Gallery.",
        f"Use {member}ImageId for it." if member else f"Use an id of the form {_GALLERY_FORM}.",
        "virtualMachineImageId",
    )
